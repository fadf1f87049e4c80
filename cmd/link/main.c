/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - libexec/vjail/ng_link [ID]: look at the link of an ether node
 *
 * Started by who connects the node to one that wants to know, in the graph's
 * network namespace, with a file.  It goes on in the background, locks the file,
 * and lives as long as that has a name.  What is to be told, and to whom, the
 * graph says.
 */

#include <errno.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <netlink/msg.h>

#include "base/held.h"
#include "base/util.h"
#include "libnetgraph/session.h"
#include "nl/link.h"
#include "nl/nl.h"
#include "nl/request.h"

#define FILE_FD 5

enum link { UNKNOWN, UP, DOWN };

struct watcher {
	uint32_t id, ifindex;
	struct nl *news;
	int watch;
	enum link link;
	bool changed, lost;
};

/* Of the kernel's news only this is looked at: whether that link is another. */
static void see(struct nlmsghdr *h, void *arg)
{
	const struct ifinfomsg *i = nlmsg_data(h);
	struct watcher *w = arg;
	enum link is;

	if (!nlmsg_valid_hdr(h, sizeof(*i)) ||
	    (uint32_t)i->ifi_index != w->ifindex)
		return;
	is = h->nlmsg_type == RTM_NEWLINK && i->ifi_flags & IFF_LOWER_UP ? UP
									 : DOWN;
	w->changed = w->changed || is != w->link;
	w->link = is;
}

/* What can be read now; false: nobody wants to know any more. */
static bool take(struct watcher *w, const struct pollfd p[2])
{
	int r = 0;

	if (p[1].revents && !held_goes_on(w->watch, FILE_FD))
		return false;
	if (p[0].revents)
		r = nl_wait(w->news, see, w, NULL);
	w->lost = w->lost || r == -ENOBUFS;
	return r == 0 || r == -ENOBUFS;
}

/* Until the link is another, or may be: when news was lost, more is until all
 * that is there has been read.  false: as take() */
static bool wait_change(struct watcher *w)
{
	struct pollfd p[] = {
		{ .fd = nl_fd(w->news), .events = POLLIN },
		{ .fd = w->watch, .events = POLLIN },
	};

	for (w->changed = false; !w->changed;) {
		int n = poll(p, ARRAY_SIZE(p), w->lost ? 0 : -1);

		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0 && !take(w, p))
			return false;
		if (n == 0) {
			w->lost = false;
			w->link = UNKNOWN;
			w->changed = true;
		}
	}
	return true;
}

int main(int argc, char **argv)
{
	static const unsigned groups[] = { RTNLGRP_LINK };
	struct watcher w = { 0 };

	(void)close_range(FILE_FD + 1, ~0U, 0);
	(void)signal(SIGHUP, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
	if (argc != 2 || sscanf(argv[1], "[%x]", &w.id) != 1)
		return EXIT_FAILURE;
	w.watch = held_watch(FILE_FD);
	if (w.watch < 0 || nl_open(&w.news, NULL) < 0 ||
	    nl_join(w.news, groups, ARRAY_SIZE(groups), NULL) < 0 ||
	    !held_begin(FILE_FD))
		return EXIT_FAILURE;
	/* First of all, as who started us has not looked since. */
	do
		w.ifindex = session_look(w.id);
	while (w.ifindex && wait_change(&w));
	nl_free(w.news);
	return EXIT_SUCCESS;
}
