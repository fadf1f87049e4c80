/* SPDX-License-Identifier: BSD-2-Clause */
/* ops.c - /run/vjail/ops: which jails are being started or stopped */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/paths.h"
#include "base/util.h"
#include "ops.h"

#define OPS_DIR VJAIL_STATE_DIR "/ops"

bool ops_valid(const char *name)
{
	return *name && strlen(name) <= NAME_MAX && !strchr(name, '/') &&
	       !streq(name, ".") && !streq(name, "..");
}

static void ops_path(const char *name, char *path)
{
	(void)snprintf(path, PATH_MAX, "%s/%s", OPS_DIR, name);
}

bool ops_left(const char *name)
{
	char path[PATH_MAX];

	if (!ops_valid(name))
		return false;
	ops_path(name, path);
	return access(path, F_OK) == 0;
}

static int make_dir(const char *path, mode_t mode, struct errbuf *eb)
{
	if (mkdir(path, mode) < 0 && errno != EEXIST)
		return errbuf_errno(eb, "%s", path);
	return 0;
}

int ops_open(const char *name, struct errbuf *eb)
{
	char path[PATH_MAX];
	int fd, r;

	if (!ops_valid(name))
		return errbuf_set(eb, EINVAL, "%s: not a name for a jail",
				  name);
	r = make_dir(VJAIL_STATE_DIR, 0755, eb);
	if (r == 0)
		r = make_dir(OPS_DIR, 0700, eb);
	if (r < 0)
		return r;
	ops_path(name, path);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	return fd < 0 ? errbuf_errno(eb, "%s", path) : fd;
}

int ops_lock(int fd, bool wait)
{
	while (flock(fd, LOCK_EX | (wait ? 0 : LOCK_NB)) < 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

void ops_unlock(int fd)
{
	(void)flock(fd, LOCK_UN);
	(void)close(fd);
}

bool ops_is_current(int fd, const char *name)
{
	struct stat ours, there;
	char path[PATH_MAX];

	ops_path(name, path);
	return fstat(fd, &ours) == 0 && lstat(path, &there) == 0 &&
	       ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
}

bool ops_stale(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && st.st_size > 0;
}

/* One write(2) of one length, so that the file is never empty in between. */
int ops_say(int fd, const char *phase, const char *step)
{
	char words[48];

	(void)snprintf(words, sizeof(words), "%-8.8s %-37.37s\n", phase, step);
	if (pwrite(fd, words, strlen(words), 0) < 0)
		return -errno;
	return 0;
}

void ops_end(int fd, const char *name)
{
	char path[PATH_MAX];

	if (fd < 0)
		return;
	ops_path(name, path);
	(void)unlink(path);
	ops_unlock(fd);
}
