/* SPDX-License-Identifier: BSD-2-Clause */
/* update.h - Change a jail that exists (-m) */
#pragma once

#include <stdbool.h>

struct job;
struct run;

/* update_needs_restart() - Does it differ in what cannot be changed later? */
bool update_needs_restart(const struct job *job);

/* update_jail() - 0, or -errno: what is wrong was printed */
int update_jail(struct run *run, struct job *job);
