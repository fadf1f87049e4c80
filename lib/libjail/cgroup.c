/* SPDX-License-Identifier: BSD-2-Clause */
/* cgroup.c - The cgroup of a jail: who is in it, and whether anybody is */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "libjail/cgroup.h"

#define TOP "vjail"
#define DYING_MS 2000 /* for a killed process to leave its cgroup, … */
#define DYING_TURNS 100 /* … looked at so often at the most */

int cgroup_root(struct errbuf *eb)
{
	cleanup_close int fs =
		(int)syscall(SYS_fsopen, "cgroup2", FSOPEN_CLOEXEC);
	int fd;

	if (fs < 0)
		return errbuf_errno(eb, "cgroup2");
	if (syscall(SYS_fsconfig, fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
		return errbuf_errno(eb, "cgroup2");
	fd = (int)syscall(SYS_fsmount, fs, FSMOUNT_CLOEXEC, 0);
	return fd < 0 ? errbuf_errno(eb, "cgroup2") : fd;
}

static int open_dir(int dirfd, const char *path)
{
	int fd = openat(dirfd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

static int open_jail(int rootfd, int jid)
{
	char path[32];

	(void)snprintf(path, sizeof(path), TOP "/%d", jid);
	return open_dir(rootfd, path);
}

/* Another command may remove TOP, when it was empty, between our two calls. */
static int make_dirs(int rootfd, int jid)
{
	char path[48];
	int r = 0;

	(void)snprintf(path, sizeof(path), TOP "/%d", jid);
	do {
		(void)mkdirat(rootfd, TOP, 0755);
		r = mkdirat(rootfd, path, 0755) < 0 ? -errno : 0;
	} while (r == -ENOENT);
	if (r < 0 && r != -EEXIST)
		return r;
	(void)snprintf(path, sizeof(path), TOP "/%d/jail", jid);
	r = mkdirat(rootfd, path, 0755) < 0 ? -errno : 0;
	return r == -EEXIST ? 0 : r;
}

int cgroup_add(int jid, struct errbuf *eb)
{
	cleanup_close int rootfd = cgroup_root(eb);
	int fd, r;

	if (rootfd < 0)
		return rootfd;
	r = make_dirs(rootfd, jid);
	if (r < 0)
		return errbuf_set(eb, -r, "cgroup " TOP "/%d: %s", jid,
				  strerror(-r));
	fd = open_jail(rootfd, jid);
	if (fd < 0)
		return errbuf_set(eb, -fd, "cgroup " TOP "/%d: %s", jid,
				  strerror(-fd));
	return fd;
}

int cgroup_open(int jid, struct errbuf *eb)
{
	cleanup_close int rootfd = cgroup_root(eb);
	int fd;

	if (rootfd < 0)
		return rootfd;
	fd = open_jail(rootfd, jid);
	if (fd < 0)
		return errbuf_set(eb, -fd, "cgroup " TOP "/%d: %s", jid,
				  strerror(-fd));
	return fd;
}

int cgroup_list(int **ret, struct errbuf *eb)
{
	cleanup_close int rootfd = cgroup_root(eb);
	cleanup_free int *jids = NULL;
	int top = rootfd < 0 ? rootfd : open_dir(rootfd, TOP), n = 0;
	DIR *d = top < 0 ? NULL : fdopendir(top);
	const struct dirent *e;

	if (rootfd < 0)
		return rootfd;
	while (d && (e = readdir(d)) != NULL) {
		int jid = atoi(e->d_name), *more;

		if (jid <= 0)
			continue;
		more = reallocarray(jids, (size_t)n + 1, sizeof(*jids));
		if (!more)
			break;
		jids = more;
		jids[n++] = jid;
	}
	if (d)
		(void)closedir(d);
	*ret = TAKE_PTR(jids);
	return n;
}

int cgroup_join(int fd, const char *sub, pid_t pid, struct errbuf *eb)
{
	char path[64], text[16];

	(void)snprintf(path, sizeof(path), "%s/cgroup.procs", sub);
	(void)snprintf(text, sizeof(text), "%d", (int)pid);
	return file_write(fd, path, text, eb);
}

static int open_events(int fd, const char *path, struct errbuf *eb)
{
	int events = openat(fd, path, O_RDONLY | O_CLOEXEC);

	return events < 0 ? errbuf_errno(eb, "%s", path) : events;
}

int cgroup_events(int fd, struct errbuf *eb)
{
	return open_events(fd, "jail/cgroup.events", eb);
}

int cgroup_all_events(int fd, struct errbuf *eb)
{
	return open_events(fd, "cgroup.events", eb);
}

int cgroup_populated(int events_fd)
{
	char text[128];
	ssize_t n = pread(events_fd, text, sizeof(text) - 1, 0);

	if (n < 0)
		return -errno;
	text[n] = '\0';
	return strstr(text, "populated 1") ? 1 : 0;
}

static int append_procs(const char *text, pid_t **pids, int *n)
{
	for (;;) {
		char *end;
		long pid = strtol(text, &end, 10);
		pid_t *more;

		if (end == text)
			return 0;
		text = end;
		more = realloc(*pids, ((size_t)*n + 1) * sizeof(**pids));
		if (!more)
			return -ENOMEM;
		*pids = more;
		more[(*n)++] = (pid_t)pid;
	}
}

int cgroup_procs(int fd, pid_t **ret, struct errbuf *eb)
{
	cleanup_free char *text = NULL;
	pid_t *pids = NULL;
	int n = 0, r;

	r = file_read(fd, "jail/cgroup.procs", &text, NULL, eb);
	if (r == 0)
		r = append_procs(text, &pids, &n);
	if (r < 0) {
		free(pids);
		return r;
	}
	*ret = pids;
	return n;
}

int cgroup_kill(int fd)
{
	int r = file_write(fd, "jail/cgroup.kill", "1", NULL);

	/* A removal that was cut off may have come that far. */
	return r < 0 && r != -ENOENT ? r
				     : file_write(fd, "cgroup.kill", "1", NULL);
}

/* Until nobody is in @path, but no longer than a turn. */
static void wait_unpopulated(int dirfd, const char *path)
{
	cleanup_close int fd = -1;
	char events[64];
	struct pollfd p = { .events = POLLPRI };

	(void)snprintf(events, sizeof(events), "%s/cgroup.events", path);
	fd = openat(dirfd, events, O_RDONLY | O_CLOEXEC);
	p.fd = fd;
	if (fd >= 0 && cgroup_populated(fd) > 0)
		(void)poll(&p, 1, DYING_MS / DYING_TURNS);
}

/* rmdir(2) that waits for processes which were killed but have not left. */
static int remove_dir(int dirfd, const char *path)
{
	for (int turn = 0; unlinkat(dirfd, path, AT_REMOVEDIR) < 0; turn++) {
		if (errno == ENOENT)
			return 0;
		if (errno != EBUSY || turn == DYING_TURNS)
			return -errno;
		wait_unpopulated(dirfd, path);
	}
	return 0;
}

int cgroup_del(int jid, struct errbuf *eb)
{
	cleanup_close int rootfd = cgroup_root(eb);
	char path[48];
	int r;

	if (rootfd < 0)
		return rootfd;
	(void)snprintf(path, sizeof(path), TOP "/%d/jail", jid);
	r = remove_dir(rootfd, path);
	if (r == 0) {
		(void)snprintf(path, sizeof(path), TOP "/%d", jid);
		r = remove_dir(rootfd, path);
	}
	if (r == 0) { /* when it was the last */
		(void)snprintf(path, sizeof(path), TOP);
		if (unlinkat(rootfd, TOP, AT_REMOVEDIR) < 0 && errno != EBUSY &&
		    errno != ENOTEMPTY && errno != ENOENT)
			r = -errno;
	}
	if (r < 0)
		return errbuf_set(eb, -r, "cgroup %s: %s", path, strerror(-r));
	return 0;
}
