/* SPDX-License-Identifier: BSD-2-Clause */
/* pin.c - The network namespace of a jail: found, kept, and seen by ip(8) */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/paths.h"
#include "base/proc.h"
#include "base/util.h"
#include "libjail/pid1.h"
#include "libjail/pin.h"
#include "libjail/record.h"

enum { FILE_LEN = 64 };

static void slot_file(int jid, const char *name, char buf[static FILE_LEN])
{
	(void)snprintf(buf, FILE_LEN, "%s/jails/%d/%s", VJAIL_STATE_DIR, jid,
		       name);
}

/* A file that is not a namespace: nothing is mounted on it (yet). */
static int open_nsfs(const char *path)
{
	cleanup_close int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct statfs fs;

	if (fd < 0 || fstatfs(fd, &fs) < 0)
		return -errno;
	return fs.f_type == NSFS_MAGIC ? TAKE_FD(fd) : -ENOENT;
}

/* By way of a process, if it is still the one that the record knows */
static int open_by(pid_t pid, uint64_t start, const char *file)
{
	cleanup_close int pidfd = proc_open(pid, start);
	cleanup_close int fd = -1;
	char path[FILE_LEN];

	if (pidfd < 0)
		return -ENOENT;
	(void)snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	fd = open_nsfs(path);
	if (fd < 0)
		return fd == -ESRCH ? -ENOENT : fd;
	return proc_alive(pid, start) ? TAKE_FD(fd) : -ENOENT;
}

int pin_open(const struct jail_rec *rec)
{
	char path[FILE_LEN];
	int fd;

	slot_file(rec->jid, "pin", path);
	fd = open_nsfs(path);
	if (fd == -ENOENT)
		fd = open_by(rec->init_pid, rec->init_start, "ns/net");
	if (fd == -ENOENT)
		fd = open_by(rec->watch_pid, rec->watch_start,
			     "fd/" WATCHER_NETNS);
	return fd;
}

/* jails/JID/net, as a whole */
static int point_to(int jid, const char *target, struct errbuf *eb)
{
	char link[FILE_LEN], tmp[FILE_LEN];

	slot_file(jid, "net", link);
	slot_file(jid, "net.new", tmp);
	if (unlink(tmp) < 0 && errno != ENOENT)
		return errbuf_errno(eb, "%s", tmp);
	if (symlink(target, tmp) < 0 || rename(tmp, link) < 0)
		return errbuf_errno(eb, "%s", link);
	return 0;
}

int pin_show(int jid, pid_t pid, struct errbuf *eb)
{
	char target[FILE_LEN];

	(void)snprintf(target, sizeof(target), "/proc/%d/ns/net", (int)pid);
	return point_to(jid, target, eb);
}

int pin_keep(int jid, int netns, struct errbuf *eb)
{
	cleanup_close int there = -1, file = -1;
	char pin[FILE_LEN], from[FILE_LEN];

	slot_file(jid, "pin", pin);
	there = open_nsfs(pin);
	if (there >= 0)
		return 0;
	(void)snprintf(from, sizeof(from), "/proc/self/fd/%d", netns);
	file = open(pin, O_RDONLY | O_CREAT | O_CLOEXEC, 0444);
	if (file < 0 || mount(from, pin, NULL, MS_BIND, NULL) < 0)
		return errbuf_errno(eb, "%s", pin);
	return point_to(jid, "pin", eb);
}

int pin_drop(int jid, struct errbuf *eb)
{
	char pin[FILE_LEN];

	slot_file(jid, "pin", pin);
	if (umount2(pin, MNT_DETACH) < 0 && errno != EINVAL && errno != ENOENT)
		return errbuf_errno(eb, "%s", pin);
	return 0;
}

int pin_link(int jid, const char *name, struct errbuf *eb)
{
	char net[FILE_LEN], path[PATH_MAX];

	slot_file(jid, "net", net);
	(void)mkdir(PIN_NETNS_DIR, 0755);
	(void)snprintf(path, sizeof(path), "%s/%s", PIN_NETNS_DIR, name);
	if (symlink(net, path) < 0 && errno != EEXIST)
		return errbuf_errno(eb, "%s", path);
	return 0;
}

int pin_unlink(int jid, const char *name, struct errbuf *eb)
{
	char net[FILE_LEN], path[PATH_MAX], target[PATH_MAX];
	ssize_t n;

	slot_file(jid, "net", net);
	(void)snprintf(path, sizeof(path), "%s/%s", PIN_NETNS_DIR, name);
	n = readlink(path, target, sizeof(target) - 1);
	if (n <= 0)
		return 0;
	target[n] = '\0';
	if (streq(target, net) && unlink(path) < 0 && errno != ENOENT)
		return errbuf_errno(eb, "%s", path);
	return 0;
}
