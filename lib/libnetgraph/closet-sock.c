/* SPDX-License-Identifier: BSD-2-Clause */
/* closet-sock.c - The closet's devices for programs' sockets */

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/rtnetlink.h>

#include "base/util.h"
#include "libnetgraph/attach.h"
#include "libnetgraph/closet-priv.h"
#include "libnetgraph/closet.h"
#include "libnetgraph/graph.h"
#include "nl/link.h"
#include "nl/nl.h"

#define PATIENCE_MS 5000 /* with a busy kernel */

static int make_sockets(struct graph *g)
{
	const struct nl_link_change end = {
		.has = NL_LINK_HAS_MTU,
		.mtu = 65535,
		.flags = IFF_NOARP,
		.flags_mask = IFF_NOARP,
	};
	const struct nl_link_new req = {
		.kind = "veth",
		.name = "s0",
		.peer_name = "s1",
		.change = end,
		.peer_change = end,
		.peer_netns_fd = -1,
	};
	static const uint32_t off[] = { ETHTOOL_STXCSUM, ETHTOOL_SSG,
					ETHTOOL_STSO };
	int r = nl_link_add(g->nl_closet, &req, NULL);

	if (r == -EEXIST)
		r = 0;
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(off); i++)
		r = closet_ethtool(g->closet, g->home, "s0", off[i], 0);
	return r;
}

/* The kernel drops what is sent before it has noticed that a pair is up, and
 * notices a while later; looking makes newer ones notice. */
static int wait_running(struct nl *nl, struct nl *news, int index)
{
	do {
		cleanup_nl_link struct nl_link l = { 0 };
		int r = nl_link_get(nl, NULL, index, &l, NULL);

		if (r < 0 || l.flags & IFF_RUNNING)
			return r;
	} while (nl_news_wait(news, PATIENCE_MS));
	return -ETIMEDOUT;
}

/* Until frames pass between the two */
static int raise_sockets(struct nl *nl, int s0, int s1)
{
	cleanup_nl struct nl *news = NULL;
	int r = nl_open_news(nl, RTMGRP_LINK, &news, NULL);

	if (r == 0)
		r = closet_link_up(nl, s0);
	if (r == 0)
		r = closet_link_up(nl, s1);
	if (r == 0)
		r = wait_running(nl, news, s0);
	return r < 0 ? r : wait_running(nl, news, s1);
}

/* The head learns of them last: a killed editor's are made use of. */
int closet_sockets(struct graph *g)
{
	cleanup_nl_link struct nl_link s0 = { 0 }, s1 = { 0 };
	int r = closet_open(g);

	if (r < 0 || g->head->sock_user)
		return r;
	r = make_sockets(g);
	if (r == 0)
		r = nl_link_get(g->nl_closet, "s0", 0, &s0, NULL);
	if (r == 0)
		r = nl_link_get(g->nl_closet, "s1", 0, &s1, NULL);
	if (r == 0)
		r = attach(g, g->closet,
			   &(struct attachment){
				   .ifindex = (uint32_t)s1.index,
				   .prog = "ng_socket_out",
				   .pin = "s1",
				   .egress = true,
			   });
	/* Copies that are changed on their way are taken in again here. */
	if (r == 0)
		r = attach(g, g->closet,
			   &(struct attachment){
				   .ifindex = (uint32_t)s0.index,
				   .prog = "ng_closet_in",
				   .pin = "s0",
			   });
	if (r == 0)
		r = raise_sockets(g->nl_closet, s0.index, s1.index);
	if (r < 0)
		return r;
	g->head->sock_graph = (uint32_t)s0.index;
	g->head->sock_user = (uint32_t)s1.index;
	return 0;
}
