/* SPDX-License-Identifier: BSD-2-Clause */
/* gather-bridge.c - What ifconfig(8) tells of a bridge and its members */

#include <errno.h>
#include <linux/if_bridge.h>
#include <linux/if_ether.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "gather.h"
#include "nl/bridge.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "span.h"
#include "view.h"

/* Linux counts port priorities in steps of FreeBSD's 4, times in 1/100 s. */
#define PRIORITY_STEP 4
#define TICKS 100

#define DEFAULT_PRIORITY 32768
#define PORT_NUMBER 0x3ff
#define HOLD_COUNT 6 /* Linux has this fixed */

static const char *role(const struct nl_bridge *b,
			const struct nl_bridge_port *p)
{
	if (p->state == BR_STATE_DISABLED)
		return "disabled";
	if ((p->id & PORT_NUMBER) == b->root_port && b->root_port)
		return "root";
	if (p->designated_port == p->id)
		return "designated";
	return memcmp(p->designated_bridge, b->id, sizeof(b->id)) == 0
		       ? "backup"
		       : "alternate";
}

static unsigned member_flags(const struct nl_bridge *b,
			     const struct nl_bridge_port *p)
{
	unsigned flags = VIEW_MEMBER_AUTOEDGE | VIEW_MEMBER_AUTOPTP;

	if (p->learning)
		flags |= VIEW_MEMBER_LEARNING;
	if (p->flood)
		flags |= VIEW_MEMBER_DISCOVER;
	if (b->stp)
		flags |= VIEW_MEMBER_STP;
	if (p->isolated)
		flags |= VIEW_MEMBER_PRIVATE;
	return flags;
}

static int put_member(const struct nl_bridge *b, const struct nl_link *l,
		      struct view_member *m)
{
	struct nl_bridge_port p = { 0 };

	(void)nl_bridge_port_read(l, &p);
	m->name = strdup(ifname_to_bsd(ifname_full(l)));
	if (!m->name)
		return -ENOMEM;
	m->flags = member_flags(b, &p);
	m->port = (unsigned)l->index;
	m->priority = p.priority * PRIORITY_STEP;
	m->path_cost = p.cost;
	m->stp = b->stp;
	m->state = p.state;
	m->role = role(b, &p);
	return 0;
}

static int put_span(const struct nl_link *l, struct view_member *m)
{
	m->name = strdup(ifname_to_bsd(ifname_full(l)));
	m->flags = VIEW_MEMBER_SPAN;
	m->port = (unsigned)l->index;
	return m->name ? 0 : -ENOMEM;
}

static int put_members(const struct gather *g, const struct nl_bridge *b,
		       const struct nl_link *l, struct view_bridge *vb)
{
	vb->members = calloc(g->n_links + 1, sizeof(*vb->members));
	if (!vb->members)
		return -ENOMEM;
	for (size_t i = 0; i < g->n_links; i++) {
		struct view_member *m = &vb->members[vb->n_members];

		if (g->links[i].master != l->index)
			continue;
		vb->n_members++;
		if (put_member(b, &g->links[i], m) < 0)
			return -ENOMEM;
		m->has_vlans = b->vlan_filter &&
			       nl_port_vlans_get(g->nl, g->links[i].index,
						 &m->vlans, NULL) == 0;
	}
	for (size_t i = 0; i < g->n_links; i++)
		if (span_of(&g->links[i]) == l->index &&
		    put_span(&g->links[i], &vb->members[vb->n_members++]) < 0)
			return -ENOMEM;
	return 0;
}

/* Where nothing runs the protocol FreeBSD tells its settings, and no ids. */
static void put_root(const struct nl_bridge *b, struct view_bridge *vb)
{
	vb->proto = b->stp ? "stp" : "rstp";
	vb->root_priority = DEFAULT_PRIORITY;
	if (!b->stp)
		return;
	memcpy(vb->id, b->id, sizeof(vb->id));
	memcpy(vb->root_id, b->root_id, sizeof(vb->root_id));
	vb->root_priority = b->root_priority;
	vb->root_cost = b->root_cost;
	vb->root_port = b->root_port;
}

int gather_bridge(const struct gather *g, const struct nl_link *l,
		  struct view *ret)
{
	struct view_bridge *vb = calloc(1, sizeof(*vb));
	struct nl_bridge b;

	if (!vb)
		return -ENOMEM;
	ret->bridge = vb;
	if (nl_bridge_read(l, &b) < 0)
		return 0;
	vb->priority = b.priority;
	vb->hello = b.hello / TICKS;
	vb->fwd_delay = b.fwd_delay / TICKS;
	vb->max_age = b.max_age / TICKS;
	vb->timeout = b.ageing / TICKS;
	vb->hold_count = HOLD_COUNT;
	vb->max_addr = b.max_learned;
	vb->vlan_filter = b.vlan_filter;
	vb->qinq = b.vlan_proto == ETH_P_8021AD;
	/* 1 is what Linux starts with. */
	if (b.vlan_filter || b.default_pvid != 1)
		vb->def_untagged = b.default_pvid;
	put_root(&b, vb);
	return put_members(g, &b, l, vb);
}
