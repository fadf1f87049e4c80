/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * devfs-apply.h - Let rules act on a devfs
 *
 * A node is hidden for good, whatever a jail has done with it: its inode is
 * found by its handle and becomes one that only the host's root may open, and
 * every link to it with it.  A new one is born like that, and comes to life
 * once the mount knows of it.  So a kill in between leaves too little visible,
 * never too much, and the next rule that acts puts it right.
 */
#pragma once

#include <stdbool.h>

#include "libjail/devfs-nodes.h"

struct devfs_state;
struct errbuf;
struct strv;

struct devfs_mnt {
	int fd; /* its root directory, readable */
	int mntns; /* of the jail that it is in; -1: it is in none */
	bool fresh; /* nobody sees it yet, and what no rule hides is shown */
};

/**
 * devfs_apply() - Do as @op says
 * @refused:	What could not be done, a line each; all else is
 *
 * Return: 0; or -EINVAL for a user or group that does not exist or is outside
 * of the jail's ids, or another -errno: nothing was shown then
 */
int devfs_apply(const struct devfs_mnt *m, struct devfs_state *st,
		const struct devfs_op *op, struct strv *refused,
		struct errbuf *eb);
