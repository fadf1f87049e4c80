/* SPDX-License-Identifier: BSD-2-Clause */
/* tee.c - Pass packets on and hand out copies: the tools' part */

#include <errno.h>

#include "base/util.h"
#include "ether/ether.h"
#include "libnetgraph/stats.h"
#include "netgraph/ng_tee.h"
#include "types.h"

static const char *const roles[] = {
	[NG_TEE_RIGHT] = NG_TEE_HOOK_RIGHT,
	[NG_TEE_LEFT] = NG_TEE_HOOK_LEFT,
	[NG_TEE_RIGHT2LEFT] = NG_TEE_HOOK_RIGHT2LEFT,
	[NG_TEE_LEFT2RIGHT] = NG_TEE_HOOK_LEFT2RIGHT,
	NULL,
};

static const struct ng_ptype hookstat_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "inOctets", &ng_p_uint64 },
					      { "inFrames", &ng_p_uint64 },
					      { "outOctets", &ng_p_uint64 },
					      { "outFrames", &ng_p_uint64 },
					      { NULL, NULL } },
};
static const struct ng_ptype stats_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "right", &hookstat_type },
					      { "left", &hookstat_type },
					      { "right2left", &hookstat_type },
					      { "left2right", &hookstat_type },
					      { NULL, NULL } },
};

static struct ng_hook_rec *across(const struct graph *g,
				  const struct ng_node_rec *n,
				  const struct ng_hook_rec *h)
{
	switch (h->num) {
	case NG_TEE_LEFT:
		return hook_at(g, n->role[NG_TEE_RIGHT]);
	case NG_TEE_RIGHT:
		return hook_at(g, n->role[NG_TEE_LEFT]);
	default:
		return NULL;
	}
}

/* An interface beside it may have got who listens to what is said of its link. */
static int joined(struct graph *g, struct ng_node_rec *n, struct ng_hook_rec *h)
{
	const struct ng_hook_rec *by = across(g, n, h);
	struct ng_hook_rec *end =
		by ? ng_hook_across(g, hook_peer(g, by)) : NULL;

	(void)ng_role_joined(g, n, h);
	if (end && hook_node(g, end)->kind == NG_KIND_ETHER)
		ether_watch(g, hook_node(g, end));
	return 0;
}

/* Nobody beyond it is to know. */
static int other(struct ng_call *c)
{
	return c->msg->header.typecookie == NGM_FLOW_COOKIE ? 0 : -EINVAL;
}

/* Its two neighbours are joined when it goes. */
static void closing(struct graph *g, struct ng_node_rec *n)
{
	struct ng_hook_rec *r = hook_at(g, n->role[NG_TEE_RIGHT]);
	struct ng_hook_rec *l = hook_at(g, n->role[NG_TEE_LEFT]);
	struct ng_hook_rec *a, *b;

	if (!r || !l || !r->peer || !l->peer || r->peer == hook_slot(g, l))
		return;
	a = hook_peer(g, r);
	b = hook_peer(g, l);
	ng_role_leaving(g, n, r);
	ng_role_leaving(g, n, l);
	graph_set(g, &r->peer, 0);
	graph_set(g, &l->peer, 0);
	hook_join(g, a, b);
	hook_free(g, r);
	hook_free(g, l);
}

static const enum ng_counter stats_order[] = {
	NG_RECV_OCTETS,
	NG_RECV_PACKETS,
	NG_XMIT_OCTETS,
	NG_XMIT_PACKETS,
};

#define HOOKS (ARRAY_SIZE(roles) - 1)

_Static_assert(sizeof(struct ng_tee_stats) ==
		       HOOKS * ARRAY_SIZE(stats_order) * sizeof(uint64_t),
	       "each field has its counter");

static int stats(struct ng_call *c)
{
	uint64_t rows[HOOKS][ARRAY_SIZE(stats_order)];
	int r = 0;

	for (size_t i = 0; r == 0 && i < HOOKS; i++)
		r = stats_row(c, c->node->role[i], stats_order,
			      ARRAY_SIZE(stats_order), rows[i]);
	if (r < 0 || c->what == STATS_CLEAR)
		return r;
	return ng_call_answer(c, rows, sizeof(rows));
}

static const struct ng_command commands[] = {
	STATS_COMMANDS(TEE, STATS, "stats", NULL, &stats_type, stats),
	{ 0 },
};

const struct ng_type ng_type_tee = {
	.name = NG_TEE_NODE_TYPE,
	.kind = NG_KIND_TEE,
	.commands = commands,
	.roles = roles,
	.other = other,
	.across = across,
	.joined = joined,
	.closing = closing,
};
