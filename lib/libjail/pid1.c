/* SPDX-License-Identifier: BSD-2-Clause */
/* pid1.c - The first process of a jail, from clone3(2) until it runs init */

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/close_range.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/fdpass.h"
#include "base/paths.h"
#include "base/proc.h"
#include "libjail/confine.h"
#include "libjail/filter.h"
#include "libjail/param.h"
#include "libjail/pid1.h"
#include "libjail/record.h"

#define FILTER_MAX ((size_t)4096 * FILTER_INSN_SIZE)

/* What pid 1 answers when it fails; success is the end of the stream, which
 * the exec makes. */
struct answer {
	int code;
	struct errbuf eb;
};

int pid1_release(int sock, int mntns, const void *filter, size_t n,
		 struct errbuf *eb)
{
	struct answer a;
	ssize_t len;
	int r = fd_send(sock, mntns, filter, n * FILTER_INSN_SIZE);

	if (r < 0)
		return errbuf_set(eb, -r, "pid 1: %s", strerror(-r));
	len = recv(sock, &a, sizeof(a), 0);
	if (len == 0)
		return 0;
	if (len != sizeof(a))
		return errbuf_set(eb, EIO, "pid 1 died");
	*eb = a.eb;
	return a.code;
}

static int become_root(bool own_user, struct errbuf *eb)
{
	if (own_user && (setgroups(0, NULL) < 0 || setresgid(0, 0, 0) < 0 ||
			 setresuid(0, 0, 0) < 0))
		return errbuf_errno(eb, "user ids");
	return 0;
}

int pid1_set_names(const struct jail_params *ps, struct errbuf *eb)
{
	const struct strv *host = jail_params_get(ps, "host.hostname");
	const struct strv *domain = jail_params_get(ps, "host.domainname");

	if (host && host->n && sethostname(host->v[0], strlen(host->v[0])) < 0)
		return errbuf_errno(eb, "host.hostname: %s", host->v[0]);
	if (domain && domain->n &&
	    setdomainname(domain->v[0], strlen(domain->v[0])) < 0)
		return errbuf_errno(eb, "host.domainname: %s", domain->v[0]);
	return 0;
}

/* The host's terminal and files end here. */
static void drop_stdio(void)
{
	int null = open("/dev/null", O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	bool ok = null >= 0 && fstat(null, &st) == 0 && S_ISCHR(st.st_mode);

	for (int fd = 0; fd < 3; fd++) {
		if (ok)
			(void)dup2(null, fd);
		else
			(void)close(fd);
	}
}

static int settle(const struct pid1 *p, int init, struct errbuf *eb)
{
	cleanup_free char *filter = malloc(FILTER_MAX);
	cleanup_close int mntns = -1;
	int len = filter ? fd_receive(p->socket, &mntns, filter, FILTER_MAX)
			 : -ENOMEM;
	char title[64];
	char *argv[] = { title, NULL }, *envp[] = { NULL };
	int r;

	if (len <= 0) /* whoever made us is gone */
		return errbuf_set(eb, EPIPE, "pid 1: %s", strerror(EPIPE));
	if (setns(mntns, CLONE_NEWNS) < 0 || chdir("/") < 0)
		return errbuf_errno(eb, "mount namespace");
	r = become_root(p->rec->own_user, eb);
	if (r == 0 && p->set_hostname)
		r = pid1_set_names(&p->rec->params, eb);
	if (r == 0)
		r = confine_apply(p->confine, filter,
				  (size_t)len / FILTER_INSN_SIZE, eb);
	if (r < 0)
		return r;
	(void)setsid();
	drop_stdio();
	proc_reset_signals();
	/* What the caller's caller had open without O_CLOEXEC ends here too. */
	(void)syscall(SYS_close_range, 3, ~0U, CLOSE_RANGE_CLOEXEC);
	(void)snprintf(title, sizeof(title), "vjail: %.40s", p->rec->name);
	(void)syscall(SYS_execveat, init, "", argv, envp, AT_EMPTY_PATH);
	return errbuf_errno(eb, "%s", p->init_path);
}

void pid1_main(const struct pid1 *p)
{
	struct answer a = { 0 };
	int init = open(p->init_path, O_PATH | O_CLOEXEC);

	if (init < 0)
		a.code = errbuf_errno(&a.eb, "%s", p->init_path);
	else
		a.code = settle(p, init, &a.eb);
	if (a.code < 0)
		(void)send(p->socket, &a, sizeof(a), MSG_NOSIGNAL);
	_exit(1);
}

/* Where it looks for them, whatever they are here */
static int hand_over(posix_spawn_file_actions_t *actions,
		     const int fds[WATCHER_FDS])
{
	int r = posix_spawn_file_actions_addopen(actions, 0, "/dev/null",
						 O_RDWR, 0);

	for (int fd = 1; fd < 3 && r == 0; fd++)
		r = posix_spawn_file_actions_adddup2(actions, 0, fd);
	for (int i = 0; i < WATCHER_FDS && r == 0; i++)
		r = fds[i] < 0
			    ? posix_spawn_file_actions_addclose(actions, 3 + i)
			    : posix_spawn_file_actions_adddup2(actions, fds[i],
							       3 + i);
	if (r == 0)
		r = posix_spawn_file_actions_addclosefrom_np(actions,
							     3 + WATCHER_FDS);
	return r ? r : posix_spawn_file_actions_addchdir_np(actions, "/");
}

static int spawn(const char *path, char *const argv[],
		 const int fds[WATCHER_FDS], pid_t *ret)
{
	char *const envp[] = { NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none;
	int r = posix_spawn_file_actions_init(&actions);

	if (r)
		return r;
	r = posix_spawnattr_init(&attr);
	if (r == 0) {
		(void)sigemptyset(&none);
		(void)posix_spawnattr_setsigmask(&attr, &none);
		r = posix_spawnattr_setflags(
			&attr, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
		if (r == 0)
			r = hand_over(&actions, fds);
		if (r == 0)
			r = posix_spawn(ret, path, &actions, &attr, argv, envp);
		(void)posix_spawnattr_destroy(&attr);
	}
	(void)posix_spawn_file_actions_destroy(&actions);
	return r;
}

/* posix_spawn(3) returns when the child has closed what it has of ours: the
 * jail's lock is one of these, and who finds us killed must not find it held. */
pid_t watcher_start(const char *init_path, const struct jail_rec *rec,
		    const int fds[WATCHER_FDS], struct errbuf *eb)
{
	cleanup_free char *reap = paths_libexec("reap");
	char title[64], jid[16], flag[64];
	char *const argv[] = { title, jid, flag, reap, NULL };
	int high[WATCHER_FDS], r;
	pid_t pid = -1;

	(void)snprintf(title, sizeof(title), "vjail: watch %.40s", rec->name);
	(void)snprintf(jid, sizeof(jid), "%d", rec->jid);
	(void)snprintf(flag, sizeof(flag), "%s/jails/%d/persist",
		       VJAIL_STATE_DIR, rec->jid);
	/* out of the way of those it will have */
	for (int i = 0; i < WATCHER_FDS; i++)
		high[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, 10);
	r = spawn(init_path, argv, high, &pid);
	for (int i = 0; i < WATCHER_FDS; i++)
		close_fd(&high[i]);
	return r ? errbuf_set(eb, r, "watcher: %s", strerror(r)) : pid;
}
