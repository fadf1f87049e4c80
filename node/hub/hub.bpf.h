/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* hub.bpf.h - What comes in goes out of every other hook: the walk's part */
#pragma once

#include "walk.h"

static __always_inline void hub_recv(struct walk *w, struct ng_node_rec *n,
				     __u32 slot, struct ng_hook_rec *h)
{
	if (walk_may_branch(w, slot))
		walk_flood(w, n, h->node, slot, 0);
}
