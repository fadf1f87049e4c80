/* SPDX-License-Identifier: BSD-2-Clause */
/* devfs-place.h - The devfs at a directory, in a jail that runs or for one */
#pragma once

#include "libjail/devfs-apply.h"
#include "libjail/devfs-state.h"

struct errbuf;

enum devfs_kind {
	DEVFS_NONE, /* something else is there */
	DEVFS_HOST, /* the host's own /dev */
	DEVFS_OURS, /* made by devfs_mount() */
};

struct devfs_place {
	enum devfs_kind kind;
	struct devfs_mnt mnt;
	struct devfs_state st;
};

#define DEVFS_PLACE_NONE                                                       \
	{                                                                      \
		.mnt = {.fd = -1, .mntns = -1 }                                \
	}
#define cleanup_devfs_place __attribute__((cleanup(devfs_place_close)))

/**
 * devfs_place_open() - What is at @path
 * @path:	As the host has it; where that is nothing, as the jail has it
 *		whose root it is in
 * @jail:	NULL; or a jail by name or number, @path being in it
 *
 * Return: 0; -EEXIST if several jails have that root; -errno
 */
int devfs_place_open(const char *path, const char *jail,
		     struct devfs_place *ret, struct errbuf *eb);
void devfs_place_close(struct devfs_place *p);
