/* SPDX-License-Identifier: BSD-2-Clause */
/* hole.c - What comes in is gone: the tools' part */

#include <errno.h>

#include "libnetgraph/stats.h"
#include "netgraph/ng_hole.h"
#include "types.h"

static const struct ng_ptype stat_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "frames", &ng_p_uint64 },
					      { "octets", &ng_p_uint64 },
					      { NULL, NULL } },
};

static int stats(struct ng_call *c)
{
	const char *name = ng_call_string(c);
	struct ng_hook_rec *h = name ? hook_find(c->g, c->node, name) : NULL;
	struct ng_hole_hookstat *to;
	struct ng_counts now;
	int r;

	if (!h)
		return name ? -ENOENT : -EINVAL;
	r = stats_take(c->g, hook_slot(c->g, h), c->what, &now);
	if (r < 0 || c->what == STATS_CLEAR)
		return r;
	to = ng_call_reply(c, sizeof(*to));
	if (!to)
		return -ENOMEM;
	to->frames = now.c[NG_RECV_PACKETS];
	to->octets = now.c[NG_RECV_OCTETS];
	return 0;
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
