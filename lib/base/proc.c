/* SPDX-License-Identifier: BSD-2-Clause */
/* proc.c - Processes by number, told apart from later ones of the same number */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/proc.h"

#define STAT_STARTTIME 20 /* fields after the command's ")" in /proc/N/stat */

uint64_t proc_start_time(pid_t pid)
{
	cleanup_free char *text = NULL;
	char path[32];
	const char *p;

	(void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	if (file_read(AT_FDCWD, path, &text, NULL, NULL) < 0)
		return 0;
	p = strrchr(text, ')'); /* the command's own name may hold anything */
	for (int i = 0; p && i < STAT_STARTTIME; i++)
		p = strchr(p + 1, ' ');
	return p ? strtoull(p, NULL, 10) : 0;
}

int proc_open(pid_t pid, uint64_t start)
{
	cleanup_close int fd = -1;

	if (pid <= 0)
		return -ESRCH;
	fd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (fd < 0)
		return -errno;
	if (proc_start_time(pid) != start)
		return -ESRCH;
	/* A zombie can be opened, but it is gone. */
	if (poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, 0) != 0)
		return -ESRCH;
	return TAKE_FD(fd);
}

int proc_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return status;
}

int proc_exit_code(int status)
{
	if (WIFSIGNALED(status))
		return 128 + WTERMSIG(status);
	return WEXITSTATUS(status);
}
