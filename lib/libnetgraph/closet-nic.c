/* SPDX-License-Identifier: BSD-2-Clause */
/* closet-nic.c - A NIC, and the pair that joins it to the closet */

#include <errno.h>

#include "libnetgraph/attach.h"
#include "libnetgraph/closet-priv.h"
#include "libnetgraph/closet.h"
#include "libnetgraph/edit.h"
#include "nl/link.h"

static int wire_cross(struct graph *g, uint32_t id,
		      const struct closet_cross *c)
{
	char x[IFNAMSIZ], cl[IFNAMSIZ];
	int r = attach(g, g->closet,
		       &(struct attachment){
			       .ifindex = c->closet,
			       .prog = "ng_closet_in",
			       .pin = closet_dev_name('c', id, cl),
			       .busy = true,
		       });

	return r < 0 ? r
		     : attach(g, -1,
			      &(struct attachment){
				      .ifindex = c->host,
				      .prog = "ng_host_in",
				      .pin = closet_dev_name('x', id, x),
			      });
}

static int on_nic(struct graph *g, uint32_t id, uint32_t ifindex,
		  int (*put)(struct graph *, int, const struct attachment *))
{
	char in[IFNAMSIZ], out[IFNAMSIZ];
	const struct attachment both[] = {
		{ ifindex, "ng_host_in", closet_dev_name('i', id, in), false },
		{ ifindex, "ng_host_out", closet_dev_name('o', id, out), true },
	};
	int r = put(g, -1, &both[0]);

	if (r == 0)
		r = put(g, -1, &both[1]);
	return r < 0 ? r : attach_look(g, -1, both[0].prog, ifindex);
}

int closet_nic_keep(struct graph *g, const struct ng_node_rec *n)
{
	return on_nic(g, n->id, n->ifindex, attach_keep);
}

static int up_cross(struct graph *g, const char *x, const char *c,
		    struct closet_cross *ret)
{
	cleanup_nl_link struct nl_link here = { 0 }, there = { 0 };
	int r = nl_link_get(g->nl_home, x, 0, &here, NULL);

	if (r == 0)
		r = nl_link_get(g->nl_closet, c, 0, &there, NULL);
	if (r < 0)
		return r;
	closet_no_ipv6(x);
	ret->host = (uint32_t)here.index;
	ret->closet = (uint32_t)there.index;
	r = closet_link_up(g->nl_home, here.index);
	return r < 0 ? r : closet_link_up(g->nl_closet, there.index);
}

int closet_nic_add(struct graph *g, uint32_t id, uint32_t ifindex,
		   struct closet_cross *ret)
{
	struct ng_node_rec *n = node_by_id(g, id);
	char x[IFNAMSIZ], c[IFNAMSIZ];
	int r = closet_open(g);

	if (r < 0)
		return r;
	closet_gso_meet_nic(g);
	(void)closet_dev_name('x', id, x);
	(void)closet_dev_name('c', id, c);
	r = closet_add_pair(g, x, c, true);
	if (r < 0)
		return r;
	r = up_cross(g, x, c, ret);
	if (r == 0)
		r = closet_set_dev(g, NG_PLACE_HOST, ifindex, node_slot(g, n));
	if (r == 0)
		r = wire_cross(g, id, ret);
	if (r == 0)
		r = on_nic(g, id, ifindex, attach);
	if (r < 0)
		closet_nic_del(g, id, ifindex);
	return r;
}

void closet_nic_del(struct graph *g, uint32_t id, uint32_t ifindex)
{
	char name[IFNAMSIZ];
	int r;

	if (!closet_have(g))
		return;
	r = detach(g, closet_dev_name('i', id, name), ifindex, false);
	if (r == 0)
		r = detach(g, closet_dev_name('o', id, name), ifindex, true);
	/* Those on the ends of the pair go with it. */
	if (r == 0)
		r = detach(g, closet_dev_name('x', id, name), 0, false);
	if (r == 0)
		r = detach(g, closet_dev_name('c', id, name), 0, false);
	if (r == 0 && ifindex)
		r = closet_set_dev(g, NG_PLACE_HOST, ifindex, 0);
	/* Last: by it the sweep finds the others. */
	if (r == 0)
		r = closet_del_dev(g, closet_dev_name('c', id, name));
	if (r < 0 && r != -ENODEV)
		g->unswept = true;
}
