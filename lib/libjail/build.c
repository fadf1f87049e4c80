/* SPDX-License-Identifier: BSD-2-Clause */
/* build.c - The making of a jail: namespaces, file system, pid 1, watcher */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/sched.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/proc.h"
#include "base/util.h"
#include "conf/devfsrules.h"
#include "libjail/build.h"
#include "libjail/cgroup.h"
#include "libjail/confine.h"
#include "libjail/devfs.h"
#include "libjail/filter.h"
#include "libjail/ident.h"
#include "libjail/lost.h"
#include "libjail/pid1.h"
#include "libjail/pin.h"
#include "libjail/ports.h"
#include "libjail/registry.h"
#include "libjail/tree.h"
#include "libjail/watch.h"
#include "nl/link.h"
#include "nl/nl.h"

/* What the child tells the caller, in memory they share. */
struct outcome {
	int code; /* 0 or -errno */
	struct errbuf eb;
	pid_t init_pid, watch_pid;
	uint64_t init_start, watch_start;
};

/* A jail being made, in the child. */
struct build {
	const struct jail_slot *slot;
	const struct jail_rec *rec;
	struct outcome *out;
	struct confine confine;
	struct devfs_rules *rules;
	int ruleset;
	const void *filter;
	size_t filter_len;
	int cgroup; /* vjail/JID */
	int pid1_pipe; /* our end of the socket pair to pid 1 */
	int pidfd; /* pid 1's */
	int userns; /* -1: the host's */
	int netns;
	char *init_path, *tools;
};

static const char *param_str(const struct build *b, const char *name)
{
	return jail_params_str(&b->rec->params, name);
}

static int write_map(pid_t pid, const char *file, unsigned base,
		     struct errbuf *eb)
{
	char path[48], text[48];

	(void)snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	(void)snprintf(text, sizeof(text), "0 %u %u", base, JAIL_IDS_PER_JAIL);
	return file_write(AT_FDCWD, path, text, eb);
}

static int open_ns(pid_t pid, const char *kind, struct errbuf *eb)
{
	char path[48];
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/%d/ns/%s", (int)pid, kind);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? errbuf_errno(eb, "%s", path) : fd;
}

static int map_ids(struct build *b, struct errbuf *eb)
{
	unsigned base = registry_id_base(b->rec->ids);
	pid_t pid = b->out->init_pid;
	int r;

	if (!b->rec->own_user)
		return 0;
	r = write_map(pid, "uid_map", base, eb);
	if (r == 0)
		r = write_map(pid, "gid_map", base, eb);
	if (r < 0)
		return r;
	b->userns = open_ns(pid, "user", eb);
	return b->userns < 0 ? b->userns : 0;
}

static int show_netns(struct build *b, struct errbuf *eb)
{
	int jid = b->rec->jid, r;

	b->netns = open_ns(b->out->init_pid, "net", eb);
	if (b->netns < 0)
		return b->netns;
	if (!b->rec->own_net)
		return 0;
	r = pin_show(jid, b->out->init_pid, eb);
	/* a graph in it is found by its namespace */
	if (r == 0 && jail_params_bool(&b->rec->params, "vjail.netgraph"))
		r = pin_keep(jid, b->netns, eb);
	return r < 0 ? r : pin_link(jid, b->rec->name, eb);
}

static unsigned long clone_flags(const struct jail_rec *rec)
{
	unsigned long flags = CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWCGROUP;

	if (rec->own_user)
		flags |= CLONE_NEWUSER;
	if (rec->own_net)
		flags |= CLONE_NEWNET;
	if (!streq(jail_params_str(&rec->params, "host"), "inherit") ||
	    jail_params_get(&rec->params, "host.hostname") ||
	    !jail_params_get(&rec->params, "host"))
		flags |= CLONE_NEWUTS;
	return flags;
}

static int start_pid1(struct build *b, struct errbuf *eb)
{
	int pair[2], pidfd = -1;
	struct clone_args args = {
		.flags = clone_flags(b->rec) | CLONE_PIDFD | CLONE_INTO_CGROUP,
		.pidfd = (uint64_t)(uintptr_t)&pidfd,
		.exit_signal = SIGCHLD,
		.cgroup = (uint64_t)b->cgroup,
	};
	long pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return errbuf_errno(eb, "socketpair");
	pid = syscall(SYS_clone3, &args, sizeof(args));
	if (pid < 0) {
		int code = errno;

		(void)close(pair[0]);
		(void)close(pair[1]);
		return errbuf_set(eb, code, "namespaces: %s", strerror(code));
	}
	if (pid == 0) {
		(void)close(pair[0]);
		pid1_main(&(struct pid1){
			.rec = b->rec,
			.confine = &b->confine,
			.init_path = b->init_path,
			.socket = pair[1],
			.set_hostname = (args.flags & CLONE_NEWUTS) != 0,
		});
	}
	(void)close(pair[1]);
	b->pid1_pipe = pair[0];
	b->pidfd = pidfd;
	b->out->init_pid = (pid_t)pid;
	b->out->init_start = proc_start_time((pid_t)pid);
	return 0;
}

/* In the helper, a process in the jail's pid namespace. */
static int enter_tree(const struct build *b, struct errbuf *eb)
{
	static const struct strv none = { 0 };
	const struct jail_rec *rec = b->rec;
	const struct strv *lines = jail_params_get(&rec->params, "vjail.mount");
	char scratch[PATH_MAX], ident[IDENT_MAX];
	struct tree_plan plan = {
		.path = param_str(b, "path"),
		.tools = b->tools,
		.scratch = scratch,
		.lines = lines ? lines : &none,
		.rules = b->rules,
		.ident = ident,
		.ruleset = b->ruleset,
		.userns_fd = b->userns,
		.netns_fd = b->netns,
		.base = rec->own_user ? registry_id_base(rec->ids) : 0,
		.jid = rec->jid,
		.own_net = rec->own_net,
		.throw_away = streq(param_str(b, "path"), "/") &&
			      !streq(param_str(b, "vjail.root"), "rw"),
	};

	(void)snprintf(scratch, sizeof(scratch), "%s/jails/%d", VJAIL_STATE_DIR,
		       rec->jid);
	ident_format(rec, ident);
	return tree_enter(&plan, eb);
}

struct helper {
	const struct build *b;
	int mntns, code;
	struct errbuf *eb;
};

/* With the caller's memory and descriptors; its own mount namespace cannot be
 * asked for by name at the end, when it sees the jail's /proc, if any. */
static int helper_main(void *arg)
{
	cleanup_close int ns = open("/proc/self/ns", O_PATH | O_CLOEXEC);
	struct helper *h = arg;

	h->code = ns < 0 ? errbuf_errno(h->eb, "/proc/self/ns")
			 : enter_tree(h->b, h->eb);
	if (h->code == 0)
		h->mntns = openat(ns, "mnt", O_RDONLY | O_CLOEXEC);
	if (h->code == 0 && h->mntns < 0)
		h->code = errbuf_errno(h->eb, "mount namespace");
	return 0;
}

/* The jail's mount namespace: a descriptor or -errno */
static int make_tree(struct build *b, struct errbuf *eb)
{
	cleanup_close int home = open_ns(getpid(), "pid", eb);
	struct helper h = { .b = b, .mntns = -1, .code = -EIO, .eb = eb };
	int r, back;

	if (home < 0)
		return home;
	(void)errbuf_set(eb, EIO, "file system: the helper died");
	if (setns(b->pidfd, CLONE_NEWPID) < 0)
		return errbuf_errno(eb, "pid namespace");
	r = proc_lend(helper_main, &h, true);
	back = proc_return(home, CLONE_NEWPID);
	if (r < 0 || back < 0)
		return errbuf_set(eb, r < 0 ? -r : -back, "pid namespace: %s",
				  strerror(r < 0 ? -r : -back));
	return h.code < 0 ? h.code : h.mntns;
}

static int raise_lo(int netns, struct errbuf *eb)
{
	static const struct nl_link_change up = { .flags = IFF_UP,
						  .flags_mask = IFF_UP };
	cleanup_nl struct nl *nl = NULL;
	int r = nl_open_at(netns, &nl, eb);

	return r < 0 ? r : nl_link_set(nl, 1, &up, eb);
}

/* As on FreeBSD, router advertisements are not taken unless asked for. */
static int refuse_advertisements(int netns, struct errbuf *eb)
{
	static const char *const files[] = {
		"/proc/sys/net/ipv6/conf/all/accept_ra",
		"/proc/sys/net/ipv6/conf/default/accept_ra",
	};
	cleanup_close int home = open_ns(getpid(), "net", eb);
	int r = 0;

	if (home < 0)
		return home;
	if (setns(netns, CLONE_NEWNET) < 0)
		return errbuf_errno(eb, "network namespace");
	for (size_t i = 0; i < ARRAY_SIZE(files) && r == 0; i++)
		r = file_write(AT_FDCWD, files[i], "0", eb);
	if (proc_return(home, CLONE_NEWNET) < 0)
		return errbuf_errno(eb, "network namespace");
	return r == -ENOENT ? 0 : r; /* no IPv6 in this kernel */
}

static int set_up_network(struct build *b, struct errbuf *eb)
{
	int r;

	if (!b->rec->own_net)
		return 0;
	r = refuse_advertisements(b->netns, eb);
	if (r < 0)
		return r;
	if (!streq(param_str(b, "vnet"), "new"))
		return raise_lo(b->netns, eb);
	return iface_make_all(b->slot, b->rec, b->netns, eb);
}

static int spawn_watcher(struct build *b, struct errbuf *eb)
{
	const struct watched w = { .pidfd = b->pidfd,
				   .cgroup = b->cgroup,
				   .netns = b->netns };
	pid_t pid = watch_start(b->init_path, b->rec, &w, eb);

	if (pid < 0)
		return pid;
	b->out->watch_pid = pid;
	b->out->watch_start = proc_start_time(pid);
	return 0;
}

/* What is the caller's work: its words, and what it keeps for the next jail. */
static int prepare(struct build *b, struct filters **filters, struct errbuf *eb)
{
	const struct jail_rec *rec = b->rec;
	int r = jail_rules_load(rec, &b->rules, &b->ruleset, eb);

	if (r < 0)
		return r;
	confine_plan(&rec->params, rec->own_user, rec->own_net,
		     devfs_shows(b->rules, b->ruleset, "bpf0"), &b->confine);
	return filter_get(filters, &b->confine, &b->filter, &b->filter_len, eb);
}

/* A kernel that cannot do it is in the way only if it was asked for. */
static int open_ports(struct build *b, struct errbuf *eb)
{
	static const char param[] = "allow.reserved_ports";
	const struct jail_rec *rec = b->rec;
	int r;

	if (rec->own_net || !rec->own_user ||
	    !jail_params_bool(&rec->params, param))
		return 0;
	r = ports_allow(b->cgroup, registry_id_base(rec->ids), eb);
	return r < 0 && jail_params_get(&rec->params, param) ? r : 0;
}

static int find_files(struct build *b, struct errbuf *eb)
{
	b->init_path = paths_libexec("init");
	b->tools = paths_libexec("bsd");
	if (!b->init_path || !b->tools)
		return errbuf_set(eb, ENOMEM, "out of memory");
	b->cgroup = cgroup_add(b->rec->jid, eb);
	if (b->cgroup < 0)
		return b->cgroup;
	(void)lost_mark(b->cgroup); /* without it, it is no less a jail */
	return open_ports(b, eb);
}

/* With pid 1 waiting: its namespaces filled, then it let go. */
static int furnish(struct build *b, struct errbuf *eb)
{
	cleanup_close int mntns = -1;
	int r = map_ids(b, eb);

	if (r == 0)
		r = show_netns(b, eb);
	if (r == 0)
		r = set_up_network(b, eb);
	if (r == 0)
		r = filter_save(b->slot->dirfd, b->filter, b->filter_len, eb);
	if (r < 0)
		return r;
	mntns = make_tree(b, eb);
	if (mntns < 0)
		return mntns;
	return pid1_release(b->pid1_pipe, mntns, b->filter, b->filter_len, eb);
}

static void close_span(unsigned first, unsigned last)
{
	if (first <= last)
		(void)syscall(SYS_close_range, first, last, 0);
}

/* Nothing of the caller's but the slot: others wait for locks of theirs. */
static void close_others(const struct jail_slot *slot)
{
	bool swap = slot->dirfd > slot->lockfd;
	unsigned a = (unsigned)(swap ? slot->lockfd : slot->dirfd);
	unsigned b = (unsigned)(swap ? slot->dirfd : slot->lockfd);

	if (a < 3) /* it came without stdio */
		return;
	close_span(3, a - 1);
	close_span(a + 1, b - 1);
	close_span(b + 1, ~0U);
}

static void child_main(struct build *b, pid_t parent)
{
	struct errbuf eb = { 0 };
	int r;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent) /* it was killed before that */
		_exit(1);
	close_others(b->slot);
	r = find_files(b, &eb);
	if (r == 0)
		r = start_pid1(b, &eb);
	if (r == 0)
		r = furnish(b, &eb);
	if (r == 0)
		r = spawn_watcher(b, &eb);
	b->out->code = r;
	b->out->eb = eb;
	_exit(0);
}

static int start_child(struct build *b, struct building *ret, struct errbuf *eb)
{
	struct outcome *out = mmap(NULL, sizeof(*out), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t self = getpid(), pid;

	if (out == MAP_FAILED)
		return errbuf_errno(eb, "memory");
	out->code = -EIO;
	(void)snprintf(out->eb.msg, sizeof(out->eb.msg), "the builder died");
	b->out = out;
	pid = fork();
	if (pid == 0)
		child_main(b, self);
	if (pid < 0) {
		int r = errbuf_errno(eb, "fork");

		(void)munmap(out, sizeof(*out));
		return r;
	}
	*ret = (struct building){ .pid = pid, .out = out };
	return 0;
}

int build_start(const struct jail_slot *slot, const struct jail_rec *rec,
		struct filters **filters, struct building *ret,
		struct errbuf *eb)
{
	struct build b = { .slot = slot,
			   .rec = rec,
			   .cgroup = -1,
			   .userns = -1,
			   .netns = -1 };
	int r = prepare(&b, filters, eb);

	if (r == 0)
		r = start_child(&b, ret, eb);
	devfs_rules_free(b.rules);
	return r;
}

int build_finish(struct building *b, struct jail_rec *rec, struct errbuf *eb)
{
	struct outcome *out = b->out;
	int r;

	(void)proc_wait(b->pid);
	r = out->code;
	if (r < 0 && eb)
		*eb = out->eb;
	if (r == 0) {
		rec->init_pid = out->init_pid;
		rec->init_start = out->init_start;
		rec->watch_pid = out->watch_pid;
		rec->watch_start = out->watch_start;
		rec->home = watch_home();
	}
	(void)munmap(out, sizeof(*out));
	*b = (struct building){ 0 };
	return r;
}
