/* SPDX-License-Identifier: BSD-2-Clause */
/* ether.c - An Ethernet interface of the host: the tools' part */

#include <errno.h>
#include <net/if.h>
#include <string.h>

#include "base/util.h"
#include "ether/ether.h"
#include "libnetgraph/announce.h"
#include "libnetgraph/closet.h"
#include "netgraph/ng_ether.h"
#include "nl/link.h"
#include "nl/nl.h"
#include "types.h"

static const char *const roles[] = {
	[NG_ETHER_LOWER] = NG_ETHER_HOOK_LOWER,
	[NG_ETHER_UPPER] = NG_ETHER_HOOK_UPPER,
	[NG_ETHER_ORPHANS] = NG_ETHER_HOOK_ORPHAN,
	NULL,
};

/* What is sent by lower or orphans is transmitted. */
static void set_autosrc_flag(struct graph *g, struct ng_node_rec *n)
{
	static const int down[] = { NG_ETHER_LOWER, NG_ETHER_ORPHANS };

	for (size_t i = 0; i < ARRAY_SIZE(down); i++) {
		struct ng_hook_rec *h = hook_at(g, n->role[down[i]]);

		if (!h)
			continue;
		memcpy(h->mac, n->mac, 6);
		graph_set(g, &h->flags,
			  n->cfg[ETHER_AUTOSRC] ? NG_HOOK_AUTOSRC : 0);
	}
}

/* "divert" is an old name of lower. */
static int role_of(const struct ng_node_rec *n, struct ng_hook_rec *like)
{
	if (!streq(like->name, NG_ETHER_HOOK_DIVERT))
		return ng_hook_role(n, roles, like);
	like->num = NG_ETHER_LOWER;
	return n->role[NG_ETHER_LOWER] ? -EISCONN : 0;
}

static int newhook(struct graph *g, struct ng_node_rec *n,
		   struct ng_hook_rec *like)
{
	struct closet_cross made;
	int r = role_of(n, like);

	if (r < 0)
		return r;
	if (!n->cross_closet) {
		r = closet_nic_add(g, n->id, n->ifindex, &made);
		if (r < 0)
			return r;
		graph_set(g, &n->cross_host, made.host);
		graph_set(g, &n->cross_closet, made.closet);
	}
	like->leaf =
		like->num == NG_ETHER_UPPER ? NG_LEAF_UPPER : NG_LEAF_LOWER;
	like->ifindex = n->ifindex;
	like->cross = n->cross_closet;
	return 0;
}

static int joined(struct graph *g, struct ng_node_rec *n, struct ng_hook_rec *h)
{
	(void)ng_role_joined(g, n, h);
	set_autosrc_flag(g, n);
	ether_watch(g, n);
	return 0;
}

/* The last hook's going is that, as a shutdown is. */
static void end_use(struct graph *g, struct ng_node_rec *n)
{
	graph_set64(g, &n->cfg[ETHER_AUTOSRC], 0);
	if (n->cfg[ETHER_PROMISC])
		graph_set64(g, &n->cfg[ETHER_PROMISC],
			    n->cfg[ETHER_PROMISC] == ETHER_PROMISC_OURS
				    ? ETHER_PROMISC_ENDING
				    : ETHER_PROMISC_OFF);
}

static void leaving(struct graph *g, struct ng_node_rec *n,
		    struct ng_hook_rec *h)
{
	ng_role_leaving(g, n, h);
	if (n->nhooks > 1)
		return;
	graph_set(g, &n->cross_host, 0);
	graph_set(g, &n->cross_closet, 0);
	end_use(g, n);
}

static int see_flag(struct graph *g, const struct ng_node_rec *n, bool *ret)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = nl_link_get(g->nl_home, NULL, (int)n->ifindex, &l, NULL);

	*ret = l.flags & IFF_PROMISC;
	return r;
}

static int set_flag(struct graph *g, const struct ng_node_rec *n, bool on)
{
	const struct nl_link_change change = {
		.flags = on ? IFF_PROMISC : 0,
		.flags_mask = IFF_PROMISC,
	};

	return nl_link_set(g->nl_home, (int)n->ifindex, &change, NULL);
}

/* What somebody else had turned on is left on. */
static int promisc(struct graph *g, struct ng_node_rec *n, bool on)
{
	bool was = false;
	int r = g->nl_home ? 0 : nl_open(&g->nl_home, NULL);

	if (r < 0 || on == (n->cfg[ETHER_PROMISC] != ETHER_PROMISC_OFF))
		return r;
	if (on)
		r = see_flag(g, n, &was);
	if (r == 0 && !was && n->cfg[ETHER_PROMISC] != ETHER_PROMISC_THEIRS)
		r = set_flag(g, n, on);
	if (r == 0)
		n->cfg[ETHER_PROMISC] = !on   ? ETHER_PROMISC_OFF
					: was ? ETHER_PROMISC_THEIRS
					      : ETHER_PROMISC_OURS;
	return r;
}

void ether_settle(struct graph *g, struct ng_node_rec *n)
{
	if (n->cfg[ETHER_PROMISC] == ETHER_PROMISC_ENDING)
		(void)promisc(g, n, false);
}

static void left(struct graph *g, struct ng_node_rec *n)
{
	if (!n->cross_closet)
		closet_nic_del(g, n->id, n->ifindex);
	ether_settle(g, n);
	ether_unwatch(g, n);
}

static void closing(struct graph *g, struct ng_node_rec *n)
{
	if (!n->first)
		end_use(g, n);
}

static int reply_int(struct ng_call *c, uint32_t v)
{
	return ng_call_answer(c, &v, sizeof(v));
}

/* The interface as it is now, wherever. */
static int look(struct ng_call *c, struct nl_link *l)
{
	int r = 0;

	if (!c->g->nl_home)
		r = nl_open(&c->g->nl_home, NULL);
	return r < 0 ? r
		     : nl_link_get(c->g->nl_home, NULL, (int)c->node->ifindex,
				   l, NULL);
}

static int get_ifname(struct ng_call *c)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = look(c, &l);

	return r < 0 ? r : ng_call_answer(c, l.name, IFNAMSIZ);
}

static int get_ifindex(struct ng_call *c)
{
	return reply_int(c, c->node->ifindex);
}

static int get_enaddr(struct ng_call *c)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = look(c, &l);

	return r < 0 ? r : ng_call_answer(c, l.addr, 6);
}

static int set_enaddr(struct ng_call *c)
{
	const uint8_t *mac = ng_call_args(c, 6);
	const struct nl_link_change change = { .has = NL_LINK_HAS_ADDR,
					       .addr = mac,
					       .addr_len = 6 };
	cleanup_nl_link struct nl_link l = { 0 };
	int r;

	if (!mac)
		return -EINVAL;
	r = look(c, &l);
	if (r == 0)
		r = nl_link_set(c->g->nl_home, l.index, &change, NULL);
	if (r < 0)
		return r;
	memcpy(c->node->mac, mac, 6);
	set_autosrc_flag(c->g, c->node);
	return announce_mac(c->g->nl_home, c->g->home, c->g->home, l.index,
			    mac);
}

static int get_promisc(struct ng_call *c)
{
	return reply_int(c, c->node->cfg[ETHER_PROMISC] != ETHER_PROMISC_OFF);
}

static int set_promisc(struct ng_call *c)
{
	const uint32_t *v = ng_call_args(c, sizeof(*v));

	return v ? promisc(c->g, c->node, *v != 0) : -EINVAL;
}

static int get_autosrc(struct ng_call *c)
{
	return reply_int(c, (uint32_t)c->node->cfg[ETHER_AUTOSRC]);
}

static int set_autosrc(struct ng_call *c)
{
	const uint32_t *v = ng_call_args(c, sizeof(*v));

	if (!v)
		return -EINVAL;
	c->node->cfg[ETHER_AUTOSRC] = *v != 0;
	set_autosrc_flag(c->g, c->node);
	return 0;
}

static int run_detach(struct ng_call *c)
{
	return ether_detach(c->g, c->node);
}

static int add_multi(struct ng_call *c)
{
	const uint8_t *mac = ng_call_args(c, 6);
	cleanup_nl_link struct nl_link l = { 0 };
	int r = mac ? look(c, &l) : -EINVAL;

	return r < 0 ? r : ether_multi_add(l.name, mac);
}

static int del_multi(struct ng_call *c)
{
	const uint8_t *mac = ng_call_args(c, 6);
	cleanup_nl_link struct nl_link l = { 0 };
	int r = mac ? look(c, &l) : -EINVAL;

	return r < 0 ? r : ether_multi_del(l.name, mac);
}

static const struct ng_ptype ifname_type = { .kind = NG_P_STRING,
					     .size = IFNAMSIZ };

#define ETHER(cmd_, name_, args_, reply_, run_)                                \
	{                                                                      \
		.cookie = NGM_ETHER_COOKIE, .cmd = (cmd_), .name = (name_),    \
		.args = (args_), .reply = (reply_), .run = (run_),             \
	}

static const struct ng_command commands[] = {
	ETHER(NGM_ETHER_GET_IFNAME, "getifname", NULL, &ifname_type,
	      get_ifname),
	ETHER(NGM_ETHER_GET_IFINDEX, "getifindex", NULL, &ng_p_int32,
	      get_ifindex),
	ETHER(NGM_ETHER_GET_ENADDR, "getenaddr", NULL, &ng_p_mac, get_enaddr),
	ETHER(NGM_ETHER_SET_ENADDR, "setenaddr", &ng_p_mac, NULL, set_enaddr),
	ETHER(NGM_ETHER_GET_PROMISC, "getpromisc", NULL, &ng_p_int32,
	      get_promisc),
	ETHER(NGM_ETHER_SET_PROMISC, "setpromisc", &ng_p_int32, NULL,
	      set_promisc),
	ETHER(NGM_ETHER_GET_AUTOSRC, "getautosrc", NULL, &ng_p_int32,
	      get_autosrc),
	ETHER(NGM_ETHER_SET_AUTOSRC, "setautosrc", &ng_p_int32, NULL,
	      set_autosrc),
	ETHER(NGM_ETHER_ADD_MULTI, "addmulti", &ng_p_mac, NULL, add_multi),
	ETHER(NGM_ETHER_DEL_MULTI, "delmulti", &ng_p_mac, NULL, del_multi),
	ETHER(NGM_ETHER_DETACH, "detach", NULL, NULL, run_detach),
	{ 0 },
};

const struct ng_type ng_type_ether = {
	.name = NG_ETHER_NODE_TYPE,
	.kind = NG_KIND_ETHER,
	.flags = NG_TYPE_STAYS | NG_TYPE_FIXED,
	.commands = commands,
	.newhook = newhook,
	.joined = joined,
	.leaving = leaving,
	.closing = closing,
	.left = left,
};
