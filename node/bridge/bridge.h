/* SPDX-License-Identifier: BSD-2-Clause */
/* bridge.h - What the parts of the bridge type share */
#pragma once

#include "libnetgraph/stats.h"
#include "libnetgraph/type.h"

extern const struct ng_command bridge_commands[];

/* bridge_link_parse() - "link7" or "uplink7"; 0 or -EINVAL */
int bridge_link_parse(const char *name, uint32_t *ret_num, bool *ret_up);
