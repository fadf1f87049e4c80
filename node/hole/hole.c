/* SPDX-License-Identifier: BSD-2-Clause */
/* hole.c - What comes in is gone: the tools' part */

#include <errno.h>

#include "base/util.h"
#include "libnetgraph/stats.h"
#include "netgraph/ng_hole.h"
#include "types.h"

static const struct ng_ptype stat_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "frames", &ng_p_uint64 },
					      { "octets", &ng_p_uint64 },
					      { NULL, NULL } },
};

static const enum ng_counter stats_order[] = { NG_RECV_PACKETS,
					       NG_RECV_OCTETS };

_Static_assert(sizeof(struct ng_hole_hookstat) ==
		       ARRAY_SIZE(stats_order) * sizeof(uint64_t),
	       "each field has its counter");

static int stats(struct ng_call *c)
{
	const char *name = ng_call_string(c);
	struct ng_hook_rec *h = name ? hook_find(c->g, c->node, name) : NULL;

	if (!h)
		return name ? -ENOENT : -EINVAL;
	return stats_answer(c, hook_slot(c->g, h), stats_order,
			    ARRAY_SIZE(stats_order));
}

static const struct ng_command commands[] = {
	STATS_COMMANDS(HOLE, STATS, "stats", &ng_p_name, &stat_type, stats),
	{ 0 },
};

const struct ng_type ng_type_hole = {
	.name = NG_HOLE_NODE_TYPE,
	.kind = NG_KIND_HOLE,
	.commands = commands,
};
