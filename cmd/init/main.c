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
 *                         (the jail need not persist), become REAP JID
 */

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PID1_FD 3
#define EVENTS_FD 4

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

static void watch(const char *flag)
{
	struct pollfd p[] = {
		{ .fd = PID1_FD, .events = POLLIN },
		{ .fd = EVENTS_FD, .events = POLLPRI },
	};

	for (;;) {
		if (p[0].revents)
			return;
		if (is_empty() && access(flag, F_OK) < 0)
			return;
		(void)poll(p, 2, -1);
	}
}

int main(int argc, char **argv)
{
	if (argc < 4)
		reap_orphans();
	watch(argv[2]);
	(void)execl(argv[3], argv[3], argv[1], (char *)NULL);
	return 1;
}
