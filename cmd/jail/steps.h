/* SPDX-License-Identifier: BSD-2-Clause */
/* steps.h - What starting and stopping a jail consists of, in order */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "pseudo.h"

struct job;
struct run;

/*
 * A step is done once for each of its items, in order.  up and down return 1: a
 * child was started, 0: done, -errno: failed, and it was said why.
 */
struct step {
	const char *name;
	size_t (*count)(const struct job *job, const struct step *step);
	int (*up)(struct run *run, struct job *job, const struct step *step,
		  size_t item);
	/* undoes one item, while a start is unwound; NULL: nothing to undo */
	int (*down)(struct run *run, struct job *job, const struct step *step,
		    size_t item);
	/* after the child of up or down has ended well; may be NULL.  False:
	 * it failed after all, and it was said why */
	bool (*ended)(struct run *run, struct job *job);
	enum pseudo list; /* whose values are the items */
	bool in_jail, v6;
};

/* Each ends with a step without a name. */
extern const struct step start_steps[], stop_steps[];
extern const struct step *const finish_steps;
