/* SPDX-License-Identifier: BSD-2-Clause */
/* ident.c - What a jail is told of itself: its /dev/.vjail.id */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/proc.h"
#include "base/util.h"
#include "libjail/devfs.h"
#include "libjail/ident.h"
#include "libjail/mnt.h"
#include "libjail/record.h"

void ident_format(const struct jail_rec *rec, char buf[static IDENT_MAX])
{
	(void)snprintf(buf, IDENT_MAX,
		       "jid=%d\nname=%s\nvnet=%d\nsecurelevel=%ld\n", rec->jid,
		       rec->name,
		       streq(jail_params_str(&rec->params, "vnet"), "new"),
		       jail_params_int(&rec->params, "securelevel"));
}

/* The file that was made with the jail, and nothing that its root put there: a
 * device, a pipe, a file of its own. */
static int open_made(int root)
{
	cleanup_close int at =
		mnt_open_in(root, "dev/" DEVFS_IDENT, O_PATH | O_NOFOLLOW);
	char path[32];
	struct stat st;
	int fd;

	if (at < 0)
		return at;
	if (fstat(at, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode) || st.st_uid != 0)
		return -ENOENT;
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", at);
	fd = open(path, O_RDWR | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static bool is_of(int fd, int jid)
{
	char want[32], got[32] = "";
	int n = snprintf(want, sizeof(want), "jid=%d\n", jid);

	return pread(fd, got, (size_t)n, 0) == n && streq(got, want);
}

int ident_update(const struct jail_rec *rec)
{
	cleanup_close int pid1 = proc_open(rec->init_pid, rec->init_start);
	cleanup_close int root = -1, fd = -1;
	char path[32], text[IDENT_MAX];
	size_t len;

	(void)snprintf(path, sizeof(path), "/proc/%d/root", (int)rec->init_pid);
	root = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (pid1 < 0 || root < 0 || !proc_alive(rec->init_pid, rec->init_start))
		return -ESRCH;
	fd = open_made(root);
	if (fd < 0)
		return fd;
	if (!is_of(fd, rec->jid))
		return -ENOENT;
	ident_format(rec, text);
	len = strlen(text);
	if (pwrite(fd, text, len, 0) != (ssize_t)len ||
	    ftruncate(fd, (off_t)len) < 0)
		return -EIO;
	return 0;
}
