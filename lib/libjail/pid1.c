/* SPDX-License-Identifier: BSD-2-Clause */
/* pid1.c - The first process of a jail, from clone3(2) until it runs init */

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
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

void watcher_exec(const char *init_path, const struct jail_rec *rec, int pidfd,
		  int events_fd, int door)
{
	cleanup_free char *reap = paths_libexec("reap");
	char title[64], jid[16], flag[64];
	char *const argv[] = { title, jid, flag, reap, NULL };
	char *const envp[] = { NULL };
	sigset_t none;

	(void)setsid();
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	/* What it polls is 3, 4 and 5, whatever it was. */
	int a = fcntl(pidfd, F_DUPFD, 10), b = fcntl(events_fd, F_DUPFD, 10);
	int c = fcntl(door, F_DUPFD, 10);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = 0; fd < 3; fd++)
		(void)dup2(null, fd);
	(void)dup2(a, 3);
	(void)dup2(b, 4);
	if (dup2(c, 5) < 0)
		(void)close(5);
	(void)syscall(SYS_close_range, 6, ~0U, 0);
	(void)chdir("/");
	(void)snprintf(title, sizeof(title), "vjail: watch %.40s", rec->name);
	(void)snprintf(jid, sizeof(jid), "%d", rec->jid);
	(void)snprintf(flag, sizeof(flag), "%s/jails/%d/persist",
		       VJAIL_STATE_DIR, rec->jid);
	(void)execve(init_path, argv, envp);
	_exit(1);
}
