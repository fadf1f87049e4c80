/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nl.h - A conversation with the kernel over rtnetlink
 *
 * A struct nl belongs to the network namespace it was opened in, for good.
 * Framing is libnl-3's (not libmnl: Debian has no static one, and the tools
 * that run inside jails are static).  Every request is answered before the
 * function that made it returns; the kernel's own words (extended ack) go to
 * the errbuf.  (libnl has an nl_close() of its own, so ours is nl_free().)
 */
#pragma once

#include <stdbool.h>

struct errbuf;
struct nl;

#define cleanup_nl __attribute__((cleanup(nl_freep)))

/* nl_open() - Talk to the caller's network namespace; 0 or -errno.  Caller
 * nl_free()s @ret */
int nl_open(struct nl **ret, struct errbuf *eb);

/* nl_open_at() - Talk to the network namespace @netns_fd.  Only the calling
 * thread enters it, for a moment.  0 or -errno */
int nl_open_at(int netns_fd, struct nl **ret, struct errbuf *eb);

/* nl_open_generic() - Talk generic netlink to the namespace of @where; needs
 * CAP_NET_ADMIN over it.  0 or -errno */
int nl_open_generic(struct nl *where, struct nl **ret, struct errbuf *eb);

/* nl_open_news() - Listen to what the kernel tells of by itself in the namespace
 * of @where: RTMGRP_* in @groups; needs CAP_NET_ADMIN over it.  0 or -errno */
int nl_open_news(struct nl *where, unsigned groups, struct nl **ret,
		 struct errbuf *eb);

/* nl_news_wait() - Until there is news since the last call, at most @ms; false:
 * there was none */
bool nl_news_wait(struct nl *news, int ms);

/* nl_lock() - Wait for the lock of the namespace, which is there without a /proc
 * as well.  Needs CAP_NET_ADMIN over it.  Whoever closes the descriptor @ret lets
 * go of it.  0 or -errno */
int nl_lock(struct nl *nl, int *ret, struct errbuf *eb);

/* nl_free() - Hang up; NULL is fine */
void nl_free(struct nl *nl);

static inline void nl_freep(struct nl **nl)
{
	nl_free(*nl);
}
