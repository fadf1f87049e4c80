/* SPDX-License-Identifier: BSD-2-Clause */
/* tree-lines.c - The mounts that a jail's configuration asks for */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/mount.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "conf/devfsrules.h"
#include "conf/fstab.h"
#include "libjail/mnt.h"
#include "libjail/registry.h"
#include "libjail/tree-priv.h"

/* One line, as its type's function gets it. */
struct line {
	const struct fstab_entry *e;
	const char *target; /* in the jail, relative to its root */
	uint64_t attr; /* ro, nosuid, … */
	struct strv rest; /* options that only the type knows */
};

#define MAX_OPTS 32

/* "size=1m" of @rest as "size", "1m" for mnt_new().  The strings live in
 * @rest. */
static int split_opts(struct strv *rest, const char **opts, size_t room)
{
	size_t n = 0;

	while (opts[n])
		n += 2;
	for (size_t i = 0; i < rest->n; i++) {
		char *eq = strchr(rest->v[i], '=');

		if (n + 2 >= room)
			return -E2BIG;
		if (eq)
			*eq = '\0';
		opts[n++] = rest->v[i];
		opts[n++] = eq ? eq + 1 : NULL;
		opts[n] = NULL;
	}
	return 0;
}

static int place_at(struct tree *t, const struct line *l, int mnt, int flags,
		    struct errbuf *eb)
{
	cleanup_close int at = mnt_open_in(t->root, l->target, O_PATH | flags);
	int r = at < 0 ? at : mnt_place(mnt, at);

	if (r < 0)
		return errbuf_set(eb, -r, "%s: %s", l->e->file, strerror(-r));
	/* Mounted on the root itself: that is the root now. */
	if (l->target[strspn(l->target, "/")] == '\0') {
		int fd = fcntl(mnt, F_DUPFD_CLOEXEC, 0);

		if (fd < 0)
			return errbuf_errno(eb, "%s", l->e->file);
		close_fd(&t->root);
		t->root = fd;
		t->plain = false;
		return tree_add_points(t, eb);
	}
	return 0;
}

static int refuse_rest(const struct line *l, struct errbuf *eb)
{
	if (l->rest.n == 0)
		return 0;
	return errbuf_set(eb, EINVAL, "%s: %s: unknown mount option",
			  l->e->file, l->rest.v[0]);
}

/* What of FILE is below the jail's path, by whatever name that is called, or
 * NULL.  The end of it may be in an earlier line's mount only. */
static const char *strip_path(const struct tree_plan *plan, const char *file)
{
	size_t len = strlen(plan->path);
	const char *rest;

	if (streq(plan->path, "/"))
		return file;
	if (strncmp(file, plan->path, len) == 0 &&
	    (file[len] == '/' || file[len] == '\0'))
		rest = file + len;
	else
		rest = mnt_below(file, plan->path);
	return rest && !*rest ? "/" : rest;
}

static bool same_file(int fd, int other)
{
	struct stat a, b;

	return fstat(fd, &a) == 0 && fstat(other, &b) == 0 &&
	       a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* What a line shows again: what the host has there or, below the jail's path,
 * what an earlier line mounted over that; whose ids are mapped already. */
static int clone_shown(struct tree *t, const char *spec, bool *ret_mapped)
{
	const char *rel =
		streq(t->plan->path, "/") ? NULL : strip_path(t->plan, spec);
	cleanup_close int host = mnt_clone_host(t->plan->path, spec);
	cleanup_close int in = -1;

	*ret_mapped = false;
	if (!rel || (host < 0 && host != -ENOENT))
		return TAKE_FD(host);
	in = mnt_open_in(t->root, rel, O_PATH);
	if (in < 0 || (host >= 0 && same_file(host, in)))
		return TAKE_FD(host);
	*ret_mapped = true;
	return mnt_clone(in, "", false);
}

static int mount_nullfs(struct tree *t, struct line *l, struct errbuf *eb)
{
	struct mnt_attr attr = { .set = l->attr | MOUNT_ATTR_NODEV,
				 .userns_fd = t->plan->userns_fd };
	cleanup_close int fd = -1;
	struct stat st;
	int r = refuse_rest(l, eb);
	bool mapped;

	if (r < 0)
		return r;
	fd = clone_shown(t, l->e->spec, &mapped);
	if (fd < 0)
		return tree_failed(fd, l->e->spec, eb);
	if (mapped)
		attr.userns_fd = -1;
	if (fstat(fd, &st) < 0)
		return errbuf_errno(eb, "%s", l->e->spec);
	r = mnt_setattr(fd, &attr);
	if (r == -EINVAL)
		return tree_unmappable("", l->e->spec, eb);
	if (r < 0)
		return errbuf_set(eb, -r, "%s: %s", l->e->spec, strerror(-r));
	return place_at(t, l, fd, S_ISDIR(st.st_mode) ? O_DIRECTORY : 0, eb);
}

/* "uid=N" or "gid=N" as the host counts; NULL and words: it is none of the
 * jail's ids. */
static char *tmpfs_id(const struct line *l, const char *s, uid_t base,
		      struct errbuf *eb)
{
	const char *digits = s + strlen("uid=");
	unsigned long n = strtoul(digits, NULL, 10);
	char *text;

	if (!*digits || digits[strspn(digits, "0123456789")] ||
	    n >= (base ? JAIL_IDS_PER_JAIL : UINT_MAX)) {
		(void)errbuf_set(eb, EINVAL, "%s: %s: not an id of the jail",
				 l->e->file, s);
		return NULL;
	}
	return asprintf(&text, "%.4s%lu", s, base + n) < 0 ? NULL : text;
}

/* FreeBSD's words for tmpfs, where they differ. */
static int adapt_tmpfs_opts(struct line *l, uid_t base, struct errbuf *eb)
{
	struct strv *rest = &l->rest;

	for (size_t i = 0; i < rest->n; i++) {
		char *s = rest->v[i], *new = NULL;

		if (str_starts(s, "uid=") || str_starts(s, "gid="))
			new = tmpfs_id(l, s, base, eb);
		else if (!str_starts(s, "inodes="))
			continue;
		else if (asprintf(&new, "nr_%s", s) < 0)
			return errbuf_set(eb, ENOMEM, "out of memory");
		if (!new)
			return -EINVAL;
		free(s);
		rest->v[i] = new;
	}
	return 0;
}

static int mount_tmpfs(struct tree *t, struct line *l, struct errbuf *eb)
{
	const char *opts[MAX_OPTS] = { "source", "tmpfs" };
	char id[16];
	cleanup_close int fd = -1;
	int r;

	(void)snprintf(id, sizeof(id), "%u", t->plan->base);
	opts[2] = "uid";
	opts[3] = id;
	opts[4] = "gid";
	opts[5] = id;
	r = adapt_tmpfs_opts(l, t->plan->base, eb);
	if (r < 0)
		return r;
	r = split_opts(&l->rest, opts, MAX_OPTS);
	if (r < 0)
		return errbuf_set(eb, -r, "%s: too many options", l->e->file);
	fd = mnt_new("tmpfs", opts, l->attr | MOUNT_ATTR_NODEV, eb);
	if (fd < 0)
		return errbuf_in(eb, fd, "%s", l->e->file);
	return place_at(t, l, fd, O_DIRECTORY, eb);
}

/* 0: all that the host has.  A slip of the pen must not come to mean that. */
static int parse_ruleset(const struct tree_plan *plan, const struct line *l,
			 const char *s, int *ret, struct errbuf *eb)
{
	char *end;
	unsigned long n = strtoul(s, &end, 10);

	if (*s < '0' || *s > '9' || *end || n > INT_MAX ||
	    (n != 0 && !devfs_rules_has(plan->rules, (int)n)))
		return errbuf_set(eb, EINVAL, "%s: ruleset=%s: no such ruleset",
				  l->e->file, s);
	*ret = (int)n;
	return 0;
}

static int mount_devfs(struct tree *t, struct line *l, struct errbuf *eb)
{
	static const char key[] = "ruleset=";
	int ruleset = t->plan->ruleset, r = 0;

	for (size_t i = 0; i < l->rest.n && r == 0; i++) {
		if (!str_starts(l->rest.v[i], key))
			return refuse_rest(l, eb);
		r = parse_ruleset(t->plan, l, l->rest.v[i] + strlen(key),
				  &ruleset, eb);
	}
	if (r < 0)
		return r;
	return tree_mount_dev(t, l->target, ruleset, eb);
}

static int mount_procfs(struct tree *t, struct line *l, struct errbuf *eb)
{
	int r = refuse_rest(l, eb);

	return r < 0 ? r : tree_mount_proc(t, l->target, eb);
}

static int mount_sysfs(struct tree *t, struct line *l, struct errbuf *eb)
{
	cleanup_close int at =
		mnt_open_in(t->root, l->target, O_PATH | O_DIRECTORY);
	int r = refuse_rest(l, eb);

	if (r < 0)
		return r;
	if (at < 0)
		return tree_failed(at, l->e->file, eb);
	r = tree_mount_sys(t, at, eb);
	return r < 0 ? errbuf_in(eb, r, "%s", l->e->file) : 0;
}

/* /dev/fd is there already: the link to /proc/self/fd in every /dev. */
static int mount_fdescfs(struct tree *t, struct line *l, struct errbuf *eb)
{
	static const char place[] = "/dev/fd";
	size_t len = strlen(l->target), end = sizeof(place) - 1;

	(void)t;
	if (len >= end && streq(l->target + len - end, place))
		return 0;
	return errbuf_set(eb, EOPNOTSUPP, "%s: fdescfs can only be at /dev/fd",
			  l->e->file);
}

/* `none` lines with `none` for options say what a jail is not to have. */
static int mount_none(struct tree *t, struct line *l, struct errbuf *eb)
{
	int r;

	if (streq(l->e->type, "procfs")) {
		t->has_proc = true;
		return 0;
	}
	/* one that the user mounted is not what is declined */
	r = tree_adopt_dev(t, eb);
	if (r < 0 || t->has_dev)
		return r;
	return tree_mount_dev(t, l->target, TREE_NO_NODES, eb);
}

static int place_layers(struct tree *t, const struct line *l, int fd,
			struct errbuf *eb)
{
	const struct mnt_attr attr = { .set = l->attr, .userns_fd = -1 };
	int r = fd < 0 ? fd : mnt_setattr(fd, &attr);

	if (fd < 0)
		return errbuf_in(eb, fd, "%s", l->e->file);
	if (r < 0)
		return errbuf_set(eb, -r, "%s: %s", l->e->file, strerror(-r));
	return place_at(t, l, fd, O_DIRECTORY, eb);
}

static int mount_overlay(struct tree *t, struct line *l, struct errbuf *eb)
{
	const char *opts[MAX_OPTS] = { NULL };
	cleanup_close int fd = -1;
	int r = split_opts(&l->rest, opts, MAX_OPTS);

	if (r < 0)
		return errbuf_set(eb, -r, "%s: too many options", l->e->file);
	fd = tree_layers(t, opts, -1, eb);
	return place_layers(t, l, fd, eb);
}

static int make_work_dir(const char *top, const char *work, struct errbuf *eb)
{
	cleanup_close int dir = tree_work_parent(top, work);

	if (dir < 0)
		return tree_failed(dir, work, eb);
	if (mkdirat(dir, strrchr(work, '/') + 1, 0700) < 0 && errno != EEXIST)
		return errbuf_errno(eb, "%s", work);
	return 0;
}

/* The mount point as it is in the jail: the lower layer, or with @below the
 * upper one, which can only be a directory of the host's. */
static int open_covered(struct tree *t, const struct line *l, bool below,
			int *ret_lower, struct errbuf *eb)
{
	cleanup_close int host =
		mnt_open_host(t->plan->path, l->e->file, O_PATH | O_DIRECTORY);
	cleanup_close int in =
		mnt_open_in(t->root, l->target, O_PATH | O_DIRECTORY);

	if (host == -EXDEV || (host < 0 && below))
		return tree_failed(host, l->e->file, eb);
	if (in < 0)
		return tree_failed(in, l->e->file, eb);
	if (!below) {
		*ret_lower = mnt_clone(in, "", false);
		return *ret_lower < 0 ? tree_failed(*ret_lower, l->e->file, eb)
				      : 0;
	}
	if (same_file(in, host))
		return 0;
	return errbuf_set(
		eb, EBUSY,
		"%s: below: an earlier line is mounted there, and would not be written to",
		l->e->file);
}

/* FreeBSD's unionfs: the directory goes on top, `below` turns that round. */
static int mount_unionfs(struct tree *t, struct line *l, struct errbuf *eb)
{
	const char *opts[MAX_OPTS] = { "lowerdir", l->e->spec, "upperdir",
				       l->e->spec, "workdir" };
	cleanup_free char *work = NULL;
	cleanup_close int fd = -1, lower = -1;
	bool below = false;
	int r;

	for (size_t i = 0; i < l->rest.n; i++) {
		if (!streq(l->rest.v[i], "below"))
			return refuse_rest(l, eb);
		opts[3] = l->e->file;
		below = true;
	}
	r = open_covered(t, l, below, &lower, eb);
	if (r < 0)
		return r;
	work = tree_work_dir(opts[3], t->plan->jid);
	if (!work)
		return errbuf_set(eb, ENOMEM, "out of memory");
	r = make_work_dir(t->plan->path, work, eb);
	if (r < 0)
		return r;
	opts[5] = work;
	fd = tree_layers(t, opts, lower, eb);
	return place_layers(t, l, fd, eb);
}

static const struct {
	const char *type;
	int (*mount)(struct tree *t, struct line *l, struct errbuf *eb);
} types[] = {
	{ "nullfs", mount_nullfs },    { "tmpfs", mount_tmpfs },
	{ "devfs", mount_devfs },      { "procfs", mount_procfs },
	{ "linprocfs", mount_procfs }, { "linsysfs", mount_sysfs },
	{ "fdescfs", mount_fdescfs },  { "unionfs", mount_unionfs },
	{ "overlay", mount_overlay },
};

/* As written, or with the symbolic links of the host's part resolved. */
static int find_target(const struct tree_plan *plan, const char *file,
		       char **ret, struct errbuf *eb)
{
	const char *rel = strip_path(plan, file);
	cleanup_free char *real = NULL;

	if (!rel) {
		real = realpath(file, NULL);
		rel = real ? strip_path(plan, real) : NULL;
	}
	if (!rel)
		return errbuf_set(eb, EINVAL,
				  "%s: not below the jail's path %s", file,
				  plan->path);
	*ret = strdup(rel);
	return *ret ? 0 : -ENOMEM;
}

static int mount_entry(struct tree *t, const struct fstab_entry *e,
		       struct errbuf *eb)
{
	cleanup_free char *target = NULL;
	struct line l = { .e = e };
	int r = find_target(t->plan, e->file, &target, eb);

	if (r == 0)
		r = mnt_options(e->opts, &l.attr, &l.rest);
	l.target = target;
	if (r == 0 && streq(e->spec, "none") && streq(e->opts, "none")) {
		r = mount_none(t, &l, eb);
		strv_done(&l.rest);
		return r;
	}
	if (r == 0)
		r = errbuf_set(eb, EOPNOTSUPP,
			       "%s: %s: file system type not supported",
			       e->file, e->type);
	for (size_t i = 0; l.target && i < ARRAY_SIZE(types); i++)
		if (streq(types[i].type, e->type))
			r = types[i].mount(t, &l, eb);
	strv_done(&l.rest);
	return r;
}

int tree_mount_line(struct tree *t, const char *line, struct errbuf *eb)
{
	const char *origin = fstab_origin(line);
	struct fstab_entry e = { 0 };
	int r = fstab_parse_line(line, &e, eb);

	if (r <= 0)
		return r < 0 ? errbuf_in(eb, r, "mount: %s", line) : 0;
	r = mount_entry(t, &e, eb);
	fstab_entry_done(&e);
	return r < 0 && origin ? errbuf_in(eb, r, "%s", origin) : r;
}
