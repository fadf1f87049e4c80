/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * build.h - The making of a jail: namespaces, file system, pid 1, watcher
 *
 * All of it in a child process, so that nothing of it can leak into the
 * caller, and so that a kill of the caller ends it.
 */
#pragma once

#include <sys/types.h>

struct errbuf;
struct filters;
struct jail_rec;
struct jail_slot;
struct outcome;

/* A jail in the hands of its builder. */
struct building {
	pid_t pid; /* a child of the caller */
	struct outcome *out; /* what it tells */
};

/* build_start() - Begin to make what @rec says, in the slot that says so; both
 * stay as they are until build_finish().  0 or -errno */
int build_start(const struct jail_slot *slot, const struct jail_rec *rec,
		struct filters **filters, struct building *ret,
		struct errbuf *eb);

/* build_finish() - Wait for its end.  On success the process numbers in @rec are
 * filled in.  On failure what was made is left to teardown().  0 or -errno */
int build_finish(struct building *b, struct jail_rec *rec, struct errbuf *eb);

/* teardown() - Undo all of a jail, however much of it there is, and forget it.
 * @rec may be all-zero.  What cannot be undone keeps its record.  0; 1 with
 * words when something came home changed; or -errno */
int teardown(const struct jail_slot *slot, struct jail_rec *rec,
	     struct errbuf *eb);

/* iface_make_all() - The interfaces of vjail.interface, in @netns_fd.  0 or
 * -errno */
int iface_make_all(const struct jail_slot *slot, const struct jail_rec *rec,
		   int netns_fd, struct errbuf *eb);

/* iface_unmake_all() - Delete them again, both ends.  0 or -errno */
int iface_unmake_all(const struct jail_rec *rec, struct errbuf *eb);

/* iface_home_open() - Where a jail's interfaces come home to: the network
 * namespace that it was made in.  A descriptor or -errno */
int iface_home_open(const struct jail_rec *rec, struct errbuf *eb);

/* iface_home_all() - Every interface that was moved in, back to @home_fd.  0; 1
 * with words when one had to take another name; or the first -errno */
int iface_home_all(struct jail_rec *rec, int netns_fd, int home_fd,
		   struct errbuf *eb);

/* jail_rules_load() - The rulesets of a jail, and the number of its own.
 * Caller frees @ret.  0 or -errno */
struct devfs_rules;
int jail_rules_load(const struct jail_rec *rec, struct devfs_rules **ret,
		    int *ret_ruleset, struct errbuf *eb);
