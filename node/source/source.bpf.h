/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* source.bpf.h - Packets to be sent again and again: the walk's part */
#pragma once

#include "tag.h"
#include "walk.h"

/* What comes out of the output is nobody's. */
static __always_inline void source_recv(struct walk *w, struct ng_node_rec *n,
					__u32 slot, struct ng_hook_rec *h)
{
	__u32 node = h->node, i = n->role[NG_SOURCE_COUNT];
	struct ng_frame *f;
	__u64 len;
	void *kept;

	if (slot != n->role[NG_SOURCE_INPUT])
		return;
	if (w->skb->vlan_present && !w->s->wrap) {
		if (!walk_may_change(w, slot))
			return;
		tags_in(w);
	}
	kept = bpf_map_lookup_elem(&frames, &node);
	f = kept && i < NG_FRAMES ? bpf_map_lookup_elem(kept, &i) : NULL;
	len = walk_len(w);
	if (!f || !len || len > NG_FRAME_MAX) {
		walk_error(w, f ? EMSGSIZE : ENOBUFS);
		return;
	}
	f->len = len;
	/* Said once more, so that every verifier sees 1 to 2048 */
	len--;
	asm volatile("%0 &= 2047" : "+r"(len));
	len++;
	if (bpf_skb_load_bytes(w->skb, w->s->wrap, f->data, len) == 0)
		n->role[NG_SOURCE_COUNT] = i + 1;
}
