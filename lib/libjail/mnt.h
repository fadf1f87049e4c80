/* SPDX-License-Identifier: BSD-2-Clause */
/* mnt.h - Mounts by descriptor: open_tree(2), fsmount(2) and their kin */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/strv.h"

struct errbuf;

/* What a mount is given beside its place. */
struct mnt_attr {
	uint64_t set; /* MOUNT_ATTR_* */
	uint64_t clear;
	int userns_fd; /* map ids as in there; -1: leave them */
	bool recursive;
};

/* mnt_clone() - A detached copy of what is mounted at @path, with what is
 * mounted below it if @recursive; a descriptor or -errno (no words) */
int mnt_clone(int dirfd, const char *path, bool recursive);

/* mnt_setattr() - 0 or -errno (no words) */
int mnt_setattr(int mntfd, const struct mnt_attr *attr);

/* mnt_new() - A detached mount of a new file system; @opts are its
 * options: pairs key, value (NULL: a flag), a NULL key ends them.  A descriptor or -errno */
int mnt_new(const char *type, const char *const *opts, uint64_t attr,
	    struct errbuf *eb);

/* mnt_place() - Attach a detached mount on the directory or file @at_fd */
int mnt_place(int mntfd, int at_fd);

/* mnt_open_in() - Open @path as seen by somebody whose root is @rootfd, and who
 * cannot leave it; flags as of open(2).  A descriptor or -errno */
int mnt_open_in(int rootfd, const char *path, int flags);

/* mnt_open_beneath() - The same, where a link that leads out is -EXDEV */
int mnt_open_beneath(int rootfd, const char *path, int flags);

/* mnt_open_unlinked() - Open @path below @rootfd, over no symbolic link: -ELOOP,
 * -EXDEV or another -errno */
int mnt_open_unlinked(int rootfd, const char *path, int flags);

/* mnt_below() - What of @path is below the directory @top, by whatever name that
 * is reached; or NULL */
const char *mnt_below(const char *path, const char *top);

/* mnt_open_host() - Open a path of the host; whose part below @top, a jail's
 * root, the jail can change at any time: -EXDEV for a symbolic link there.
 * mnt_clone_host() - A detached copy of what is there, and of nothing below */
int mnt_open_host(const char *top, const char *path, int flags);
int mnt_clone_host(const char *top, const char *path);

/* One line of /proc/self/mountinfo. */
struct mnt_info {
	char *path;
	char *type;
	char *source;
};

/* mnt_list() - All mounts at or below @below, in the kernel's order.  Caller:
 * mnt_list_free().  0 or -errno */
int mnt_list(const char *below, struct mnt_info **ret, size_t *ret_n,
	     struct errbuf *eb);
void mnt_list_free(struct mnt_info *list, size_t n);

/* mnt_options() - Translate the words of an fstab line that every type knows
 * (ro, rw, nosuid, noexec, noatime, …) to MOUNT_ATTR_*; others are appended to
 * @rest as they are.  0 or -ENOMEM */
int mnt_options(const char *opts, uint64_t *ret_attr, struct strv *rest);
