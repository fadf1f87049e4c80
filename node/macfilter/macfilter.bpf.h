/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* macfilter.bpf.h - Each host's frames by a hook of its own: the walk's part */
#pragma once

#include "walk.h"

#define MACFILTER_IN 0 /* in ng_rule.c */
#define MACFILTER_OUT 2

/* The rule for the address at @mac, with the packet counted, or NULL */
static __always_inline struct ng_rule *
macfilter_rule(struct walk *w, const struct ng_node_rec *n, __u32 node,
	       const __u8 *mac, __u32 which)
{
	struct ng_host_key key = mac_key(node, mac);
	struct ng_rule *e;

	e = rule_get(n, &key);
	if (!e)
		return NULL;
	__sync_fetch_and_add(&e->c[which], 1);
	__sync_fetch_and_add(&e->c[which + 1], walk_len(w));
	return e;
}

static __always_inline void macfilter_recv(struct walk *w,
					   struct ng_node_rec *n, __u32 slot,
					   struct ng_hook_rec *h)
{
	bool in = slot == n->role[NG_MACFILTER_ETHER];
	struct ng_rule *e;

	if (walk_len(w) < ETH_HLEN) {
		walk_error(w, EINVAL);
		return;
	}
	if (in) {
		e = macfilter_rule(w, n, h->node, w->s->head + 6, MACFILTER_IN);
		walk_out(w, e ? e->hook : n->role[NG_MACFILTER_DEFAULT]);
	} else {
		macfilter_rule(w, n, h->node, w->s->head, MACFILTER_OUT);
		walk_out(w, n->role[NG_MACFILTER_ETHER]);
	}
}
