/* SPDX-License-Identifier: BSD-2-Clause */
/* tree-root.c - A jail's root where it is not simply one mapped clone */

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/mount.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "libjail/mnt.h"
#include "libjail/tree-priv.h"

/* Views of the kernel, not files: a jail gets its own or none. */
static const char *const kernel_types[] = {
	"proc",	      "sysfs",	  "devtmpfs",  "devpts",      "cgroup",
	"cgroup2",    "bpf",	  "tracefs",   "debugfs",     "securityfs",
	"mqueue",     "nsfs",	  "pstore",    "configfs",    "fusectl",
	"autofs",     "efivarfs", "hugetlbfs", "binfmt_misc", "selinuxfs",
	"rpc_pipefs",
};

static bool is_kernel_type(const char *type)
{
	for (size_t i = 0; i < ARRAY_SIZE(kernel_types); i++)
		if (streq(kernel_types[i], type))
			return true;
	return false;
}

int tree_failed(int r, const char *path, struct errbuf *eb)
{
	if (r == -EXDEV)
		return errbuf_set(eb, ELOOP, "%s: a symbolic link in the jail",
				  path);
	return errbuf_set(eb, -r, "%s: %s", path, strerror(-r));
}

int tree_unmappable(const char *what, const char *path, struct errbuf *eb)
{
	struct statfs st;
	bool layers =
		statfs(path, &st) == 0 && st.f_type == OVERLAYFS_SUPER_MAGIC;

	return errbuf_set(
		eb, EINVAL,
		"%s%s: ids cannot be mapped on this kind of file system; %svjail.userns = inherit accepts a weaker jail without",
		what, path,
		layers ? "let a unionfs line of the jail's mount make it, or "
		       : "");
}

int tree_clone_one(const struct tree_plan *plan, const char *path,
		   uint64_t clear, struct errbuf *eb)
{
	struct mnt_attr attr = { .set = MOUNT_ATTR_NODEV & ~clear,
				 .userns_fd = plan->userns_fd };
	cleanup_close int fd = mnt_clone_host(plan->path, path);
	int r = fd < 0 ? fd : mnt_setattr(fd, &attr);

	if (fd == -EXDEV)
		return tree_failed(fd, path, eb);

	if (r == -EINVAL)
		return tree_unmappable("path ", path, eb);
	if (r < 0)
		return errbuf_set(eb, -r, "path %s: %s", path, strerror(-r));
	return TAKE_FD(fd);
}

/* Where @path, below the jail's path on the host, is in the jail. */
static int open_below(struct tree *t, const char *path)
{
	const char *top = t->plan->path;
	size_t len = streq(top, "/") ? 0 : strlen(top);

	return mnt_open_in(t->root, path + len, O_PATH);
}

static int add_submount(struct tree *t, const struct mnt_info *m,
			struct errbuf *eb)
{
	bool dev = streq(m->type, "tmpfs") && streq(m->source, "devfs");
	cleanup_close int at = open_below(t, m->path);
	cleanup_close int fd = -1;
	int r;

	if (at < 0) /* hidden below another mount */
		return 0;
	fd = tree_clone_one(t->plan, m->path, dev ? MOUNT_ATTR_NODEV : 0, eb);
	if (fd < 0)
		return fd;
	r = mnt_place(fd, at);
	return r < 0 ? errbuf_set(eb, -r, "%s: %s", m->path, strerror(-r)) : 0;
}

/* What is not carried over, with all that is mounted below it. */
struct left_out {
	const char *below;
};

static bool leave_out(const struct tree_plan *plan, const struct mnt_info *m,
		      struct left_out *lo)
{
	size_t len = lo->below ? strlen(lo->below) : 0;

	if (streq(m->path, plan->path) || str_starts(m->path, plan->scratch))
		return true;
	if (len > 0 && strncmp(m->path, lo->below, len) == 0 &&
	    m->path[len] == '/')
		return true;
	if (!is_kernel_type(m->type))
		return false;
	lo->below = m->path;
	return true;
}

int tree_clone_each(struct tree *t, struct errbuf *eb)
{
	const struct tree_plan *plan = t->plan;
	struct left_out lo = { 0 };
	struct mnt_info *list = NULL;
	size_t n = 0;
	int fd, r;

	fd = tree_clone_one(plan, plan->path, 0, eb);
	if (fd < 0)
		return fd;
	r = tree_place_root(t, fd, eb);
	if (r == 0)
		r = mnt_list(plan->path, &list, &n, eb);
	if (r < 0)
		return r;
	for (size_t i = 0; i < n && r == 0; i++)
		if (!leave_out(plan, &list[i], &lo))
			r = add_submount(t, &list[i], eb);
	mnt_list_free(list, n);
	return r;
}

static int add_layer(struct tree *t, const char *path, struct errbuf *eb)
{
	cleanup_close int at = open_below(t, path);
	cleanup_close int fd = -1;
	int r;

	if (at < 0)
		return 0;
	fd = tree_layer_over(t, path, eb);
	if (fd < 0)
		return fd;
	r = mnt_place(fd, at);
	return r < 0 ? errbuf_set(eb, -r, "%s: %s", path, strerror(-r)) : 0;
}

/* What is in memory on the host (/run, /tmp) is the host's own: the jail's is
 * empty. */
static int add_empty(struct tree *t, const char *path, struct errbuf *eb)
{
	char id[16];
	const char *const opts[] = {
		"mode", streq(path, "/tmp") ? "1777" : "0755",
		"uid",	id,
		"gid",	id,
		NULL
	};
	cleanup_close int at = open_below(t, path);
	cleanup_close int fd = -1;
	int r;

	(void)snprintf(id, sizeof(id), "%u", t->plan->base);
	if (at < 0)
		return 0;
	fd = mnt_new("tmpfs", opts, MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID, eb);
	if (fd < 0)
		return fd;
	r = mnt_place(fd, at);
	return r < 0 ? errbuf_set(eb, -r, "%s: %s", path, strerror(-r)) : 0;
}

int tree_throw_away(struct tree *t, struct errbuf *eb)
{
	const struct tree_plan *plan = t->plan;
	struct left_out lo = { 0 };
	struct mnt_info *list = NULL;
	size_t n = 0;
	int fd, r;

	fd = tree_layer_over(t, plan->path, eb);
	if (fd < 0)
		return fd;
	r = tree_place_root(t, fd, eb);
	if (r == 0)
		r = mnt_list(plan->path, &list, &n, eb);
	if (r < 0)
		return r;
	for (size_t i = 0; i < n && r == 0; i++) {
		if (leave_out(plan, &list[i], &lo))
			continue;
		if (streq(list[i].type, "tmpfs") ||
		    streq(list[i].type, "ramfs"))
			r = add_empty(t, list[i].path, eb);
		else
			r = add_layer(t, list[i].path, eb);
	}
	mnt_list_free(list, n);
	return r;
}

int tree_empty_dev(struct tree *t, struct errbuf *eb)
{
	char id[16];
	const char *const opts[] = { "mode", "0755",   "uid",	id,  "gid",
				     id,     "source", "devfs", NULL };
	int fd;

	(void)snprintf(id, sizeof(id), "%u", t->plan->base);
	fd = mnt_new("tmpfs", opts, MOUNT_ATTR_NOSUID, eb);
	if (fd >= 0 && mkdirat(fd, ".vjail", 0555) < 0) {
		(void)close(fd);
		return errbuf_errno(eb, "/dev/.vjail");
	}
	return fd;
}
