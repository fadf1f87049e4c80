/* SPDX-License-Identifier: BSD-2-Clause */
/* gather-opened.c - Which processes hold a tap or tun open */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/util.h"
#include "gather.h"
#include "nl/link.h"
#include "view.h"

#define PATH_SIZE 64

static void close_dir(DIR **d)
{
	if (*d)
		(void)closedir(*d);
}

#define cleanup_dir __attribute__((cleanup(close_dir)))

static bool in_our_netns(pid_t pid)
{
	char path[PATH_SIZE];
	struct stat us, it;

	(void)snprintf(path, sizeof(path), "/proc/%d/ns/net", (int)pid);
	return stat("/proc/thread-self/ns/net", &us) == 0 &&
	       stat(path, &it) == 0 && us.st_ino == it.st_ino;
}

/* A descriptor of /dev/net/tun tells the interface in its fdinfo. */
static bool fd_is(pid_t pid, const char *fd, const char *ifname)
{
	char path[PATH_SIZE], target[PATH_SIZE], want[PATH_SIZE];
	cleanup_free char *info = NULL;
	const char *line;
	ssize_t n;

	(void)snprintf(path, sizeof(path), "/proc/%d/fd/%.16s", (int)pid, fd);
	n = readlink(path, target, sizeof(target) - 1);
	if (n < 0)
		return false;
	target[n] = '\0';
	if (!streq(target, "/dev/net/tun"))
		return false;

	(void)snprintf(path, sizeof(path), "/proc/%d/fdinfo/%.16s", (int)pid,
		       fd);
	if (file_read(AT_FDCWD, path, &info, NULL, NULL) < 0)
		return false;
	(void)snprintf(want, sizeof(want), "iff:\t%s\n", ifname);
	line = strstr(info, "iff:\t");
	return line && str_starts(line, want);
}

static bool holds(pid_t pid, const char *ifname)
{
	cleanup_dir DIR *d = NULL;
	char path[PATH_SIZE];
	struct dirent *e;

	if (!in_our_netns(pid))
		return false;
	(void)snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	d = opendir(path);
	if (!d)
		return false;
	while ((e = readdir(d)))
		if (fd_is(pid, e->d_name, ifname))
			return true;
	return false;
}

static int add(struct view *v, pid_t pid)
{
	pid_t *more =
		realloc(v->opened_by, (v->n_opened_by + 1) * sizeof(*more));

	if (!more)
		return -ENOMEM;
	more[v->n_opened_by++] = pid;
	v->opened_by = more;
	return 0;
}

int gather_opened_by(const struct nl_link *l, struct view *ret)
{
	cleanup_dir DIR *d = opendir("/proc");
	struct dirent *e;

	while (d && (e = readdir(d))) {
		pid_t pid = (pid_t)strtol(e->d_name, NULL, 10);

		if (pid > 0 && holds(pid, l->name) && add(ret, pid) < 0)
			return -ENOMEM;
	}
	return 0;
}
