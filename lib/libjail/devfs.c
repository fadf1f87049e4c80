/* SPDX-License-Identifier: BSD-2-Clause */
/* devfs.c - A jail's /dev: a tmpfs of its own with the nodes a ruleset shows */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/strv.h"
#include "base/util.h"
#include "conf/devfsrules.h"
#include "libjail/devfs-apply.h"
#include "libjail/devfs-state.h"
#include "libjail/devfs.h"

#define TTY_GID 5

static int make_dir(int fd, const char *path, mode_t mode, uid_t owner,
		    struct errbuf *eb)
{
	if (mkdirat(fd, path, 0755) < 0 || fchmodat(fd, path, mode, 0) < 0 ||
	    fchownat(fd, path, owner, owner, 0) < 0)
		return errbuf_errno(eb, "/dev/%s", path);
	return 0;
}

static int make_file(int fd, const char *name, struct errbuf *eb)
{
	cleanup_close int file =
		openat(fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);

	return file < 0 ? errbuf_errno(eb, "%s", name) : 0;
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
	struct devfs_mnt m = { .fd = -1, .mntns = -1, .fresh = true };
	const struct devfs_op op = { .rules = rules, .ruleset = ruleset };
	cleanup_devfs_state struct devfs_state st = { .ruleset = ruleset,
						      .base = owner_base };
	cleanup_strv struct strv refused = { 0 };
	int r;

	if (fd < 0)
		return errbuf_in(eb, fd, "devfs");
	if (fchownat(fd, "", owner_base, owner_base, AT_EMPTY_PATH) < 0)
		return errbuf_errno(eb, "devfs");
	r = make_dir(fd, ".vjail", 0755, owner_base, eb);
	if (r == 0)
		r = make_file(fd, DEVFS_IDENT, eb);
	if (r == 0)
		r = make_dir(fd, "shm", 01777, owner_base, eb);
	if (r < 0)
		return r;
	m.fd = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (m.fd < 0)
		return errbuf_errno(eb, "devfs");
	r = devfs_apply(&m, &st, &op, &refused, eb);
	close_fd(&m.fd);
	if (r == 0 && refused.n)
		r = errbuf_set(eb, EIO, "/dev/%s", refused.v[0]);
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
