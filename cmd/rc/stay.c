/* SPDX-License-Identifier: BSD-2-Clause */
/* stay.c - The process that a jail stays for when its rc has ended */

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "rc.h"

/* Held by the one that is there; in a /dev of the jail's own */
#define STAY_LOCK "/dev/.vjail.rc"

static void stay(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	(void)setsid();
	(void)chdir("/");
	for (int fd = 0; fd < 3; fd++) {
		if (null >= 0)
			(void)dup2(null, fd);
		else
			(void)close(fd);
	}
	for (;;)
		(void)pause(); /* SIGTERM ends it, as jail(8) does at stop */
}

void rc_stay(void)
{
	cleanup_close int lock = open(
		STAY_LOCK, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) < 0)
		return;
	if (fork() == 0)
		stay();
}
