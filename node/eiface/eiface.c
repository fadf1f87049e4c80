/* SPDX-License-Identifier: BSD-2-Clause */
/* eiface.c - An Ethernet interface made of a node: the tools' part */

#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "libnetgraph/closet.h"
#include "netgraph/ng_eiface.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "types.h"

#define UNITS 65536
#define MAC_LEN 6

static bool unit_used(const struct graph *g, const struct ng_node_rec *self,
		      uint32_t unit)
{
	const struct ng_node_rec *n;

	node_foreach (n, g)
		if (n->kind == NG_KIND_EIFACE && n != self && n->unit == unit)
			return true;
	return false;
}

/* The first number that no node has, nor an interface of that name here. */
static int make(struct graph *g, struct ng_node_rec *n)
{
	struct closet_eiface made;
	char name[IFNAMSIZ];
	int r = -EEXIST;

	for (uint32_t unit = 0; r == -EEXIST && unit < UNITS; unit++) {
		if (unit_used(g, n, unit))
			continue;
		(void)snprintf(name, sizeof(name), "ngeth%u", unit);
		n->unit = unit;
		if (node_by_name(g, name))
			continue;
		r = closet_eiface_add(g, n->id, name, &made);
		if (g->away)
			break; /* the name is not ours to choose */
	}
	if (r < 0)
		return r == -EEXIST && !g->away ? -ENFILE : r;
	n->ifindex = made.inner;
	n->cfg[NG_EIFACE_JAIL] = g->away ? (uint64_t)g->away->jid : 0;
	memcpy(n->mac, made.mac, sizeof(made.mac));
	node_rename(g, n, name);
	return 0;
}

static int newhook(struct graph *g, struct ng_node_rec *n,
		   struct ng_hook_rec *like)
{
	(void)g;
	if (strcmp(like->name, NG_EIFACE_HOOK_ETHER) != 0)
		return -EPFNOSUPPORT;
	if (n->first)
		return -EISCONN;
	like->leaf = NG_LEAF_EIFACE;
	like->ifindex = n->ifindex;
	memcpy(like->mac, n->mac, sizeof(like->mac));
	return 0;
}

static int joined(struct graph *g, struct ng_node_rec *n, struct ng_hook_rec *h)
{
	return closet_eiface_wire(g, n->ifindex, hook_slot(g, h));
}

static void left(struct graph *g, struct ng_node_rec *n)
{
	if (!n->first)
		(void)closet_eiface_wire(g, n->ifindex, 0);
}

static void gone(struct graph *g, uint32_t id)
{
	(void)closet_eiface_del(g, id);
}

static int get_ifname(struct ng_call *c)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = closet_outer(c->g, c->node->id, &l);

	return r < 0 ? r : ng_call_answer(c, l.name, IFNAMSIZ);
}

/* A name that the kernel's has no room for is whole in this one. */
static int get_longname(struct ng_call *c)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = closet_outer(c->g, c->node->id, &l);
	char *to;

	if (r < 0)
		return r;
	to = ng_call_reply(c, NG_EIFACE_LONGNAME_SIZE);
	if (!to)
		return -ENOMEM;
	(void)snprintf(to, NG_EIFACE_LONGNAME_SIZE, "%s", ifname_full(&l));
	return 0;
}

static int get_mac(struct ng_call *c)
{
	return ng_call_answer(c, c->node->mac, MAC_LEN);
}

static int set_mac(struct ng_call *c)
{
	const uint8_t *mac = ng_call_args(c, MAC_LEN);
	struct ng_hook_rec *h = hook_at(c->g, c->node->first);
	int r;

	if (!mac)
		return -EINVAL;
	r = closet_outer_mac(c->g, c->node->id, mac);
	if (r < 0)
		return r;
	memcpy(c->node->mac, mac, MAC_LEN);
	if (h)
		memcpy(h->mac, mac, MAC_LEN);
	return 0;
}

static int carrier(struct ng_call *c)
{
	return closet_eiface_carrier(c->g, c->node->ifindex, c->what);
}

static const struct ng_ptype ifname_type = { .kind = NG_P_STRING,
					     .size = IFNAMSIZ };

static const struct ng_ptype longname_type = {
	.kind = NG_P_STRING, .size = NG_EIFACE_LONGNAME_SIZE
};

static const struct ng_command commands[] = {
	{ NGM_EIFACE_COOKIE, NGM_EIFACE_GET_IFNAME, "getifname", NULL,
	  &ifname_type, get_ifname },
	{ NGM_EIFACE_COOKIE, NGM_EIFACE_GET_LONGNAME, "getlongname", NULL,
	  &longname_type, get_longname },
	{ NGM_EIFACE_COOKIE, NGM_EIFACE_GET_ENADDR, "getenaddr", NULL,
	  &ng_p_mac, get_mac },
	{ NGM_EIFACE_COOKIE, NGM_EIFACE_SET, "set", &ng_p_mac, NULL, set_mac },
	NG_LINK_COMMANDS(carrier),
	{ 0 },
};

const struct ng_type ng_type_eiface = {
	.name = NG_EIFACE_NODE_TYPE,
	.kind = NG_KIND_EIFACE,
	.flags = NG_TYPE_STAYS,
	.commands = commands,
	.make = make,
	.newhook = newhook,
	.joined = joined,
	.left = left,
	.gone = gone,
};
