/* SPDX-License-Identifier: BSD-2-Clause */
/* workdir.c - The directory that an overlay works on beside its upper layer */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "base/workdir.h"

static int open_dir(int dirfd, const char *name)
{
	return openat(dirfd, name,
		      O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static bool not_a_dir(int code)
{
	return code == ENOENT || code == ENOTDIR || code == ELOOP;
}

/* The whiteout that the kernel made once and linked to wherever a file was
 * removed, and what a crash left half made: their names start with a `#'. */
static void remove_rest(int fd)
{
	int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	DIR *dir = own < 0 ? NULL : fdopendir(own);
	struct dirent *e;

	while (dir && (e = readdir(dir)) != NULL)
		if (e->d_name[0] == '#')
			(void)unlinkat(fd, e->d_name, 0);
	if (dir)
		(void)closedir(dir);
	else
		close_fd(&own);
}

int workdir_remove(int dirfd, const char *name)
{
	static const char *const subdirs[] = { "work", "index" };
	cleanup_close int fd = open_dir(dirfd, name);

	if (fd < 0)
		return not_a_dir(errno) ? 0 : -errno;
	for (size_t i = 0; i < ARRAY_SIZE(subdirs); i++) {
		cleanup_close int sub = open_dir(fd, subdirs[i]);

		if (sub >= 0)
			remove_rest(sub);
		if (unlinkat(fd, subdirs[i], AT_REMOVEDIR) < 0 &&
		    errno != ENOENT && errno != ENOTEMPTY && errno != ENOTDIR)
			return -errno;
	}
	if (unlinkat(dirfd, name, AT_REMOVEDIR) < 0 && errno != ENOENT &&
	    errno != ENOTEMPTY)
		return -errno;
	return 0;
}
