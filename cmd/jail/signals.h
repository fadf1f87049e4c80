/* SPDX-License-Identifier: BSD-2-Clause */
/* signals.h - Be told of Ctrl-C instead of dying in the middle */
#pragma once

#include <stdbool.h>

/* signals_open() - From now on SIGINT, SIGTERM, SIGHUP and SIGCHLD can be read
 * from the descriptor that is returned, and do nothing else.  -errno */
int signals_open(void);

/* signals_taken() - Empty the descriptor.  True: one was there that asks us to
 * stop */
bool signals_taken(int fd);

/* signals_default() - In a child, before it execs: as if nothing was */
void signals_default(void);
