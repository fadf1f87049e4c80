/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hostfs.h - The mounts that graphs are kept in, seen from where they are not
 *
 * ip-netns(8)'s exec gives what it runs a /sys of its own: no graph can be seen
 * there, and one that is made ends with the command.
 */
#pragma once

#include <stdbool.h>

struct errbuf;

#define BPFFS "/sys/fs/bpf"

/* hostfs_has_bpf() - There is a bpf file system where it should be */
bool hostfs_has_bpf(void);

/* hostfs_is_elsewhere() - /sys is our own, /run is that of the host (of pid 1):
 * its bpf file system is the right one, and not here */
bool hostfs_is_elsewhere(void);

/* hostfs_enter() - For programs, before anything else: be where the host's
 * mounts are, in the same directory by name.  The network namespace stays.  0,
 * also where nothing is to be done, or -errno */
int hostfs_enter(struct errbuf *eb);
