/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * devfs.h - A jail's /dev: a tmpfs of its own with the nodes a ruleset shows
 *
 * Nodes are made afresh by host root, never bound from the host's /dev, so
 * nothing a jail does to one reaches the host's.  FreeBSD's names in rulesets
 * are understood: "tun*" and "tap*" mean /dev/net/tun.  Linux software expects
 * "tty" and "full", which FreeBSD's rulesets leave out: they are there when
 * "ptmx" and "zero" are.  The host's console is never there.
 *
 * Every one has the directories "shm" and, where our tools go, ".vjail", and an
 * empty file where a jail's jid and name go.
 */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

struct devfs_rules;
struct errbuf;

/* The name that mounts made here have as their source */
#define DEVFS_SOURCE "devfs"

/* Where a process reads in which jail it is (jailed.h) */
#define DEVFS_IDENT ".vjail.id"

/**
 * devfs_mount() - Make a /dev
 * @rules:	Where @ruleset is defined
 * @ruleset:	Its number; 0: all that the host's /dev has
 * @owner_base:	Host uid, and gid, that is root in the jail; 0: not mapped
 *
 * Users and groups that rules name are looked up in the host's files and are
 * ids of the jail.
 *
 * Return: a detached mount, to be placed with move_mount(2); or -EINVAL for a
 * user or group that does not exist or is outside the jail's ids, or another
 * -errno
 */
int devfs_mount(const struct devfs_rules *rules, int ruleset, uid_t owner_base,
		struct errbuf *eb);

/* devfs_shows() - Is the node @name ("bpf0", "pts") visible?  bpf* has no node
 * on Linux; packet capture goes by this answer */
bool devfs_shows(const struct devfs_rules *rules, int ruleset,
		 const char *name);

/* devpts_mount() - A new, empty devpts for a jail's /dev/pts, as a detached
 * mount; or -errno.  @owner_base as above */
int devpts_mount(uid_t owner_base, struct errbuf *eb);

/* devfs_id() - The id of a user or group, by name in a file like passwd(5) or
 * group(5), or by number; or -ENOENT */
long devfs_id(const char *file, const char *name);
