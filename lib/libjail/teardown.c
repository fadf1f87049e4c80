/* SPDX-License-Identifier: BSD-2-Clause */
/* teardown.c - Undo all of a jail, however much of it there is */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/magic.h>
#include <sys/vfs.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/proc.h"
#include "base/util.h"
#include "base/workdir.h"
#include "libjail/build.h"
#include "libjail/cgroup.h"
#include "libjail/eiface.h"
#include "libjail/graph-rest.h"
#include "libjail/pin.h"
#include "libjail/registry.h"
#include "libjail/tree.h"

#define KILL_WAIT_MS 20000 /* a process in the kernel may take its time */

/* By pidfd, so that nobody else's process is ever hit. */
static void kill_one(int pidfd)
{
	if (pidfd >= 0)
		(void)syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
}

/* Until pid 1 is gone, or nobody in the jail can run any more: pid 1 itself
 * stays as long as somebody outside has a child there that it does not wait
 * for. */
static int wait_dead(int pidfd, int events)
{
	struct pollfd p[] = {
		{ .fd = pidfd, .events = POLLIN },
		{ .fd = events, .events = POLLPRI },
	};

	while (!p[0].revents && (events < 0 || cgroup_populated(events) != 0)) {
		int r = poll(p, ARRAY_SIZE(p), KILL_WAIT_MS);

		if (r == 0)
			return -EBUSY;
		if (r < 0 && errno != EINTR)
			return -errno;
	}
	return 0;
}

/* It was killed with the others: whoever counts processes then finds none. */
static void wait_watcher(int pidfd)
{
	struct pollfd p = { .fd = pidfd, .events = POLLIN };

	while (poll(&p, 1, KILL_WAIT_MS) < 0 && errno == EINTR)
		;
}

static int kill_all(const struct jail_rec *rec, struct errbuf *eb)
{
	cleanup_close int cg = cgroup_open(rec->jid, NULL);
	cleanup_close int events = cg < 0 ? -1 : cgroup_all_events(cg, NULL);
	bool self = rec->watch_pid == getpid();
	cleanup_close int watcher =
		self ? -1 : proc_open(rec->watch_pid, rec->watch_start);
	cleanup_close int pid1 = proc_open(rec->init_pid, rec->init_start);
	int r = 0;

	/* No record tells of a process: nobody else would kill it. */
	if (cg < 0 && cg != -ENOENT && !rec->name)
		return errbuf_set(eb, -cg, "cgroup: %s", strerror(-cg));
	kill_one(watcher);
	kill_one(pid1);
	if (cg >= 0)
		(void)cgroup_kill(cg);
	if (pid1 >= 0)
		r = wait_dead(pid1, events);
	if (r < 0)
		return errbuf_set(eb, -r, "pid 1 does not end");
	if (watcher >= 0)
		wait_watcher(watcher);
	return 0;
}

static int unpin(const struct jail_rec *rec, struct errbuf *eb)
{
	int r = pin_drop(rec->jid, eb);

	if (r == 0 && rec->name)
		r = pin_unlink(rec->jid, rec->name, eb);
	if (r == 0 && rec->also)
		r = pin_unlink(rec->jid, rec->also, eb);
	return r;
}

/* 1: with words, as iface_home_all(). */
static int clear_network(const struct jail_slot *slot, struct jail_rec *rec,
			 int netns, int home, struct errbuf *eb)
{
	const struct strv *made =
		jail_params_get(&rec->params, "vjail.interface");
	int told = 0, r = 0;

	if (netns < 0 && netns != -ENOENT) /* what is in there would be lost */
		return errbuf_set(eb, -netns, "network namespace: %s",
				  strerror(-netns));
	if (netns >= 0 && rec->nifs > 0)
		told = iface_home_all(rec, netns, home, eb);
	if (told >= 0 && made && made->n > 0)
		r = iface_unmake_all(rec, eb);
	if (told >= 0 && r == 0)
		r = eiface_unmake_all(slot, home, eb);
	if (told >= 0 && netns >= 0)
		graph_rest_remove(netns);
	return r < 0 ? r : told;
}

static int remove_workdir(const char *top, const char *path)
{
	cleanup_close int dir = tree_work_parent(top, path);

	if (dir < 0)
		return dir == -ENOENT || dir == -ENOTDIR || dir == -EXDEV ? 0
									  : dir;
	return workdir_remove(dir, strrchr(path, '/') + 1);
}

static int remove_workdirs(const struct jail_rec *rec, struct errbuf *eb)
{
	const char *top = jail_params_str(&rec->params, "path");

	for (size_t i = 0; i < rec->workdirs.n; i++) {
		int r = remove_workdir(top, rec->workdirs.v[i]);

		if (r < 0)
			return errbuf_set(eb, -r, "%s: %s", rec->workdirs.v[i],
					  strerror(-r));
	}
	return 0;
}

int teardown(const struct jail_slot *slot, struct jail_rec *rec,
	     struct errbuf *eb)
{
	cleanup_close int home = iface_home_open(rec, eb);
	cleanup_close int netns = -1;
	int r = home < 0 ? home : 0, told = 0;

	rec->jid = slot->jid;
	/* before its processes go */
	netns = rec->own_net ? pin_open(rec) : -ENOENT;
	if (r == 0 && rec->name) {
		rec->state = JAIL_REMOVING;
		r = registry_write(slot, rec, eb);
	}
	if (r == 0)
		r = kill_all(rec, eb);
	if (r == 0)
		r = told = clear_network(slot, rec, netns, home, eb);
	if (r >= 0)
		r = unpin(rec, told ? NULL : eb);
	if (r == 0)
		r = cgroup_del(rec->jid, told ? NULL : eb);
	if (r == 0)
		r = remove_workdirs(rec, told ? NULL : eb);
	if (r == 0)
		r = registry_del(slot, told ? NULL : eb);
	if (r < 0)
		return rec->name ? errbuf_in(eb, r, "%s", rec->name) : r;
	return told;
}
