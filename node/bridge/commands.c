/* SPDX-License-Identifier: BSD-2-Clause */
/* commands.c - A learning bridge: its messages */

#include <bpf/bpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "bridge/bridge.h"
#include "netgraph/ng_bridge.h"

#define NSEC 1000000000ULL

static const struct ng_ptype config_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "debugLevel", &ng_p_uint8 },
					      { "loopTimeout", &ng_p_uint32 },
					      { "maxStaleness", &ng_p_uint32 },
					      { "minStableAge", &ng_p_uint32 },
					      { NULL, NULL } },
};
static const struct ng_ptype stats_type = {
	.kind = NG_P_STRUCT,
	.fields =
		(const struct ng_pfield[]){ { "recvOctets", &ng_p_uint64 },
					    { "recvPackets", &ng_p_uint64 },
					    { "recvMulticast", &ng_p_uint64 },
					    { "recvBroadcast", &ng_p_uint64 },
					    { "recvUnknown", &ng_p_uint64 },
					    { "recvRunts", &ng_p_uint64 },
					    { "recvInvalid", &ng_p_uint64 },
					    { "xmitOctets", &ng_p_uint64 },
					    { "xmitPackets", &ng_p_uint64 },
					    { "xmitMulticasts", &ng_p_uint64 },
					    { "xmitBroadcasts", &ng_p_uint64 },
					    { "loopDrops", &ng_p_uint64 },
					    { "loopDetects", &ng_p_uint64 },
					    { "memoryFailures", &ng_p_uint64 },
					    { NULL, NULL } },
};
static const struct ng_ptype host_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "addr", &ng_p_mac },
					      { "hook", &ng_p_name },
					      { "age", &ng_p_uint16 },
					      { "staleness", &ng_p_uint16 },
					      { NULL, NULL } },
};

static const struct ng_ptype hosts_type = { .kind = NG_P_ARRAY,
					    .elem = &host_type,
					    .length = ng_p_first };
static const struct ng_ptype table_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "numHosts", &ng_p_uint32 },
					      { "hosts", &hosts_type },
					      { NULL, NULL } },
};
static const struct ng_ptype move_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "addr", &ng_p_mac },
					      { "hook", &ng_p_name },
					      { NULL, NULL } },
};

/* The stats' fields are in the struct's order. */
static const enum ng_counter stats_order[] = {
	NG_RECV_OCTETS,	   NG_RECV_PACKETS,   NG_RECV_MULTICAST,
	NG_RECV_BROADCAST, NG_RECV_UNKNOWN,   NG_RECV_RUNTS,
	NG_RECV_INVALID,   NG_XMIT_OCTETS,    NG_XMIT_PACKETS,
	NG_XMIT_MULTICAST, NG_XMIT_BROADCAST, NG_LOOP_DROPS,
	NG_LOOP_DETECTS,   NG_NO_MEMORY,
};

_Static_assert(sizeof(struct ng_bridge_link_stats) ==
		       ARRAY_SIZE(stats_order) * sizeof(uint64_t),
	       "each field has its counter");

static int set_config(struct ng_call *c)
{
	const struct ng_bridge_config *conf = ng_call_args(c, sizeof(*conf));
	__u64 *cfg = c->node->cfg;

	if (!conf)
		return -EINVAL;
	graph_set64(c->g, &cfg[NG_BRIDGE_DEBUG], conf->debugLevel);
	graph_set64(c->g, &cfg[NG_BRIDGE_LOOPTIMEOUT], conf->loopTimeout);
	graph_set64(c->g, &cfg[NG_BRIDGE_MAXSTALENESS], conf->maxStaleness);
	graph_set64(c->g, &cfg[NG_BRIDGE_MINSTABLEAGE], conf->minStableAge);
	return 0;
}

static int get_config(struct ng_call *c)
{
	const __u64 *cfg = c->node->cfg;
	const struct ng_bridge_config conf = {
		.debugLevel = (unsigned char)cfg[NG_BRIDGE_DEBUG],
		.loopTimeout = (uint32_t)cfg[NG_BRIDGE_LOOPTIMEOUT],
		.maxStaleness = (uint32_t)cfg[NG_BRIDGE_MAXSTALENESS],
		.minStableAge = (uint32_t)cfg[NG_BRIDGE_MINSTABLEAGE],
	};

	return ng_call_answer(c, &conf, sizeof(conf));
}

/* All hosts of a bridge are void when its generation goes on. */
static int reset(struct ng_call *c)
{
	struct ng_counts old;
	struct ng_hook_rec *h;
	int r = 0;

	graph_set(c->g, &c->node->gen, c->node->gen + 1);
	hook_foreach (h, c->g, c->node) {
		h->muted = 0;
		if (r == 0)
			r = stats_take(c->g, hook_slot(c->g, h), STATS_CLEAR,
				       &old);
	}
	return r;
}

static struct ng_hook_rec *link_numbered(struct ng_call *c)
{
	const int32_t *num = ng_call_args(c, sizeof(*num));
	char name[NG_HOOKSIZ];

	if (!num)
		return NULL;
	(void)snprintf(name, sizeof(name), "%s%u", *num < 0 ? "uplink" : "link",
		       *num < 0 ? -(uint32_t)*num : (uint32_t)*num);
	return hook_find(c->g, c->node, name);
}

static int stats(struct ng_call *c)
{
	const struct ng_hook_rec *h = link_numbered(c);

	if (!h)
		return c->msg->header.arglen == 4 ? -ENOTCONN : -EINVAL;
	return stats_answer(c, hook_slot(c->g, h), stats_order,
			    ARRAY_SIZE(stats_order));
}

static uint64_t now_ns(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * NSEC + (uint64_t)ts.tv_nsec;
}

static int hosts_map(struct graph *g)
{
	if (g->hosts_fd < 0)
		g->hosts_fd = graph_map(g, "hosts");
	return g->hosts_fd;
}

/* Is it still believed?  As the walk would decide. */
static bool is_known(struct graph *g, const struct ng_node_rec *n,
		     const struct ng_host *e, uint64_t now)
{
	const struct ng_hook_rec *h = hook_at(g, e->hook);

	return h && h->node == node_slot(g, n) && h->gen == e->gen &&
	       n->gen == e->node_gen &&
	       (now < e->last ||
		now - e->last < n->cfg[NG_BRIDGE_MAXSTALENESS] * NSEC);
}

static uint16_t seconds(uint64_t now, uint64_t then)
{
	uint64_t s = now > then ? (now - then) / NSEC : 0;

	return s > UINT16_MAX ? UINT16_MAX : (uint16_t)s;
}

static void fill_host(struct graph *g, const struct ng_host_key *key,
		      const struct ng_host *e, uint64_t now,
		      struct ng_bridge_host *to)
{
	memcpy(to->addr, key->addr, sizeof(to->addr));
	memcpy(to->hook, hook_at(g, e->hook)->name, sizeof(to->hook));
	to->age = seconds(now, e->first);
	to->staleness = seconds(now, e->last);
}

/* Collect the hosts of a bridge; forget those that nobody believes. */
static int collect(struct ng_call *c, struct ng_bridge_host_ary **ret)
{
	struct ng_host_key key, *at = NULL, gone = { 0 };
	cleanup_free struct ng_bridge_host_ary *list = NULL;
	uint32_t node = node_slot(c->g, c->node);
	int fd = hosts_map(c->g);
	uint64_t now = now_ns();
	struct ng_host e;
	bool drop = false;

	list = calloc(1,
		      sizeof(*list) + NG_HOSTS * sizeof(struct ng_bridge_host));
	if (fd < 0 || !list)
		return fd < 0 ? fd : -ENOMEM;
	while (bpf_map_get_next_key(fd, at, &key) == 0) {
		if (drop)
			(void)bpf_map_delete_elem(fd, &gone);
		drop = false;
		at = &key;
		if (key.node != node || bpf_map_lookup_elem(fd, &key, &e) < 0)
			continue;
		if (is_known(c->g, c->node, &e, now) &&
		    list->numHosts < NG_HOSTS) {
			fill_host(c->g, &key, &e, now,
				  &list->hosts[list->numHosts++]);
			continue;
		}
		drop = true;
		gone = key;
	}
	if (drop)
		(void)bpf_map_delete_elem(fd, &gone);
	*ret = TAKE_PTR(list);
	return 0;
}

static int get_table(struct ng_call *c)
{
	cleanup_free struct ng_bridge_host_ary *list = NULL;
	int r = collect(c, &list);

	if (r < 0)
		return r;
	return ng_call_answer(c, list,
			      sizeof(*list) +
				      list->numHosts * sizeof(list->hosts[0]));
}

static int set_persistent(struct ng_call *c)
{
	graph_set64(c->g, &c->node->cfg[NG_BRIDGE_PERSISTENT], 1);
	return 0;
}

static int move_host(struct ng_call *c)
{
	const struct ng_bridge_move_host *m = ng_call_args(c, sizeof(*m));
	struct ng_host_key key = { .node = node_slot(c->g, c->node) };
	uint64_t now = now_ns();
	struct ng_host e = { .first = now, .last = now };
	struct ng_hook_rec *h;

	if (!m || !memchr(m->hook, '\0', sizeof(m->hook)))
		return -EINVAL;
	h = *m->hook ? hook_find(c->g, c->node, m->hook) : c->hook;
	if (!h)
		return -ENOENT;
	memcpy(key.addr, m->addr, sizeof(m->addr));
	e.hook = hook_slot(c->g, h);
	e.gen = h->gen;
	e.node_gen = c->node->gen;
	if (bpf_map_update_elem(hosts_map(c->g), &key, &e, BPF_ANY) < 0)
		return -errno;
	__atomic_fetch_add(&c->node->moves, 1, __ATOMIC_RELEASE);
	return 0;
}

const struct ng_command bridge_commands[] = {
	NG_COMMAND(BRIDGE, SET_CONFIG, "setconfig", &config_type, NULL,
		   set_config),
	NG_COMMAND(BRIDGE, GET_CONFIG, "getconfig", NULL, &config_type,
		   get_config),
	NG_COMMAND(BRIDGE, RESET, "reset", NULL, NULL, reset),
	STATS_COMMANDS(BRIDGE, STATS, "stats", &ng_p_int32, &stats_type, stats),
	NG_COMMAND(BRIDGE, GET_TABLE, "gettable", NULL, &table_type, get_table),
	NG_COMMAND(BRIDGE, SET_PERSISTENT, "setpersistent", NULL, NULL,
		   set_persistent),
	NG_COMMAND(BRIDGE, MOVE_HOST, "movehost", &move_type, NULL, move_host),
	{ 0 },
};
