/* SPDX-License-Identifier: BSD-2-Clause */
/* devfs.h - What the parts of devfs(8) share */
#pragma once

#include <stdnoreturn.h>

#include "libjail/devfs-place.h"
#include "xo/xo.h"

struct devfs_rules;
struct devfs_set;

struct devfs {
	const char *mountpt; /* -m */
	const char *jail; /* -j, or NULL */
	int lock; /* -1: nothing is to be changed */
	int ruleset; /* -s, or that of the mount; 0: none */
	struct devfs_place place;
	struct devfs_rules *rules; /* all that the host has */
	struct xo xo;
};

struct devfs_command {
	const char *name;
	const char *call; /* FreeBSD's first one for it */
	bool changes; /* something that others might change, too */
	int (*run)(struct devfs *d, int argc, char **argv);
};

/* The commands of `devfs rule`; the last one has no name */
extern const struct devfs_command rule_commands[];

/* rule_usage() - Print it on standard error, and exit */
noreturn void rule_usage(void);

/* number_or_end() - From 0 to 65535, or exit with what FreeBSD says of others */
unsigned number_or_end(const char *s);

/* ioctl_failed() - Say so as FreeBSD does, where that is a system call of @name,
 * and exit */
noreturn void ioctl_failed(const char *name, int code);

/* list_rules() - Print one rule of a set, or with 0 all; the exit status */
int list_rules(const struct devfs *d, const struct devfs_set *set,
	       unsigned number);

/* list_sets() - Print the numbers of all sets; the exit status */
int list_sets(const struct devfs *d);
