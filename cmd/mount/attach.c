/* SPDX-License-Identifier: BSD-2-Clause */
/* attach.c - Mount what FreeBSD's types and options mean */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "attach.h"
#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/strv.h"
#include "base/util.h"
#include "conf/devfsrules.h"
#include "libjail/devfs.h"
#include "libjail/mnt.h"
#include "libjail/rulesets.h"

#define JAIL_RULESET 4
#define WORK_PREFIX ".vjail-work-"

/* Options that every type has, and their opposites. */
static const struct {
	const char *on, *off;
	uint64_t attr;
} flags[] = {
	{ "ro", "rw", MOUNT_ATTR_RDONLY },
	{ "rdonly", "nordonly", MOUNT_ATTR_RDONLY },
	{ "nosuid", "suid", MOUNT_ATTR_NOSUID },
	{ "noexec", "exec", MOUNT_ATTR_NOEXEC },
	{ "noatime", "atime", MOUNT_ATTR_NOATIME },
	{ "nosymfollow", "symfollow", MOUNT_ATTR_NOSYMFOLLOW },
};

/* Those that only speak to who reads an fstab, or to mount(8); and what mount(2)
 * does by itself: it covers what is mounted. */
static const char *const not_ours[] = {
	"auto", "noauto", "late", "failok", "force", "update", "cover",
};

struct attach {
	const struct mount_req *req;
	struct mnt_attr attr;
	struct strv rest; /* options that are the type's own */
	struct mount_fail *fail;
	struct errbuf *eb;
};

/* "THING: why", as FreeBSD's err(3) says it. */
static int failed(const struct attach *a, const char *thing, int code)
{
	return errbuf_set(a->eb, code, "%s: %s", thing, bsd_strerror(code));
}

static int refuse_option(const struct attach *a, const char *opt)
{
	return errbuf_set(a->eb, EINVAL, "%s: mount option <%s> is unknown: %s",
			  a->req->special, opt, bsd_strerror(EINVAL));
}

static bool take_flag(const char *word, struct mnt_attr *attr)
{
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		if (streq(flags[i].on, word)) {
			attr->set |= flags[i].attr;
			attr->clear &= ~flags[i].attr;
			return true;
		}
		if (streq(flags[i].off, word)) {
			attr->clear |= flags[i].attr;
			attr->set &= ~flags[i].attr;
			return true;
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(not_ours); i++)
		if (streq(not_ours[i], word))
			return true;
	return false;
}

static int take_options(const char *opts, struct mnt_attr *attr,
			struct strv *rest)
{
	cleanup_strv struct strv words = { 0 };
	int r = strv_split(&words, opts ? opts : "", ",");

	for (size_t i = 0; r == 0 && i < words.n; i++)
		if (!take_flag(words.v[i], attr))
			r = strv_add(rest, words.v[i]);
	/* one of several ways, of which the kernel clears all or none */
	if ((attr->set | attr->clear) & MOUNT_ATTR_NOATIME)
		attr->clear |= MOUNT_ATTR__ATIME;
	return r;
}

/* -ENOTEMPTY, or 0; what cannot be read is looked at by mount(2). */
static int must_be_empty(const char *node)
{
	DIR *dir = opendir(node);
	unsigned n = 0;

	if (!dir)
		return 0;
	while (readdir(dir))
		n++;
	(void)closedir(dir);
	return n > 2 ? -ENOTEMPTY : 0;
}

/* -EBUSY, or 0. */
static int must_not_cover(const char *node)
{
	struct statx st;

	if (statx(AT_FDCWD, node, 0, 0, &st) < 0)
		return 0;
	return st.stx_attributes & STATX_ATTR_MOUNT_ROOT ? -EBUSY : 0;
}

static const struct {
	const char *word;
	int (*check)(const char *node);
} checks[] = {
	{ "emptydir", must_be_empty },
	{ "nocover", must_not_cover },
};

static int check_one(const struct attach *a, const char *word, bool *ret_is_one)
{
	for (size_t i = 0; i < ARRAY_SIZE(checks); i++) {
		int r;

		if (!streq(checks[i].word, word))
			continue;
		*ret_is_one = true;
		r = checks[i].check(a->req->node);
		return r < 0 ? failed(a, a->req->node, -r) : 0;
	}
	return 0;
}

/* What must be true of the mount point, out of @a->rest. */
static int check_node(struct attach *a)
{
	cleanup_strv struct strv words = a->rest;
	int r = 0;

	a->rest = (struct strv){ 0 };
	for (size_t i = 0; r == 0 && i < words.n; i++) {
		bool is_one = false;

		r = check_one(a, words.v[i], &is_one);
		if (r == 0 && !is_one)
			r = strv_add(&a->rest, words.v[i]);
	}
	return r;
}

/* The value if @word is KEY=VALUE, or NULL. */
static const char *value_of(const char *word, const char *key)
{
	size_t len = strlen(key);

	return strncmp(word, key, len) == 0 && word[len] == '=' ? word + len + 1
								: NULL;
}

static int place(struct attach *a, int mntfd)
{
	int r = 0;

	if (a->attr.set || a->attr.clear)
		r = mnt_setattr(mntfd, &a->attr);
	if (r == 0 && move_mount(mntfd, "", AT_FDCWD, a->req->node,
				 MOVE_MOUNT_F_EMPTY_PATH) < 0)
		r = -errno;
	return r < 0 ? failed(a, a->req->node, -r) : 0;
}

static bool is_above(const char *dir, const char *path)
{
	size_t len = streq(dir, "/") ? 0 : strlen(dir);

	return strncmp(dir, path, len) == 0 &&
	       (path[len] == '/' || path[len] == '\0');
}

static int attach_nullfs(struct attach *a)
{
	cleanup_free char *from = realpath(a->req->special, NULL);
	cleanup_close int fd = -1;

	*a->fail = (struct mount_fail){ "mount_nullfs", EX_USAGE };
	if (!from)
		return failed(a, a->req->special, errno);
	if (is_above(from, a->req->node) || is_above(a->req->node, from))
		return errbuf_set(a->eb, EINVAL,
				  "%s (%s) and %s are not distinct paths",
				  a->req->special, from, a->req->node);
	a->fail->status = 1;
	if (a->rest.n)
		return refuse_option(a, a->rest.v[0]);
	fd = mnt_clone(AT_FDCWD, from, false);
	/* In a jail what is mounted below may not be uncovered. */
	if (fd == -EINVAL)
		fd = mnt_clone(AT_FDCWD, from, true);
	if (fd < 0)
		return failed(a, a->req->special, -fd);
	return place(a, fd);
}

/* FreeBSD's options of tmpfs, and Linux's. */
static const struct {
	const char *name, *linux_name;
} tmpfs_options[] = {
	{ "size", "size" }, { "inodes", "nr_inodes" }, { "mode", "mode" },
	{ "uid", "uid" },   { "gid", "gid" },
};

static int tmpfs_option(struct attach *a, const char *word, struct strv *opts)
{
	for (size_t i = 0; i < ARRAY_SIZE(tmpfs_options); i++) {
		const char *value = value_of(word, tmpfs_options[i].name);
		int r;

		if (!value)
			continue;
		r = strv_add(opts, tmpfs_options[i].linux_name);
		return r < 0 ? r : strv_add(opts, value);
	}
	return refuse_option(a, word);
}

/* Owner and mode are those of the directory, unless options say otherwise. */
static int tmpfs_defaults(const struct attach *a, struct strv *opts)
{
	struct stat st;
	int r;

	if (stat(a->req->node, &st) < 0)
		return failed(a, a->req->node, errno);
	r = strv_add(opts, "mode");
	if (r == 0)
		r = strv_addf(opts, "%o", st.st_mode & 07777);
	if (r == 0)
		r = strv_add(opts, "uid");
	if (r == 0)
		r = strv_addf(opts, "%u", st.st_uid);
	if (r == 0)
		r = strv_add(opts, "gid");
	return r < 0 ? r : strv_addf(opts, "%u", st.st_gid);
}

static int attach_tmpfs(struct attach *a)
{
	cleanup_strv struct strv opts = { 0 };
	cleanup_close int fd = -1;
	int r = strv_add(&opts, "source");

	if (r == 0)
		r = strv_add(&opts, "tmpfs");
	if (r == 0)
		r = tmpfs_defaults(a, &opts);
	for (size_t i = 0; r == 0 && i < a->rest.n; i++)
		r = tmpfs_option(a, a->rest.v[i], &opts);
	if (r < 0)
		return r;
	fd = mnt_new("tmpfs", (const char *const *)opts.v, MOUNT_ATTR_NODEV,
		     a->eb);
	return fd < 0 ? fd : place(a, fd);
}

static int attach_devfs(struct attach *a)
{
	struct devfs_rules *rules = NULL;
	cleanup_close int fd = -1;
	long ruleset = JAIL_RULESET;
	int r;

	for (size_t i = 0; i < a->rest.n; i++) {
		const char *value = value_of(a->rest.v[i], "ruleset");
		char *end;

		if (!value)
			return refuse_option(a, a->rest.v[i]);
		ruleset = strtol(value, &end, 10);
		if (*end || end == value || ruleset < 0 || ruleset > INT_MAX)
			return errbuf_set(a->eb, EINVAL,
					  "%s: invalid ruleset \"%s\"",
					  a->req->special, value);
	}
	r = rulesets_load(NULL, &rules, a->eb);
	if (r == 0 && ruleset && !devfs_rules_has(rules, (int)ruleset))
		r = errbuf_set(a->eb, ESRCH, "%s: no ruleset %ld",
			       a->req->special, ruleset);
	if (r == 0)
		fd = devfs_mount(rules, (int)ruleset, 0, a->eb);
	devfs_rules_free(rules);
	if (r < 0 || fd < 0)
		return r < 0 ? r : fd;
	return place(a, fd);
}

/* A file system of the kernel's that has no options of its own. */
static int attach_kernel(struct attach *a, const char *type, uint64_t attr)
{
	const char *const opts[] = { "source", type, NULL };
	cleanup_close int fd = -1;

	if (a->rest.n)
		return refuse_option(a, a->rest.v[0]);
	fd = mnt_new(type, opts,
		     attr | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID |
			     MOUNT_ATTR_NOEXEC,
		     a->eb);
	return fd < 0 ? fd : place(a, fd);
}

static int attach_procfs(struct attach *a)
{
	return attach_kernel(a, "proc", 0);
}

/* As on FreeBSD, where nothing in it can be written. */
static int attach_linsysfs(struct attach *a)
{
	return attach_kernel(a, "sysfs", MOUNT_ATTR_RDONLY);
}

/* Every /dev of Linux has what fdescfs is for as a link. */
static int attach_fdescfs(struct attach *a)
{
	struct stat here, fds;

	if (a->rest.n)
		return refuse_option(a, a->rest.v[0]);
	if (stat(a->req->node, &here) == 0 &&
	    stat("/proc/self/fd", &fds) == 0 && here.st_dev == fds.st_dev)
		return 0;
	return errbuf_set(
		a->eb, EOPNOTSUPP,
		"%s: fdescfs is only possible where /dev has a link fd to /proc/self/fd: %s",
		a->req->special, bsd_strerror(EOPNOTSUPP));
}

char *mount_work_dir(const char *upper)
{
	const char *slash = strrchr(upper, '/');
	char *path;

	if (!slash || asprintf(&path, "%.*s/" WORK_PREFIX "mount-%s",
			       (int)(slash - upper), upper, slash + 1) < 0)
		return NULL;
	return path;
}

bool mount_is_work_dir(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && str_starts(slash + 1, WORK_PREFIX "mount-");
}

/* What overlayfs does anyway is good; its other ways are not to be had. */
static int unionfs_option(struct attach *a, const char *word, bool *ret_below)
{
	if (streq(word, "below")) {
		*ret_below = true;
		return 0;
	}
	if (streq(word, "copymode=transparent") ||
	    streq(word, "whiteout=whenneeded"))
		return 0;
	if (value_of(word, "copymode") || value_of(word, "whiteout"))
		return errbuf_set(
			a->eb, EINVAL,
			"%s: only copymode=transparent and whiteout=whenneeded can be had",
			word);
	return refuse_option(a, word);
}

/* On FreeBSD the directory lies over the mount point, unless "below". */
static int attach_unionfs(struct attach *a)
{
	cleanup_free char *dir = realpath(a->req->special, NULL);
	cleanup_free char *work = NULL;
	cleanup_free char *source = NULL;
	cleanup_close int fd = -1;
	const char *upper;
	bool under = false;
	int r = 0;

	*a->fail = (struct mount_fail){ "mount_unionfs", EX_USAGE };
	if (!dir)
		return failed(a, a->req->special, errno);
	a->fail->status = EX_OSERR;
	for (size_t i = 0; r == 0 && i < a->rest.n; i++)
		r = unionfs_option(a, a->rest.v[i], &under);
	if (r < 0)
		return r;
	upper = under ? a->req->node : dir;
	work = mount_work_dir(upper);
	if (!work ||
	    asprintf(&source, "<%s>:%s", under ? "below" : "above", dir) < 0)
		return -ENOMEM;
	if (mkdir(work, 0700) < 0 && errno != EEXIST)
		return failed(a, work, errno);
	fd = mnt_new("overlay",
		     (const char *const[]){ "source", source, "lowerdir",
					    under ? dir : a->req->node,
					    "upperdir", upper, "workdir", work,
					    NULL },
		     MOUNT_ATTR_NODEV, a->eb);
	r = fd < 0 ? fd : place(a, fd);
	if (r < 0)
		(void)rmdir(work);
	return r;
}

static const struct {
	const char *type;
	int (*attach)(struct attach *a);
} types[] = {
	{ "nullfs", attach_nullfs },	 { "tmpfs", attach_tmpfs },
	{ "devfs", attach_devfs },	 { "procfs", attach_procfs },
	{ "linprocfs", attach_procfs },	 { "fdescfs", attach_fdescfs },
	{ "linsysfs", attach_linsysfs }, { "unionfs", attach_unionfs },
};

static int attach_type(struct attach *a)
{
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (streq(types[i].type, a->req->type))
			return types[i].attach(a);
	return errbuf_set(a->eb, ENODEV, "%s: file system type %s: %s",
			  a->req->special, a->req->type, bsd_strerror(ENODEV));
}

int mount_attach(const struct mount_req *req, struct mount_fail *ret_fail,
		 struct errbuf *eb)
{
	cleanup_free char *node = realpath(req->node, NULL);
	struct mount_req resolved = *req;
	struct attach a = {
		.req = &resolved,
		.attr = { .userns_fd = -1 },
		.fail = ret_fail,
		.eb = eb,
	};
	int r;

	*ret_fail = (struct mount_fail){ "mount", 1 };
	if (!node) {
		if (streq(req->type, "nullfs"))
			*ret_fail =
				(struct mount_fail){ "mount_nullfs", EX_USAGE };
		return failed(&a, req->node, errno);
	}
	resolved.node = node;
	r = take_options(req->opts, &a.attr, &a.rest);
	if (r == 0)
		r = check_node(&a);
	if (r == 0)
		r = attach_type(&a);
	strv_done(&a.rest);
	return r == -ENOMEM ? errbuf_set(eb, ENOMEM, "out of memory") : r;
}

int mount_update(const char *node, const char *opts, struct errbuf *eb)
{
	cleanup_strv struct strv rest = { 0 };
	struct mnt_attr attr = { .userns_fd = -1 };
	struct mount_attr change = { 0 };
	int r = take_options(opts, &attr, &rest);

	for (size_t i = 0; r == 0 && i < rest.n; i++)
		if (!streq(rest.v[i], "current")) /* all else stays anyway */
			r = errbuf_set(eb, EINVAL,
				       "%s: mount option <%s> is unknown: %s",
				       node, rest.v[i], bsd_strerror(EINVAL));
	change.attr_set = attr.set;
	change.attr_clr = attr.clear;
	if (r == 0 &&
	    mount_setattr(AT_FDCWD, node, 0, &change, sizeof(change)) < 0)
		r = errbuf_set(eb, errno, "%s: %s", node, bsd_strerror(errno));
	return r;
}
