/* SPDX-License-Identifier: BSD-2-Clause */
/* watch.h - A jail's watcher: started with it, and again after it was killed */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct errbuf;
struct jail_rec;
struct jail_slot;

/* What it watches, and where the jail's root knocks. */
struct watched {
	int pidfd; /* of pid 1 */
	int cgroup;
	int netns;
};

/* watch_start() - The process, or -errno; -EADDRINUSE: another one that lives
 * has the door of the jail's netgraph */
pid_t watch_start(const char *init_path, const struct jail_rec *rec,
		  const struct watched *w, struct errbuf *eb);

/* watch_home() - The number of the caller's network namespace, where a watcher
 * that it starts has the jail's interfaces go home to; 0: none is to be known */
uint64_t watch_home(void);

/* watch_needed() - Was the watcher of this jail killed, and is the caller one to
 * start another? */
bool watch_needed(const struct jail_rec *rec);

/* watch_again() - Start another and write it down; the jail's lock is held.  Who
 * cannot leaves it to the next */
void watch_again(const struct jail_slot *slot, struct jail_rec *rec);
