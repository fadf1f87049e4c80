/* SPDX-License-Identifier: BSD-2-Clause */
/* mnt.c - Mounts by descriptor: open_tree(2), fsmount(2) and their kin */

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/text.h"
#include "base/util.h"
#include "libjail/mnt.h"

int mnt_clone(int dirfd, const char *path, bool recursive)
{
	unsigned flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC |
			 (*path ? 0U : AT_EMPTY_PATH) |
			 (recursive ? AT_RECURSIVE : 0U);
	int fd = (int)syscall(SYS_open_tree, dirfd, path, flags);

	return fd < 0 ? -errno : fd;
}

int mnt_setattr(int mntfd, const struct mnt_attr *attr)
{
	struct mount_attr a = {
		.attr_set = attr->set,
		.attr_clr = attr->clear,
		.propagation = 1UL << 18, /* MS_PRIVATE */
	};
	unsigned flags = AT_EMPTY_PATH | (attr->recursive ? AT_RECURSIVE : 0U);

	if (attr->set & MOUNT_ATTR__ATIME)
		a.attr_clr |= MOUNT_ATTR__ATIME;
	if (attr->userns_fd >= 0) {
		a.attr_set |= MOUNT_ATTR_IDMAP;
		a.userns_fd = (uint64_t)attr->userns_fd;
	}
	if (syscall(SYS_mount_setattr, mntfd, "", flags, &a, sizeof(a)) < 0)
		return -errno;
	return 0;
}

/* What a file system says of a refusal waits in its descriptor. */
static int fs_failed(int fs, const char *type, struct errbuf *eb)
{
	int code = errno;
	char words[512];
	ssize_t n = read(fs, words, sizeof(words) - 1);

	if (n <= 0)
		return errbuf_set(eb, code, "%s: %s", type, strerror(code));
	words[n] = '\0';
	words[strcspn(words, "\n")] = '\0';
	/* They begin with the kind of message: "e text". */
	return errbuf_set(eb, code, "%s: %s", type,
			  words[1] == ' ' ? words + 2 : words);
}

int mnt_new(const char *type, const char *const *opts, uint64_t attr,
	    struct errbuf *eb)
{
	cleanup_close int fs = (int)syscall(SYS_fsopen, type, FSOPEN_CLOEXEC);
	int fd;

	if (fs < 0)
		return errbuf_errno(eb, "%s", type);
	for (; opts && opts[0]; opts += 2) {
		unsigned cmd =
			opts[1] ? FSCONFIG_SET_STRING : FSCONFIG_SET_FLAG;

		if (syscall(SYS_fsconfig, fs, cmd, opts[0], opts[1], 0) < 0)
			return fs_failed(fs, type, eb);
	}
	if (syscall(SYS_fsconfig, fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
		return fs_failed(fs, type, eb);
	fd = (int)syscall(SYS_fsmount, fs, FSMOUNT_CLOEXEC, attr);
	return fd < 0 ? fs_failed(fs, type, eb) : fd;
}

int mnt_place(int mntfd, int at_fd)
{
	if (syscall(SYS_move_mount, mntfd, "", at_fd, "",
		    MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0)
		return -errno;
	return 0;
}

static int open_how(int rootfd, const char *path, int flags, uint64_t resolve)
{
	struct open_how how = {
		.flags = (uint64_t)flags | O_CLOEXEC,
		.resolve = resolve,
	};
	int fd;

	/* EAGAIN: something was renamed under us while it looked. */
	do {
		fd = (int)syscall(SYS_openat2, rootfd, path, &how, sizeof(how));
	} while (fd < 0 && errno == EAGAIN);
	return fd < 0 ? -errno : fd;
}

int mnt_open_in(int rootfd, const char *path, int flags)
{
	return open_how(rootfd, path, flags,
			RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
}

int mnt_open_beneath(int rootfd, const char *path, int flags)
{
	return open_how(rootfd, path, flags,
			RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS);
}

int mnt_open_unlinked(int rootfd, const char *path, int flags)
{
	return open_how(rootfd, path, flags,
			RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
}

const char *mnt_below(const char *path, const char *top)
{
	for (const char *p = strchr(path + 1, '/'); p; p = strchr(p + 1, '/')) {
		cleanup_free char *front = strndup(path, (size_t)(p - path));
		cleanup_free char *real = front ? realpath(front, NULL) : NULL;

		if (real && streq(real, top))
			return p + strspn(p, "/");
	}
	return NULL;
}

/* Below a jail's root */
static int open_part(const char *top, const char *rest, int flags)
{
	cleanup_close int fd = open(top, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int r = fd < 0 ? -errno : mnt_open_unlinked(fd, rest, flags);

	return r == -ELOOP ? -EXDEV : r;
}

int mnt_open_host(const char *top, const char *path, int flags)
{
	const char *rest = top ? mnt_below(path, top) : NULL;
	int fd;

	if (rest && *rest)
		return open_part(top, rest, flags);
	fd = open(path, flags | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int mnt_clone_host(const char *top, const char *path)
{
	const char *rest = top ? mnt_below(path, top) : NULL;
	cleanup_close int fd = -1;

	if (!rest || !*rest)
		return mnt_clone(AT_FDCWD, path, false);
	fd = open_part(top, rest, O_PATH);
	return fd < 0 ? fd : mnt_clone(fd, "", false);
}

static bool is_below(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	if (streq(dir, "/"))
		return true;
	return strncmp(path, dir, len) == 0 &&
	       (path[len] == '/' || path[len] == '\0');
}

/* Fields 5 (mount point) and, after " - ", type and source. */
static bool parse_line(char *line, struct mnt_info *ret)
{
	char *tail = strstr(line, " - ");
	char *path = line;

	if (!tail)
		return false;
	*tail = '\0';
	for (int i = 0; i < 4 && path; i++) {
		path = strchr(path, ' ');
		path = path ? path + 1 : NULL;
	}
	if (!path)
		return false;
	path[strcspn(path, " ")] = '\0';
	text_unescape(path);
	ret->path = path;
	tail += strlen(" - ");
	ret->type = strsep(&tail, " ");
	ret->source = strsep(&tail, " "); /* which may be empty */
	return ret->source != NULL;
}

static int append_info(struct mnt_info **list, size_t *n,
		       const struct mnt_info *m)
{
	struct mnt_info *more = realloc(*list, (*n + 1) * sizeof(**list));

	if (!more)
		return -ENOMEM;
	*list = more;
	more[*n] = (struct mnt_info){ .path = strdup(m->path),
				      .type = strdup(m->type),
				      .source = strdup(m->source) };
	(*n)++;
	return 0;
}

int mnt_list(const char *below, struct mnt_info **ret, size_t *ret_n,
	     struct errbuf *eb)
{
	cleanup_free char *text = NULL;
	struct mnt_info *list = NULL;
	char *save = NULL, *line;
	size_t n = 0;
	int r = file_read(AT_FDCWD, "/proc/self/mountinfo", &text, NULL, eb);

	if (r < 0)
		return r;
	for (line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		struct mnt_info m;

		if (!parse_line(line, &m) || !is_below(m.path, below))
			continue;
		if (append_info(&list, &n, &m) < 0) {
			mnt_list_free(list, n);
			return errbuf_set(eb, ENOMEM, "out of memory");
		}
	}
	*ret = list;
	*ret_n = n;
	return 0;
}

void mnt_list_free(struct mnt_info *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(list[i].path);
		free(list[i].type);
		free(list[i].source);
	}
	free(list);
}

int mnt_options(const char *opts, uint64_t *ret_attr, struct strv *rest)
{
	static const struct {
		const char *word;
		uint64_t attr;
	} known[] = {
		{ "rw", 0 },
		/* when the host mounts it: a jail's come with the jail */
		{ "auto", 0 },
		{ "noauto", 0 },
		{ "late", 0 },
		{ "ro", MOUNT_ATTR_RDONLY },
		{ "rdonly", MOUNT_ATTR_RDONLY },
		{ "nosuid", MOUNT_ATTR_NOSUID },
		{ "noexec", MOUNT_ATTR_NOEXEC },
		{ "noatime", MOUNT_ATTR_NOATIME },
		{ "nodev", MOUNT_ATTR_NODEV },
		{ "nosymfollow", MOUNT_ATTR_NOSYMFOLLOW },
	};
	cleanup_strv struct strv words = { 0 };
	uint64_t attr = 0;
	int r = strv_split(&words, opts, ",");

	for (size_t i = 0; i < words.n && r == 0; i++) {
		bool found = false;

		for (size_t k = 0; k < ARRAY_SIZE(known); k++) {
			if (streq(known[k].word, words.v[i])) {
				attr |= known[k].attr;
				found = true;
			}
		}
		if (!found)
			r = strv_add(rest, words.v[i]);
	}
	if (r == 0)
		*ret_attr = attr;
	return r;
}
