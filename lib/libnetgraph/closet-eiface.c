/* SPDX-License-Identifier: BSD-2-Clause */
/* closet-eiface.c - The interfaces that are nodes: one end here, one in the closet */

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/ethtool.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/paths.h"
#include "base/proc.h"
#include "base/util.h"
#include "libnetgraph/announce.h"
#include "libnetgraph/attach.h"
#include "libnetgraph/closet-priv.h"
#include "libnetgraph/closet.h"
#include "libnetgraph/edit.h"
#include "libnetgraph/graph.h"
#include "nl/gone.h"
#include "nl/link.h"
#include "nl/nl.h"
#include "nl/request.h"

/*
 * With GRO on outside and no TSO inside, veth queues per device: a burst of
 * broadcasts to a thousand of them does not drown the one queue they share.
 */
static int tune(struct graph *g, int index, const char *outer,
		const char *inner)
{
	int r = closet_ethtool(g->away ? g->away->netns : -1, g->home, outer,
			       ETHTOOL_SGRO, 1);

	if (r < 0)
		return r;
	closet_gso_new(g, g->away ? g->away->nl : g->nl_home, index);
	return closet_ethtool(g->closet, g->home, inner, ETHTOOL_STSO, 0);
}

static int wire_eiface(struct graph *g, const char *ifname, const char *inner,
		       struct closet_eiface *ret)
{
	cleanup_nl_link struct nl_link in = { 0 }, out = { 0 };
	int r = nl_link_get(g->nl_closet, inner, 0, &in, NULL);

	if (r == 0)
		r = nl_link_get(g->away ? g->away->nl : g->nl_home, ifname, 0,
				&out, NULL);
	if (r == 0)
		r = tune(g, out.index, ifname, inner);
	if (r == 0)
		r = attach(g, g->closet,
			   &(struct attachment){
				   .ifindex = (uint32_t)in.index,
				   .prog = "ng_closet_in",
				   .pin = inner,
			   });
	if (r < 0)
		return r;
	ret->inner = (uint32_t)in.index;
	memcpy(ret->mac, out.addr, sizeof(ret->mac));
	return 0;
}

/* Of inner ends in the closet, and by number of the jail */
static uint32_t away_group(int jid)
{
	return 0x6e670000u + (uint32_t)jid;
}

static int add_away(struct graph *g, const char *inner)
{
	const struct nl_link_new req = {
		.kind = "veth",
		.name = g->away->ifname,
		.change = { .has = NL_LINK_HAS_ADDR | NL_LINK_HAS_GROUP,
			    .group = NL_LINK_GROUP_NETGRAPH,
			    .addr = g->away->mac,
			    .addr_len = 6 },
		.peer_name = inner,
		.peer_change = { .has = NL_LINK_HAS_MTU | NL_LINK_HAS_GROUP,
				 .mtu = CLOSET_MTU,
				 .group = away_group(g->away->jid) },
		.peer_netns_fd = g->closet,
	};

	return nl_link_add(g->away->nl, &req, NULL);
}

int closet_eiface_add(struct graph *g, uint32_t id, const char *ifname,
		      struct closet_eiface *ret)
{
	char inner[IFNAMSIZ];
	int r = closet_open(g);

	if (r < 0)
		return r;
	(void)closet_dev_name('n', id, inner);
	if (g->away)
		ifname = g->away->ifname;
	r = g->away ? add_away(g, inner)
		    : closet_add_pair(g, ifname, inner, false);
	if (r < 0)
		return r;
	r = wire_eiface(g, ifname, inner, ret);
	if (r < 0)
		(void)closet_eiface_del(g, id);
	return r;
}

int closet_eiface_del(struct graph *g, uint32_t id)
{
	char inner[IFNAMSIZ];
	int r;

	if (!closet_have(g))
		return -ENXIO;
	(void)closet_dev_name('n', id, inner);
	r = closet_del_dev(g, inner);
	if (r < 0 && r != -ENODEV)
		g->unswept = true;
	return r;
}

int closet_away_del(struct graph *g, int jid)
{
	cleanup_strv struct strv names = { 0 };
	const struct ng_node_rec *n;
	int r = closet_have(g) ? 0 : -ENXIO;

	node_foreach (n, g) {
		if (r < 0)
			return r;
		if (n->kind != NG_KIND_EIFACE ||
		    n->cfg[NG_EIFACE_JAIL] != (uint64_t)jid)
			continue;
		(void)closet_set_dev(g, NG_PLACE_CLOSET, n->ifindex, 0);
		r = strv_addf(&names, "n%x", n->id);
	}
	if (r < 0 || names.n == 0)
		return r;
	if (setns(g->closet, CLONE_NEWNET) < 0)
		return -errno;
	r = nl_link_gone(away_group(jid), &names, NULL);
	return proc_return(g->home, CLONE_NEWNET) < 0 ? -errno : r;
}

int closet_eiface_carrier(struct graph *g, uint32_t inner, bool on)
{
	const struct nl_link_change change = { .flags = on ? IFF_UP : 0,
					       .flags_mask = IFF_UP };
	int r = closet_open(g);

	return r < 0 ? r : nl_link_set(g->nl_closet, (int)inner, &change, NULL);
}

int closet_eiface_wire(struct graph *g, uint32_t inner, uint32_t hook)
{
	int r = closet_eiface_carrier(g, inner, hook);

	if (r == 0)
		r = closet_set_dev(g, NG_PLACE_CLOSET, inner, hook);
	if (r == 0 && hook)
		r = attach_look(g, g->closet, "ng_closet_in", inner);
	if (r < 0)
		g->unswept = true;
	return r;
}

int closet_outer(struct graph *g, uint32_t id, struct nl_link *ret)
{
	cleanup_nl_link struct nl_link in = { 0 };
	char inner[IFNAMSIZ];

	if (!closet_have(g) ||
	    nl_link_get(g->nl_closet, closet_dev_name('n', id, inner), 0, &in,
			NULL) < 0 ||
	    nl_link_get_in(g->nl_closet, in.link_netnsid, in.link, ret, NULL) <
		    0)
		return -ENXIO;
	return 0;
}

/* The first of these paths that is the namespace which the closet knows as
 * @nsid; a descriptor of it, or -ENOENT. */
static int search(struct graph *g, const char *pattern, int nsid)
{
	glob_t found = { 0 };
	int r = -ENOENT;

	if (glob(pattern, GLOB_NOSORT, NULL, &found) != 0)
		return -ENOENT;
	for (size_t i = 0; r < 0 && i < found.gl_pathc; i++) {
		cleanup_close int fd =
			open(found.gl_pathv[i], O_RDONLY | O_CLOEXEC);

		if (fd >= 0 && closet_nsid_of(g->nl_closet, fd) == nsid)
			r = TAKE_FD(fd);
	}
	globfree(&found);
	return r;
}

/* The kernel changes no link of another namespace, and gives no descriptor for
 * a number: somebody must have it open by a path. */
static int open_outer(struct graph *g, int nsid)
{
	static const char *const patterns[] = {
		"/proc/thread-self/ns/net",
		VJAIL_STATE_DIR "/jails/*/net",
		"/run/netns/*",
		"/proc/[0-9]*/ns/net",
	};
	int fd = -ENOENT;

	for (size_t i = 0; fd < 0 && i < ARRAY_SIZE(patterns); i++)
		fd = search(g, patterns[i], nsid);
	return fd < 0 ? -ENODEV : fd;
}

int closet_outer_mac(struct graph *g, uint32_t id, const uint8_t *mac)
{
	const struct nl_link_change change = { .has = NL_LINK_HAS_ADDR,
					       .addr = mac,
					       .addr_len = 6 };
	cleanup_nl_link struct nl_link in = { 0 };
	cleanup_close int ns = -1;
	cleanup_nl struct nl *nl = NULL;
	char inner[IFNAMSIZ];
	int r;

	if (!closet_have(g))
		return -ENXIO;
	r = nl_link_get(g->nl_closet, closet_dev_name('n', id, inner), 0, &in,
			NULL);
	if (r < 0)
		return r;
	ns = open_outer(g, in.link_netnsid);
	if (ns < 0)
		return ns;
	r = nl_open_at(ns, &nl, NULL);
	if (r == 0)
		r = nl_link_set(nl, in.link, &change, NULL);
	return r < 0 ? r : announce_mac(nl, ns, g->home, in.link, mac);
}
