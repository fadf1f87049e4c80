/* SPDX-License-Identifier: BSD-2-Clause */
/* gone.c - Delete interfaces without waiting for the kernel to forget them */

#include <errno.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/proc.h"
#include "nl/gone.h"
#include "nl/link.h"
#include "nl/nl.h"
#include "nl/request.h"

#define NEWS_MAX 8192 /* bytes of one piece of news */
#define PATIENCE_MS 500 /* then ask, should news have been lost */

static int listen_to_news(struct errbuf *eb)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK,
				    .nl_groups = RTMGRP_LINK };
	cleanup_close int fd =
		socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0)
		return errbuf_errno(eb, "netlink");
	return TAKE_FD(fd);
}

struct deleting {
	uint32_t group;
	int done;
};

/* The process that waits, with nothing of the caller's open but the pipe that
 * tells of its end. */
static void delete_group(const struct deleting *d)
{
	struct nl *nl;

	if (dup2(d->done, 0) < 0)
		_exit(1);
	(void)syscall(SYS_close_range, 1, ~0U, 0);
	if (nl_open(&nl, NULL) == 0)
		(void)nl_link_del_group(nl, d->group, NULL);
	_exit(0);
}

/* In a process between, so that it is nobody's child */
static int start_orphan(void *arg)
{
	pid_t pid = fork();

	if (pid == 0)
		delete_group(arg);
	return pid < 0;
}

/* A descriptor that hangs up when the process has ended, or -errno */
static int start_deleting(uint32_t group, struct errbuf *eb)
{
	cleanup_close int ended = -1, done = -1;
	struct deleting d = { .group = group };
	int ends[2], r;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return errbuf_errno(eb, "pipe");
	ended = ends[0];
	done = ends[1];
	d.done = done;
	r = proc_lend(start_orphan, &d, false);
	if (r != 0) {
		r = r < 0 ? -r : EAGAIN;
		return errbuf_set(eb, r, "fork: %s", strerror(r));
	}
	return TAKE_FD(ended);
}

/* How many of the interfaces in @left one piece of news says are gone; these
 * become 0.  A bridge's farewell to its port is news too, but not that. */
static size_t read_news(int fd, int *left, size_t n)
{
	char buf[NEWS_MAX];
	ssize_t len = recv(fd, buf, sizeof(buf), MSG_DONTWAIT);
	struct nlmsghdr *h = (void *)buf;
	size_t gone = 0;

	for (int rest = (int)len; len > 0 && nlmsg_ok(h, rest);
	     h = nlmsg_next(h, &rest)) {
		const struct ifinfomsg *ifi = nlmsg_data(h);

		if (h->nlmsg_type != RTM_DELLINK ||
		    ifi->ifi_family != AF_UNSPEC)
			continue;
		for (size_t i = 0; i < n; i++) {
			if (left[i] == ifi->ifi_index) {
				left[i] = 0;
				gone++;
			}
		}
	}
	return gone;
}

static size_t still_there(struct nl *nl, int *left, size_t n)
{
	size_t there = 0;

	for (size_t i = 0; i < n; i++) {
		cleanup_nl_link struct nl_link l = { 0 };

		if (left[i] && nl_link_get(nl, NULL, left[i], &l, NULL) < 0)
			left[i] = 0;
		there += left[i] != 0;
	}
	return there;
}

/* Until they are gone, or the process has ended.  How many are left */
static size_t wait_gone(struct nl *nl, int news, int ended, int *left, size_t n)
{
	struct pollfd p[] = { { .fd = news, .events = POLLIN },
			      { .fd = ended, .events = POLLIN } };
	size_t there = still_there(nl, left, n);

	while (there > 0 && !p[1].revents) {
		if (poll(p, 2, PATIENCE_MS) > 0 && p[0].revents)
			there -= read_news(news, left, n);
		else
			there = still_there(nl, left, n);
	}
	return there;
}

int nl_link_gone(uint32_t group, const struct strv *names, struct errbuf *eb)
{
	cleanup_close int news = listen_to_news(eb);
	cleanup_free int *left = calloc(names->n + 1, sizeof(*left));
	cleanup_close int ended = -1;
	cleanup_nl struct nl *nl = NULL;
	size_t there = 0;
	int r = news < 0 ? news : nl_open(&nl, eb);

	if (r < 0)
		return r;
	if (!left)
		return errbuf_set(eb, ENOMEM, "out of memory");
	for (size_t i = 0; i < names->n; i++) {
		cleanup_nl_link struct nl_link l = { 0 };

		if (nl_link_get(nl, names->v[i], 0, &l, NULL) < 0 ||
		    l.group != group)
			continue;
		left[i] = l.index;
		there++;
	}
	if (there == 0)
		return 0;
	ended = start_deleting(group, eb);
	if (ended < 0)
		return ended;
	/* Has it failed or been killed, then it is for us to wait. */
	if (wait_gone(nl, news, ended, left, names->n) > 0 &&
	    still_there(nl, left, names->n) > 0)
		r = nl_link_del_group(nl, group, eb);
	return r;
}
