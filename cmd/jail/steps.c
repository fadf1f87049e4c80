/* SPDX-License-Identifier: BSD-2-Clause */
/* steps.c - What starting and stopping a jail consists of, in order */

#include <dirent.h>
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "child.h"
#include "hooks.h"
#include "job.h"
#include "mounts.h"
#include "ops.h"
#include "print.h"
#include "run.h"
#include "steps.h"
#include "libjail/core.h"

#define STOP_TIMEOUT_DEFAULT 10

static int failed(const struct job *job, int r, const struct errbuf *eb)
{
	say_warn_param(job, eb->msg[0] ? eb->msg : strerror(-r));
	return r;
}

static size_t once(const struct job *job, const struct step *step)
{
	(void)job;
	(void)step;
	return 1;
}

static size_t count_list(const struct job *job, const struct step *step)
{
	return job->ps.value[step->list].n;
}

static int hook(struct run *run, struct job *job, const struct step *step,
		size_t item)
{
	return hook_line(run, job, job->ps.value[step->list].v[item],
			 step->in_jail);
}

/* On a command line, command= is one command; in a file, each value is. */
static size_t count_command(const struct job *job, const struct step *step)
{
	size_t n = job->ps.value[step->list].n;

	return job->adhoc && n ? 1 : n;
}

/* From now on the jail may be stopped by others; with @last it ends with what
 * runs in it, too.  In a child: it can take until our command is reaped. */
static void leave_to_itself(struct job *job, bool last)
{
	pid_t pid = fork();

	if (pid == 0) {
		if (last)
			(void)jail_persist(job->jid, false, NULL);
		ops_end(job->lock_fd, job->ident);
		_exit(EXIT_SUCCESS);
	}
	if (pid < 0)
		return;
	job->helper = pid;
	close_fd(&job->lock_fd);
	job->lock_fd = -1;
}

/*
 * The command of a jail on a command line may run for as long as the jail is
 * there for: it can be stopped meanwhile, and ends with its command also when
 * we are killed (but not by jexec(8), which may have to start it yet).
 */
static int command_up(struct run *run, struct job *job, const struct step *step,
		      size_t item)
{
	bool last = job->ps.value[P_EXEC_POSTSTART].n == 0 &&
		    !jail_params_bool(&job->params, "persist") &&
		    !hook_on_terminal(job);
	int r;

	if (!job->adhoc)
		return hook(run, job, step, item);
	r = hook_argv(run, job, &job->ps.value[step->list], true);
	if (r > 0)
		leave_to_itself(job, last);
	return r;
}

static size_t count_addrs(const struct job *job, const struct step *step)
{
	return job->addrs[step->v6].n;
}

static int alias(struct run *run, struct job *job, const struct addr *a,
		 bool add)
{
	struct strv argv cleanup_strv = { 0 };
	int r;

	if (!a->ifname)
		return 0;
	r = addr_command(a, add, &argv);
	return r < 0 ? r : hook_argv(run, job, &argv, false);
}

static int alias_up(struct run *run, struct job *job, const struct step *step,
		    size_t item)
{
	return alias(run, job, &job->addrs[step->v6].a[item], true);
}

static int alias_down(struct run *run, struct job *job, const struct step *step,
		      size_t item)
{
	return alias(run, job, &job->addrs[step->v6].a[item], false);
}

/* The same when stopping, last one first. */
static int alias_gone(struct run *run, struct job *job, const struct step *step,
		      size_t item)
{
	size_t n = job->addrs[step->v6].n;

	return alias(run, job, &job->addrs[step->v6].a[n - 1 - item], false);
}

static int mount_up(struct run *run, struct job *job, const struct step *step,
		    size_t item)
{
	const struct strv *path = jail_params_get(&job->params, "path");
	const struct strv *set = jail_params_get(&job->params, "devfs_ruleset");
	struct strv lines cleanup_strv = { 0 };
	struct errbuf eb = { "" };
	int r = mounts_lines(&job->ps, path && path->n ? path->v[0] : NULL,
			     set && set->n ? set->v[0] : NULL, &lines, &eb);

	(void)run;
	(void)step;
	(void)item;
	if (r == 0 && lines.n)
		r = jail_params_put(&job->params, "vjail.mount", &lines, &eb);
	return r < 0 ? failed(job, r, &eb) : 0;
}

/* In better words than those of jail_create(). */
static int check_path(const struct job *job, struct errbuf *eb)
{
	const char *path = jail_params_str(&job->params, "path");
	struct stat st;

	if (*path != '/')
		return errbuf_set(eb, EINVAL,
				  "path %s: not an absolute pathname", path);
	if (stat(path, &st) < 0)
		return errbuf_errno(eb, "path %s", path);
	if (!S_ISDIR(st.st_mode))
		return errbuf_set(eb, ENOTDIR, "path %s: %s", path,
				  strerror(ENOTDIR));
	return 0;
}

static void warn_exposed(const struct job *job)
{
	const char *path = jail_params_str(&job->params, "path");
	cleanup_free char *copy = strdup(path);
	const char *above = copy ? dirname(copy) : "/";
	bool top = streq(above, "/");

	if (!streq(path, "/") && jail_path_exposed(path))
		say_warn(
			job,
			"path %s: users of the host can enter it and run what is set-uid there; %s%s",
			path,
			top ? "put it below a directory of mode 700"
			    : "chmod 700 ",
			top ? "" : above);
}

/* What is accepted because a jail.conf says it for all its jails. */
static void warn_raw(const struct job *job)
{
	static const char *const either[] = { "vnet", "ip4", "ip6" };
	const struct jail_params *ps = &job->params;
	bool shared = false;

	for (size_t i = 0; i < ARRAY_SIZE(either); i++)
		shared = shared ||
			 streq(jail_params_str(ps, either[i]), "inherit");
	if (shared && !streq(jail_params_str(ps, "vnet"), "new") &&
	    jail_params_bool(ps, "allow.raw_sockets") &&
	    !streq(jail_params_str(ps, "vjail.userns"), "inherit"))
		say_warn_param(
			job,
			"allow.raw_sockets: has no effect on the host's network stack; use vnet, or vjail.userns = inherit");
}

/* A jail without a name is known by its number from here on. */
static int name_by_number(struct job *job, struct errbuf *eb)
{
	if (job->ident)
		return 0;
	if (asprintf(&job->ident, "%d", job->jid) < 0) {
		job->ident = NULL;
		return -ENOMEM;
	}
	job->lock_fd = ops_open(job->ident, eb);
	if (job->lock_fd < 0)
		return job->lock_fd;
	(void)ops_lock(job->lock_fd, true);
	return ops_say(job->lock_fd, "start", "create");
}

static int create_up(struct run *run, struct job *job, const struct step *step,
		     size_t item)
{
	struct errbuf eb = { "" };
	int r = check_path(job, &eb);

	(void)step;
	(void)item;
	if (r < 0)
		return failed(job, r, &eb);
	warn_exposed(job);
	warn_raw(job);
	if (run->opts->verbose > 0)
		print_jail_set(job, "JAIL_CREATE", &job->params);
	r = jail_create_start(&job->params, &run->filters, &job->making, &eb);
	if (r == 0)
		r = child_watch_making(job);
	job->turn = run->turns++;
	return r < 0 ? failed(job, r, &eb) : 1;
}

static bool created(struct run *run, struct job *job)
{
	struct errbuf eb = { "" };
	int r = jail_create_finish(TAKE_PTR(job->making), &eb);

	if (r < 0) {
		(void)failed(job, r, &eb);
		return false;
	}
	job->jid = job->last_jid = r;
	job->made = true;
	if (run->opts->verbose > 0 || (run->opts->verbose == 0 && job->label))
		say_note(job, "created");
	r = name_by_number(job, &eb);
	if (r < 0) {
		(void)jail_destroy(job->jid, NULL);
		job->jid = 0;
		(void)failed(job, r, &eb);
	}
	return r == 0;
}

/* What went by itself in the meantime is gone as well. */
static int destroy(struct job *job, struct errbuf *eb)
{
	int r = jail_destroy(job->jid, eb);

	if (r > 0) /* an interface came home under another name */
		say_warn(job, "%s", eb->msg);
	return r == -ENOENT || r > 0 ? 0 : r;
}

static int remove_jail(struct run *run, struct job *job,
		       const struct step *step, size_t item)
{
	int r;

	(void)run;
	(void)step;
	(void)item;
	if (job->jid <= 0)
		return 0;
	r = child_work(job, destroy);
	return r < 0 ? failed(job, r, &(struct errbuf){ "" }) : 1;
}

static bool tell_removal(const struct run *run, const struct job *job)
{
	if (run->opts->verbose != 0)
		return run->opts->verbose > 0;
	if (job->op & OP_STOP)
		return run->note_remove;
	return job->phase == PHASE_UNWIND && job->label;
}

static bool removed(struct run *run, struct job *job)
{
	job->jid = 0;
	job->made = false;
	job->gone = true;
	if (tell_removal(run, job))
		say_note(job, "removed");
	return true;
}

/* Of the step that makes it, and unmakes it when a start is unwound */
static bool create_ended(struct run *run, struct job *job)
{
	return job->making ? created(run, job) : removed(run, job);
}

static int iface_up(struct run *run, struct job *job, const struct step *step,
		    size_t item)
{
	const char *name = job->ps.value[step->list].v[item];
	struct errbuf eb = { "" };
	int r;

	if (!*name)
		return 0;
	if (run->opts->verbose > 0)
		say_note(job, "run command: ifconfig %s vnet %s", name,
			 job->ident);
	r = jail_iface_in(job->jid, name, &eb);
	return r < 0 ? failed(job, errbuf_in(&eb, r, "vnet.interface"), &eb)
		     : 0;
}

static pid_t job_init(const struct job *job)
{
	struct jail_info info cleanup_jail_info = { 0 };

	return jail_info_get(job->jid, &info, NULL) < 0 ? 0 : info.init_pid;
}

static void say_signalled(const struct job *job)
{
	struct strv pids cleanup_strv = { 0 };
	cleanup_free char *words = NULL;
	const struct dirent *d;
	DIR *proc = opendir("/proc");
	pid_t init = job_init(job);

	while (proc && (d = readdir(proc))) {
		pid_t pid = (pid_t)strtol(d->d_name, NULL, 10);

		if (pid > 0 && pid != init && jail_of_pid(pid) == job->jid)
			(void)strv_add(&pids, d->d_name);
	}
	if (proc)
		(void)closedir(proc);
	words = strv_join(&pids, " ");
	if (words && pids.n)
		say_note(job, "sent SIGTERM to: %s", words);
}

static int wait_empty(struct job *job, struct errbuf *eb)
{
	int timeout =
		pseudo_int(&job->ps, P_STOP_TIMEOUT, STOP_TIMEOUT_DEFAULT);

	(void)jail_wait_empty(
		job->jid, timeout > INT_MAX / 1000 ? -1 : timeout * 1000, eb);
	return 0; /* what is left then is killed with the jail */
}

static int term_up(struct run *run, struct job *job, const struct step *step,
		   size_t item)
{
	struct errbuf eb = { "" };
	unsigned n = 0;
	int r;

	(void)step;
	(void)item;
	if (job->jid <= 0 ||
	    pseudo_int(&job->ps, P_STOP_TIMEOUT, STOP_TIMEOUT_DEFAULT) <= 0)
		return 0;
	if (run->opts->verbose > 0)
		say_signalled(job);
	r = jail_signal(job->jid, SIGTERM, &n, &eb);
	if (r == -ENOENT || (r == 0 && n == 0))
		return 0;
	if (r == 0)
		r = child_work(job, wait_empty);
	return r < 0 ? failed(job, r, &eb) : 1;
}

/* It was kept for its commands' sake; from now on it is on its own. */
static int settle(struct job *job, struct errbuf *eb)
{
	int r = jail_persist(job->jid, false, eb);

	if (r > 0)
		say_warn(job, "%s", eb->msg);
	return r == -ENOENT || r > 0 ? 0 : r;
}

static int settle_up(struct run *run, struct job *job, const struct step *step,
		     size_t item)
{
	struct errbuf eb = { "" };
	int r;

	(void)step;
	(void)item;
	if (jail_params_bool(&job->params, "persist"))
		return 0;
	/* what goes on in the background may have to be reaped meanwhile */
	if (run->background.n) {
		r = child_work(job, settle);
		return r < 0 ? failed(job, r, &eb) : 1;
	}
	r = settle(job, &eb);
	return r < 0 ? failed(job, r, &eb) : 0;
}

#define HOOK(text, pseudo, inside)                                             \
	{                                                                      \
		.name = (text), .count = count_list, .up = hook,               \
		.list = (pseudo), .in_jail = (inside)                          \
	}

const struct step start_steps[] = {
	HOOK("exec.prepare", P_EXEC_PREPARE, false),
	{ .name = "ip4.addr",
	  .count = count_addrs,
	  .up = alias_up,
	  .down = alias_down,
	  .v6 = false },
	{ .name = "ip6.addr",
	  .count = count_addrs,
	  .up = alias_up,
	  .down = alias_down,
	  .v6 = true },
	{ .name = "mount", .count = once, .up = mount_up },
	HOOK("exec.prestart", P_EXEC_PRESTART, false),
	{ .name = "create",
	  .count = once,
	  .up = create_up,
	  .down = remove_jail,
	  .ended = create_ended },
	HOOK("exec.created", P_EXEC_CREATED, false),
	{ .name = "vnet.interface",
	  .count = count_list,
	  .up = iface_up,
	  .list = P_VNET_INTERFACE },
	HOOK("exec.start", P_EXEC_START, true),
	{ .name = "command",
	  .count = count_command,
	  .up = command_up,
	  .list = P_COMMAND,
	  .in_jail = true },
	HOOK("exec.poststart", P_EXEC_POSTSTART, false),
	{ .name = "settle", .count = once, .up = settle_up },
	{ 0 },
};

enum { GOING = 3 }; /* hooks of a jail that runs come before */

const struct step stop_steps[] = {
	HOOK("exec.prestop", P_EXEC_PRESTOP, false),
	HOOK("exec.stop", P_EXEC_STOP, true),
	{ .name = "stop.timeout", .count = once, .up = term_up },
	[GOING] = { .name = "remove",
		    .count = once,
		    .up = remove_jail,
		    .ended = removed },
	HOOK("exec.poststop", P_EXEC_POSTSTOP, false),
	{ .name = "ip6.addr",
	  .count = count_addrs,
	  .up = alias_gone,
	  .v6 = true },
	{ .name = "ip4.addr",
	  .count = count_addrs,
	  .up = alias_gone,
	  .v6 = false },
	HOOK("exec.release", P_EXEC_RELEASE, false),
	{ 0 },
};

/* After a jail(8) that was killed, or a jail that went by itself: what cannot
 * have been done twice in vain. */
const struct step *const finish_steps = &stop_steps[GOING];
