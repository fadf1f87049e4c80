/* SPDX-License-Identifier: BSD-2-Clause */
/* tee.c - Pass packets on and hand out copies: the tools' part */

#include <errno.h>
#include <string.h>

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

static int stats(struct ng_call *c)
{
	struct ng_tee_stats all = { 0 };
	struct ng_tee_hookstat *const to[] = {
		[NG_TEE_RIGHT] = &all.right,
		[NG_TEE_LEFT] = &all.left,
		[NG_TEE_RIGHT2LEFT] = &all.right2left,
		[NG_TEE_LEFT2RIGHT] = &all.left2right,
	};
	struct ng_counts now;
	void *reply;
	int r = 0;

	for (int i = 0; r == 0 && roles[i]; i++) {
		if (!c->node->role[i])
			continue;
		r = stats_take(c->g, c->node->role[i], c->what, &now);
		to[i]->inOctets = now.c[NG_RECV_OCTETS];
		to[i]->inFrames = now.c[NG_RECV_PACKETS];
		to[i]->outOctets = now.c[NG_XMIT_OCTETS];
		to[i]->outFrames = now.c[NG_XMIT_PACKETS];
	}
	if (r < 0 || c->what == STATS_CLEAR)
		return r;
	reply = ng_call_reply(c, sizeof(all));
	if (!reply)
		return -ENOMEM;
	memcpy(reply, &all, sizeof(all));
	return 0;
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
	.closing = closing,
};
