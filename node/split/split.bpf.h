/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* split.bpf.h - Two one-way streets made of a two-way one: the walk's part */
#pragma once

#include "walk.h"

static __always_inline void split_recv(struct walk *w, struct ng_node_rec *n,
				       __u32 slot, struct ng_hook_rec *h)
{
	if (h->num == NG_SPLIT_IN)
		walk_out(w, n->role[NG_SPLIT_MIXED]);
	else if (h->num == NG_SPLIT_MIXED)
		walk_out(w, n->role[NG_SPLIT_OUT]);
	else
		walk_error(w, EINVAL);
}
