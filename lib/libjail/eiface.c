/* SPDX-License-Identifier: BSD-2-Clause */
/* eiface.c - Interfaces of a jail that are nodes of the host's netgraph */

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/paths.h"
#include "base/proc.h"
#include "base/strv.h"
#include "libjail/eiface.h"
#include "libjail/registry.h"

#define FIRST_FREE_FD 10
#define NETNS_FD 3 /* as the program has it */
#define SLOT_FD 4
#define LOCK_FD 5
#define CANNOT_RUN 127

bool eiface_is_node(const char *word)
{
	size_t n = strlen(word);

	return n > 1 && word[n - 1] == ':';
}

/* One descriptor each where the program looks for it, the rest closed */
static void arrange(int says, int netns, const struct jail_slot *slot)
{
	int from[] = { says, netns, slot->dirfd, slot->lockfd };
	int to[] = { 2, NETNS_FD, SLOT_FD, LOCK_FD };
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int i = 0; i < 4; i++)
		from[i] = fcntl(from[i], F_DUPFD_CLOEXEC, FIRST_FREE_FD);
	(void)dup2(null, 0);
	(void)dup2(null, 1);
	for (int i = 0; i < 4; i++)
		if (dup2(from[i], to[i]) < 0)
			(void)close(to[i]);
	(void)syscall(SYS_close_range, LOCK_FD + 1, ~0U, 0);
}

/* What the child does; @home -1: the caller's own namespace is meant */
static void become(char *const argv[], int says, int netns,
		   const struct jail_slot *slot, int home)
{
	char *const envp[] = { NULL };

	if (home >= 0 && setns(home, CLONE_NEWNET) < 0)
		_exit(errno);
	proc_reset_signals();
	arrange(says, netns, slot);
	(void)execve(argv[0], argv, envp);
	_exit(CANNOT_RUN);
}

static void read_words(int fd, char *buf, size_t size)
{
	size_t n = 0;
	ssize_t got;

	while (n < size - 1 && ((got = read(fd, buf + n, size - 1 - n)) > 0 ||
				(got < 0 && errno == EINTR)))
		n += got > 0 ? (size_t)got : 0;
	buf[n] = '\0';
}

static int run(char *const argv[], const struct jail_slot *slot, int netns,
	       int home, struct errbuf *eb)
{
	char words[ERRBUF_LEN];
	pid_t pid, self = getpid();
	int says[2], code;

	if (pipe2(says, O_CLOEXEC) < 0)
		return errbuf_errno(eb, "pipe");
	pid = fork();
	if (pid == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != self)
			_exit(CANNOT_RUN);
		become(argv, says[1], netns, slot, home);
	}
	code = errno;
	(void)close(says[1]);
	if (pid > 0)
		read_words(says[0], words, sizeof(words));
	(void)close(says[0]);
	if (pid < 0)
		return errbuf_set(eb, code, "fork: %s", strerror(code));
	code = proc_exit_code(proc_wait(pid));
	if (code == 0)
		return 0;
	if (!*words)
		return errbuf_set(eb, EIO, "%s: exit code %d", argv[0], code);
	return errbuf_set(eb, code < CANNOT_RUN ? code : EIO, "%s", words);
}

/* Interfaces of many jails may have the same name, nodes may not. */
static int add_node_name(struct strv *argv, const struct eiface *e)
{
	if (strstr(e->name, e->jail))
		return strv_add(argv, e->name);
	return strv_addf(argv, "%s_%s", e->jail, e->name);
}

int eiface_make(const struct jail_slot *slot, const struct eiface *e,
		int netns_fd, struct errbuf *eb)
{
	cleanup_free char *prog = paths_libexec("eiface");
	cleanup_strv struct strv argv = { 0 };
	const uint8_t *m = e->mac;

	if (!prog || strv_add(&argv, prog) < 0 || strv_add(&argv, "make") < 0 ||
	    strv_addf(&argv, "%d", slot->jid) < 0 ||
	    strv_add(&argv, e->node) < 0 || strv_add(&argv, e->name) < 0 ||
	    strv_addf(&argv, "%02x:%02x:%02x:%02x:%02x:%02x", m[0], m[1], m[2],
		      m[3], m[4], m[5]) < 0 ||
	    add_node_name(&argv, e) < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	return run(argv.v, slot, netns_fd, -1, eb);
}

int eiface_unmake_all(const struct jail_slot *slot, int home_fd,
		      struct errbuf *eb)
{
	cleanup_free char *prog = NULL;
	cleanup_strv struct strv argv = { 0 };

	if (faccessat(slot->dirfd, JAIL_SLOT_NODES, F_OK, 0) < 0)
		return 0;
	prog = paths_libexec("eiface");
	if (!prog || strv_add(&argv, prog) < 0 ||
	    strv_add(&argv, "unmake") < 0 ||
	    strv_addf(&argv, "%d", slot->jid) < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	return run(argv.v, slot, -1, home_fd, eb);
}
