/* SPDX-License-Identifier: BSD-2-Clause */
/* devfs-place.c - The devfs at a directory, in a jail that runs or for one */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/strv.h"
#include "base/util.h"
#include "libjail/core.h"
#include "libjail/devfs-place.h"
#include "libjail/mnt.h"

/* The jail that a path is in. */
struct owner {
	int jid, other; /* 0: none */
	pid_t init_pid;
	size_t depth; /* length of its root's path */
};

static void look_at(const struct jail_info *info, const char *path,
		    struct owner *o)
{
	const char *root = jail_params_str(&info->params, "path");
	size_t len = streq(root, "/") ? 0 : strlen(root);

	if (strncmp(root, path, len) != 0 || path[len] != '/' ||
	    (o->jid && len < o->depth))
		return;
	*o = (struct owner){ .jid = info->jid,
			     .other = len == o->depth ? o->jid : 0,
			     .init_pid = info->init_pid,
			     .depth = len };
}

static int find_owner(const char *path, struct owner *ret, struct errbuf *eb)
{
	struct owner o = { 0 };
	int jid = 0;

	while ((jid = jail_next(jid, false, eb)) > 0) {
		cleanup_jail_info struct jail_info info = { 0 };

		if (jail_info_get(jid, &info, NULL) == 0)
			look_at(&info, path, &o);
	}
	if (o.other)
		return errbuf_set(eb, EEXIST,
				  "%s: in jails %d and %d, which have one root",
				  path, o.other, o.jid);
	*ret = o;
	return jid;
}

static int open_proc(pid_t pid, const char *what, int flags)
{
	char path[48];
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, what);
	fd = open(path, flags | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* In its mount namespace; what its root put in the way is not gone through. */
static int open_in_jail(const struct owner *o, const char *path,
			struct devfs_mnt *m, struct errbuf *eb)
{
	cleanup_close int root =
		open_proc(o->init_pid, "root", O_PATH | O_DIRECTORY);
	const char *rel;

	m->mntns = open_proc(o->init_pid, "ns/mnt", O_RDONLY);
	if (root < 0 || m->mntns < 0 || jail_of_pid(o->init_pid) != o->jid)
		return errbuf_set(eb, ESRCH, "jail %d not found", o->jid);
	rel = path + strspn(path, "/");
	m->fd = mnt_open_unlinked(root, *rel ? rel : ".",
				  O_RDONLY | O_DIRECTORY | O_NONBLOCK);
	return m->fd < 0 ? errbuf_set(eb, -m->fd, "%s: %s", path,
				      strerror(-m->fd))
			 : 0;
}

static int read_state(struct devfs_place *p, const char *path,
		      struct errbuf *eb)
{
	int r = p->mnt.fd < 0 ? -ENOTTY : devfs_state_read(p->mnt.fd, &p->st);

	if (r == 0)
		p->kind = DEVFS_OURS;
	return r == 0 || r == -ENOTTY
		       ? 0
		       : errbuf_set(eb, -r, "%s: %s", path, strerror(-r));
}

static int open_named(const char *path, const char *jail, struct devfs_place *p,
		      struct errbuf *eb)
{
	cleanup_jail_info struct jail_info info = { 0 };
	struct owner o = { .jid = jail_find(jail, eb) };
	int r = o.jid < 0 ? o.jid : jail_info_get(o.jid, &info, eb);

	if (r < 0)
		return r;
	o.init_pid = info.init_pid;
	r = open_in_jail(&o, path, &p->mnt, eb);
	return r < 0 ? r : read_state(p, path, eb);
}

/* The roots of the jails that run; "/" can be changed by none. */
static int list_roots(struct strv *ret)
{
	int jid = 0, r = 0;

	while (r == 0 && (jid = jail_next(jid, false, NULL)) > 0) {
		cleanup_jail_info struct jail_info info = { 0 };
		const char *root;

		if (jail_info_get(jid, &info, NULL) < 0)
			continue;
		root = jail_params_str(&info.params, "path");
		if (!streq(root, "/"))
			r = strv_add(ret, root);
	}
	return r < 0 ? r : jid;
}

/* Open a directory of the host.  From a jail's root on no symbolic link is
 * followed: its root could have it lead to another jail's /dev. */
static int open_host(const char *path)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC;
	cleanup_strv struct strv roots = { 0 };
	const char *s = path;
	int fd = list_roots(&roots);

	if (fd < 0)
		return fd;
	while ((s = strchr(s + 1, '/'))) {
		cleanup_free char *prefix = strndup(path, (size_t)(s - path));
		cleanup_free char *real =
			prefix ? realpath(prefix, NULL) : NULL;
		cleanup_close int top = -1;

		if (!real || !strv_has(&roots, real))
			continue;
		s += strspn(s, "/");
		top = open(real, O_PATH | O_DIRECTORY | O_CLOEXEC);
		return mnt_open_unlinked(top, *s ? s : ".", flags);
	}
	fd = open(path, flags);
	return fd < 0 ? -errno : fd;
}

/* With the working directory in front if it is relative.  Caller frees */
static char *absolute(const char *path)
{
	cleanup_free char *cwd = path[0] == '/' ? NULL : getcwd(NULL, 0);
	char *whole;

	if (path[0] == '/')
		return strdup(path);
	return cwd && asprintf(&whole, "%s/%s", cwd, path) >= 0 ? whole : NULL;
}

static int open_path(const char *path, struct devfs_place *p, struct errbuf *eb)
{
	cleanup_free char *whole = absolute(path);
	char link[32], real[PATH_MAX];
	struct owner o = { 0 };
	ssize_t n;
	int r;

	if (!whole)
		return errbuf_errno(eb, "%s", path);
	p->mnt.fd = open_host(whole);
	if (p->mnt.fd == -ELOOP)
		return errbuf_set(eb, ELOOP, "%s: a symbolic link in the jail",
				  path);
	if (p->mnt.fd < 0)
		return errbuf_set(eb, -p->mnt.fd, "%s: %s", path,
				  strerror(-p->mnt.fd));
	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", p->mnt.fd);
	n = readlink(link, real, sizeof(real) - 1);
	if (n < 0)
		return errbuf_errno(eb, "%s", path);
	real[n] = '\0';
	r = read_state(p, path, eb);
	if (r < 0 || p->kind == DEVFS_OURS)
		return r;
	if (streq(real, "/dev")) {
		p->kind = DEVFS_HOST;
		return 0;
	}
	close_fd(&p->mnt.fd);
	p->mnt.fd = -1;
	r = find_owner(real, &o, eb);
	if (r < 0 || o.jid == 0)
		return r;
	r = open_in_jail(&o, real + o.depth, &p->mnt, eb);
	return r < 0 ? r : read_state(p, path, eb);
}

int devfs_place_open(const char *path, const char *jail,
		     struct devfs_place *ret, struct errbuf *eb)
{
	cleanup_devfs_place struct devfs_place p = DEVFS_PLACE_NONE;
	int r = jail ? open_named(path, jail, &p, eb) : open_path(path, &p, eb);

	if (r < 0)
		return r;
	*ret = p;
	p = (struct devfs_place)DEVFS_PLACE_NONE;
	return 0;
}

void devfs_place_close(struct devfs_place *p)
{
	close_fd(&p->mnt.fd);
	close_fd(&p->mnt.mntns);
	devfs_state_done(&p->st);
}
