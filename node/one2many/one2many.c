/* SPDX-License-Identifier: BSD-2-Clause */
/* one2many.c - One hook's packets dealt out to many: the tools' part */

#include <errno.h>
#include <string.h>

#include "base/util.h"
#include "libnetgraph/stats.h"
#include "netgraph/ng_one2many.h"
#include "types.h"

#define LINKS NG_ONE2MANY_MAX_LINKS
#define ONE LINKS /* hook->num of the one */

_Static_assert(NG_O2M_ROUNDROBIN == NG_ONE2MANY_XMIT_ROUNDROBIN &&
		       NG_O2M_ALL == NG_ONE2MANY_XMIT_ALL &&
		       NG_O2M_FAILOVER == NG_ONE2MANY_XMIT_FAILOVER,
	       "the walk's numbers are the messages'");

static const struct ng_ptype enabled_type = { .kind = NG_P_FIXED,
					      .elem = &ng_p_uint8,
					      .count = LINKS };
static const struct ng_ptype config_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "xmitAlg", &ng_p_uint32 },
					      { "failAlg", &ng_p_uint32 },
					      { "enabledLinks", &enabled_type },
					      { NULL, NULL } },
};
static const struct ng_ptype stats_type = {
	.kind = NG_P_STRUCT,
	.fields =
		(const struct ng_pfield[]){ { "recvOctets", &ng_p_uint64 },
					    { "recvPackets", &ng_p_uint64 },
					    { "xmitOctets", &ng_p_uint64 },
					    { "xmitPackets", &ng_p_uint64 },
					    { "memoryFailures", &ng_p_uint64 },
					    { NULL, NULL } },
};

/* Put those in use into a ring, in the order of their numbers. */
static void use(struct graph *g, struct ng_node_rec *n, uint64_t enabled)
{
	struct ng_hook_rec *links[LINKS] = { NULL }, *h;
	uint32_t first = 0, next;

	hook_foreach (h, g, n)
		if (h->num < LINKS)
			links[h->num] = h;
	for (int i = LINKS - 1; i >= 0; i--)
		if (links[i] && enabled >> i & 1)
			first = hook_slot(g, links[i]);
	next = first;
	for (int i = LINKS - 1; i >= 0; i--) {
		bool on = enabled >> i & 1;

		h = links[i];
		if (!h)
			continue;
		graph_set(g, &h->flags, on ? 0 : NG_HOOK_DISABLED);
		if (!on)
			continue;
		graph_set(g, &h->cfg[NG_O2M_NEXT], next);
		next = hook_slot(g, h);
	}
	graph_set(g, &n->role[NG_O2M_FIRST], first);
	graph_set(g, &n->role[NG_O2M_TURN], first);
	graph_set64(g, &n->cfg[NG_O2M_ENABLED], enabled);
}

static int make(struct graph *g, struct ng_node_rec *n)
{
	(void)g;
	n->cfg[NG_O2M_XMITALG] = NG_ONE2MANY_XMIT_ROUNDROBIN;
	n->cfg[NG_O2M_FAILALG] = NG_ONE2MANY_FAIL_MANUAL;
	return 0;
}

static int newhook(struct graph *g, struct ng_node_rec *n,
		   struct ng_hook_rec *like)
{
	(void)g;
	if (streq(like->name, NG_ONE2MANY_HOOK_ONE)) {
		like->num = ONE;
		return n->role[NG_O2M_ONE] ? -EISCONN : 0;
	}
	if (!str_starts(like->name, NG_ONE2MANY_HOOK_MANY_PREFIX))
		return -EINVAL;
	return ng_hook_number(like->name + strlen(NG_ONE2MANY_HOOK_MANY_PREFIX),
			      LINKS - 1, &like->num);
}

/* A link is in use from when it is connected. */
static int joined(struct graph *g, struct ng_node_rec *n, struct ng_hook_rec *h)
{
	if (h->num == ONE)
		graph_set(g, &n->role[NG_O2M_ONE], hook_slot(g, h));
	else
		use(g, n, n->cfg[NG_O2M_ENABLED] | 1ULL << h->num);
	return 0;
}

static void leaving(struct graph *g, struct ng_node_rec *n,
		    struct ng_hook_rec *h)
{
	if (h->num == ONE)
		graph_set(g, &n->role[NG_O2M_ONE], 0);
	else
		use(g, n, n->cfg[NG_O2M_ENABLED] & ~(1ULL << h->num));
}

static bool is_between(uint32_t v, uint32_t low, uint32_t high)
{
	return v >= low && v <= high;
}

static int set_config(struct ng_call *c)
{
	const struct ng_one2many_config *conf = ng_call_args(c, sizeof(*conf));
	__u64 *cfg = c->node->cfg;
	uint64_t enabled = 0;

	if (!conf ||
	    !is_between(conf->xmitAlg, NG_ONE2MANY_XMIT_ROUNDROBIN,
			NG_ONE2MANY_XMIT_FAILOVER) ||
	    !is_between(conf->failAlg, NG_ONE2MANY_FAIL_MANUAL,
			NG_ONE2MANY_FAIL_NOTIFY))
		return -EINVAL;
	for (int i = 0; i < LINKS; i++)
		enabled |= (uint64_t)(conf->enabledLinks[i] != 0) << i;
	graph_set64(c->g, &cfg[NG_O2M_XMITALG], conf->xmitAlg);
	graph_set64(c->g, &cfg[NG_O2M_FAILALG], conf->failAlg);
	use(c->g, c->node, enabled);
	return 0;
}

static int get_config(struct ng_call *c)
{
	const __u64 *cfg = c->node->cfg;
	struct ng_one2many_config conf = {
		.xmitAlg = (uint32_t)cfg[NG_O2M_XMITALG],
		.failAlg = (uint32_t)cfg[NG_O2M_FAILALG],
	};

	for (int i = 0; i < LINKS; i++)
		conf.enabledLinks[i] = cfg[NG_O2M_ENABLED] >> i & 1;
	return ng_call_answer(c, &conf, sizeof(conf));
}

static const enum ng_counter stats_order[] = {
	NG_RECV_OCTETS,	 NG_RECV_PACKETS, NG_XMIT_OCTETS,
	NG_XMIT_PACKETS, NG_NO_MEMORY, /* the walk has none to run out of */
};

_Static_assert(sizeof(struct ng_one2many_link_stats) ==
		       ARRAY_SIZE(stats_order) * sizeof(uint64_t),
	       "each field has its counter");

/* A link that is not there has nothing counted. */
static int stats(struct ng_call *c)
{
	const int32_t *num = ng_call_args(c, sizeof(*num));
	const struct ng_hook_rec *h;

	if (!num || *num < NG_ONE2MANY_ONE_LINKNUM || *num >= LINKS)
		return -EINVAL;
	h = hook_numbered(c->g, c->node, *num < 0 ? ONE : (uint32_t)*num);
	return stats_answer(c, hook_slot(c->g, h), stats_order,
			    ARRAY_SIZE(stats_order));
}

/* What a neighbour says of the link it came by */
static int notify(struct ng_call *c)
{
	uint64_t enabled = c->node->cfg[NG_O2M_ENABLED];
	uint64_t bit;

	if (!c->hook || c->hook->num == ONE)
		return -EINVAL;
	bit = 1ULL << c->hook->num;
	if (c->node->cfg[NG_O2M_FAILALG] == NG_ONE2MANY_FAIL_NOTIFY)
		use(c->g, c->node, c->what ? enabled | bit : enabled & ~bit);
	return 0;
}

static const struct ng_command commands[] = {
	NG_COMMAND(ONE2MANY, SET_CONFIG, "setconfig", &config_type, NULL,
		   set_config),
	NG_COMMAND(ONE2MANY, GET_CONFIG, "getconfig", NULL, &config_type,
		   get_config),
	STATS_COMMANDS(ONE2MANY, STATS, "stats", &ng_p_int32, &stats_type,
		       stats),
	NG_LINK_COMMANDS(notify),
	{ 0 },
};

const struct ng_type ng_type_one2many = {
	.name = NG_ONE2MANY_NODE_TYPE,
	.kind = NG_KIND_ONE2MANY,
	.commands = commands,
	.make = make,
	.newhook = newhook,
	.joined = joined,
	.leaving = leaving,
};
