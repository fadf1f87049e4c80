/* SPDX-License-Identifier: BSD-2-Clause */
/* view.c - One interface as ifconfig(8) tells it */

#include <stdlib.h>

#include "view.h"

static void bridge_free(struct view_bridge *b)
{
	for (size_t i = 0; b && i < b->n_members; i++)
		free(b->members[i].name);
	if (b)
		free(b->members);
	free(b);
}

static void lagg_free(struct view_lagg *l)
{
	for (size_t i = 0; l && i < l->n_ports; i++)
		free(l->ports[i].name);
	if (l)
		free(l->ports);
	free(l);
}

void view_done(struct view *v)
{
	free(v->name);
	free(v->description);
	free(v->addrs);
	bridge_free(v->bridge);
	if (v->vlan)
		free(v->vlan->parent);
	free(v->vlan);
	lagg_free(v->lagg);
	free(v->tunnel);
	free(v->vxlan);
	strv_done(&v->groups);
	strv_done(&v->media.supported);
	free(v->opened_by);
	free(v->driver);
	*v = (struct view){ 0 };
}
