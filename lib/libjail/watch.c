/* SPDX-License-Identifier: BSD-2-Clause */
/* watch.c - A jail's watcher: started with it, and again after it was killed */

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/paths.h"
#include "base/proc.h"
#include "libjail/cgroup.h"
#include "libjail/door.h"
#include "libjail/param.h"
#include "libjail/pid1.h"
#include "libjail/pin.h"
#include "libjail/record.h"
#include "libjail/registry.h"
#include "libjail/watch.h"

pid_t watch_start(const char *init_path, const struct jail_rec *rec,
		  const struct watched *w, struct errbuf *eb)
{
	cleanup_close int events = cgroup_events(w->cgroup, eb);
	cleanup_close int door = -1;

	if (events < 0)
		return events;
	if (jail_params_bool(&rec->params, "vjail.netgraph")) {
		door = door_open(w->netns, eb);
		if (door < 0)
			return door;
	}
	return watcher_start(
		init_path, rec,
		(int[]){ w->pidfd, events, door, rec->own_net ? w->netns : -1 },
		eb);
}

uint64_t watch_home(void)
{
	struct stat st;

	return stat("/proc/thread-self/ns/net", &st) == 0 ? st.st_ino : 0;
}

bool watch_needed(const struct jail_rec *rec)
{
	return geteuid() == 0 && rec->home != 0 &&
	       !proc_alive(rec->watch_pid, rec->watch_start) &&
	       rec->home == watch_home();
}

static int start_again(const struct jail_slot *slot, struct jail_rec *rec)
{
	cleanup_free char *init = paths_libexec("init");
	cleanup_close int pid1 = proc_open(rec->init_pid, rec->init_start);
	cleanup_close int cgroup = cgroup_open(rec->jid, NULL);
	cleanup_close int netns = rec->own_net ? pin_open(rec) : -1;
	const struct watched w = { .pidfd = pid1,
				   .cgroup = cgroup,
				   .netns = netns };
	pid_t pid = -1;

	if (init && pid1 >= 0 && cgroup >= 0 && (netns >= 0 || !rec->own_net))
		pid = watch_start(init, rec, &w, NULL);
	if (pid < 0)
		return -1;
	rec->watch_pid = pid;
	rec->watch_start = proc_start_time(pid);
	return registry_write(slot, rec, NULL);
}

/* By a process between, so that it is not the caller's child. */
void watch_again(const struct jail_slot *slot, struct jail_rec *rec)
{
	pid_t pid = watch_needed(rec) ? fork() : -1;

	if (pid == 0)
		_exit(start_again(slot, rec) < 0);
	if (pid > 0)
		(void)proc_wait(pid);
}
