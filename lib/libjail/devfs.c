/* SPDX-License-Identifier: BSD-2-Clause */
/* devfs.c - A jail's /dev: a tmpfs of its own with the nodes a ruleset shows */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/util.h"
#include "conf/devfsrules.h"
#include "libjail/devfs.h"

#define JAIL_IDS 65536 /* ids a jail with a mapping has */
#define TTY_GID 5
#define DEFAULT_MODE 0600

/* A node that is made whether the host's /dev has it or not. */
struct fixed_node {
	const char *path;
	const char *names[5]; /* what rulesets may call it, besides */
	unsigned major, minor;
	mode_t mode;
};

static const struct fixed_node fixed_nodes[] = {
	{ "null", { NULL }, 1, 3, 0666 },
	{ "zero", { NULL }, 1, 5, 0666 },
	{ "full", { "zero" }, 1, 7, 0666 },
	{ "random", { NULL }, 1, 8, 0666 },
	{ "urandom", { NULL }, 1, 9, 0666 },
	{ "tty", { "ptmx" }, 5, 0, 0666 },
	{ "net/tun", { "tun", "tun0", "tap", "tap0" }, 10, 200, 0666 },
	{ "fuse", { NULL }, 10, 229, DEFAULT_MODE },
};

static const struct {
	const char *path, *target;
} links[] = {
	{ "ptmx", "pts/ptmx" },		 { "fd", "/proc/self/fd" },
	{ "stdin", "/proc/self/fd/0" },	 { "stdout", "/proc/self/fd/1" },
	{ "stderr", "/proc/self/fd/2" },
};

/* Names in the host's /dev that are made above, or never. */
static const char *const not_copied[] = {
	"console", "fd", "ptmx", "pts", "shm", "stderr", "stdin", "stdout",
};

struct devfs {
	int fd; /* the new tree */
	const struct devfs_rules *rules;
	int ruleset;
	uid_t base;
	struct errbuf *eb;
};

/* FreeBSD's classes of devices, for rules that say "type". */
static const char *node_type(mode_t kind, unsigned maj, unsigned min)
{
	if (S_ISBLK(kind))
		return "disk";
	if (maj == 1 && (min == 1 || min == 2))
		return "mem";
	if (maj == 9)
		return "tape";
	if (maj == 4 || maj == 5 || (maj >= 136 && maj <= 143))
		return "tty";
	return "";
}

/* The id of @name in a file like passwd(5) or group(5), or -errno. */
static long id_in_file(const char *file, const char *name)
{
	cleanup_free char *text = NULL;
	char *save = NULL;
	size_t len = strlen(name);
	int r = file_read(AT_FDCWD, file, &text, NULL, NULL);

	if (r < 0)
		return r;
	for (char *line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		const char *id;

		if (strncmp(line, name, len) != 0 || line[len] != ':')
			continue;
		id = strchr(line + len + 1, ':');
		if (id)
			return strtol(id + 1, NULL, 10);
	}
	return -ENOENT;
}

/* An id of the jail, written as a number or a name, as the host counts it. */
static int resolve_id(const struct devfs *d, const char *file, const char *what,
		      const char *name, uid_t *ret)
{
	char *end;
	long id = strtol(name, &end, 10);

	if (*end || end == name)
		id = streq(name, "wheel") ? 0 : id_in_file(file, name);
	if (id < 0)
		return errbuf_set(d->eb, EINVAL,
				  "devfs ruleset %d: unknown %s %s", d->ruleset,
				  what, name);
	if (d->base && id >= JAIL_IDS)
		return errbuf_set(
			d->eb, EINVAL,
			"devfs ruleset %d: %s %s: not an id of the jail",
			d->ruleset, what, name);
	*ret = d->base + (uid_t)id;
	return 0;
}

static int node_owner(const struct devfs *d, const struct devfs_verdict *v,
		      uid_t *ret_uid, gid_t *ret_gid)
{
	int r = 0;

	*ret_uid = *ret_gid = d->base;
	if (v->has_user)
		r = resolve_id(d, "/etc/passwd", "user", v->user, ret_uid);
	if (r == 0 && v->has_group)
		r = resolve_id(d, "/etc/group", "group", v->group, ret_gid);
	return r;
}

static int own(const struct devfs *d, const char *path, uid_t uid, gid_t gid)
{
	if (fchownat(d->fd, path, uid, gid, AT_SYMLINK_NOFOLLOW) < 0)
		return errbuf_errno(d->eb, "/dev/%s", path);
	return 0;
}

static int make_dir(const struct devfs *d, const char *path, mode_t mode)
{
	if (mkdirat(d->fd, path, 0755) < 0)
		return errno == EEXIST ? 0
				       : errbuf_errno(d->eb, "/dev/%s", path);
	if (fchmodat(d->fd, path, mode, 0) < 0)
		return errbuf_errno(d->eb, "/dev/%s", path);
	return own(d, path, d->base, d->base);
}

static int make_file(const struct devfs *d, const char *name)
{
	cleanup_close int fd = openat(
		d->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);

	return fd < 0 ? errbuf_errno(d->eb, "%s", name) : 0;
}

/* The directories in which @path is. */
static int make_parents(const struct devfs *d, const char *path)
{
	for (const char *s = strchr(path, '/'); s; s = strchr(s + 1, '/')) {
		cleanup_free char *dir = strndup(path, (size_t)(s - path));
		int r = dir ? make_dir(d, dir, 0755) : -ENOMEM;

		if (r < 0)
			return r;
	}
	return 0;
}

/* Make one node as the verdict says; one that is there already stays. */
static int make_node(const struct devfs *d, const char *path, mode_t kind,
		     dev_t dev, mode_t mode, const struct devfs_verdict *v)
{
	uid_t uid = 0;
	gid_t gid = 0;
	int r = node_owner(d, v, &uid, &gid);

	if (r == 0)
		r = make_parents(d, path);
	if (r < 0)
		return r;
	if (mknodat(d->fd, path, kind | DEFAULT_MODE, dev) < 0)
		return errno == EEXIST ? 0
				       : errbuf_errno(d->eb, "/dev/%s", path);
	if (fchmodat(d->fd, path, v->has_mode ? v->mode : mode, 0) < 0)
		return errbuf_errno(d->eb, "/dev/%s", path);
	return own(d, path, uid, gid);
}

static int make_fixed(const struct devfs *d, const struct fixed_node *n)
{
	const char *type = node_type(S_IFCHR, n->major, n->minor);
	struct devfs_verdict v = { 0 };
	int r = devfs_rules_apply(d->rules, d->ruleset, n->path, type, &v);

	for (size_t i = 0; r == 0 && v.hidden && n->names[i]; i++)
		r = devfs_rules_apply(d->rules, d->ruleset, n->names[i], type,
				      &v);
	if (r < 0)
		return errbuf_set(d->eb, -r, "devfs ruleset %d: %s", d->ruleset,
				  strerror(-r));
	if (v.hidden)
		return 0;
	return make_node(d, n->path, S_IFCHR, makedev(n->major, n->minor),
			 n->mode, &v);
}

static int make_links(const struct devfs *d)
{
	for (size_t i = 0; i < ARRAY_SIZE(links); i++) {
		int r;

		if (!devfs_shows(d->rules, d->ruleset, links[i].path))
			continue;
		if (symlinkat(links[i].target, d->fd, links[i].path) < 0)
			return errbuf_errno(d->eb, "/dev/%s", links[i].path);
		r = own(d, links[i].path, d->base, d->base);
		if (r < 0)
			return r;
	}
	return 0;
}

/* A node like the host's, if the ruleset shows it. */
static int copy_node(const struct devfs *d, const char *path,
		     const struct stat *st)
{
	struct devfs_verdict v = { 0 };
	mode_t kind = st->st_mode & S_IFMT;
	int r = devfs_rules_apply(
		d->rules, d->ruleset, path,
		node_type(kind, major(st->st_rdev), minor(st->st_rdev)), &v);

	if (r < 0)
		return errbuf_set(d->eb, -r, "devfs ruleset %d: %s", d->ruleset,
				  strerror(-r));
	if (v.hidden)
		return 0;
	return make_node(d, path, kind, st->st_rdev, DEFAULT_MODE, &v);
}

static bool is_copied(const char *path)
{
	for (size_t i = 0; i < ARRAY_SIZE(not_copied); i++)
		if (streq(not_copied[i], path))
			return false;
	return true;
}

static void close_dir(DIR *const *dir)
{
	if (*dir)
		(void)closedir(*dir);
}

static int copy_dir(const struct devfs *d, int dirfd, const char *prefix,
		    dev_t dev);

/* One entry of the host's /dev; what is on another mount is none of it. */
static int copy_entry(const struct devfs *d, int dirfd, const char *path,
		      const char *name, dev_t dev)
{
	cleanup_close int sub = -1;
	struct stat st;

	if (!is_copied(path) ||
	    fstatat(dirfd, name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
	    st.st_dev != dev)
		return 0;
	if (S_ISCHR(st.st_mode) || S_ISBLK(st.st_mode))
		return copy_node(d, path, &st);
	if (!S_ISDIR(st.st_mode))
		return 0;
	sub = openat(dirfd, name,
		     O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return sub < 0 ? 0 : copy_dir(d, sub, path, dev);
}

static int copy_dir(const struct devfs *d, int dirfd, const char *prefix,
		    dev_t dev)
{
	__attribute__((cleanup(close_dir))) DIR *dir = NULL;
	int own_fd = fcntl(dirfd, F_DUPFD_CLOEXEC, 0);
	int r = 0;

	dir = own_fd < 0 ? NULL : fdopendir(own_fd);
	if (!dir)
		return errbuf_errno(d->eb, "/dev/%s", prefix);
	for (struct dirent *e = readdir(dir); e && r == 0; e = readdir(dir)) {
		cleanup_free char *path = NULL;

		if (streq(e->d_name, ".") || streq(e->d_name, ".."))
			continue;
		if (asprintf(&path, "%s%s%s", prefix, *prefix ? "/" : "",
			     e->d_name) < 0)
			return -ENOMEM;
		r = copy_entry(d, dirfd, path, e->d_name, dev);
	}
	return r;
}

/* What rulesets show of the host's nodes that are not in the table. */
static int copy_host(const struct devfs *d)
{
	cleanup_close int fd = open("/dev", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return errbuf_errno(d->eb, "/dev");
	return copy_dir(d, fd, "", st.st_dev);
}

static int populate(const struct devfs *d)
{
	int r = make_dir(d, ".vjail", 0755);

	if (r == 0)
		r = make_file(d, DEVFS_IDENT);
	if (r == 0)
		r = make_dir(d, "shm", 01777);
	if (r == 0 && devfs_shows(d->rules, d->ruleset, "pts"))
		r = make_dir(d, "pts", 0755);
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(fixed_nodes); i++)
		r = make_fixed(d, &fixed_nodes[i]);
	if (r == 0)
		r = make_links(d);
	return r < 0 ? r : copy_host(d);
}

struct fs_option {
	const char *key, *value; /* value NULL: a flag */
};

/* A new file system of @type, mounted nowhere; a descriptor or -errno. */
static int new_fs(const char *type, const struct fs_option *opts, size_t n,
		  struct errbuf *eb)
{
	cleanup_close int fs = fsopen(type, FSOPEN_CLOEXEC);
	int fd;

	if (fs < 0)
		return errbuf_errno(eb, "%s", type);
	for (size_t i = 0; i < n; i++)
		if (fsconfig(fs,
			     opts[i].value ? FSCONFIG_SET_STRING
					   : FSCONFIG_SET_FLAG,
			     opts[i].key, opts[i].value, 0) < 0)
			return errbuf_errno(eb, "%s: %s", type, opts[i].key);
	if (fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
		return errbuf_errno(eb, "%s", type);
	fd = fsmount(fs, FSMOUNT_CLOEXEC,
		     MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC);
	return fd < 0 ? errbuf_errno(eb, "%s", type) : fd;
}

bool devfs_shows(const struct devfs_rules *rules, int ruleset, const char *name)
{
	struct devfs_verdict v = { 0 };

	return devfs_rules_apply(rules, ruleset, name, "", &v) == 0 &&
	       !v.hidden;
}

int devfs_mount(const struct devfs_rules *rules, int ruleset, uid_t owner_base,
		struct errbuf *eb)
{
	static const struct fs_option opts[] = {
		{ "source", DEVFS_SOURCE },
		{ "mode", "0755" },
		{ "size", "64m" }, /* shm is in it */
		{ "nr_inodes", "8192" },
	};
	cleanup_close int fd = new_fs("tmpfs", opts, ARRAY_SIZE(opts), eb);
	struct devfs d = { fd, rules, ruleset, owner_base, eb };
	int r;

	if (fd < 0)
		return errbuf_in(eb, fd, "devfs");
	if (fchownat(fd, "", owner_base, owner_base, AT_EMPTY_PATH) < 0)
		return errbuf_errno(eb, "devfs");
	r = populate(&d);
	return r < 0 ? r : TAKE_FD(fd);
}

int devpts_mount(uid_t owner_base, struct errbuf *eb)
{
	char gid[16];
	const struct fs_option opts[] = {
		{ "source", "devpts" }, { "newinstance", NULL },
		{ "ptmxmode", "0666" }, { "mode", "0620" },
		{ "gid", gid },
	};
	cleanup_close int fd = -1;

	(void)snprintf(gid, sizeof(gid), "%u", owner_base + TTY_GID);
	fd = new_fs("devpts", opts, ARRAY_SIZE(opts), eb);
	if (fd < 0)
		return fd;
	/* no option "uid": a terminal belongs to the user who opens it */
	if (fchownat(fd, "", owner_base, owner_base, AT_EMPTY_PATH) < 0 ||
	    fchownat(fd, "ptmx", owner_base, owner_base, 0) < 0)
		return errbuf_errno(eb, "devpts");
	return TAKE_FD(fd);
}
