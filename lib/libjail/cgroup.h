/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cgroup.h - The cgroup of a jail: who is in it, and whether anybody is
 *
 * vjail/JID holds the jail's pid 1, vjail/JID/jail everything else, below the
 * root of the caller's cgroup namespace.  The hierarchy is version 2's,
 * reached by a mount of our own that nobody else sees, so it does not matter
 * where the host has it mounted.
 */
#pragma once

#include <sys/types.h>

struct errbuf;

/* cgroup_root() - The root of the tree, as the caller may see it; a descriptor
 * or -errno */
int cgroup_root(struct errbuf *eb);

/* cgroup_add() - Make a jail's; a descriptor of vjail/JID, or -errno */
int cgroup_add(int jid, struct errbuf *eb);

/* cgroup_open() - A descriptor of an existing one, or -errno */
int cgroup_open(int jid, struct errbuf *eb);

/* cgroup_list() - The numbers that have one, in no order.  Caller frees; how many,
 * or -errno */
int cgroup_list(int **ret, struct errbuf *eb);

/* cgroup_join() - Put process @pid (0: the caller) in @fd (of cgroup_open()),
 * in @sub ("." for pid 1's, "jail" for the rest); 0 or -errno */
int cgroup_join(int fd, const char *sub, pid_t pid, struct errbuf *eb);

/* cgroup_events() - A descriptor of "jail"'s cgroup.events, for poll(2) with
 * POLLPRI; or -errno */
int cgroup_events(int fd, struct errbuf *eb);

/* cgroup_all_events() - The same of pid 1 and the rest together */
int cgroup_all_events(int fd, struct errbuf *eb);

/* cgroup_populated() - Does anything run there?  1, 0 or -errno */
int cgroup_populated(int events_fd);

/* cgroup_procs() - Process numbers in "jail" and below.  Caller frees; their
 * number or -errno */
int cgroup_procs(int fd, pid_t **ret, struct errbuf *eb);

/* cgroup_kill() - SIGKILL for everything in it, pid 1 last; 0 or -errno */
int cgroup_kill(int fd);

/* cgroup_del() - Remove a jail's, waiting for what dies in it; 0 or -errno */
int cgroup_del(int jid, struct errbuf *eb);
