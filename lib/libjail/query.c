/* SPDX-License-Identifier: BSD-2-Clause */
/* query.c - Which jails there are, what runs in them, and signals to it */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/util.h"
#include "libjail/cgroup.h"
#include "libjail/core.h"
#include "libjail/finish.h"
#include "libjail/pin.h"
#include "libjail/registry.h"
#include "libjail/watch.h"
#include "nl/nl.h"

void jail_info_done(struct jail_info *info)
{
	free(info->name);
	jail_params_done(&info->params);
	strv_done(&info->vnet_ifs);
	*info = (struct jail_info){ 0 };
}

static bool is_number(const char *s)
{
	return *s && strspn(s, "0123456789") == strlen(s);
}

/* 0: it is more than any jail can have. */
static int to_jid(const char *digits)
{
	unsigned long n = strtoul(digits, NULL, 10);

	return n <= INT_MAX ? (int)n : 0;
}

int jail_find(const char *name_or_jid, struct errbuf *eb)
{
	int jid = is_number(name_or_jid) ? to_jid(name_or_jid)
					 : registry_find(name_or_jid);
	struct jail_info info = { 0 };

	registry_tidy();
	if (jid > 0 && jail_info_get(jid, &info, NULL) == 0) {
		/* A jail(8) killed while it renamed leaves a link too many. */
		bool active = info.state == JAIL_ACTIVE &&
			      (is_number(name_or_jid) ||
			       streq(info.name, name_or_jid));

		jail_info_done(&info);
		if (active)
			return jid;
	}
	if (is_number(name_or_jid))
		return errbuf_set(eb, ENOENT, "jail %s not found", name_or_jid);
	return errbuf_set(eb, ENOENT, "jail \"%s\" not found", name_or_jid);
}

static int to_info(struct jail_rec *rec, enum jail_state state,
		   struct jail_info *ret)
{
	struct jail_info info = { .jid = rec->jid,
				  .state = state,
				  .init_pid = rec->init_pid };
	int r = 0;

	for (size_t i = 0; i < rec->nifs && r == 0; i++)
		r = strv_add(&info.vnet_ifs, rec->ifs[i].name);
	if (r < 0) {
		strv_done(&info.vnet_ifs);
		return r;
	}
	info.name = TAKE_PTR(rec->name);
	info.params = rec->params;
	rec->params = (struct jail_params){ 0 };
	*ret = info;
	return 0;
}

/* How it is, whatever its record says: nobody shows a dead one as ACTIVE. */
static enum jail_state true_state(const struct jail_rec *rec)
{
	if (rec->state == JAIL_ACTIVE && finish_needed(rec))
		return JAIL_REMOVING;
	return rec->state;
}

int jail_info_get(int jid, struct jail_info *ret, struct errbuf *eb)
{
	cleanup_jail_rec struct jail_rec rec = { 0 };
	int r = registry_read(jid, &rec, eb);

	if (r < 0)
		return r;
	if ((true_state(&rec) == JAIL_ACTIVE && !rec.changing && !rec.also &&
	     !watch_needed(&rec)) ||
	    geteuid() != 0)
		return to_info(&rec, true_state(&rec), ret);
	/* Only root may finish it.  What it was when we looked may be over. */
	if (finish_jail(jid, NULL) == FINISH_GONE)
		return errbuf_set(eb, ENOENT, "jail %d not found", jid);
	jail_rec_done(&rec);
	r = registry_read(jid, &rec, eb);
	return r < 0 ? r : to_info(&rec, true_state(&rec), ret);
}

int jail_next(int jid, bool dying, struct errbuf *eb)
{
	cleanup_free int *jids = NULL;
	int n;

	registry_tidy();
	n = registry_list(&jids, eb);
	for (int i = 0; i < n; i++) {
		cleanup_jail_info struct jail_info info = { 0 };

		if (jids[i] <= jid || jail_info_get(jids[i], &info, NULL) < 0)
			continue;
		if (info.state == JAIL_ACTIVE ||
		    (dying && info.state == JAIL_REMOVING))
			return jids[i];
	}
	return n < 0 ? n : 0;
}

int jail_of_pid(pid_t pid)
{
	cleanup_free char *text = NULL;
	char path[32];
	const char *p;
	int r;

	(void)snprintf(path, sizeof(path), "/proc/%d/cgroup", (int)pid);
	r = file_read(AT_FDCWD, path, &text, NULL, NULL);
	if (r < 0)
		return r == -ENOENT ? -ESRCH : r;
	/* At the top: below it users may have cgroups of any name. */
	p = strstr(text, "0::/vjail/");
	return p ? atoi(p + strlen("0::/vjail/")) : 0;
}

static int signal_one(int jid, pid_t pid, int sig)
{
	cleanup_close int fd = (int)syscall(SYS_pidfd_open, pid, 0);

	/* The number may have passed on since the list was read. */
	if (fd < 0 || jail_of_pid(pid) != jid)
		return 0;
	return syscall(SYS_pidfd_send_signal, fd, sig, NULL, 0) == 0;
}

int jail_signal(int jid, int sig, unsigned *ret_n, struct errbuf *eb)
{
	cleanup_close int cg = cgroup_open(jid, eb);
	cleanup_free pid_t *pids = NULL;
	unsigned sent = 0;
	int n = cg < 0 ? cg : cgroup_procs(cg, &pids, eb);

	for (int i = 0; i < n; i++)
		sent += (unsigned)signal_one(jid, pids[i], sig);
	if (n >= 0 && ret_n)
		*ret_n = sent;
	return n < 0 ? n : 0;
}

static int64_t now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* poll(2) until @end (-1: for ever), to be called again after a signal */
static int poll_until(struct pollfd *p, int64_t end)
{
	int64_t left = end < 0 ? -1 : end - now_ms();

	if (end >= 0 && left < 0)
		left = 0;
	return poll(p, 1, (int)left);
}

int jail_wait_empty(int jid, int timeout_ms, struct errbuf *eb)
{
	int64_t end = timeout_ms < 0 ? -1 : now_ms() + timeout_ms;
	cleanup_close int cg = cgroup_open(jid, NULL);
	cleanup_close int events = -1;
	struct pollfd p = { .events = POLLPRI };

	if (cg < 0) /* gone altogether */
		return 1;
	events = cgroup_events(cg, eb);
	p.fd = events;
	if (events < 0)
		return events;
	for (;;) {
		int r = cgroup_populated(events);

		if (r == -ENODEV || r == 0)
			return 1;
		if (r < 0)
			return errbuf_set(eb, -r, "jail %d: %s", jid,
					  strerror(-r));
		r = poll_until(&p, end);
		if (r == 0)
			return 0;
		if (r < 0 && errno != EINTR)
			return errbuf_errno(eb, "jail %d", jid);
	}
}

int jail_netns_open(int jid, struct errbuf *eb)
{
	cleanup_jail_rec struct jail_rec rec = { 0 };
	int fd = registry_read(jid, &rec, NULL);

	if (fd == 0)
		fd = rec.own_net ? pin_open(&rec) : -ENOENT;
	return fd < 0 ? errbuf_set(eb, ENOENT, "jail %d has no vnet", jid) : fd;
}

bool jail_path_exposed(const char *path)
{
	cleanup_free char *p = realpath(path, NULL);
	struct stat st;

	if (!p || streq(p, "/"))
		return false;
	for (;;) {
		char *slash;

		if (stat(p, &st) < 0 || !(st.st_mode & S_IXOTH))
			return false;
		slash = strrchr(p, '/');
		if (slash == p)
			return true; /* everybody gets into / */
		*slash = '\0';
	}
}

int jail_nl_open(const char *jail, struct nl **ret, struct errbuf *eb)
{
	cleanup_close int fd = -1;
	int jid;

	if (!jail)
		return nl_open(ret, eb);
	jid = jail_find(jail, eb);
	if (jid == -ENOENT)
		return errbuf_set(eb, ENOENT, "jail not found: %s", jail);
	if (jid < 0)
		return jid;
	fd = jail_netns_open(jid, eb);
	return fd < 0 ? fd : nl_open_at(fd, ret, eb);
}
