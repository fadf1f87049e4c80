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

/* Clone the directory @path, mapped, to a new place on the scratch; that
 * place's path in *@ret, caller frees. */
static int stage(struct tree *t, const char *path, char **ret,
		 struct errbuf *eb)
{
	cleanup_free char *name = NULL, *place = NULL;
	cleanup_close int fd = -1, at = -1;
	int r;

	if (asprintf(&name, "layer%u", t->overlays++) < 0 ||
	    asprintf(&place, "%s/%s", t->plan->scratch, name) < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	fd = tree_clone_one(t->plan, path, 0, eb);
	if (fd < 0)
		return fd;
	r = make_owned(t, name, 0755);
	at = openat(t->scratch, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (r == 0)
		r = at < 0 ? -errno : mnt_place(fd, at);
	if (r < 0)
		return errbuf_set(eb, -r, "%s: %s", path, strerror(-r));
	*ret = TAKE_PTR(place);
	return 0;
}

/* What of @path is below @top, by whatever name that is reached; or NULL. */
static const char *below(const char *path, const char *top)
{
	for (const char *p = strchr(path + 1, '/'); p; p = strchr(p + 1, '/')) {
		cleanup_free char *front = strndup(path, (size_t)(p - path));
		cleanup_free char *real = front ? realpath(front, NULL) : NULL;

		if (real && streq(real, top))
			return p + strspn(p, "/");
	}
	return NULL;
}

int tree_refuse_links(const struct tree_plan *plan, const char *path,
		      struct errbuf *eb)
{
	const char *rest = below(path, plan->path);
	cleanup_close int top = -1, fd = -1;

	if (!rest || !*rest)
		return 0;
	top = open(plan->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (top < 0)
		return errbuf_errno(eb, "%s", plan->path);
	fd = mnt_open_unlinked(top, rest, O_PATH);
	if (fd == -ELOOP || fd == -EXDEV)
		return errbuf_set(eb, ELOOP, "%s: a symbolic link in the jail",
				  path);
	return fd < 0 ? errbuf_set(eb, -fd, "%s: %s", path, strerror(-fd)) : 0;
}

/* lowerdir may name several, with colons between. */
static int stage_lower(struct tree *t, const char *dirs, char **ret,
		       struct errbuf *eb)
{
	cleanup_strv struct strv parts = { 0 }, places = { 0 };
	int r = strv_split(&parts, dirs, ":");

	for (size_t i = 0; i < parts.n && r == 0; i++) {
		cleanup_free char *place = NULL;

		r = tree_refuse_links(t->plan, parts.v[i], eb);
		if (r == 0)
			r = stage(t, parts.v[i], &place, eb);
		if (r == 0)
			r = strv_add(&places, place);
	}
	if (r < 0)
		return r;
	*ret = strv_join(&places, ":");
	return *ret ? 0 : -ENOMEM;
}

/* The two must be on one mount: clone the directory that holds both. */
static int stage_upper(struct tree *t, const char *upper, const char *work,
		       char *ret[2], struct errbuf *eb)
{
	cleanup_free char *common = strdup(upper), *place = NULL;
	size_t len = 0, last = 0;
	int r;

	while (upper[len] && upper[len] == work[len]) {
		if (upper[len] == '/')
			last = len;
		len++;
	}
	if (!common)
		return -ENOMEM;
	common[last ? last : 1] = '\0';
	r = stage(t, common, &place, eb);
	if (r < 0)
		return r;
	if (asprintf(&ret[0], "%s%s", place, upper + last) < 0 ||
	    asprintf(&ret[1], "%s%s", place, work + last) < 0)
		return -ENOMEM;
	return 0;
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

int tree_layers(struct tree *t, const char **opts, struct errbuf *eb)
{
	const char **lower = find_opt(opts, "lowerdir");
	const char **upper = find_opt(opts, "upperdir");
	const char **work = find_opt(opts, "workdir");
	char *places[3] = { NULL };
	int r;

	if (!lower || !*lower || !upper != !work)
		return errbuf_set(
			eb, EINVAL,
			"overlay: lowerdir, and upperdir with workdir, are needed");
	r = stage_lower(t, *lower, &places[0], eb);
	*lower = places[0];
	if (r == 0 && upper)
		r = tree_refuse_links(t->plan, *upper, eb);
	if (r == 0 && work)
		r = tree_refuse_links(t->plan, *work, eb);
	if (r == 0 && upper) {
		r = stage_upper(t, *upper, *work, &places[1], eb);
		*upper = places[1];
		*work = places[2];
	}
	if (r == 0)
		r = new_overlay(t, opts, eb);
	for (int i = 0; i < 3; i++)
		free(places[i]);
	return r;
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
