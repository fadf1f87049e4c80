/* SPDX-License-Identifier: BSD-2-Clause */
/* job.h - One jail that jail(8) knows of, and what is being done to it */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/strv.h"
#include "addr.h"
#include "opts.h"
#include "pseudo.h"
#include "libjail/param.h"

struct conf_jail;
struct jail_making;
struct job;
struct run;
struct step;

/*
 * OUT: not asked for; becomes WAITING when something asked for depends on it.
 * WAITING: for the jails it depends on (or that depend on it).
 * LOCKING: a child waits for another jail(8) that works on the same name.
 * RUNNING: walks through the steps of its phase.
 * DONE: nothing more will be done to it.
 */
enum job_state { JOB_OUT, JOB_WAITING, JOB_LOCKING, JOB_RUNNING, JOB_DONE };

/*
 * FINISH: complete what a killed jail(8) left.  STOP and START: the documented
 * steps.  UNWIND: back through the steps of START that were taken.
 */
enum job_phase {
	PHASE_NONE,
	PHASE_FINISH,
	PHASE_STOP,
	PHASE_START,
	PHASE_UNWIND,
};

struct addrs {
	struct addr *a;
	size_t n;
};

/* A process that a job waits for. */
struct child {
	pid_t pid; /* 0: there is none */
	int fd; /* its pidfd */
	int words_fd; /* where a worker writes its error, or -1 */
	int64_t deadline; /* when to kill it, CLOCK_MONOTONIC ms; 0: never */
	bool told; /* why it failed has been said */
	char *line; /* the command, for messages; NULL: a worker */
};

struct edge {
	struct job *to;
	bool light; /* only that the jail exists, as for a parent */
};

struct edges {
	struct edge *e;
	size_t n;
};

struct job {
	char *label; /* what messages call it; NULL: made on a command line */
	char *ident; /* name or number that it is found by; NULL: none */
	bool unnamed; /* no name or number was given to it */
	bool adhoc; /* by parameters on the command line … */
	bool oldstyle; /* … or as PATH HOST IP COMMAND */
	struct conf_jail *conf; /* NULL: not in the configuration */
	struct pseudos ps;
	struct jail_params params;
	struct addrs addrs[2]; /* [v6] */
	struct strv conf_problems; /* with its file and line, as they are */
	struct strv problems; /* what is wrong with it … */
	struct strv
		kernel_problems; /* … which matters not when it is stopped */

	unsigned op; /* OP_START | … */
	bool resolved; /* @op is what will be done, as the jail is now */
	bool wild; /* not asked for by its own name */
	bool depend; /* asked for because of another */
	bool failed;
	bool made, up; /* it exists; it is started (or was before) */
	bool gone, down; /* it does not exist; it is stopped (or was before) */
	struct edges needs, needed_by;
	unsigned mark; /* of walks along them */

	enum job_state state;
	enum job_phase phase;
	const struct step *steps;
	size_t step, item;
	int jid; /* 0: there is no jail */
	int last_jid; /* what it was, for hooks after the removal */
	bool quiet; /* failures are expected and not told */
	int lock_fd;
	struct child child;
	struct jail_making *making; /* by that child; NULL: it is not */
	unsigned turn; /* of those being made: which it is */
	pid_t helper; /* gives the name back while the command runs; 0: none */
};

struct jobs {
	struct job **v;
	size_t n;
};

/* job_new() - Takes @conf over, also when it fails.  @label, @ident: copied, may
 * be NULL.  NULL: no memory */
struct job *job_new(const char *label, const char *ident,
		    struct conf_jail *conf);
void job_free(struct job *job);

/* job_import() - Read the parameters of the configuration into @job->ps and
 * ->params.  What is wrong with them goes to ->problems and ->kernel_problems.
 * 0 or -ENOMEM */
int job_import(struct job *job);

/* job_resolve_hostname() - ip_hostname: addresses of host.hostname.  0 or
 * -errno */
int job_resolve_hostname(struct job *job, struct errbuf *eb);

int jobs_add(struct jobs *jobs, struct job *job); /* takes @job over */
struct job *jobs_find(const struct jobs *jobs, const char *name);
void jobs_done(struct jobs *jobs);

int edges_add(struct edges *edges, struct job *to, bool light);
