/* SPDX-License-Identifier: BSD-2-Clause */
/* netns.h - Network namespaces for a test, which die with it */
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEST_SKIPPED 77

/* netns_enter() - Leave the host's network for an empty one; without the
 * privileges the test is skipped, and says why */
static inline void netns_enter(void)
{
	if (unshare(CLONE_NEWNET) == 0)
		return;
	(void)printf("skipped: no network namespace of my own: %s\n",
		     strerror(errno));
	exit(TEST_SKIPPED);
}

/* netns_here() - A descriptor of the network namespace the caller is in */
static inline int netns_here(void)
{
	return open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
}

/* netns_another() - A descriptor of a fresh one; the caller stays here */
static inline int netns_another(void)
{
	int home = netns_here();
	int fd = -1;

	if (home < 0)
		return -1;
	if (unshare(CLONE_NEWNET) == 0)
		fd = netns_here();
	if (setns(home, CLONE_NEWNET) < 0)
		abort();
	(void)close(home);
	return fd;
}
