/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rulesets.h - The rulesets of this host: built in, from files, made by hand
 *
 * Those that devfs(8) changed are kept whole under /run/vjail and are there
 * instead of what a file says, until the machine starts anew, as a kernel of
 * FreeBSD has them.
 */
#pragma once

struct devfs_rules;
struct errbuf;

/**
 * rulesets_load() - All there are
 * @own:	Only the built-in ones and this file; NULL or "": the host's
 * @ret:	Caller frees with devfs_rules_free()
 *
 * Return: 0 or -errno; a file may be missing, but not @own
 */
int rulesets_load(const char *own, struct devfs_rules **ret, struct errbuf *eb);

/* rulesets_lock() - Keep everybody else from changing rulesets, and devfs
 * mounts, until the descriptor is closed.  It, or -errno */
int rulesets_lock(struct errbuf *eb);

/* rulesets_save() - Keep the sets of @rules that are marked so, all or none of
 * them; by the holder of the lock.  0 or -errno */
int rulesets_save(const struct devfs_rules *rules, struct errbuf *eb);
