/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tree.h - What a jail sees as its file system
 *
 * Built by host root in a mount namespace of its own, inside the jail's pid
 * namespace (its /proc is made there), and then copied into one that the
 * jail's user namespace owns, which locks every mount and its flags.  Nothing
 * is ever mounted where the host sees it, so nothing needs unmounting.
 *
 * Paths in the jail are resolved in its root (openat2, RESOLVE_IN_ROOT).
 */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "base/strv.h"

struct devfs_rules;
struct errbuf;

struct tree_plan {
	const char *path; /* the jail's root, absolute, no symlinks */
	const char *tools; /* our FreeBSD-syntax programs, on the host */
	const char *scratch; /* an empty directory to build on */
	const struct strv *lines; /* of fstab(5), paths as the host sees them */
	const struct devfs_rules *rules;
	const char *ident; /* text of the jail's /dev/.vjail.id */
	int ruleset; /* for /dev unless a line says otherwise */
	int userns_fd; /* whose ids files get; -1: the host's */
	int netns_fd; /* its network, whose interfaces a sysfs shows */
	uid_t base; /* its root as the host counts; 0: the host's */
	int jid;
	bool own_net; /* has a network stack of its own */
	bool throw_away; /* writes go to memory and are gone with it */
};

/* tree_work_dirs() - Names of the directories tree_enter() will make on the
 * host for @lines, to be written down before; 0 or -errno */
int tree_work_dirs(const struct strv *lines, int jid, struct strv *ret);

/* tree_work_parent() - The directory that one of them is in; of a jail whose
 * root is @top.  A descriptor or -errno */
int tree_work_parent(const char *top, const char *work);

/* tree_enter() - Make the jail's file system the caller's own: its mount
 * namespace is a new one then, and its root the jail's; and so may its network
 * be.  0 or -errno */
int tree_enter(struct tree_plan *plan, struct errbuf *eb);
