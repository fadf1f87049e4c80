/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pid1.h - The first process of a jail, from clone3(2) until it runs init
 *
 * It waits, in namespaces that are still empty, for its mount namespace and
 * its system call filter; enters the one, loads the other, and becomes the
 * static program libexec/vjail/init.  The same program, started on the host,
 * is the jail's watcher.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct confine;
struct errbuf;
struct jail_params;
struct jail_rec;

struct pid1 {
	const struct jail_rec *rec;
	const struct confine *confine;
	const char *init_path;
	int socket;
	bool set_hostname;
};

/* pid1_main() - In the new process; does not return */
void pid1_main(const struct pid1 *p) __attribute__((noreturn));

/* pid1_release() - To the process behind @sock: go on with this.  Waits until
 * it runs init.  0 or -errno, its words in @eb */
int pid1_release(int sock, int mntns, const void *filter, size_t n,
		 struct errbuf *eb);

/* pid1_set_names() - The host and domain name in @ps, if there are any, for the
 * caller's uts namespace.  0 or -errno */
int pid1_set_names(const struct jail_params *ps, struct errbuf *eb);

#define WATCHER_FDS 4

/* Which of the watcher's descriptors is the jail's network namespace */
#define WATCHER_NETNS "6"

/* watcher_start() - Start the watcher of a jail.  @fds: its pidfd, its cgroup's
 * events, a listening socket it opens the door at or -1, its network namespace
 * or -1.  The process or -errno */
pid_t watcher_start(const char *init_path, const struct jail_rec *rec,
		    const int fds[WATCHER_FDS], struct errbuf *eb);
