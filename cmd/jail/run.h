/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run.h - Do what is asked to many jails at once
 *
 * An event loop: every job walks through its steps until one needs a process
 * (a hook, a command in the jail, a removal), and goes on when that has ended.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "job.h"
#include "opts.h"

/* Processes that nobody waits for; but as long as one of a jail's is not reaped,
 * its pid namespace cannot go. */
struct pids {
	pid_t *v;
	size_t n;
};

struct run {
	const struct opts *opts;
	struct jobs jobs;
	struct pids background;
	struct filters *filters; /* of jail_create_start() */
	unsigned turns; /* how many jails were begun to be made */
	bool have_conf; /* a configuration was read */
	bool note_remove; /* say "NAME: removed" */
	char *tools; /* directory of our FreeBSD-syntax tools */
	FILE *jid_file; /* of -J, or NULL */
	int signal_fd; /* of signals_open() */
	bool interrupted; /* by one of those: start nothing more */
	bool failed; /* something went wrong: exit 1 */
};

/* run_jobs() - Until every job is done.  0 or -errno for what stops jail(8)
 * itself; what went wrong with a jail is printed and in run->failed */
int run_jobs(struct run *run);

/* run_background() - Reap @pid when it ends */
void run_background(struct run *run, pid_t pid);

/* run_exists() - Is there a jail of that name or number? */
bool run_exists(const char *name);

/* What ends a job: it cannot be done, it is done, it is up (-i and -J say so) */
void run_fail(struct run *run, struct job *job);
void run_end(struct job *job);

/* run_again() - It waits for its turn once more, and others may have the name */
void run_again(struct job *job);
void run_started(struct run *run, struct job *job);
