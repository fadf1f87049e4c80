/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tree-overlay.c - Layers: unionfs, overlay, and memory over the host's files
 *
 * overlayfs cannot be id-mapped itself, its layers can.  It finds them by
 * path, so each is cloned, mapped and attached on the scratch first.
 */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/mount.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "conf/fstab.h"
#include "libjail/mnt.h"
#include "libjail/tree-priv.h"

/* Make what is created on disk the jail root's: its ids, our capabilities. */
static int become(uid_t id)
{
	struct __user_cap_header_struct h = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct d[2];

	(void)setfsgid(id);
	(void)setfsuid(id);
	if (syscall(SYS_capget, &h, d) < 0)
		return -errno;
	for (int i = 0; i < 2; i++)
		d[i].effective = d[i].permitted;
	return syscall(SYS_capset, &h, d) < 0 ? -errno : 0;
}

static int new_overlay(struct tree *t, const char *const *opts,
		       struct errbuf *eb)
{
	int r = become(t->plan->base), fd;

	if (r < 0)
		return errbuf_set(eb, -r, "overlay: %s", strerror(-r));
	fd = mnt_new("overlay", opts, MOUNT_ATTR_NODEV, eb);
	r = become(0);
	if (r < 0 && fd >= 0)
		(void)close(fd);
	return r < 0 ? r : fd;
}

static int make_owned(struct tree *t, const char *name, mode_t mode)
{
	uid_t base = t->plan->base;

	if (mkdirat(t->scratch, name, mode) < 0 ||
	    fchownat(t->scratch, name, base, base, 0) < 0)
		return -errno;
	return 0;
}

int tree_layer_over(struct tree *t, const char *path, struct errbuf *eb)
{
	char names[3][16], paths[3][PATH_MAX];
	static const char *const kinds[3] = { "lower", "upper", "work" };
	const char *opts[] = { "lowerdir", paths[0], "upperdir", paths[1],
			       "workdir",  paths[2], NULL };
	cleanup_close int lower = -1, at = -1;
	int r = 0;

	for (int i = 0; i < 3 && r == 0; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "%s%u", kinds[i],
			       t->overlays);
		(void)snprintf(paths[i], sizeof(paths[i]), "%s/%s",
			       t->plan->scratch, names[i]);
		r = make_owned(t, names[i], 0755);
	}
	t->overlays++;
	if (r < 0)
		return errbuf_set(eb, -r, "%s: %s", path, strerror(-r));
	lower = tree_clone_one(t->plan, path, 0, eb);
	if (lower < 0)
		return lower;
	at = openat(t->scratch, names[0], O_PATH | O_DIRECTORY | O_CLOEXEC);
	r = at < 0 ? -errno : mnt_place(lower, at);
	if (r < 0)
		return errbuf_set(eb, -r, "%s: %s", path, strerror(-r));
	return new_overlay(t, opts, eb);
}

/* Put the detached mount @mnt on a new place on the scratch; that place's path
 * in *@ret, caller frees. */
static int stage_mount(struct tree *t, int mnt, const char *what, char **ret,
		       struct errbuf *eb)
{
	cleanup_free char *name = NULL, *place = NULL;
	cleanup_close int at = -1;
	int r;

	if (asprintf(&name, "layer%u", t->overlays++) < 0 ||
	    asprintf(&place, "%s/%s", t->plan->scratch, name) < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	r = make_owned(t, name, 0755);
	at = openat(t->scratch, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (r == 0)
		r = at < 0 ? -errno : mnt_place(mnt, at);
	if (r < 0)
		return errbuf_set(eb, -r, "%s: %s", what, strerror(-r));
	*ret = TAKE_PTR(place);
	return 0;
}

/* The same with a clone of the directory @path, mapped. */
static int stage(struct tree *t, const char *path, char **ret,
		 struct errbuf *eb)
{
	cleanup_close int fd = tree_clone_one(t->plan, path, 0, eb);

	return fd < 0 ? fd : stage_mount(t, fd, path, ret, eb);
}

/* lowerdir may name several, with colons between. */
static int stage_lower(struct tree *t, const char *dirs, char **ret,
		       struct errbuf *eb)
{
	cleanup_strv struct strv parts = { 0 }, places = { 0 };
	int r = strv_split(&parts, dirs, ":");

	for (size_t i = 0; i < parts.n && r == 0; i++) {
		cleanup_free char *place = NULL;

		r = stage(t, parts.v[i], &place, eb);
		if (r == 0)
			r = strv_add(&places, place);
	}
	if (r < 0)
		return r;
	*ret = strv_join(&places, ":");
	return *ret ? 0 : -ENOMEM;
}

/* The directory both are in, and what of them is below it. */
static char *split_common(const char *upper, const char *work,
			  const char *rest[2])
{
	size_t len = 0, last = 0;
	char *common = strdup(upper);

	while (upper[len] && upper[len] == work[len]) {
		if (upper[len] == '/')
			last = len;
		len++;
	}
	if (common)
		common[last ? last : 1] = '\0';
	rest[0] = upper + last + strspn(upper + last, "/");
	rest[1] = work + last + strspn(work + last, "/");
	return common;
}

/* What the host has at @path, as it is in the clone of a directory above it,
 * opened at @place: so that it is this one and no other, whatever the jail does
 * with its names meanwhile. */
static int open_staged(struct tree *t, int place, const char *rest,
		       const char *path, struct errbuf *eb)
{
	cleanup_close int real =
		mnt_open_host(t->plan->path, path, O_PATH | O_DIRECTORY);
	cleanup_close int fd = -1;
	struct stat a, b;

	if (real < 0)
		return tree_failed(real, path, eb);
	fd = mnt_open_beneath(place, rest, O_PATH | O_DIRECTORY);
	if (fd < 0)
		return tree_failed(fd, path, eb);
	if (fstat(real, &a) < 0 || fstat(fd, &b) < 0)
		return errbuf_errno(eb, "%s", path);
	if (a.st_dev != b.st_dev || a.st_ino != b.st_ino)
		return tree_failed(-EXDEV, path, eb);
	return TAKE_FD(fd);
}

/* The two must be on one mount: clone the directory that holds both. */
static int stage_upper(struct tree *t, const char *upper, const char *work,
		       int ret[2], struct errbuf *eb)
{
	const char *rest[2];
	cleanup_free char *common = split_common(upper, work, rest);
	cleanup_free char *place = NULL;
	cleanup_close int at = -1;
	int r = common ? stage(t, common, &place, eb) : -ENOMEM;

	if (r < 0 || !place)
		return r;
	at = open(place, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (at < 0)
		return errbuf_errno(eb, "%s", common);
	ret[0] = open_staged(t, at, rest[0], upper, eb);
	if (ret[0] < 0)
		return ret[0];
	ret[1] = open_staged(t, at, rest[1], work, eb);
	return ret[1] < 0 ? ret[1] : 0;
}

int tree_layer_points(struct tree *t, struct errbuf *eb)
{
	static const struct mnt_attr read_only = {
		.set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NODEV,
		.userns_fd = -1,
	};
	char lower[PATH_MAX], points[32], name[64], upper[PATH_MAX + 64];
	const char *opts[] = { "lowerdir", upper, NULL };
	cleanup_close int fd = -1;
	int r;

	(void)snprintf(points, sizeof(points), "points%u", t->overlays++);
	(void)snprintf(lower, sizeof(lower), "%s/root", t->plan->scratch);
	r = make_owned(t, points, 0755);
	for (int i = 0; i < 2 && r == 0; i++) {
		(void)snprintf(name, sizeof(name), "%s/%s", points,
			       i ? "proc" : "dev");
		r = make_owned(t, name, 0755);
	}
	if (r < 0)
		return errbuf_set(eb, -r, "/dev: %s", strerror(-r));
	(void)snprintf(upper, sizeof(upper), "%s:%s/%s", lower,
		       t->plan->scratch, points);
	fd = new_overlay(t, opts, eb);
	if (fd < 0)
		return fd;
	r = mnt_setattr(fd, &read_only);
	return r < 0 ? errbuf_set(eb, -r, "/: %s", strerror(-r)) : TAKE_FD(fd);
}

static const char **find_opt(const char **opts, const char *key)
{
	for (; opts[0]; opts += 2)
		if (streq(opts[0], key))
			return &opts[1];
	return NULL;
}

static const char *fd_path(int fd, char buf[static 32])
{
	(void)snprintf(buf, 32, "/proc/self/fd/%d", fd);
	return buf;
}

int tree_layers(struct tree *t, const char **opts, int lowest,
		struct errbuf *eb)
{
	const char **lower = find_opt(opts, "lowerdir");
	const char **upper = find_opt(opts, "upperdir");
	const char **work = find_opt(opts, "workdir");
	cleanup_free char *places = NULL;
	cleanup_close int up = -1, wk = -1;
	char names[2][32];
	int fds[2] = { -1, -1 }, r;

	if (!lower || !*lower || !upper != !work ||
	    (upper && (!*upper || !*work)))
		return errbuf_set(
			eb, EINVAL,
			"overlay: lowerdir, and upperdir with workdir, are needed");
	r = lowest < 0 ? stage_lower(t, *lower, &places, eb)
		       : stage_mount(t, lowest, *lower, &places, eb);
	if (r == 0 && upper)
		r = stage_upper(t, *upper, *work, fds, eb);
	*lower = places;
	up = fds[0];
	wk = fds[1];
	if (r < 0)
		return r;
	if (upper) {
		*upper = fd_path(up, names[0]);
		*work = fd_path(wk, names[1]);
	}
	return new_overlay(t, opts, eb);
}

char *tree_work_dir(const char *upper, int jid)
{
	const char *slash = strrchr(upper, '/');
	char *path;

	if (!slash || asprintf(&path, "%.*s/.vjail-work-%d-%s",
			       (int)(slash - upper), upper, jid, slash + 1) < 0)
		return NULL;
	return path;
}

int tree_work_parent(const char *top, const char *work)
{
	const char *slash = strrchr(work, '/');
	cleanup_free char *dir =
		strndup(work, slash > work ? (size_t)(slash - work) : 1);

	return dir ? mnt_open_host(top, dir, O_RDONLY | O_DIRECTORY) : -ENOMEM;
}

int tree_work_dirs(const struct strv *lines, int jid, struct strv *ret)
{
	for (size_t i = 0; i < lines->n; i++) {
		struct fstab_entry e = { 0 };
		cleanup_free char *work = NULL;
		int r = fstab_parse_line(lines->v[i], &e, NULL);

		if (r > 0 && streq(e.type, "unionfs")) {
			bool below = strstr(e.opts, "below") != NULL;

			work = tree_work_dir(below ? e.file : e.spec, jid);
			r = work ? strv_add(ret, work) : -ENOMEM;
		}
		fstab_entry_done(&e);
		if (r == -ENOMEM)
			return r;
	}
	return 0;
}
