/* SPDX-License-Identifier: BSD-2-Clause */
/* hooks.c - Run the commands of a configuration, on the host and in the jail */

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/paths.h"
#include "base/util.h"
#include "child.h"
#include "hooks.h"
#include "job.h"
#include "print.h"
#include "run.h"
#include "signals.h"
#include "terminal.h"
#include "words.h"
#include "libjail/command.h"
#include "libjail/core.h"
#include "nl/fib.h"
#include "nl/nl.h"

#define DEFAULT_PATH "/sbin:/bin:/usr/sbin:/usr/bin"

static const char *our_path(void)
{
	const char *path = getenv("PATH");

	return path ? path : DEFAULT_PATH;
}

/* In the child: what FreeBSD tells a hook. */
static void set_environment(const struct run *run, const struct job *job)
{
	cleanup_free char *path = command_path(run->tools, our_path());
	const char *root = jail_params_str(&job->params, "path");
	char jid[16];

	if (path)
		(void)setenv("PATH", path, 1);
	(void)unsetenv("JID");
	if (job->last_jid > 0) {
		(void)snprintf(jid, sizeof(jid), "%d", job->last_jid);
		(void)setenv("JID", jid, 1);
	}
	(void)unsetenv("JNAME");
	if (job->ident)
		(void)setenv("JNAME", job->ident, 1);
	(void)setenv("JPATH", root, 1);
}

static void become(const struct passwd *pw)
{
	if (initgroups(pw->pw_name, pw->pw_gid) == 0 &&
	    setgid(pw->pw_gid) == 0 && setuid(pw->pw_uid) == 0) {
		(void)setenv("HOME", pw->pw_dir, 1);
		(void)setenv("SHELL", pw->pw_shell, 1);
		(void)setenv("USER", pw->pw_name, 1);
		return;
	}
	dprintf(STDERR_FILENO, "jail: %s: %s\n", pw->pw_name, strerror(errno));
	_exit(EXIT_FAILURE);
}

/* It outlives jail(8), and has no say on its terminal. */
static void detach(void)
{
	cleanup_close int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	(void)setsid();
	(void)dup2(null, STDIN_FILENO);
}

struct host_command {
	const struct run *run;
	const struct job *job;
	char *const *argv;
	const struct passwd *pw; /* NULL: as who we are */
	bool background;
	bool foreground; /* it stays in the terminal's foreground group */
	pid_t parent;
};

/* In a group of its own it can be killed with all it started; but then it cannot
 * ask anything on the terminal. */
static bool is_alone(const struct job *job)
{
	return pseudo_int(&job->ps, P_EXEC_TIMEOUT, 0) > 0 ||
	       !isatty(STDIN_FILENO);
}

static void host_child(const struct host_command *h)
{
	signals_default();
	set_environment(h->run, h->job);
	if (h->background)
		detach();
	else if (!h->foreground && is_alone(h->job))
		(void)setpgid(0, 0);
	if (h->pw)
		become(h->pw);
	if (!h->background)
		child_die_with_us(h->parent); /* a change of user forgets it */
	(void)close_range(STDERR_FILENO + 1, ~0U, 0);
	(void)execvp(h->argv[0], h->argv);
	dprintf(STDERR_FILENO, "jail: execvp: %s: %s\n", h->argv[0],
		strerror(errno));
	_exit(EXIT_FAILURE);
}

/* Where FreeBSD's program does not exist, ours is meant. */
static int adapt(const struct run *run, struct words *w)
{
	char *line;
	int r;

	if (!w->shell)
		return command_adapt(&w->argv, run->tools);
	r = command_adapt_shell(w->argv.v[2], run->tools, &line);
	if (r < 0)
		return r;
	free(w->argv.v[2]);
	w->argv.v[2] = line;
	return 0;
}

static int find_user(const struct job *job, const struct passwd **ret)
{
	const char *user = pseudo_str(&job->ps, P_EXEC_SYSTEM_USER);

	struct errbuf eb;

	*ret = user ? getpwnam(user) : NULL;
	if (!user || *ret)
		return 0;
	(void)errbuf_set(&eb, ENOENT, "exec.system_user: %s: no such user",
			 user);
	say_warn_param(job, eb.msg);
	return -ENOENT;
}

static int host_fork(struct host_command *h, pid_t *ret_pid)
{
	h->parent = getpid();
	*ret_pid = fork();
	if (*ret_pid == 0)
		host_child(h);
	return *ret_pid < 0 ? -errno : 0;
}

static int host_spawn(struct run *run, struct job *job, struct words *w,
		      pid_t *ret_pid)
{
	struct host_command h = {
		.run = run,
		.job = job,
		.background = w->background,
	};
	int r = find_user(job, &h.pw);

	if (r == 0)
		r = adapt(run, w);
	h.argv = w->argv.v;
	return r < 0 ? r : host_fork(&h, ret_pid);
}

/* In the jail, on a terminal that it can have. */
static int terminal_spawn(struct run *run, struct job *job,
			  const struct words *w, pid_t *ret_pid)
{
	struct strv argv cleanup_strv = { 0 };
	struct host_command h = { .run = run, .job = job, .foreground = true };
	int r = terminal_argv(job, &w->argv, &argv);

	h.argv = argv.v;
	return r < 0 ? r : host_fork(&h, ret_pid);
}

/* Our environment, with the tools as the jail sees them in front of PATH. */
static int jail_environment(struct strv *env)
{
	cleanup_free char *path = command_path(VJAIL_TOOLS_IN_JAIL, our_path());
	int r = path ? strv_addf(env, "PATH=%s", path) : -ENOMEM;

	for (char **e = environ; r == 0 && *e; e++)
		if (!str_starts(*e, "PATH="))
			r = strv_add(env, *e);
	return r;
}

static int open_consolelog(const struct job *job, struct errbuf *eb)
{
	const char *file = pseudo_str(&job->ps, P_EXEC_CONSOLELOG);
	const char *root = jail_params_str(&job->params, "path");
	bool layer = streq(root, "/") &&
		     !streq(jail_params_str(&job->params, "vjail.root"), "rw");

	return consolelog_open(file, root, !layer, eb);
}

static int spawn_logged(const struct job *job, struct jail_exec *x,
			pid_t *ret_pid, struct errbuf *eb)
{
	bool wants_log = pseudo_str(&job->ps, P_EXEC_CONSOLELOG);
	cleanup_close int log = wants_log ? open_consolelog(job, eb) : -1;
	struct terminal_stdio stdio;
	int r;

	if (wants_log && log < 0)
		return log;
	x->consolelog = log;
	terminal_stdio(&stdio);
	for (int i = 0; i < 3; i++)
		if (x->stdio[i] >= 0)
			x->stdio[i] = stdio.fd[i];
	r = jail_spawn(x, ret_pid, NULL, eb);
	terminal_stdio_done(&stdio);
	return r;
}

static int jail_spawn_words(const struct job *job, const struct words *w,
			    pid_t *ret_pid)
{
	struct strv env cleanup_strv = { 0 };
	struct errbuf eb = { "" };
	struct jail_exec x = {
		.jid = job->jid,
		.argv = w->argv.v,
		.user = pseudo_str(&job->ps, P_EXEC_JAIL_USER),
		.host_user = pseudo_bool(&job->ps, P_EXEC_SYSTEM_JAIL_USER),
		.clean = pseudo_bool(&job->ps, P_EXEC_CLEAN),
		.stdio = { w->background ? -1 : STDIN_FILENO, STDOUT_FILENO,
			   STDERR_FILENO },
		.new_session = true,
	};
	int r = jail_environment(&env);

	x.envp = env.v;
	if (r == 0)
		r = spawn_logged(job, &x, ret_pid, &eb);
	/* what may be wrong with it, it does not say of itself */
	if (r < 0 && x.user && str_starts(eb.msg, x.user))
		(void)errbuf_in(&eb, r, "exec.jail_user");
	if (r < 0)
		say_warn_param(job, eb.msg[0] ? eb.msg : strerror(-r));
	return r;
}

static void say_command(const struct run *run, const struct job *job,
			const char *line, bool in_jail)
{
	const char *user = pseudo_str(&job->ps, in_jail ? P_EXEC_JAIL_USER
							: P_EXEC_SYSTEM_USER);

	if (run->opts->verbose > 0)
		say_note(job, "run command%s%s%s: %s",
			 in_jail ? " in jail" : "", user ? " as " : "",
			 user ? user : "", line);
}

bool hook_on_terminal(const struct job *job)
{
	return job->adhoc && isatty(STDIN_FILENO) &&
	       !pseudo_str(&job->ps, P_EXEC_CONSOLELOG);
}

static int spawn_in_jail(struct run *run, struct job *job, struct words *w,
			 pid_t *ret_pid)
{
	if (w->verbatim && hook_on_terminal(job))
		return terminal_spawn(run, job, w, ret_pid);
	return jail_spawn_words(job, w, ret_pid);
}

/* exec.fib: what we start meanwhile has the table of that number. */
static int join_fib(const struct job *job, struct rlimit *ret_old)
{
	int fib = pseudo_int(&job->ps, P_EXEC_FIB, 0), r;
	cleanup_close int netns = -1;
	cleanup_nl struct nl *nl = NULL;
	struct errbuf eb = { "" };

	/* Where it has no network of its own it has ours. */
	netns = jail_netns_open(job->jid, NULL);
	r = netns < 0 ? nl_open(&nl, &eb) : nl_open_at(netns, &nl, &eb);
	if (r == 0)
		r = fib_join(nl, (unsigned)fib, ret_old, &eb);
	if (r < 0)
		say_warn(job, "setfib: %s", eb.msg);
	return r;
}

static int spawn(struct run *run, struct job *job, struct words *w,
		 bool in_jail, pid_t *ret_pid)
{
	struct rlimit old;
	int r;

	if (!in_jail)
		return host_spawn(run, job, w, ret_pid);
	if (!pseudo_str(&job->ps, P_EXEC_FIB))
		return spawn_in_jail(run, job, w, ret_pid);
	r = join_fib(job, &old);
	if (r < 0)
		return r;
	r = spawn_in_jail(run, job, w, ret_pid);
	fib_leave(&old);
	return r;
}

static int start(struct run *run, struct job *job, struct words *w,
		 const char *line, bool in_jail)
{
	pid_t pid;
	int r;

	if (w->argv.n == 0)
		return 0;
	say_command(run, job, line, in_jail);
	say_progress_done();
	fflush(stdout);
	r = spawn(run, job, w, in_jail, &pid);
	if (r == 0 && w->background) {
		run_background(run, pid);
		return 0;
	}
	if (r == 0)
		r = child_watch(job, pid, line,
				pseudo_int(&job->ps, P_EXEC_TIMEOUT, 0));
	if (r < 0)
		say_warn(job, "%s: failed", line);
	return r < 0 ? r : 1;
}

int hook_line(struct run *run, struct job *job, const char *line, bool in_jail)
{
	struct words w;
	int r = words_parse(line, &w);

	if (r < 0)
		return r;
	r = start(run, job, &w, line, in_jail);
	words_done(&w);
	return r;
}

int hook_argv(struct run *run, struct job *job, const struct strv *argv,
	      bool in_jail)
{
	cleanup_free char *line = strv_join(argv, " ");
	struct words w = { .verbatim = true };
	int r = line ? strv_add_all(&w.argv, argv) : -ENOMEM;

	if (r == 0)
		r = start(run, job, &w, line, in_jail);
	words_done(&w);
	return r;
}
