/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * spawn.c - Start a command in a jail
 *
 * Two processes: the first enters the namespaces, which puts only its children
 * in the pid namespace; its child, made the caller's by CLONE_PARENT, takes
 * the user's ids, loads the filter and execs.  Both report over one socket,
 * which the exec closes.
 */

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

#include <linux/close_range.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/fdpass.h"
#include "base/paths.h"
#include "base/proc.h"
#include "base/util.h"
#include "libjail/command.h"
#include "libjail/core.h"
#include "libjail/gate.h"
#include "libjail/user.h"

#define FIRST_FREE_FD 10 /* above what becomes standard input and output */
#define CLEAN_PATH                                                             \
	"/sbin:/bin:/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"

/* What comes over the socket: a terminal, or an end. */
struct report {
	int code; /* -errno: it could not be started */
	struct errbuf eb;
};

static bool is_device(int fd, unsigned major, unsigned minor)
{
	struct stat st;

	return fd >= 0 && fstat(fd, &st) == 0 && S_ISCHR(st.st_mode) &&
	       st.st_rdev == makedev(major, minor);
}

/* The jail's own null device; its /dev is not to be trusted. */
static int open_null(void)
{
	int fd = open("/dev/null", O_RDWR | O_NOFOLLOW | O_CLOEXEC);

	if (is_device(fd, 1, 3))
		return fd;
	close_fd(&fd);
	return -EBADF;
}

static void copy_terminal(int from, int to)
{
	struct termios modes;
	struct winsize size;

	if (ioctl(from, TIOCGWINSZ, &size) == 0)
		(void)ioctl(to, TIOCSWINSZ, &size);
	if (tcgetattr(from, &modes) == 0)
		(void)tcsetattr(to, TCSANOW, &modes);
}

/* A new terminal of the jail's: its slave side, and the master over @sock. */
static int open_terminal(const struct jail_exec *x, int sock, int *ret_slave,
			 struct errbuf *eb)
{
	cleanup_close int master = open(
		"/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC);
	const struct report r = { 0 };
	int unlocked = 0, slave;

	if (!is_device(master, 5, 2))
		return errbuf_set(eb, ENODEV,
				  "/dev/pts/ptmx: no terminals in this jail");
	if (ioctl(master, TIOCSPTLCK, &unlocked) < 0)
		return errbuf_errno(eb, "/dev/pts/ptmx");
	slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (slave < 0)
		return errbuf_errno(eb, "/dev/pts");
	copy_terminal(x->pty_like, slave);
	*ret_slave = slave;
	return fd_send(sock, master, &r, sizeof(r));
}

/* Descriptor for standard stream @i, above those it will be copied to. */
static int pick_stream(const struct jail_exec *x, int i, int slave)
{
	int fd = x->stdio[i];

	if (i > 0 && x->consolelog >= 0)
		fd = x->consolelog;
	if (fd < 0 && slave >= 0)
		fd = slave;
	if (fd < 0)
		fd = open_null();
	return fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, FIRST_FREE_FD);
}

static int set_streams(const struct jail_exec *x, int sock, struct errbuf *eb)
{
	int fds[3], slave = -1, r = 0;

	if (x->pty)
		r = open_terminal(x, sock, &slave, eb);
	if (r < 0)
		return r;
	if ((x->new_session || x->pty) && setsid() < 0)
		return errbuf_errno(eb, "setsid");
	if (slave >= 0 && ioctl(slave, TIOCSCTTY, 0) < 0)
		return errbuf_errno(eb, "terminal");
	for (int i = 0; i < 3; i++)
		fds[i] = pick_stream(x, i, slave);
	for (int i = 0; i < 3; i++) {
		if (fds[i] < 0)
			(void)close(i);
		else if (dup2(fds[i], i) < 0)
			return errbuf_errno(eb, "standard streams");
	}
	return 0;
}

static const char *env_find(char *const *envp, const char *name)
{
	size_t len = strlen(name);

	for (; envp && *envp; envp++)
		if (strncmp(*envp, name, len) == 0 && (*envp)[len] == '=')
			return *envp + len + 1;
	return NULL;
}

/* NAME=VALUE, instead of one of that name that is there. */
static int env_put(struct strv *env, const char *assignment)
{
	size_t len = strcspn(assignment, "=") + 1;

	for (size_t i = 0; i < env->n; i++) {
		if (strncmp(env->v[i], assignment, len) == 0) {
			char *copy = strdup(assignment);

			if (!copy)
				return -ENOMEM;
			free(env->v[i]);
			env->v[i] = copy;
			return 0;
		}
	}
	return strv_add(env, assignment);
}

static int env_clean(struct strv *env, const struct jail_exec *x,
		     const struct user *u)
{
	const char *term = env_find(x->envp, "TERM");
	cleanup_free char *path = command_path(VJAIL_TOOLS_IN_JAIL, CLEAN_PATH);
	int r = path ? strv_addf(env, "PATH=%s", path) : -ENOMEM;

	if (r == 0 && term)
		r = strv_addf(env, "TERM=%s", term);
	if (r == 0)
		r = strv_addf(env, "HOME=%s", u->home);
	if (r == 0)
		r = strv_addf(env, "SHELL=%s", u->shell);
	if (r == 0)
		r = strv_addf(env, "USER=%s", u->name);
	return r;
}

static int make_env(struct strv *env, const struct jail_exec *x,
		    const struct user *u)
{
	int r = 0;

	if (x->clean)
		r = env_clean(env, x, u);
	for (char *const *e = x->clean ? NULL : x->envp; e && *e && r == 0; e++)
		r = strv_add(env, *e);
	for (char *const *e = x->env_add; e && *e && r == 0; e++)
		r = env_put(env, *e);
	return r;
}

static bool is_shell_line(const struct strv *argv)
{
	return argv->n == 3 && streq(argv->v[0], "/bin/sh") &&
	       streq(argv->v[1], "-c");
}

static int adapt_line(char **line)
{
	char *adapted;
	int r = command_adapt_shell(*line, VJAIL_TOOLS_IN_JAIL, &adapted);

	if (r < 0)
		return r;
	free(*line);
	*line = adapted;
	return 0;
}

static int make_argv(struct strv *argv, const struct jail_exec *x,
		     const struct strv *env)
{
	const char *shell = env_find(env->v, "SHELL");
	int r = 0;

	for (char *const *a = x->argv; a && *a && r == 0; a++)
		r = strv_add(argv, *a);
	if (r == 0 && argv->n == 0) {
		r = strv_add(argv, shell && *shell ? shell : "/bin/sh");
		return r < 0 ? r : strv_add(argv, "-i");
	}
	if (r == 0 && is_shell_line(argv))
		return adapt_line(&argv->v[2]);
	return r < 0 ? r : command_adapt(argv, VJAIL_TOOLS_IN_JAIL);
}

static int enter_directory(const struct jail_exec *x, const struct user *u,
			   struct errbuf *eb)
{
	const char *home = x->clean && u->home ? u->home : "/";
	const char *dir = x->cwd ? x->cwd : home;

	if (chdir(dir) == 0)
		return 0;
	if (!x->cwd && errno == ENOENT) /* a root without home directories */
		return chdir("/");
	return errbuf_errno(eb, "chdir: %s", dir);
}

/* Only now: who becomes another user is not tied any more. */
static int tie(struct errbuf *eb)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
		return errbuf_errno(eb, "prctl");
	/* The caller, outside, has number 0; init takes who has none. */
	return getppid() == 1 ? -ESRCH : 0;
}

static int run(const struct jail_exec *x, const struct gate *g, struct user *u,
	       int sock, struct errbuf *eb)
{
	struct strv env = { 0 }, argv = { 0 };
	int r = set_streams(x, sock, eb);

	if (r == 0 && !x->host_user)
		r = user_find_here(x->user, u, eb);
	if (r == 0)
		r = user_groups(u, eb);
	if (r == 0)
		r = gate_confine(g, eb);
	if (r == 0)
		r = user_become(u, eb);
	if (r == 0 && x->tied)
		r = tie(eb);
	if (r == 0)
		r = enter_directory(x, u, eb);
	if (r < 0)
		return r;
	if (make_env(&env, x, u) < 0 || make_argv(&argv, x, &env) < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	proc_reset_signals();
	/* Whatever the caller had open stays outside (CVE-2024-21626). */
	(void)syscall(SYS_close_range, 3, ~0U, CLOSE_RANGE_CLOEXEC);
	environ = env.v;
	(void)execvp(argv.v[0], argv.v);
	return errbuf_errno(eb, "execvp: %s", argv.v[0]);
}

/* In the first process.  The kernel writes the command's number to @pid, which
 * is shared with the caller: whenever this process is killed, the caller knows
 * of its child. */
static void enter_and_fork(const struct jail_exec *x, const struct gate *g,
			   struct user *u, int sock, pid_t *pid)
{
	struct report rep = { 0 };
	long r;

	rep.code = gate_enter(g, &rep.eb);
	if (rep.code < 0) {
		(void)fd_send(sock, -1, &rep, sizeof(rep));
		_exit(1);
	}
	r = syscall(SYS_clone, CLONE_PARENT | CLONE_PARENT_SETTID | SIGCHLD,
		    NULL, pid, NULL, 0);
	if (r == 0) {
		rep.code = run(x, g, u, sock, &rep.eb);
		(void)fd_send(sock, -1, &rep, sizeof(rep));
		_exit(1);
	}
	if (r < 0) {
		rep.code = errbuf_errno(&rep.eb, "fork");
		(void)fd_send(sock, -1, &rep, sizeof(rep));
	}
	_exit(0);
}

/* Until the exec closes the socket.  What was started and failed is reaped. */
static int collect(int sock, const pid_t *pid, int *ret_pty, struct errbuf *eb)
{
	cleanup_close int pty = -1;
	struct report rep;
	int fd, r = 0, n;

	while ((n = fd_receive(sock, &fd, &rep, sizeof(rep))) > 0) {
		if (fd >= 0) {
			close_fd(&pty);
			pty = fd;
		}
		if (rep.code < 0 && r == 0) {
			r = rep.code;
			if (eb)
				*eb = rep.eb;
		}
	}
	if (r == 0 && (n < 0 || *pid == 0))
		r = errbuf_set(eb, EIO, "the command was killed");
	if (r < 0) {
		if (*pid > 0)
			(void)proc_wait(*pid);
		return r;
	}
	if (ret_pty)
		*ret_pty = TAKE_FD(pty);
	return 0;
}

/* The two processes, with @pid in memory that all three share */
static int start(const struct jail_exec *x, const struct gate *g,
		 struct user *u, pid_t *pid, int *ret_pty, struct errbuf *eb)
{
	int pair[2], r;
	pid_t first;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return errbuf_errno(eb, "socketpair");
	first = gate_fork(g, eb);
	if (first == 0)
		enter_and_fork(x, g, u, pair[1], pid);
	(void)close(pair[1]);
	if (first < 0)
		r = first;
	else
		r = collect(pair[0], pid, ret_pty, eb);
	(void)close(pair[0]);
	if (first > 0)
		(void)proc_wait(first);
	return r;
}

int jail_spawn(const struct jail_exec *x, pid_t *ret_pid, int *ret_pty,
	       struct errbuf *eb)
{
	cleanup_gate struct gate g = GATE_NONE;
	cleanup_user struct user u = { 0 };
	pid_t *pid;
	int r;

	r = gate_open(x->jid, &g, eb);
	if (r == 0 && x->host_user)
		r = user_find_here(x->user, &u, eb);
	if (r < 0)
		return r;
	pid = mmap(NULL, sizeof(*pid), PROT_READ | PROT_WRITE,
		   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (pid == MAP_FAILED)
		return errbuf_errno(eb, "mmap");
	r = start(x, &g, &u, pid, ret_pty, eb);
	if (r == 0)
		*ret_pid = *pid;
	(void)munmap(pid, sizeof(*pid));
	return r;
}
