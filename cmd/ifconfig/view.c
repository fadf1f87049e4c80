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

void view_done(struct view *v)
{
	free(v->name);
	free(v->description);
	free(v->addrs);
	bridge_free(v->bridge);
	if (v->vlan)
		free(v->vlan->parent);
	free(v->vlan);
	strv_done(&v->groups);
	strv_done(&v->media.supported);
	free(v->opened_by);
	free(v->driver);
	*v = (struct view){ 0 };
}
