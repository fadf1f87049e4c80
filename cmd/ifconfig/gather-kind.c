/* SPDX-License-Identifier: BSD-2-Clause */
/* gather-kind.c - What ifconfig(8) tells of interfaces of one kind only */

#include <errno.h>
#include <linux/if_ether.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "gather.h"
#include "group.h"
#include "lagg.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "tunnel.h"
#include "view.h"
#include "vlan.h"
#include "vxlan.h"

static int put_vlan(const struct gather *g, const struct nl_link *l,
		    struct view *v)
{
	cleanup_nl_link struct nl_link parent = { 0 };
	struct vlan_state s = { 0 };

	v->vlan = calloc(1, sizeof(*v->vlan));
	if (!v->vlan)
		return -ENOMEM;
	if (!vlan_read(l, &s))
		return 0;
	v->vlan->tag = s.tag;
	v->vlan->qinq = s.proto == ETH_P_8021AD;
	v->vlan->pcp = s.pcp;
	if (l->link_netnsid >= 0 ||
	    nl_link_get(g->nl, NULL, s.parent, &parent, NULL) < 0)
		return 0;
	v->vlan->parent = strdup(ifname_to_bsd(ifname_full(&parent)));
	return v->vlan->parent ? 0 : -ENOMEM;
}

static int put_tunnel(const struct nl_link *l, struct view *v)
{
	struct tunnel_state t;

	v->gre = streq(group_of_kind(l), "gre");
	if (!tunnel_read(l, &t))
		return 0;
	v->tunnel = malloc(sizeof(t));
	if (!v->tunnel)
		return -ENOMEM;
	*v->tunnel = t;
	return 0;
}

static int put_vxlan(const struct nl_link *l, struct view *v)
{
	struct vxlan_want x;

	if (!vxlan_read(l, &x))
		return 0;
	v->vxlan = malloc(sizeof(x));
	if (!v->vxlan)
		return -ENOMEM;
	*v->vxlan = x;
	return 0;
}

static int put_lagg(const struct gather *g, const struct nl_link *l,
		    struct view *v)
{
	v->lagg = calloc(1, sizeof(*v->lagg));
	if (!v->lagg)
		return -ENOMEM;
	return lagg_view(l, g->links, g->n_links, v->lagg);
}

int gather_kind(const struct gather *g, const struct nl_link *l,
		struct view *ret)
{
	const char *group = group_of_kind(l);

	if (streq(l->kind, "tun"))
		return ret->flags & VIEW_LOWER_UP ? gather_opened_by(l, ret)
						  : 0;
	if (!group)
		return 0;
	if (streq(group, "bridge"))
		return gather_bridge(g, l, ret);
	if (streq(group, "vlan"))
		return put_vlan(g, l, ret);
	if (streq(group, "gif") || streq(group, "gre"))
		return put_tunnel(l, ret);
	if (streq(group, "vxlan"))
		return put_vxlan(l, ret);
	return streq(group, "lagg") ? put_lagg(g, l, ret) : 0;
}
