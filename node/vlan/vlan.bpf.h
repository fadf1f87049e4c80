/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* vlan.bpf.h - A hook for each VLAN of one: the walk's part */
#pragma once

#include "tag.h"
#include "walk.h"

#define VLAN_VID 0xfff
#define VLAN_FROM_FILTER 1 /* of cfg[NG_VLAN_ENCAP] */
#define VLAN_FROM_NOMATCH 2

/* The hook that a tag was said to be of, or 0 */
static __always_inline __u32 vlan_hook(const struct ng_node_rec *n, __u32 node,
				       __u16 vid)
{
	struct ng_host_key key = { .node = node };
	struct ng_hook_rec *h;
	struct ng_rule *e;

	key.addr[0] = vid >> 8;
	key.addr[1] = (__u8)vid;
	e = rule_get(n, &key);
	h = e ? hook_get(e->hook) : NULL;
	if (!h || !(h->cfg[NG_VLAN_TAG] & NG_VLAN_TAG_SET) ||
	    (h->cfg[NG_VLAN_TAG] & VLAN_VID) != vid)
		return 0;
	return e->hook;
}

static __always_inline void vlan_up(struct walk *w, const struct ng_node_rec *n,
				    __u32 slot, const struct ng_hook_rec *h)
{
	__u16 tci = 0;
	__u32 out = 0;

	if (tag_get(w, (__u16)n->cfg[NG_VLAN_PROTO], &tci))
		out = vlan_hook(n, h->node, tci & VLAN_VID);
	if (out && n->cfg[NG_VLAN_DECAP]) {
		if (!walk_may_change(w, slot))
			return;
		if (!tag_off(w)) {
			walk_error(w, ENOBUFS);
			return;
		}
	}
	if (!out)
		out = n->role[NG_VLAN_NOMATCH];
	if (!out)
		walk_error(w, ENETDOWN);
	walk_out(w, out);
}

static __always_inline void vlan_down(struct walk *w,
				      const struct ng_node_rec *n, __u32 slot,
				      const struct ng_hook_rec *h)
{
	bool nomatch = slot == n->role[NG_VLAN_NOMATCH];
	__u32 want = nomatch ? VLAN_FROM_NOMATCH : VLAN_FROM_FILTER;

	if (!nomatch && !(h->cfg[NG_VLAN_TAG] & NG_VLAN_TAG_SET))
		return;
	if (n->cfg[NG_VLAN_ENCAP] & want) {
		if (!walk_may_change(w, slot))
			return;
		if (!tag_on(w, (__u16)n->cfg[NG_VLAN_PROTO],
			    (__u16)h->cfg[NG_VLAN_TAG])) {
			walk_error(w, ENOBUFS);
			return;
		}
	}
	if (!n->role[NG_VLAN_DOWNSTREAM])
		walk_error(w, ENETDOWN);
	walk_out(w, n->role[NG_VLAN_DOWNSTREAM]);
}

static __always_inline void vlan_recv(struct walk *w, struct ng_node_rec *n,
				      __u32 slot, struct ng_hook_rec *h)
{
	if (walk_len(w) < ETH_HLEN)
		walk_error(w, EINVAL);
	else if (slot == n->role[NG_VLAN_DOWNSTREAM])
		vlan_up(w, n, slot, h);
	else
		vlan_down(w, n, slot, h);
}
