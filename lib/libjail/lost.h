/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lost.h - Jails that run though somebody removed their files under /run/vjail
 *
 * No record tells of them.  What is theirs for sure is known by a mark on their
 * cgroup: which directory the registry is that they were made in.  Ended with
 * them is what would end by itself; what was lent to them is not known any more.
 */
#pragma once

#include <stdbool.h>

struct errbuf;

/* lost_mark() - Put it on @cgroup_fd, a new jail's; 0 or -errno */
int lost_mark(int cgroup_fd);

/* lost_has() - Does the number @jid, which no jail has, have a cgroup?  Then a
 * new jail would be mixed up with what runs in it */
bool lost_has(int jid);
