/* SPDX-License-Identifier: BSD-2-Clause */
/* ask.h - Send a message to a node and have its answer */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "netgraph/ng_message.h"

struct ngctl;

/* ask() - Generic command @cmd; *ret: the answer or NULL, caller frees.  0 or
 * -errno, with errno set too */
int ask(struct ngctl *ng, const char *path, uint32_t cmd, const void *args,
	size_t len, struct ng_mesg **ret);
