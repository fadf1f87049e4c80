/* SPDX-License-Identifier: BSD-2-Clause */
/* run.c - Do what is asked to many jails at once */

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/proc.h"
#include "base/util.h"
#include "begin.h"
#include "child.h"
#include "depend.h"
#include "job.h"
#include "ops.h"
#include "print.h"
#include "run.h"
#include "signals.h"
#include "steps.h"
#include "libjail/core.h"
#include "libjail/filter.h"

#define PROGRESS_AFTER_MS 1000
#define FDS_PER_JOB 6
#define FDS_OURS 32

static const char *const phase_names[] = {
	[PHASE_NONE] = "",	 [PHASE_FINISH] = "finish",
	[PHASE_STOP] = "stop",	 [PHASE_START] = "start",
	[PHASE_UNWIND] = "undo",
};

bool run_exists(const char *name)
{
	return name && jail_find(name, NULL) > 0;
}

static void let_go(struct job *job)
{
	if (job->lock_fd >= 0)
		ops_end(TAKE_FD(job->lock_fd), job->ident);
}

void run_end(struct job *job)
{
	let_go(job);
	if (job->helper > 0)
		(void)proc_wait(job->helper);
	job->helper = 0;
	job->state = JOB_DONE;
}

void run_again(struct job *job)
{
	let_go(job);
	job->state = JOB_WAITING;
}

void run_fail(struct run *run, struct job *job)
{
	job->failed = true;
	run->failed = true;
	run_end(job);
}

void run_started(struct run *run, struct job *job)
{
	job->made = job->up = true;
	if (run->opts->print_jid) {
		printf("%d\n", job->jid);
		fflush(stdout);
	}
	if (run->jid_file)
		print_job(run->jid_file, job, " ");
	run_end(job);
}

/* What follows a phase whose last step has been done. */
static void phase_ended(struct run *run, struct job *job)
{
	enum job_phase was = job->phase;

	job->phase = PHASE_NONE;
	job->quiet = false;
	switch (was) {
	case PHASE_START:
		run_started(run, job);
		return;
	case PHASE_UNWIND:
		run_fail(run, job);
		return;
	case PHASE_STOP:
		job->down = job->gone = true;
		if (job->failed || !(job->op & OP_START)) {
			run_end(job);
			return;
		}
		job->op = OP_START;
		run_again(job);
		return;
	case PHASE_FINISH:
		job->down = job->gone = true;
		if (job->op == OP_STOP || job->op == OP_CLEAN) {
			run_end(job);
			return;
		}
		job->op &= ~(unsigned)OP_STOP;
		run_again(job);
		return;
	case PHASE_NONE:
		return;
	}
}

static void step_failed(struct run *run, struct job *job)
{
	switch (job->phase) {
	case PHASE_START:
		run->failed = job->failed = true;
		job->phase = PHASE_UNWIND;
		job->item--; /* what failed left nothing to undo */
		return;
	case PHASE_STOP:
		run->failed = job->failed = true;
		if (job->jid > 0)
			run_fail(run, job);
		return;
	case PHASE_UNWIND:
	case PHASE_FINISH:
	case PHASE_NONE:
		return;
	}
}

/* The next item; false: there is none. */
static bool forward(struct job *job)
{
	const struct step *s;

	for (s = &job->steps[job->step]; s->name; s = &job->steps[job->step]) {
		if (job->item < s->count(job, s))
			return true;
		job->step++;
		job->item = 0;
	}
	return false;
}

/* The item before, of the steps that can be undone. */
static bool backward(struct job *job)
{
	while (job->item == 0) {
		if (job->step == 0)
			return false;
		job->step--;
		job->item = job->steps[job->step].down
				    ? job->steps[job->step].count(
					      job, &job->steps[job->step])
				    : 0;
	}
	job->item--;
	return true;
}

static int take_step(struct run *run, struct job *job)
{
	const struct step *s;

	if (job->phase == PHASE_UNWIND) {
		if (!backward(job)) {
			phase_ended(run, job);
			return 0;
		}
		s = &job->steps[job->step];
		return s->down ? s->down(run, job, s, job->item) : 0;
	}
	if (!forward(job)) {
		phase_ended(run, job);
		return 0;
	}
	s = &job->steps[job->step];
	if (job->lock_fd >= 0)
		(void)ops_say(job->lock_fd, phase_names[job->phase], s->name);
	return s->up(run, job, s, job->item++);
}

/* Those who wait for a name take no slot: who has it may wait for one of ours. */
static unsigned slots_taken(const struct run *run)
{
	unsigned n = 0;

	for (size_t i = 0; i < run->jobs.n; i++)
		n += run->jobs.v[i]->state == JOB_RUNNING &&
		     run->jobs.v[i]->child.pid;
	return n;
}

/* As far as it goes without waiting; counts its child.  True: something was
 * done */
static bool walk(struct run *run, struct job *job, unsigned *taken)
{
	unsigned most = run->opts->parallel;
	bool moved = false;

	if (run->interrupted && job->phase == PHASE_START) {
		job->failed = true;
		job->phase = PHASE_UNWIND;
	}
	while (job->state == JOB_RUNNING && !job->child.pid &&
	       (most == 0 || *taken < most)) {
		int r = take_step(run, job);

		moved = true;
		if (r < 0)
			step_failed(run, job);
	}
	*taken += job->state == JOB_RUNNING && job->child.pid;
	return moved;
}

/* Each job at work takes a few descriptors, of which there may be 1024. */
static bool has_descriptors(const struct run *run)
{
	struct rlimit limit = { .rlim_cur = 1024 };
	size_t busy = 0;

	for (size_t i = 0; i < run->jobs.n; i++)
		busy += run->jobs.v[i]->lock_fd >= 0;
	(void)getrlimit(RLIMIT_NOFILE, &limit);
	return busy == 0 ||
	       (busy + 1) * FDS_PER_JOB + FDS_OURS < limit.rlim_cur;
}

static bool waits_for_name(const struct run *run)
{
	for (size_t i = 0; i < run->jobs.n; i++)
		if (run->jobs.v[i]->state == JOB_LOCKING)
			return true;
	return false;
}

/* Stopped, to be started again once others are.  If one of them is in the hands
 * of another jail(8), that one may be waiting for this name. */
static void lend_name(const struct run *run, struct job *job)
{
	if (job->lock_fd >= 0 && waits_for_name(run))
		ops_end(TAKE_FD(job->lock_fd), job->ident);
}

/* A job is ready for its next phase once those it waits for are. */
static bool wait_turn(struct run *run, struct job *job)
{
	bool stop = job->op & OP_STOP;

	if (run->interrupted) {
		run_fail(run, job);
		return true;
	}
	if (!job->resolved)
		return begin_resolve(run, job);
	if (job->op & (OP_STOP | OP_START)) {
		switch (depend_check(job, stop, run_exists)) {
		case DEPEND_WAIT:
			lend_name(run, job);
			return false;
		case DEPEND_ASKED:
			return true;
		case DEPEND_FAILED:
			say_warn(job, "skipped");
			run_fail(run, job);
			return true;
		case DEPEND_READY:
			break;
		}
	}
	if (!has_descriptors(run))
		return false;
	if (job->ident)
		begin_lock(run, job);
	else
		begin_phase(run, job);
	return true;
}

static bool sweep(struct run *run)
{
	unsigned taken = slots_taken(run);
	bool moved = false;

	for (size_t i = 0; i < run->jobs.n; i++) {
		struct job *job = run->jobs.v[i];

		if (job->state == JOB_WAITING)
			moved |= wait_turn(run, job);
		if (job->state == JOB_RUNNING && !job->child.pid)
			moved |= walk(run, job, &taken);
	}
	return moved;
}

static void child_ended(struct run *run, struct job *job)
{
	bool ok = child_reap(job);
	const struct step *s;

	if (job->state == JOB_LOCKING) {
		begin_locked(run, job, ok);
		return;
	}
	/* going forward, the item is the next one already */
	s = &job->steps[job->step];
	if (ok && s->ended)
		ok = s->ended(run, job);
	if (!ok)
		step_failed(run, job);
}

static void show_progress(const struct run *run)
{
	for (size_t i = 0; i < run->jobs.n; i++) {
		const struct job *job = run->jobs.v[i];
		const struct step *s;

		if (!job->child.pid)
			continue;
		if (job->state == JOB_LOCKING) {
			say_progress(job, "waiting for another jail(8) …");
			return;
		}
		s = &job->steps[job->step];
		say_progress(job, "%s %zu/%zu …", s->name, job->item,
			     s->count(job, s));
		return;
	}
}

/* How long poll(2) may sleep: to the first deadline. */
static int next_timeout(const struct run *run)
{
	int64_t now = child_now_ms();
	int64_t next = run->opts->verbose == 0 ? PROGRESS_AFTER_MS : -1;

	for (size_t i = 0; i < run->jobs.n; i++) {
		int64_t at = run->jobs.v[i]->child.deadline, left = at - now;

		if (at == 0)
			continue;
		if (left < 0)
			left = 0;
		if (next < 0 || left < next)
			next = left;
	}
	return (int)next;
}

static void serve(struct run *run, struct job *job, short events)
{
	if (events)
		child_ended(run, job);
	else if (job->child.deadline && child_now_ms() >= job->child.deadline)
		child_kill(job, "timed out");
}

void run_background(struct run *run, pid_t pid)
{
	struct pids *bg = &run->background;
	pid_t *v = realloc(bg->v, (bg->n + 1) * sizeof(*v));

	if (!v)
		return;
	bg->v = v;
	v[bg->n++] = pid;
}

static void reap_background(struct run *run)
{
	struct pids *bg = &run->background;

	for (size_t i = bg->n; i > 0; i--)
		if (waitpid(bg->v[i - 1], NULL, WNOHANG) != 0)
			bg->v[i - 1] = bg->v[--bg->n];
}

/* End what is being run; what was started is undone then. */
static void interrupt(struct run *run)
{
	run->interrupted = run->failed = true;
	for (size_t i = 0; i < run->jobs.n; i++) {
		struct job *job = run->jobs.v[i];
		bool forward =
			job->phase == PHASE_START || job->phase == PHASE_STOP;

		if (job->child.pid && job->child.line && forward)
			child_kill(job, "interrupted");
		else if (job->child.pid && job->state == JOB_LOCKING)
			(void)kill(job->child.pid, SIGKILL);
	}
}

/* Jails are made side by side, but said to be there in the order they were
 * begun in.  Who is next; NULL: none is being made. */
static const struct job *next_made(const struct run *run)
{
	const struct job *next = NULL;

	for (size_t i = 0; i < run->jobs.n; i++) {
		const struct job *job = run->jobs.v[i];

		if (job->making && (!next || job->turn < next->turn))
			next = job;
	}
	return next;
}

/* Those whose processes may be waited for now, in @who, and what to poll(2).  It
 * takes no more entries than there may be descriptors. */
static size_t collect(const struct run *run, struct job **who,
		      struct pollfd *fds)
{
	const struct job *next = next_made(run);
	size_t n = 0;

	for (size_t i = 0; i < run->jobs.n; i++) {
		struct job *job = run->jobs.v[i];

		if (!job->child.pid || (job->making && job != next))
			continue;
		who[n] = job;
		fds[n++] = (struct pollfd){ job->child.fd, POLLIN, 0 };
	}
	fds[n] = (struct pollfd){ run->signal_fd, POLLIN, 0 };
	return n;
}

static int wait_children(struct run *run)
{
	size_t room = run->jobs.n + 1, n;
	cleanup_free struct pollfd *fds = calloc(room, sizeof(*fds));
	cleanup_free struct job **who = calloc(room, sizeof(*who));
	int r;

	if (!fds || !who)
		return -ENOMEM;
	n = collect(run, who, fds);
	r = poll(fds, n + 1, next_timeout(run));
	if (r < 0)
		return errno == EINTR ? 0 : -errno;
	if (r == 0 && run->opts->verbose == 0)
		show_progress(run);
	for (size_t i = 0; i < n; i++)
		serve(run, who[i], fds[i].revents);
	if (fds[n].revents && signals_taken(run->signal_fd))
		interrupt(run);
	reap_background(run);
	return 0;
}

static bool any_child(const struct run *run)
{
	for (size_t i = 0; i < run->jobs.n; i++)
		if (run->jobs.v[i]->child.pid)
			return true;
	return false;
}

int run_jobs(struct run *run)
{
	int r = 0;

	run->signal_fd = signals_open();
	if (run->signal_fd < 0)
		return run->signal_fd;
	do {
		while (sweep(run))
			;
		if (!any_child(run))
			break;
		r = wait_children(run);
	} while (r == 0);
	say_progress_done();
	if (r < 0 && r != -ENOMEM)
		say_warn(NULL, "poll: %s", strerror(-r));
	close_fd(&run->signal_fd);
	free(run->background.v);
	filters_free(&run->filters);
	return r;
}
