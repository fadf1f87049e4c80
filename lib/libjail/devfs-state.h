/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * devfs-state.h - What a devfs of ours knows of itself
 *
 * It is an extended attribute ("trusted.", which no jail can read or write) of
 * its root directory: it tells our mounts from others, lives as long as they
 * do, and is changed whole.  Nodes are in it by file handle, so that one is
 * found again wherever a jail's root has moved or linked it to.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define DEVFS_HANDLE_MAX 32

struct devfs_handle {
	unsigned len; /* 0: none */
	int type;
	unsigned char bytes[DEVFS_HANDLE_MAX];
};

/* A node; and while rules are at work, a link or a directory. */
struct devfs_entry {
	char *path;
	mode_t kind;
	dev_t dev;
	bool shown;
	bool ruled; /* owner or mode were given by a rule */
	uid_t uid; /* as the host counts */
	gid_t gid;
	mode_t mode;
	struct devfs_handle handle;
	/* not kept: */
	const char *target;
	bool known, wanted, change;
};

struct devfs_state {
	int ruleset;
	uid_t base; /* the host's id that is root in the jail */
	bool capture; /* its jail may capture packets */
	struct devfs_entry *v;
	size_t n;
};

/* devfs_state_read() - Of the mount whose root @fd is.  0; -ENOTTY: it is none
 * of ours; -errno.  devfs_state_done() frees */
int devfs_state_read(int fd, struct devfs_state *ret);

/* devfs_state_write() - 0, -E2BIG or another -errno */
int devfs_state_write(int fd, const struct devfs_state *st);
void devfs_state_done(struct devfs_state *st);

#define cleanup_devfs_state __attribute__((cleanup(devfs_state_done)))

/* devfs_state_find() - By path, or NULL */
struct devfs_entry *devfs_state_find(const struct devfs_state *st,
				     const char *path);

/* devfs_state_add() - A new one, hidden; NULL when out of memory */
struct devfs_entry *devfs_state_add(struct devfs_state *st, const char *path);

/* devfs_handle_get() - Of @name in the directory @dirfd; 0 or -errno */
int devfs_handle_get(int dirfd, const char *name, struct devfs_handle *ret);

/* devfs_handle_open() - With O_PATH; or -errno (-ESTALE: it is gone) */
int devfs_handle_open(int fd, const struct devfs_handle *h);
