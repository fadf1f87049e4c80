/* SPDX-License-Identifier: BSD-2-Clause */
/* consolelog.c - Open exec.consolelog where a jail could have put a trap */

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "hooks.h"

#define LOG_FLAGS (O_WRONLY | O_CREAT | O_APPEND | O_NOCTTY)
#define LOG_MODE 0666 /* less the umask */

/* What of @file is below @root, by whatever name @root is reached; NULL: it is
 * not below it. */
static const char *below(const char *file, const char *root)
{
	cleanup_free char *real_root = realpath(root, NULL);

	if (!real_root)
		return NULL;
	for (const char *p = file; p; p = strchr(p + 1, '/')) {
		size_t len = p == file ? 1 : (size_t)(p - file);
		cleanup_free char *front = strndup(file, len);
		cleanup_free char *real = front ? realpath(front, NULL) : NULL;

		if (real && streq(real, real_root))
			return file + len + (p != file);
	}
	return NULL;
}

static int open_below(const char *root, const char *rest, struct errbuf *eb,
		      const char *file)
{
	struct open_how how = {
		.flags = LOG_FLAGS | O_NONBLOCK | O_CLOEXEC,
		.mode = LOG_MODE,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS |
			   RESOLVE_NO_MAGICLINKS,
	};
	cleanup_close int dir = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	cleanup_close int fd = -1;
	struct stat st;

	if (dir < 0)
		return errbuf_errno(eb, "exec.consolelog: %s", root);
	fd = (int)syscall(SYS_openat2, dir, rest, &how, sizeof(how));
	if (fd < 0 && errno == ELOOP)
		return errbuf_set(eb, ELOOP,
				  "exec.consolelog: %s is a symbolic link",
				  file);
	if (fd < 0 && errno == EXDEV)
		return errbuf_set(eb, EXDEV,
				  "exec.consolelog: %s leads out of the jail",
				  file);
	/* Nobody may read the other end of a pipe that the jail's root made. */
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return TAKE_FD(fd);
	if (fd >= 0 || errno == ENXIO)
		return errbuf_set(eb, EINVAL,
				  "exec.consolelog: %s: not a regular file",
				  file);
	return errbuf_errno(eb, "exec.consolelog: %s", file);
}

int consolelog_open(const char *file, const char *root, bool root_is_jails,
		    struct errbuf *eb)
{
	const char *rest;
	int fd;

	if (*file != '/')
		return errbuf_set(
			eb, EINVAL,
			"exec.consolelog: %s: not an absolute pathname", file);
	rest = root_is_jails ? below(file, root) : NULL;
	if (rest)
		return open_below(root, rest, eb, file);
	fd = open(file, LOG_FLAGS | O_CLOEXEC, LOG_MODE);
	return fd < 0 ? errbuf_errno(eb, "exec.consolelog: %s", file) : fd;
}
