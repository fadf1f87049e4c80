/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* tee.bpf.h - Pass packets on and hand out copies: the walk's part */
#pragma once

#include "walk.h"

static __always_inline void tee_recv(struct walk *w, struct ng_node_rec *n,
				     __u32 slot, struct ng_hook_rec *h)
{
	__u32 dest, copy;

	switch (h->num) {
	case NG_TEE_RIGHT:
		dest = n->role[NG_TEE_LEFT];
		copy = n->role[NG_TEE_RIGHT2LEFT];
		break;
	case NG_TEE_LEFT:
		dest = n->role[NG_TEE_RIGHT];
		copy = n->role[NG_TEE_LEFT2RIGHT];
		break;
	case NG_TEE_RIGHT2LEFT:
		dest = n->role[NG_TEE_RIGHT];
		copy = 0;
		break;
	case NG_TEE_LEFT2RIGHT:
		dest = n->role[NG_TEE_LEFT];
		copy = 0;
		break;
	default:
		return;
	}
	if (dest && copy) {
		if (!walk_may_branch(w, slot))
			return;
		walk_copy(w, h->node, copy);
		walk_copy(w, h->node, dest);
		return;
	}
	walk_out(w, dest ? dest : copy);
}
