/* SPDX-License-Identifier: BSD-2-Clause */
/* begin.c - Find out what is to be done to a jail, and have it to ourselves */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "begin.h"
#include "child.h"
#include "job.h"
#include "ops.h"
#include "print.h"
#include "run.h"
#include "steps.h"
#include "update.h"
#include "libjail/core.h"

static void print_problems(const struct job *job, const struct strv *problems)
{
	for (size_t i = 0; i < problems->n; i++)
		say_warn(job, "%s", problems->v[i]);
}

static int find(struct job *job)
{
	int jid = job->ident ? jail_find(job->ident, NULL) : -ENOENT;

	job->jid = jid > 0 ? jid : 0;
	if (jid > 0)
		job->last_jid = jid;
	return job->jid;
}

/* What is wrong with the configuration is told before anything is done. */
static bool has_problems(const struct job *job)
{
	bool kernel = job->op & (OP_START | OP_SET);

	for (size_t i = 0; i < job->conf_problems.n; i++)
		say_warn(NULL, "%s", job->conf_problems.v[i]);
	print_problems(job, &job->problems);
	if (kernel)
		print_problems(job, &job->kernel_problems);
	return job->conf_problems.n || job->problems.n ||
	       (kernel && job->kernel_problems.n);
}

static unsigned resolve_op(struct job *job, unsigned op)
{
	bool exists = find(job) > 0;

	if (!(op & OP_SET) || op == OP_SET)
		return op;
	if (!exists)
		return op & OP_START ? OP_START : OP_SET;
	if (!(op & OP_STOP))
		return OP_SET;
	return update_needs_restart(job) ? OP_START | OP_STOP : OP_SET;
}

static bool works_in_it(const struct job *job)
{
	static const enum pseudo work[] = { P_EXEC_START, P_COMMAND,
					    P_EXEC_POSTSTART };

	for (size_t i = 0; i < ARRAY_SIZE(work); i++)
		if (job->ps.value[work[i]].n)
			return true;
	return jail_params_bool(&job->params, "persist");
}

/* As much as can be known before the first hook. */
static int check_start(struct job *job, struct errbuf *eb)
{
	int r = job_resolve_hostname(job, eb);

	if (r == 0)
		r = jail_params_check(&job->params, false, eb);
	if (r == 0 && !works_in_it(job))
		r = errbuf_set(eb, EINVAL, "new jail must persist or attach");
	if (r == 0 && job->ps.value[P_VNET_INTERFACE].n &&
	    !streq(jail_params_str(&job->params, "vnet"), "new"))
		r = errbuf_set(eb, EINVAL,
			       "vnet.interface: only for jails with vnet");
	return r;
}

bool begin_resolve(struct run *run, struct job *job)
{
	struct errbuf eb = { "" };
	int r = 0;

	if (has_problems(job)) {
		run_fail(run, job);
		return true;
	}
	job->op = resolve_op(job, job->op);
	if (job->op & OP_START)
		r = check_start(job, &eb);
	if (r < 0) {
		say_warn_param(job, eb.msg);
		run_fail(run, job);
		return true;
	}
	if (pseudo_bool(&job->ps, P_ALLOW_DYING))
		say_warn(
			job,
			"allow.dying: has no effect: a jail being removed is never in the way");
	job->resolved = true;
	return true;
}

static void enter(struct job *job, enum job_phase phase,
		  const struct step *steps)
{
	job->phase = phase;
	job->steps = steps;
	job->step = job->item = 0;
	job->state = JOB_RUNNING;
}

static int wait_lock(struct job *job, struct errbuf *eb)
{
	int r = ops_lock(job->lock_fd, true);

	return r < 0 ? errbuf_set(eb, -r, "lock: %s", strerror(-r)) : 0;
}

/* 0: locked, 1: a child waits, -errno */
static int try_lock(struct job *job, struct errbuf *eb)
{
	int r;

	for (;;) {
		job->lock_fd = ops_open(job->ident, eb);
		if (job->lock_fd < 0)
			return job->lock_fd;
		r = ops_lock(job->lock_fd, false);
		if (r < 0)
			break;
		if (ops_is_current(job->lock_fd, job->ident))
			return 0;
		ops_unlock(TAKE_FD(job->lock_fd)); /* it ended just now */
	}
	if (r == -EWOULDBLOCK) {
		r = child_work(job, wait_lock);
		if (r == 0)
			return 1;
	}
	close_fd(&job->lock_fd);
	job->lock_fd = -1;
	return errbuf_set(eb, -r, "lock: %s", strerror(-r));
}

static void locked(struct run *run, struct job *job)
{
	find(job);
	if (!ops_stale(job->lock_fd)) {
		begin_phase(run, job);
		return;
	}
	if (run->opts->verbose > 0)
		say_note(job, "finishing what was cut off");
	job->quiet = run->opts->verbose <= 0;
	enter(job, PHASE_FINISH, finish_steps);
}

void begin_lock(struct run *run, struct job *job)
{
	struct errbuf eb = { "" };
	int r = try_lock(job, &eb);

	if (r == 0)
		locked(run, job);
	else if (r > 0)
		job->state = JOB_LOCKING;
	else {
		say_warn(job, "%s", eb.msg);
		run_fail(run, job);
	}
}

void begin_locked(struct run *run, struct job *job, bool ok)
{
	if (!ok)
		run_fail(run, job);
	else if (ops_is_current(job->lock_fd, job->ident))
		locked(run, job);
	else {
		/* who had it has removed the file */
		ops_unlock(TAKE_FD(job->lock_fd));
		job->state = JOB_WAITING;
	}
}

static void not_found(struct run *run, struct job *job)
{
	if (run->opts->verbose >= 0 || job->op == OP_SET)
		say_warn_quoted(job, "not found", "no jail specified");
	run_fail(run, job);
}

static void begin_stop(struct run *run, struct job *job)
{
	if (job->jid > 0) {
		enter(job, PHASE_STOP, stop_steps);
		return;
	}
	if (!job->depend && !job->wild) {
		not_found(run, job);
		return;
	}
	job->down = job->gone = true;
	if (job->op & OP_START) {
		job->op = OP_START;
		run_again(job);
	} else
		run_end(job);
}

static void begin_start(struct run *run, struct job *job)
{
	if (job->jid <= 0) {
		enter(job, PHASE_START, start_steps);
		return;
	}
	if (job->depend || job->wild) {
		run_started(run, job);
		return;
	}
	say_warn_quoted(job, "already exists", "already exists");
	run_fail(run, job);
}

/* It went by itself, or was removed by another program. */
static void begin_clean(struct run *run, struct job *job)
{
	if (job->jid <= 0) {
		enter(job, PHASE_STOP, finish_steps);
		return;
	}
	if (job->wild) {
		run_end(job);
		return;
	}
	say_warn_quoted(job, "still exists; jail -r stops it", "still exists");
	run_fail(run, job);
}

static void begin_set(struct run *run, struct job *job)
{
	if (job->jid <= 0) {
		not_found(run, job);
		return;
	}
	if (update_jail(run, job) < 0)
		run_fail(run, job);
	else
		run_end(job);
}

void begin_phase(struct run *run, struct job *job)
{
	if (job->op & OP_STOP)
		begin_stop(run, job);
	else if (job->op & OP_START)
		begin_start(run, job);
	else if (job->op & OP_CLEAN)
		begin_clean(run, job);
	else
		begin_set(run, job);
}
