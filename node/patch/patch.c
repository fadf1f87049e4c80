/* SPDX-License-Identifier: BSD-2-Clause */
/* patch.c - Change bytes of packets: the tools' part */

#include <bpf/bpf.h>
#include <errno.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "libnetgraph/stats.h"
#include "netgraph/ng_patch.h"
#include "types.h"

/* Numbers of data links */
#define DLT_EN10MB 1
#define DLT_RAW 12

#define CSUMS                                                                  \
	(NG_CSUM_IP | NG_CSUM_UDP | NG_CSUM_TCP | NG_CSUM_UDP6 | NG_CSUM_TCP6)
#define CSUMS_SCTP 0x808u

static const char *const roles[] = {
	[NG_PATCH_IN] = NG_PATCH_HOOK_IN,
	[NG_PATCH_OUT] = NG_PATCH_HOOK_OUT,
	NULL,
};

static const struct ng_ptype op_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "offset", &ng_p_uint32 },
					      { "length", &ng_p_uint16 },
					      { "mode", &ng_p_uint16 },
					      { "value", &ng_p_uint64 },
					      { NULL, NULL } },
};

static const struct ng_ptype ops_type = { .kind = NG_P_ARRAY,
					  .elem = &op_type,
					  .length = ng_p_first };
static const struct ng_ptype config_type = {
	.kind = NG_P_STRUCT,
	.fields =
		(const struct ng_pfield[]){ { "count", &ng_p_uint32 },
					    { "csum_flags", &ng_p_uint64 },
					    { "relative_offset", &ng_p_uint32 },
					    { "ops", &ops_type },
					    { NULL, NULL } },
};
static const struct ng_ptype stats_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "Received", &ng_p_uint64 },
					      { "Patched", &ng_p_uint64 },
					      { "Dropped", &ng_p_uint64 },
					      { NULL, NULL } },
};

static int make(struct graph *g, struct ng_node_rec *n)
{
	(void)g;
	n->cfg[NG_PATCH_DLT] = DLT_RAW;
	return 0;
}

static int set_dlt(struct ng_call *c)
{
	const uint8_t *dlt = ng_call_args(c, sizeof(*dlt));

	if (!dlt || (*dlt != DLT_EN10MB && *dlt != DLT_RAW))
		return -EINVAL;
	graph_set64(c->g, &c->node->cfg[NG_PATCH_DLT], *dlt);
	return 0;
}

static int get_dlt(struct ng_call *c)
{
	const uint8_t dlt = (uint8_t)c->node->cfg[NG_PATCH_DLT];

	return ng_call_answer(c, &dlt, sizeof(dlt));
}

/* 0 divides nothing, whatever is cut off of it. */
static bool is_possible(const struct ng_patch_op *op)
{
	uint64_t v = op->value;

	if (op->mode < NG_PATCH_MODE_SET || op->mode > NG_PATCH_MODE_SHR)
		return false;
	switch (op->length) {
	case 1:
		v = (uint8_t)v;
		break;
	case 2:
		v = (uint16_t)v;
		break;
	case 4:
		v = (uint32_t)v;
		break;
	case 8:
		break;
	default:
		return false;
	}
	return op->mode != NG_PATCH_MODE_DIV || v;
}

/* The arguments, if they are whole */
static const struct ng_patch_config *config_given(const struct ng_call *c)
{
	const struct ng_patch_config *conf = (const void *)c->msg->data;
	size_t len = c->msg->header.arglen;

	if (len < sizeof(*conf) || conf->count > NG_PATCH_OPS ||
	    len != sizeof(*conf) + conf->count * sizeof(conf->ops[0]))
		return NULL;
	return conf;
}

static int set_config(struct ng_call *c)
{
	const struct ng_patch_config *conf = config_given(c);
	struct ng_patches p = { .node_gen = c->node->gen };
	uint32_t slot = node_slot(c->g, c->node);
	cleanup_close int fd = -1;

	if (!conf)
		return -EINVAL;
	if (conf->csum_flags & CSUMS_SCTP)
		return -EOPNOTSUPP;
	if (conf->csum_flags & ~(uint64_t)CSUMS)
		return -EINVAL;
	p.count = conf->count;
	p.relative = conf->relative_offset;
	p.csums = (uint32_t)conf->csum_flags;
	for (uint32_t i = 0; i < conf->count; i++) {
		if (!is_possible(&conf->ops[i]))
			return -EINVAL;
		p.ops[i] = (struct ng_patch_step){
			.offset = conf->ops[i].offset,
			.length = conf->ops[i].length,
			.mode = conf->ops[i].mode,
			.value = conf->ops[i].value,
		};
	}
	fd = graph_map(c->g, "patches");
	if (fd < 0)
		return fd;
	return bpf_map_update_elem(fd, &slot, &p, BPF_ANY) < 0 ? -errno : 0;
}

static int get_config(struct ng_call *c)
{
	cleanup_close int fd = graph_map(c->g, "patches");
	uint32_t slot = node_slot(c->g, c->node);
	struct ng_patches p = { 0 };
	struct ng_patch_config *conf;

	if (fd < 0)
		return fd;
	if (bpf_map_lookup_elem(fd, &slot, &p) < 0 ||
	    p.node_gen != c->node->gen)
		p = (struct ng_patches){ 0 };
	conf = ng_call_reply(c, sizeof(*conf) + p.count * sizeof(conf->ops[0]));
	if (!conf)
		return -ENOMEM;
	conf->count = p.count;
	conf->relative_offset = p.relative;
	conf->csum_flags = p.csums;
	for (uint32_t i = 0; i < p.count; i++) {
		conf->ops[i].offset = p.ops[i].offset;
		conf->ops[i].length = p.ops[i].length;
		conf->ops[i].mode = p.ops[i].mode;
		conf->ops[i].value = p.ops[i].value;
	}
	return 0;
}

static const enum ng_counter stats_order[] = { NG_RECV_PACKETS, NG_PATCHED,
					       NG_PATCH_DROPPED };

_Static_assert(sizeof(struct ng_patch_stats) ==
		       ARRAY_SIZE(stats_order) * sizeof(uint64_t),
	       "each field has its counter");

static int stats(struct ng_call *c)
{
	return stats_answer(c, c->node->role[NG_PATCH_IN], stats_order,
			    ARRAY_SIZE(stats_order));
}

/* Those of nodes that are not there any more */
static void gone(struct graph *g, uint32_t id)
{
	cleanup_close int fd = graph_map(g, "patches");
	struct ng_patches p;
	uint32_t slot, next;
	int more;

	(void)id;
	if (fd < 0)
		return;
	for (more = bpf_map_get_next_key(fd, NULL, &slot) == 0; more;
	     slot = next) {
		const struct ng_node_rec *n = node_at(g, slot);

		more = bpf_map_get_next_key(fd, &slot, &next) == 0;
		if (bpf_map_lookup_elem(fd, &slot, &p) == 0 &&
		    (n->kind != NG_KIND_PATCH || n->gen != p.node_gen))
			(void)bpf_map_delete_elem(fd, &slot);
	}
}

static const struct ng_command commands[] = {
	NG_COMMAND(PATCH, SETDLT, "setdlt", &ng_p_uint8, NULL, set_dlt),
	NG_COMMAND(PATCH, GETDLT, "getdlt", NULL, &ng_p_uint8, get_dlt),
	NG_COMMAND(PATCH, SETCONFIG, "setconfig", &config_type, NULL,
		   set_config),
	NG_COMMAND(PATCH, GETCONFIG, "getconfig", NULL, &config_type,
		   get_config),
	STATS_COMMANDS(PATCH, STATS, "stats", NULL, &stats_type, stats),
	{ 0 },
};

const struct ng_type ng_type_patch = {
	.name = NG_PATCH_NODE_TYPE,
	.kind = NG_KIND_PATCH,
	.commands = commands,
	.roles = roles,
	.make = make,
	.gone = gone,
};
