/* SPDX-License-Identifier: BSD-2-Clause */
/* held.c - A process in the background that lives as long as a file has a name */

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/held.h"

bool held_lives(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && st.st_nlink > 0;
}

bool held_goes_on(int watch, int fd)
{
	char events[8 * (sizeof(struct inotify_event) + NAME_MAX + 1)];

	return read(watch, events, sizeof(events)) > 0 && held_lives(fd);
}

static bool lock(int fd)
{
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	return fcntl(fd, F_SETLK, &l) == 0 && held_lives(fd);
}

bool held_begin(int fd)
{
	char c = 0;
	int ready[2];

	if (pipe2(ready, O_CLOEXEC) < 0)
		return false;
	switch (fork()) {
	case -1:
		return false;
	case 0:
		break;
	default:
		(void)close(ready[1]);
		_exit(read(ready[0], &c, 1) == 1 ? EXIT_SUCCESS : EXIT_FAILURE);
	}
	(void)setsid();
	(void)chdir("/");
	(void)close(ready[0]);
	if (!lock(fd) || write(ready[1], &c, 1) != 1)
		return false;
	(void)close(ready[1]);
	return true;
}

int held_watch(int fd)
{
	char path[32];
	int watch = inotify_init1(IN_CLOEXEC);

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (watch >= 0 && inotify_add_watch(watch, path, IN_ATTRIB) < 0)
		close_fd(&watch);
	return watch;
}
