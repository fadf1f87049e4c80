/* SPDX-License-Identifier: BSD-2-Clause */
/* lost.c - Jails that run though somebody removed their files under /run/vjail */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/nsfs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/util.h"
#include "libjail/cgroup.h"
#include "libjail/core.h"
#include "libjail/finish.h"
#include "libjail/graph-rest.h"
#include "libjail/lost.h"
#include "libjail/pin.h"
#include "libjail/registry.h"

#define MARK "trusted.vjail" /* no jail can read or write it */

/* A directory, whatever its name is later */
struct place {
	uintmax_t dev, ino; /* 0: there is none */
};

/* The registry, and the directory it is in: who cleans /run makes another
 * registry in the same one. */
struct mark {
	struct place registry, parent;
};

static struct place place_of(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return (struct place){ 0 };
	return (struct place){ st.st_dev, st.st_ino };
}

static bool same(struct place a, struct place b)
{
	return a.ino != 0 && a.dev == b.dev && a.ino == b.ino;
}

static struct mark own_mark(void)
{
	char parent[] = VJAIL_STATE_DIR;

	*strrchr(parent, '/') = '\0';
	return (struct mark){ place_of(VJAIL_STATE_DIR), place_of(parent) };
}

int lost_mark(int cgroup_fd)
{
	const struct mark m = own_mark();

	return fsetxattr(cgroup_fd, MARK, &m, sizeof(m), 0) < 0 ? -errno : 0;
}

bool lost_has(int jid)
{
	cleanup_close int fd = cgroup_open(jid, NULL);

	return fd >= 0;
}

/* Its registry may only be covered here, and be in its place for others. */
static bool has_host(struct place registry)
{
	return same(registry, place_of("/proc/1/root" VJAIL_STATE_DIR));
}

/* @asked: also what is left of a registry that is gone as a whole */
static bool is_ours(int jid, bool asked)
{
	cleanup_close int fd = cgroup_open(jid, NULL);
	const struct mark own = own_mark();
	struct mark m;

	if (fd < 0 || fgetxattr(fd, MARK, &m, sizeof(m)) != sizeof(m))
		return false;
	if (same(m.registry, own.registry))
		return true;
	return asked && same(m.parent, own.parent) && !has_host(m.registry);
}

static bool has_record(int jid)
{
	char path[64];

	(void)snprintf(path, sizeof(path), "%s/jails/%d/record.json",
		       VJAIL_STATE_DIR, jid);
	return access(path, F_OK) == 0;
}

static bool has_slot(int jid)
{
	char path[64];

	(void)snprintf(path, sizeof(path), "%s/jails/%d", VJAIL_STATE_DIR, jid);
	return access(path, F_OK) == 0;
}

static struct place place_at(int fd)
{
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return (struct place){ 0 };
	return (struct place){ st.st_dev, st.st_ino };
}

/* The first process in the cgroup @fd, or 0 */
static int first_in(int fd)
{
	cleanup_free char *pids = NULL;

	return file_read(fd, "cgroup.procs", &pids, NULL, NULL) < 0
		       ? 0
		       : atoi(pids);
}

/* Its network namespace; -1 unless that surely is the jail's alone: one of a user
 * namespace that is not ours. */
static int own_netns(int jid)
{
	cleanup_close int cg = cgroup_open(jid, NULL);
	cleanup_close int net = -1, user = -1, owner = -1;
	int pid = cg < 0 ? 0 : first_in(cg);
	char path[64];

	if (pid <= 0)
		return -1;
	(void)snprintf(path, sizeof(path), "/proc/%d/ns/net", pid);
	net = open(path, O_RDONLY | O_CLOEXEC);
	(void)snprintf(path, sizeof(path), "/proc/%d/ns/user", pid);
	user = open(path, O_RDONLY | O_CLOEXEC);
	if (first_in(cg) != pid) /* its number may be another's by now */
		return -1;
	owner = net < 0 ? -1 : ioctl(net, NS_GET_USERNS);
	if (!same(place_at(owner), place_at(user)) ||
	    same(place_at(user), place_of("/proc/self/ns/user")))
		return -1;
	return TAKE_FD(net);
}

/* The symbolic links of a directory that lead to @target */
static int drop_links(const char *dir, const char *target)
{
	DIR *d = opendir(dir);
	const struct dirent *e;
	int r = d || errno == ENOENT ? 0 : -errno;

	while (d && (e = readdir(d)) != NULL) {
		char to[PATH_MAX];
		ssize_t n = readlinkat(dirfd(d), e->d_name, to, sizeof(to) - 1);

		if (n <= 0)
			continue;
		to[n] = '\0';
		if (streq(to, target) && unlinkat(dirfd(d), e->d_name, 0) < 0 &&
		    errno != ENOENT)
			r = -errno;
	}
	if (d)
		(void)closedir(d);
	return r;
}

static int drop_names(int jid)
{
	char target[64];
	int r;

	(void)snprintf(target, sizeof(target), "%s/jails/%d/net",
		       VJAIL_STATE_DIR, jid);
	r = drop_links(PIN_NETNS_DIR, target);
	(void)snprintf(target, sizeof(target), "%d", jid);
	if (r == 0)
		r = drop_links(VJAIL_STATE_DIR "/names", target);
	return r < 0 ? r : drop_links(VJAIL_STATE_DIR "/ids", target);
}

/* It gets a slot again, without a record, which is what a kill from here on
 * leaves; and then goes like any other one.  -EEXIST: it is being made */
static int end(int jid, struct errbuf *eb)
{
	cleanup_close int netns = own_netns(jid);
	int r = registry_adopt(jid, eb);

	if (r < 0)
		return r;
	r = drop_names(jid);
	if (r < 0)
		return errbuf_set(eb, -r, "jail %d: %s", jid, strerror(-r));
	(void)finish_jail(jid, eb);
	if (has_slot(jid))
		return -EBUSY;
	if (netns >= 0)
		graph_rest_remove(netns);
	return 0;
}

/* Those that have a cgroup, and those that have a slot alone */
static int candidates(int **ret, struct errbuf *eb)
{
	cleanup_free int *slots = NULL, *all = NULL;
	int n = cgroup_list(&all, eb);
	int nslots = n < 0 ? n : registry_list(&slots, eb);
	int *more;

	if (nslots < 0)
		return nslots;
	more = reallocarray(all, (size_t)(n + nslots) + 1, sizeof(*all));
	if (!more)
		return errbuf_set(eb, ENOMEM, "out of memory");
	all = more;
	for (int i = 0; i < nslots; i++)
		if (!has_record(slots[i]))
			all[n++] = slots[i];
	*ret = TAKE_PTR(all);
	return n;
}

int jail_end_lost(bool asked, int **ret, struct errbuf *eb)
{
	cleanup_free int *jids = NULL;
	int n = candidates(&jids, eb), ended = 0, failed = 0;

	for (int i = 0; jids && i < n; i++) {
		int jid = jids[i], r;

		if (has_record(jid) || (!has_slot(jid) && !is_ours(jid, asked)))
			continue;
		r = end(jid, eb);
		if (r == 0)
			jids[ended++] = jid;
		else if (r != -EEXIST)
			failed = r;
	}
	if (n < 0 || failed)
		return n < 0 ? n : failed;
	*ret = TAKE_PTR(jids);
	return ended;
}
