/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mounts.h - The mount parameters as lines of fstab(5) for libjail
 *
 * Nothing is mounted on the host: jail_create() mounts what the lines say in
 * the jail's own mount namespace (parameter vjail.mount).
 */
#pragma once

#include "base/strv.h"
#include "pseudo.h"

struct errbuf;

/**
 * mounts_lines() - All mounts of a jail, in the order they are made
 * @path:	The jail's root, NULL: none was given
 * @ruleset:	devfs_ruleset, NULL: it was not given
 *
 * Reads the files of mount.fstab.  Return: 0, or -errno with the parameter and
 * the file or line in @eb
 */
int mounts_lines(const struct pseudos *ps, const char *path,
		 const char *ruleset, struct strv *ret, struct errbuf *eb);
