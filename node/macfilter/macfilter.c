/* SPDX-License-Identifier: BSD-2-Clause */
/* macfilter.c - Each host's frames by a hook of its own: the tools' part */

#include <errno.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "libnetgraph/rules.h"
#include "libnetgraph/stats.h"
#include "netgraph/ng_macfilter.h"
#include "types.h"

#define DEFAULT NG_MACFILTER_HOOK_DEFAULT_ID
#define ETHER UINT32_MAX /* hook->num of the one below */
#define HOOKID_MAX UINT16_MAX

static const struct ng_ptype direct_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "ether", &ng_p_mac },
					      { "hookname", &ng_p_name },
					      { NULL, NULL } },
};
static const struct ng_ptype direct_id_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "ether", &ng_p_mac },
					      { "hookid", &ng_p_uint16 },
					      { NULL, NULL } },
};
static const struct ng_ptype mac_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "packets_in", &ng_p_uint64 },
					      { "bytes_in", &ng_p_uint64 },
					      { "packets_out", &ng_p_uint64 },
					      { "bytes_out", &ng_p_uint64 },
					      { "ether", &ng_p_mac },
					      { "hookid", &ng_p_uint16 },
					      { NULL, NULL } },
};
static const struct ng_ptype hook_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "hookname", &ng_p_name },
					      { "hookid", &ng_p_uint16 },
					      { "maccnt", &ng_p_uint32 },
					      { NULL, NULL } },
};

static const struct ng_ptype macs_array = { .kind = NG_P_ARRAY,
					    .elem = &mac_type,
					    .length = ng_p_first };
static const struct ng_ptype hooks_array = { .kind = NG_P_ARRAY,
					     .elem = &hook_type,
					     .length = ng_p_first };
static const struct ng_ptype macs_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "n", &ng_p_uint32 },
					      { "macs", &macs_array },
					      { NULL, NULL } },
};
static const struct ng_ptype hooks_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "n", &ng_p_uint32 },
					      { "hooks", &hooks_array },
					      { NULL, NULL } },
};

/* The first number that no hook has: the default one has 0, there or not. */
static int free_number(struct graph *g, const struct ng_node_rec *n,
		       uint32_t *ret)
{
	for (uint32_t i = DEFAULT + 1; i <= HOOKID_MAX; i++) {
		if (hook_numbered(g, n, i))
			continue;
		*ret = i;
		return 0;
	}
	return -EINVAL;
}

static int newhook(struct graph *g, struct ng_node_rec *n,
		   struct ng_hook_rec *like)
{
	if (streq(like->name, NG_MACFILTER_HOOK_ETHER)) {
		like->num = ETHER;
		return 0;
	}
	if (streq(like->name, NG_MACFILTER_HOOK_DEFAULT)) {
		like->num = DEFAULT;
		return 0;
	}
	return free_number(g, n, &like->num);
}

static uint32_t *role_of(struct ng_node_rec *n, const struct ng_hook_rec *h)
{
	if (h->num == ETHER)
		return &n->role[NG_MACFILTER_ETHER];
	return h->num == DEFAULT ? &n->role[NG_MACFILTER_DEFAULT] : NULL;
}

static int joined(struct graph *g, struct ng_node_rec *n, struct ng_hook_rec *h)
{
	uint32_t *role = role_of(n, h);

	if (role)
		graph_set(g, role, hook_slot(g, h));
	return 0;
}

static void leaving(struct graph *g, struct ng_node_rec *n,
		    struct ng_hook_rec *h)
{
	uint32_t *role = role_of(n, h);

	if (role)
		graph_set(g, role, 0);
}

/* All rules are void when the node's generation goes on. */
static int reset(struct ng_call *c)
{
	graph_set(c->g, &c->node->gen, c->node->gen + 1);
	graph_commit(c->g);
	rules_sweep(c->g);
	return 0;
}

/* Whoever is directed to the default hook is like those nobody spoke of. */
static int direct_to(struct ng_call *c, const unsigned char mac[6],
		     const struct ng_hook_rec *h)
{
	uint8_t key[RULES_KEY] = { 0 };

	memcpy(key, mac, 6);
	if (h->num != DEFAULT)
		return rules_put(c->g, c->node, key, h);
	(void)rules_del(c->g, c->node, key);
	return 0;
}

static int direct(struct ng_call *c)
{
	const struct ngm_macfilter_direct *d = ng_call_args(c, sizeof(*d));
	const struct ng_hook_rec *h;

	if (!d || !memchr(d->hookname, '\0', sizeof(d->hookname)))
		return -EINVAL;
	h = hook_find(c->g, c->node, (const char *)d->hookname);
	if (!h || h->num == ETHER)
		return -ENOENT;
	return direct_to(c, d->ether, h);
}

static int direct_id(struct ng_call *c)
{
	const struct ngm_macfilter_direct_hookid *d =
		ng_call_args(c, sizeof(*d));
	const struct ng_hook_rec *h;

	if (!d)
		return -EINVAL;
	h = hook_numbered(c->g, c->node, d->hookid);
	return h ? direct_to(c, d->ether, h) : -EINVAL;
}

static int macs(struct ng_call *c)
{
	cleanup_free struct rule_told *list = NULL;
	struct ngm_macfilter_macs *to;
	size_t n = 0;
	int r = rules_list(c->g, c->node, &list, &n);

	if (r == 0 && c->what & STATS_CLEAR)
		r = rules_count_from_now(c->g, c->node, list, n);
	if (r < 0 || c->what == STATS_CLEAR)
		return r;
	to = ng_call_reply(c, sizeof(*to) + n * sizeof(to->macs[0]));
	if (!to)
		return -ENOMEM;
	to->n = (uint32_t)n;
	for (size_t i = 0; i < n; i++) {
		struct ngm_macfilter_mac m = {
			.packets_in = list[i].c[0],
			.bytes_in = list[i].c[1],
			.packets_out = list[i].c[2],
			.bytes_out = list[i].c[3],
			.hookid = (uint16_t)list[i].hook->num,
		};

		memcpy(m.ether, list[i].key, sizeof(m.ether));
		memcpy(&to->macs[i], &m, sizeof(m));
	}
	return 0;
}

static uint32_t count_of(const struct ng_hook_rec *h,
			 const struct rule_told *list, size_t n)
{
	uint32_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += list[i].hook == h;
	return count;
}

/* In the order in which they were connected */
static int get_hooks(struct ng_call *c)
{
	cleanup_free struct rule_told *list = NULL;
	struct ngm_macfilter_hooks *to;
	const struct ng_hook_rec *h;
	uint32_t i = c->node->nhooks - (c->node->role[NG_MACFILTER_ETHER] != 0);
	size_t n = 0;
	int r = rules_list(c->g, c->node, &list, &n);

	if (r < 0)
		return r;
	to = ng_call_reply(c, sizeof(*to) + i * sizeof(to->hooks[0]));
	if (!to)
		return -ENOMEM;
	to->n = i;
	hook_foreach (h, c->g, c->node) {
		if (h->num == ETHER)
			continue;
		i--;
		memcpy(to->hooks[i].hookname, h->name, NG_HOOKSIZ);
		to->hooks[i].hookid = (uint16_t)h->num;
		to->hooks[i].maccnt = count_of(h, list, n);
	}
	return 0;
}

static const struct ng_command commands[] = {
	NG_COMMAND(MACFILTER, RESET, "reset", NULL, NULL, reset),
	NG_COMMAND(MACFILTER, DIRECT, "direct", &direct_type, NULL, direct),
	NG_COMMAND(MACFILTER, DIRECT_HOOKID, "directi", &direct_id_type, NULL,
		   direct_id),
	STATS_COMMANDS(MACFILTER, MACS, "macs", NULL, &macs_type, macs),
	NG_COMMAND(MACFILTER, GET_HOOKS, "gethooks", NULL, &hooks_type,
		   get_hooks),
	{ 0 },
};

const struct ng_type ng_type_macfilter = {
	.name = NG_MACFILTER_NODE_TYPE,
	.kind = NG_KIND_MACFILTER,
	.commands = commands,
	.newhook = newhook,
	.joined = joined,
	.leaving = leaving,
	.left = rules_left,
	.gone = rules_gone,
};
