/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* one2many.bpf.h - One hook's packets dealt out to many: the walk's part */
#pragma once

#include "walk.h"

/* Whose turn it is: after a change of hooks, the first one's. */
static __always_inline __u32 one2many_turn(struct ng_node_rec *n, __u32 node)
{
	__u32 slot = n->role[NG_O2M_TURN];
	struct ng_hook_rec *h = slot ? hook_get(slot) : NULL;

	if (!h || h->node != node || h->flags & NG_HOOK_DISABLED) {
		slot = n->role[NG_O2M_FIRST];
		h = slot ? hook_get(slot) : NULL;
	}
	if (!h)
		return 0;
	n->role[NG_O2M_TURN] = h->cfg[NG_O2M_NEXT];
	return slot;
}

static __always_inline void one2many_recv(struct walk *w, struct ng_node_rec *n,
					  __u32 slot, struct ng_hook_rec *h)
{
	if (slot != n->role[NG_O2M_ONE]) {
		walk_out(w, n->role[NG_O2M_ONE]);
		return;
	}
	if (!n->role[NG_O2M_FIRST]) {
		walk_error(w, ENOTCONN);
		return;
	}
	switch (n->cfg[NG_O2M_XMITALG]) {
	case NG_O2M_ALL:
		if (walk_may_branch(w, slot))
			walk_flood(w, n, h->node, slot, NG_HOOK_DISABLED);
		break;
	case NG_O2M_FAILOVER:
		walk_out(w, n->role[NG_O2M_FIRST]);
		break;
	default:
		walk_out(w, one2many_turn(n, h->node));
		break;
	}
}
