/* SPDX-License-Identifier: BSD-2-Clause */
/* begin.h - Find out what is to be done to a jail, and have it to ourselves */
#pragma once

#include <stdbool.h>

struct job;
struct run;

/* begin_resolve() - What -cm, -mr and the like mean for the jail as it is now;
 * jobs with problems fail.  Always true: something was done */
bool begin_resolve(struct run *run, struct job *job);

/* begin_lock() - Have the name to ourselves: now, or when a child has waited */
void begin_lock(struct run *run, struct job *job);

/* begin_locked() - That child has ended */
void begin_locked(struct run *run, struct job *job, bool ok);

/* begin_phase() - Start the phase that comes next */
void begin_phase(struct run *run, struct job *job);
