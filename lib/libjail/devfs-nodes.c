/* SPDX-License-Identifier: BSD-2-Clause */
/* devfs-nodes.c - What can be in a devfs, and what rules make of it */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "conf/devfsrules-set.h"
#include "conf/devfsrules.h"
#include "libjail/devfs-nodes.h"

#define DEFAULT_MODE 0600

#define CHR(path_, maj, min, mode_, follows_, ...)                             \
	{                                                                      \
		.path = (path_), .names = { __VA_ARGS__ },                     \
		.follows = (follows_), .kind = S_IFCHR, .major = (maj),        \
		.minor = (min), .mode = (mode_),                               \
	}
#define LNK(path_, target_)                                                    \
	{                                                                      \
		.path = (path_), .kind = S_IFLNK, .target = (target_),         \
	}

/* Made whether the host's /dev has them or not. */
static const struct devfs_node fixed[] = {
	{ .path = "pts", .kind = S_IFDIR },
	{ .path = "bpf", .names = { "bpf0" }, .kind = DEVFS_CAPTURE },
	CHR("null", 1, 3, 0666, NULL, NULL),
	CHR("zero", 1, 5, 0666, NULL, NULL),
	CHR("full", 1, 7, 0666, "zero", NULL),
	CHR("random", 1, 8, 0666, NULL, NULL),
	CHR("urandom", 1, 9, 0666, NULL, NULL),
	CHR("tty", 5, 0, 0666, "ptmx", NULL),
	CHR("net/tun", 10, 200, 0666, NULL, "tun", "tun0", "tap", "tap0"),
	CHR("fuse", 10, 229, DEFAULT_MODE, NULL, NULL),
	LNK("ptmx", "pts/ptmx"),
	LNK("fd", "/proc/self/fd"),
	LNK("stdin", "/proc/self/fd/0"),
	LNK("stdout", "/proc/self/fd/1"),
	LNK("stderr", "/proc/self/fd/2"),
};

/* What the host has of these is its own. */
static const char *const not_copied[] = { "console", "shm" };

struct walk {
	int (*fn)(void *arg, const struct devfs_node *n, struct errbuf *eb);
	void *arg;
	dev_t dev; /* of the host's /dev */
	struct errbuf *eb;
};

static bool is_copied(const char *path)
{
	for (size_t i = 0; i < ARRAY_SIZE(fixed); i++)
		if (streq(fixed[i].path, path))
			return false;
	for (size_t i = 0; i < ARRAY_SIZE(not_copied); i++)
		if (streq(not_copied[i], path))
			return false;
	return !strchr(path, '\n'); /* nothing that is a device's name */
}

static void close_dir(DIR *const *dir)
{
	if (*dir)
		(void)closedir(*dir);
}

static int walk_dir(const struct walk *w, int dirfd, const char *prefix);

/* One entry of the host's /dev; what is on another mount is none of it. */
static int walk_entry(const struct walk *w, int dirfd, const char *path,
		      const char *name)
{
	cleanup_close int sub = -1;
	struct stat st;

	if (!is_copied(path) ||
	    fstatat(dirfd, name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
	    st.st_dev != w->dev)
		return 0;
	if (S_ISCHR(st.st_mode) || S_ISBLK(st.st_mode)) {
		const struct devfs_node n = {
			.path = path,
			.kind = st.st_mode & S_IFMT,
			.major = major(st.st_rdev),
			.minor = minor(st.st_rdev),
			.mode = DEFAULT_MODE,
		};

		return w->fn(w->arg, &n, w->eb);
	}
	if (!S_ISDIR(st.st_mode))
		return 0;
	sub = openat(dirfd, name,
		     O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return sub < 0 ? 0 : walk_dir(w, sub, path);
}

static int walk_dir(const struct walk *w, int dirfd, const char *prefix)
{
	__attribute__((cleanup(close_dir))) DIR *dir = NULL;
	int own_fd = fcntl(dirfd, F_DUPFD_CLOEXEC, 0);
	int r = 0;

	dir = own_fd < 0 ? NULL : fdopendir(own_fd);
	if (!dir)
		return errbuf_errno(w->eb, "/dev/%s", prefix);
	for (struct dirent *e = readdir(dir); e && r == 0; e = readdir(dir)) {
		cleanup_free char *path = NULL;

		if (streq(e->d_name, ".") || streq(e->d_name, ".."))
			continue;
		if (asprintf(&path, "%s%s%s", prefix, *prefix ? "/" : "",
			     e->d_name) < 0)
			return -ENOMEM;
		r = walk_entry(w, dirfd, path, e->d_name);
	}
	return r;
}

int devfs_nodes_each(int (*fn)(void *arg, const struct devfs_node *n,
			       struct errbuf *eb),
		     void *arg, struct errbuf *eb)
{
	cleanup_close int fd = open("/dev", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct walk w = { .fn = fn, .arg = arg, .eb = eb };
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return errbuf_errno(eb, "/dev");
	for (size_t i = 0; i < ARRAY_SIZE(fixed); i++) {
		int r = fn(arg, &fixed[i], eb);

		if (r < 0)
			return r;
	}
	w.dev = st.st_dev;
	return walk_dir(&w, fd, "");
}

/* FreeBSD's classes of devices, for rules that say "type". */
static const char *node_type(const struct devfs_node *n)
{
	unsigned maj = n->major, min = n->minor;

	if (S_ISBLK(n->kind))
		return "disk";
	if (!S_ISCHR(n->kind))
		return "";
	if (maj == 1 && (min == 1 || min == 2))
		return "mem";
	if (maj == 9)
		return "tape";
	if (maj == 4 || maj == 5 || (maj >= 136 && maj <= 143))
		return "tty";
	return "";
}

static int act(const struct devfs_op *op, const char *path,
	       const struct devfs_node *n, struct devfs_verdict *io)
{
	const char *type = node_type(n);

	if (op->rule)
		return devfs_rule_walk(op->rules, op->rule, path, n->follows,
				       type, io);
	return devfs_rules_walk(op->rules, op->ruleset, path, n->follows, type,
				io);
}

/* Shown by one of its names it is shown, hidden by one it is hidden. */
static bool is_better(const struct devfs_verdict *v,
		      const struct devfs_verdict *than)
{
	int rank = v->decided ? 2 - v->hidden : 0;
	int other = than->decided ? 2 - than->hidden : 0;

	if (rank || other)
		return rank > other;
	return v->has_user || v->has_group || v->has_mode;
}

static int by_names(const struct devfs_node *n, const struct devfs_op *op,
		    struct devfs_verdict *io)
{
	struct devfs_verdict before = *io;
	int r = act(op, n->path, n, io);

	for (size_t i = 0; r == 0 && n->names[i]; i++) {
		struct devfs_verdict v = before;

		r = act(op, n->names[i], n, &v);
		if (is_better(&v, io))
			*io = v;
	}
	return r;
}

int devfs_node_verdict(const struct devfs_node *n, const struct devfs_op *op,
		       struct devfs_verdict *io, struct errbuf *eb)
{
	struct devfs_verdict v = *io;
	int r = by_names(n, op, &v);

	if (r == -ENOENT)
		return errbuf_set(eb, ENOENT, "includes one that is not there");
	if (r < 0)
		return errbuf_set(eb, -r, "%s", strerror(-r));
	*io = v;
	return 0;
}
