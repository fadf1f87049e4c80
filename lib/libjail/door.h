/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * door.h - Where root of a jail knocks to have its netgraph changed
 *
 * The graph's maps could be opened in a jail, if they were pinned in a file
 * system of its own; but to change it one must also make maps, attach programs
 * and enter the closet: bpf(2), setns(2) and unshare(2), that no jail has.  So
 * its watcher lets root in at a socket, and a program on the host does the work
 * (libnetgraph/remote.h).
 */
#pragma once

struct errbuf;

/* door_open() - A listening socket in that network namespace, called VJAIL_DOOR.
 * A descriptor or -errno */
int door_open(int netns, struct errbuf *eb);
