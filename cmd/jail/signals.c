/* SPDX-License-Identifier: BSD-2-Clause */
/* signals.c - Be told of Ctrl-C instead of dying in the middle */

#include <errno.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/util.h"
#include "signals.h"

static const int wanted[] = { SIGINT, SIGTERM, SIGHUP, SIGCHLD };

/* Not those that our caller has us ignore, as nohup(1) does. */
static void fill(sigset_t *set)
{
	(void)sigemptyset(set);
	for (size_t i = 0; i < ARRAY_SIZE(wanted); i++) {
		struct sigaction sa;

		if (sigaction(wanted[i], NULL, &sa) == 0 &&
		    sa.sa_handler != SIG_IGN)
			(void)sigaddset(set, wanted[i]);
	}
}

int signals_open(void)
{
	sigset_t set;
	int fd;

	(void)signal(SIGCHLD, SIG_DFL);
	fill(&set);
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0 || sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -errno;
	return fd;
}

bool signals_taken(int fd)
{
	struct signalfd_siginfo info;
	bool stop = false;

	while (read(fd, &info, sizeof(info)) > 0)
		stop |= info.ssi_signo != SIGCHLD;
	return stop;
}

void signals_default(void)
{
	sigset_t set;

	fill(&set);
	(void)sigprocmask(SIG_UNBLOCK, &set, NULL);
}
