/* SPDX-License-Identifier: BSD-2-Clause */
/* depend.h - Which jails wait for which */
#pragma once

#include "job.h"

/**
 * depend_setup() - Turn `depend' and dotted names into edges between jobs
 * @have_conf:	The jails come from a configuration
 * @exists:	Is there a running jail of that name?
 *
 * Jobs that depend on what does not exist, or on themselves by a detour, get a
 * problem.  0 or -ENOMEM
 */
int depend_setup(const struct jobs *jobs, bool have_conf,
		 bool (*exists)(const char *name));

/* The worst of all edges counts.  ASKED: jails were asked for just now. */
enum depend_verdict {
	DEPEND_READY,
	DEPEND_WAIT,
	DEPEND_ASKED,
	DEPEND_FAILED,
};

/**
 * depend_check() - May what @job does next begin?
 * @stop:	It is to be stopped: ask those that need it; else those it needs
 *
 * Jails that were not asked for and have to be started or stopped first are
 * asked for now.
 */
enum depend_verdict depend_check(struct job *job, bool stop,
				 bool (*exists)(const char *name));
