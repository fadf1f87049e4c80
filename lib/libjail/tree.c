/* SPDX-License-Identifier: BSD-2-Clause */
/* tree.c - What a jail sees as its file system */

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/paths.h"
#include "base/util.h"
#include "conf/fstab.h"
#include "libjail/devfs.h"
#include "libjail/mnt.h"
#include "libjail/tree-priv.h"
#include "libjail/tree.h"

/* The host's own mount table must not learn of any of this. */
static int leave_host(const struct tree_plan *plan, struct tree *t,
		      struct errbuf *eb)
{
	static const char *const opts[] = { "mode", "0700", NULL };
	cleanup_close int scratch = -1, at = -1;
	int r;

	if (unshare(CLONE_NEWNS) < 0 ||
	    mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return errbuf_errno(eb, "mount namespace");
	scratch = mnt_new("tmpfs", opts, 0, eb);
	if (scratch < 0)
		return scratch;
	at = open(plan->scratch, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (at < 0)
		return errbuf_errno(eb, "%s", plan->scratch);
	r = mnt_place(scratch, at);
	if (r == 0 && mkdirat(scratch, "root", 0755) < 0)
		r = -errno;
	if (r < 0)
		return errbuf_set(eb, -r, "%s: %s", plan->scratch,
				  strerror(-r));
	t->scratch = TAKE_FD(scratch);
	return 0;
}

static int place_root(struct tree *t, int mntfd, struct errbuf *eb)
{
	cleanup_close int at =
		openat(t->scratch, "root", O_PATH | O_DIRECTORY | O_CLOEXEC);
	int r = at < 0 ? -errno : mnt_place(mntfd, at);

	if (r < 0)
		return errbuf_set(eb, -r, "%s: %s", t->plan->path,
				  strerror(-r));
	close_fd(&t->root);
	t->root = mntfd;
	return 0;
}

/* The common case in two calls: all of it maps.  -EINVAL: something below does
 * not, or the root itself. */
static int clone_whole(const struct tree_plan *plan)
{
	cleanup_close int fd = mnt_clone(AT_FDCWD, plan->path, true);
	struct mnt_attr attr = { .set = MOUNT_ATTR_NODEV,
				 .userns_fd = plan->userns_fd,
				 .recursive = true };
	int r = fd < 0 ? fd : mnt_setattr(fd, &attr);

	return r < 0 ? r : TAKE_FD(fd);
}

/* Can /dev and /proc be mounted?  Missing directories are made where that is
 * possible. */
static bool has_points(struct tree *t)
{
	cleanup_close int dev = tree_mkdir(t, "dev");
	cleanup_close int proc = tree_mkdir(t, "proc");

	return dev != -EROFS && proc != -EROFS && (t->plain || dev >= 0);
}

int tree_add_points(struct tree *t, struct errbuf *eb)
{
	int fd, r;

	if (has_points(t))
		return 0;
	fd = tree_layer_points(t, eb);
	r = fd < 0 ? fd : tree_place_root(t, fd, eb);
	t->plain = false;
	return r;
}

static int make_root(struct tree *t, struct errbuf *eb)
{
	const struct tree_plan *plan = t->plan;
	int fd;

	if (plan->throw_away)
		return tree_throw_away(t, eb);
	if (streq(plan->path, "/"))
		return tree_clone_each(t, eb);
	fd = clone_whole(plan);
	if (fd == -EINVAL)
		return tree_clone_each(t, eb);
	if (fd < 0)
		return errbuf_set(eb, -fd, "path %s: %s", plan->path,
				  strerror(-fd));
	return tree_place_root(t, fd, eb);
}

int tree_place_root(struct tree *t, int mntfd, struct errbuf *eb)
{
	int r = place_root(t, mntfd, eb);

	if (r < 0)
		(void)close(mntfd);
	return r;
}

bool tree_is_top(const char *target, const char *name)
{
	size_t len = strlen(name);

	target += strspn(target, "/");
	return strncmp(target, name, len) == 0 &&
	       target[len + strspn(target + len, "/")] == '\0';
}

/* Through a mapped mount the host's root is nobody, so a directory is made
 * outside; which is the jail's root only while nothing covers it. */
int tree_mkdir(struct tree *t, const char *name)
{
	cleanup_close int host = -1;
	int fd = mnt_open_in(t->root, name, O_PATH | O_DIRECTORY);

	if (fd != -ENOENT)
		return fd;
	if (t->plan->throw_away)
		(void)mkdirat(t->root, name, 0755);
	else if (t->plain)
		host = open(t->plan->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (host >= 0 && mkdirat(host, name, 0755) < 0)
		return -errno;
	return mnt_open_in(t->root, name, O_PATH | O_DIRECTORY);
}

static int write_ident(int devfd, const char *text)
{
	cleanup_close int fd = openat(devfd, DEVFS_IDENT,
				      O_WRONLY | O_CREAT | O_CLOEXEC, 0444);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		return -errno;
	return 0;
}

/* pts and our tools, in a /dev that is in place. */
static int fill_dev(struct tree *t, int dev, struct errbuf *eb)
{
	static const struct mnt_attr tools_attr = {
		.set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV,
		.userns_fd = -1,
	};
	cleanup_close int pts = -1, tools = -1, at_pts = -1, at_tools = -1;
	int r = 0;

	at_pts = openat(dev, "pts",
			O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (at_pts >= 0) {
		pts = devpts_mount(t->plan->base, eb);
		if (pts < 0)
			return errbuf_in(eb, pts, "/dev/pts");
		r = mnt_place(pts, at_pts);
	}
	at_tools = openat(dev, ".vjail",
			  O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (r == 0 && at_tools >= 0) {
		tools = mnt_clone(AT_FDCWD, t->plan->tools, false);
		r = tools < 0 ? tools : mnt_setattr(tools, &tools_attr);
		if (r == 0)
			r = mnt_place(tools, at_tools);
	}
	return r < 0 ? errbuf_set(eb, -r, "/dev: %s", strerror(-r)) : 0;
}

int tree_mount_dev(struct tree *t, const char *target, int ruleset,
		   struct errbuf *eb)
{
	cleanup_close int at = tree_mkdir(t, target);
	cleanup_close int dev = -1;
	int r;

	if (at < 0)
		return errbuf_set(eb, -at, "%s/%s: %s (where /dev goes)",
				  t->plan->path, target, strerror(-at));
	dev = ruleset == TREE_NO_NODES
		      ? tree_empty_dev(t, eb)
		      : devfs_mount(t->plan->rules, ruleset, t->plan->base, eb);
	if (dev < 0)
		return errbuf_in(eb, dev, "devfs");
	r = write_ident(dev, t->plan->ident);
	if (r == 0)
		r = mnt_place(dev, at);
	if (r < 0)
		return errbuf_set(eb, -r, "/%s: %s", target, strerror(-r));
	t->has_dev = t->has_dev || tree_is_top(target, "dev");
	return fill_dev(t, dev, eb);
}

/* The file is the host's: a file of our own over it. */
static int cover_ident(struct tree *t, int dev)
{
	cleanup_close int at =
		openat(dev, DEVFS_IDENT, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	cleanup_close int mnt = -1;
	int r;

	if (at < 0)
		return 0;
	r = write_ident(t->scratch, t->plan->ident);
	if (r < 0)
		return r;
	mnt = mnt_clone(t->scratch, DEVFS_IDENT, false);
	return mnt < 0 ? mnt : mnt_place(mnt, at);
}

/* A devfs that the host mounted at PATH/dev by hand came along with the root;
 * its nodes are meant to work. */
int tree_adopt_dev(struct tree *t, struct errbuf *eb)
{
	static const struct mnt_attr attr = { .clear = MOUNT_ATTR_NODEV,
					      .userns_fd = -1 };
	cleanup_close int dev =
		mnt_open_in(t->root, "dev", O_RDONLY | O_DIRECTORY);
	struct stat st;
	int r;

	if (t->has_dev || dev < 0 || fstatat(dev, ".vjail", &st, 0) < 0 ||
	    mnt_setattr(dev, &attr) < 0) /* not a mount: on the disk */
		return 0;
	t->has_dev = true;
	r = cover_ident(t, dev);
	if (r < 0)
		return errbuf_set(eb, -r, "/dev: %s", strerror(-r));
	return fill_dev(t, dev, eb);
}

static int finish(struct tree *t, struct errbuf *eb)
{
	int r = tree_adopt_dev(t, eb);

	if (r == 0 && !t->has_dev)
		r = tree_mount_dev(t, "dev", t->plan->ruleset, eb);
	if (r == 0 && !t->has_proc)
		r = tree_mount_proc(t, "proc", eb);
	return r;
}

static int pivot(struct tree *t, struct errbuf *eb)
{
	if (fchdir(t->root) < 0 || syscall(SYS_pivot_root, ".", ".") < 0 ||
	    umount2(".", MNT_DETACH) < 0 || chdir("/") < 0)
		return errbuf_errno(eb, "pivot_root");
	return 0;
}

/* From here on nothing that was mounted can be changed from inside. */
static int hand_over(const struct tree_plan *plan, struct errbuf *eb)
{
	if (plan->userns_fd < 0)
		return 0;
	if (setns(plan->userns_fd, CLONE_NEWUSER) < 0 ||
	    unshare(CLONE_NEWNS) < 0)
		return errbuf_errno(eb, "mount namespace");
	return 0;
}

int tree_enter(struct tree_plan *plan, struct errbuf *eb)
{
	struct tree t = {
		.plan = plan, .scratch = -1, .root = -1, .plain = true
	};
	int r = leave_host(plan, &t, eb);

	if (r == 0)
		r = make_root(&t, eb);
	if (r == 0)
		r = tree_add_points(&t, eb);
	for (size_t i = 0; r == 0 && i < plan->lines->n; i++)
		r = tree_mount_line(&t, plan->lines->v[i], eb);
	if (r == 0)
		r = finish(&t, eb);
	if (r == 0)
		r = pivot(&t, eb);
	if (r == 0)
		r = hand_over(plan, eb);
	close_fd(&t.root);
	close_fd(&t.scratch);
	return r;
}
