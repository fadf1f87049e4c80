/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - libexec/vjail/init: a jail's pid 1, and on the host its watcher
 *
 * Static and small: one of each stays in memory for every jail.
 *
 *   init                  pid 1: reap orphans, for ever
 *   init JID FLAG REAP    watcher: descriptor 3 is pid 1's pidfd, 4 the
 *                         cgroup.events of what runs beside it.  When pid 1
 *                         ends, or nothing runs and there is no file FLAG
 *                         (the jail need not persist), become REAP JID.  If
 *                         5 is a listening socket, run ngserve JID, that is
 *                         beside REAP, for each who connects.  6 keeps
 *                         the jail's network namespace for REAP
 */

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define PID1_FD 3
#define EVENTS_FD 4
#define DOOR_FD 5
#define NETNS_FD 6
#define GUESTS_MAX 64 /* at once */
#define PATH_SIZE 4096

static void reap_orphans(void)
{
	sigset_t all;
	int sig;

	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, NULL);
	for (;;) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		(void)sigwait(&all, &sig);
	}
}

static bool is_empty(void)
{
	char text[128];
	ssize_t n = pread(EVENTS_FD, text, sizeof(text) - 1, 0);

	if (n < 0) /* the cgroup is gone */
		return true;
	text[n] = '\0';
	return strstr(text, "populated 0") != NULL;
}

static bool has_door(void)
{
	socklen_t len = sizeof(int);
	int on = 0;

	return getsockopt(DOOR_FD, SOL_SOCKET, SO_ACCEPTCONN, &on, &len) == 0 &&
	       on;
}

static void unblock_signals(void)
{
	sigset_t none;

	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

static void be_server(int guest, const char *reap, const char *jid)
{
	const char *slash = strrchr(reap, '/');
	size_t n = slash ? (size_t)(slash + 1 - reap) : 0;
	char path[PATH_SIZE];

	if (n + sizeof("ngserve") > sizeof(path) || dup2(guest, 0) < 0)
		_exit(1);
	memcpy(path, reap, n);
	memcpy(path + n, "ngserve", sizeof("ngserve"));
	for (int fd = PID1_FD; fd <= NETNS_FD; fd++)
		(void)close(fd);
	unblock_signals();
	(void)execl(path, "vjail: netgraph", jid, (char *)NULL);
	_exit(1);
}

/* One more, who has a process of its own */
static void let_in(const char *reap, const char *jid, int *guests)
{
	int guest = accept4(DOOR_FD, NULL, NULL, SOCK_CLOEXEC);
	pid_t pid = guest < 0 ? -1 : fork();

	if (pid == 0)
		be_server(guest, reap, jid);
	*guests += pid > 0;
	if (guest >= 0)
		(void)close(guest);
}

static void count_gone(int *guests)
{
	while (waitpid(-1, NULL, WNOHANG) > 0)
		if (*guests > 0)
			--*guests;
}

static void woken(int sig)
{
	(void)sig;
}

/* SIGCHLD comes while we wait, and only then. */
static void prepare_door(sigset_t *waiting)
{
	const struct sigaction sa = { .sa_handler = woken };
	sigset_t child;

	(void)sigaction(SIGCHLD, &sa, NULL);
	(void)sigemptyset(&child);
	(void)sigaddset(&child, SIGCHLD);
	(void)sigprocmask(SIG_BLOCK, &child, waiting);
	(void)sigdelset(waiting, SIGCHLD);
}

static void watch(const char *jid, const char *flag, const char *reap)
{
	int door = has_door() ? DOOR_FD : -1, guests = 0;
	struct pollfd p[] = {
		{ .fd = PID1_FD, .events = POLLIN },
		{ .fd = EVENTS_FD, .events = POLLPRI },
		{ .events = POLLIN },
	};
	sigset_t waiting;

	prepare_door(&waiting);
	for (;;) {
		if (p[0].revents)
			return;
		if (is_empty() && access(flag, F_OK) < 0)
			return;
		if (p[2].revents)
			let_in(reap, jid, &guests);
		count_gone(&guests);
		p[2].fd = guests < GUESTS_MAX ? door : -1;
		p[2].revents = 0;
		if (ppoll(p, 3, NULL, &waiting) < 0)
			p[0].revents = p[2].revents = 0;
	}
}

int main(int argc, char **argv)
{
	if (argc < 4)
		reap_orphans();
	watch(argv[1], argv[2], argv[3]);
	unblock_signals();
	(void)execl(argv[3], argv[3], argv[1], (char *)NULL);
	return 1;
}
