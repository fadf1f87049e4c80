/* SPDX-License-Identifier: BSD-2-Clause */
/* gate.c - What it takes to enter a jail, opened while still outside */

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/sched.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/proc.h"
#include "libjail/cgroup.h"
#include "libjail/core.h"
#include "libjail/filter.h"
#include "libjail/gate.h"
#include "libjail/registry.h"

#define ALWAYS                                                                 \
	(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS |            \
	 CLONE_NEWCGROUP)

static int fill(struct gate *g, const struct jail_rec *rec, struct errbuf *eb)
{
	g->jid = rec->jid;
	g->own_user = rec->own_user;
	g->namespaces = ALWAYS | (rec->own_user ? CLONE_NEWUSER : 0UL) |
			(rec->own_net ? CLONE_NEWNET : 0UL);
	confine_plan(&rec->params, rec->own_user, rec->own_net, false,
		     &g->confine);
	g->pidfd = proc_open(rec->init_pid, rec->init_start);
	if (g->pidfd < 0 || rec->state != JAIL_ACTIVE)
		return errbuf_set(eb, ENOENT, "jail %d not found", rec->jid);
	g->cgroup = cgroup_open(rec->jid, eb);
	if (g->cgroup < 0)
		return g->cgroup;
	return filter_load(g->jid, &g->filter, &g->filter_len, eb);
}

int gate_open(int jid, struct gate *ret, struct errbuf *eb)
{
	cleanup_jail_rec struct jail_rec rec = { 0 };
	cleanup_gate struct gate g = GATE_NONE;
	int r = registry_read(jid, &rec, eb);

	if (r == 0)
		r = fill(&g, &rec, eb);
	if (r < 0)
		return r;
	*ret = g;
	g = GATE_NONE;
	return 0;
}

pid_t gate_fork(const struct gate *g, struct errbuf *eb)
{
	cleanup_close int fd =
		openat(g->cgroup, "jail", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct clone_args args = {
		.flags = CLONE_INTO_CGROUP,
		.exit_signal = SIGCHLD,
		.cgroup = (uint64_t)fd,
	};
	long pid;

	if (fd < 0)
		return errbuf_errno(eb, "cgroup");
	pid = syscall(SYS_clone3, &args, sizeof(args));
	return pid < 0 ? errbuf_errno(eb, "fork") : (pid_t)pid;
}

int gate_enter(const struct gate *g, struct errbuf *eb)
{
	/* Until it execs, the jail's root must not look into this process. */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 ||
	    setns(g->pidfd, (int)g->namespaces) < 0)
		return errbuf_errno(eb, "setns");
	if (g->own_user && (setgroups(0, NULL) < 0 || setresgid(0, 0, 0) < 0 ||
			    setresuid(0, 0, 0) < 0))
		return errbuf_errno(eb, "user ids");
	if (chdir("/") < 0)
		return errbuf_errno(eb, "/");
	return 0;
}

int gate_confine(const struct gate *g, struct errbuf *eb)
{
	return confine_apply(&g->confine, g->filter, g->filter_len, eb);
}

void gate_close(struct gate *g)
{
	close_fd(&g->pidfd);
	close_fd(&g->cgroup);
	free(g->filter);
	*g = GATE_NONE;
}

int jail_enter(int jid, struct errbuf *eb)
{
	cleanup_gate struct gate g = GATE_NONE;
	int r = gate_open(jid, &g, eb);

	/* Asked before the cgroup is joined, from which there is no return. */
	if (r == 0 && proc_has_threads())
		return errbuf_set(
			eb, EINVAL,
			"a process of several threads cannot enter a jail");
	if (r == 0)
		r = cgroup_join(g.cgroup, "jail", 0, eb);
	if (r == 0)
		r = gate_enter(&g, eb);
	return r < 0 ? r : gate_confine(&g, eb);
}
