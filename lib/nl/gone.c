/* SPDX-License-Identifier: BSD-2-Clause */
/* gone.c - Delete interfaces without waiting for the kernel to forget them */

#include <errno.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
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

/* The process that waits: nobody's child, with nothing of the caller's open. */
static void delete_group(uint32_t group)
{
	struct nl *nl;
	pid_t pid = fork();

	if (pid != 0)
		_exit(pid < 0);
	(void)syscall(SYS_close_range, 0, ~0U, 0);
	if (nl_open(&nl, NULL) == 0)
		(void)nl_link_del_group(nl, group, NULL);
	_exit(0);
}

static int start_deleting(uint32_t group, struct errbuf *eb)
{
	pid_t pid = fork();

	if (pid < 0)
		return errbuf_errno(eb, "fork");
	if (pid == 0)
		delete_group(group);
	return proc_wait(pid) == 0 ? 0 : errbuf_set(eb, EAGAIN, "fork");
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

static void wait_gone(struct nl *nl, int news, int *left, size_t n)
{
	struct pollfd p = { .fd = news, .events = POLLIN };
	size_t there = still_there(nl, left, n);

	while (there > 0) {
		if (poll(&p, 1, PATIENCE_MS) > 0)
			there -= read_news(news, left, n);
		else
			there = still_there(nl, left, n);
	}
}

int nl_link_gone(uint32_t group, const struct strv *names, struct errbuf *eb)
{
	cleanup_close int news = listen_to_news(eb);
	cleanup_free int *left = calloc(names->n + 1, sizeof(*left));
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
	r = start_deleting(group, eb);
	if (r == 0)
		wait_gone(nl, news, left, names->n);
	return r;
}
