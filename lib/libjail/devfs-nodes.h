/* SPDX-License-Identifier: BSD-2-Clause */
/* devfs-nodes.h - What can be in a devfs, and what rules make of it */
#pragma once

#include <sys/types.h>

struct devfs_rule;
struct devfs_rules;
struct devfs_verdict;
struct errbuf;

/* Packet capture, which has no node on Linux: a verdict is all there is */
#define DEVFS_CAPTURE 0

struct devfs_node {
	const char *path; /* below /dev */
	const char *names[5]; /* what rules call it, too */
	const char *follows; /* NULL, or what shows that shows this */
	mode_t kind; /* S_IFCHR, S_IFBLK, S_IFLNK, S_IFDIR or DEVFS_CAPTURE */
	unsigned major, minor;
	mode_t mode; /* unless rules say another */
	const char *target; /* of a link */
};

/* devfs_nodes_each() - Call @fn for each, until it fails: those of our own, and
 * the host's.  0 or -errno */
int devfs_nodes_each(int (*fn)(void *arg, const struct devfs_node *n,
			       struct errbuf *eb),
		     void *arg, struct errbuf *eb);

/* What acts: a ruleset, or one rule that is in none. */
struct devfs_op {
	const struct devfs_rules *rules;
	int ruleset; /* 0: nothing acts */
	const struct devfs_rule *rule; /* NULL: the ruleset */
};

/* devfs_node_verdict() - What becomes of a node that is as @io says.  0 or
 * -errno */
int devfs_node_verdict(const struct devfs_node *n, const struct devfs_op *op,
		       struct devfs_verdict *io, struct errbuf *eb);
