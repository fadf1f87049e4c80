/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* echo.bpf.h - What comes in goes back: the walk's part */
#pragma once

#include "walk.h"

static __always_inline void echo_recv(struct walk *w, struct ng_node_rec *n,
				      __u32 slot, struct ng_hook_rec *h)
{
	walk_out(w, slot);
}
