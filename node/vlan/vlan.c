/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vlan.c - A hook for each VLAN of one: the tools' part
 *
 * A hook's tag stands in its record, which is the truth.  The rule that leads
 * from tag to hook is written before it, and means nothing without it.
 */

#include <errno.h>
#include <linux/if_ether.h>
#include <stdlib.h>
#include <string.h>

#include "libnetgraph/rules.h"
#include "netgraph/ng_vlan.h"
#include "types.h"

#define VID_MAX 0xfff
#define PCP_SHIFT 13
#define CFI_SHIFT 12

static const char *const roles[] = {
	[NG_VLAN_DOWNSTREAM] = NG_VLAN_HOOK_DOWNSTREAM,
	[NG_VLAN_NOMATCH] = NG_VLAN_HOOK_NOMATCH,
	NULL,
};

static const struct ng_ptype filter_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "hook", &ng_p_name },
					      { "vlan", &ng_p_uint16 },
					      { "vid", &ng_p_uint16 },
					      { "pcp", &ng_p_uint8 },
					      { "cfi", &ng_p_uint8 },
					      { NULL, NULL } },
};

static const struct ng_ptype filters_type = { .kind = NG_P_ARRAY,
					      .elem = &filter_type,
					      .length = ng_p_first };
static const struct ng_ptype table_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "n", &ng_p_uint32 },
					      { "filter", &filters_type },
					      { NULL, NULL } },
};

static int make(struct graph *g, struct ng_node_rec *n)
{
	(void)g;
	n->cfg[NG_VLAN_DECAP] = 1;
	n->cfg[NG_VLAN_ENCAP] = VLAN_ENCAP_FROM_FILTER;
	n->cfg[NG_VLAN_PROTO] = ETH_P_8021Q;
	return 0;
}

/* Any name but the two that have a role */
static int newhook(struct graph *g, struct ng_node_rec *n,
		   struct ng_hook_rec *like)
{
	int r = ng_hook_role(n, roles, like);

	(void)g;
	if (r != -EINVAL)
		return r;
	like->num = UINT32_MAX;
	return 0;
}

static void key_of(uint16_t vid, uint8_t key[RULES_KEY])
{
	memset(key, 0, RULES_KEY);
	key[0] = (uint8_t)(vid >> 8);
	key[1] = (uint8_t)vid;
}

static bool has_tag(const struct ng_hook_rec *h)
{
	return h->cfg[NG_VLAN_TAG] & NG_VLAN_TAG_SET;
}

static uint16_t vid_of(const struct ng_hook_rec *h)
{
	return h->cfg[NG_VLAN_TAG] & VID_MAX;
}

static struct ng_hook_rec *hook_of(struct ng_call *c, uint16_t vid)
{
	struct ng_hook_rec *h;

	hook_foreach (h, c->g, c->node)
		if (has_tag(h) && vid_of(h) == vid)
			return h;
	return NULL;
}

/* The VLAN has two names; both may be given if they agree. */
static int vid_given(const struct ng_vlan_filter *f, uint16_t *ret)
{
	if (f->vid && f->vlan && f->vid != f->vlan)
		return -EINVAL;
	*ret = f->vid ? f->vid : f->vlan;
	return *ret > VID_MAX || f->pcp > 7 || f->cfi > 1 ? -EINVAL : 0;
}

static int add_filter(struct ng_call *c)
{
	const struct ng_vlan_filter *f = ng_call_args(c, sizeof(*f));
	uint8_t key[RULES_KEY];
	struct ng_hook_rec *h;
	uint16_t vid;
	int r;

	if (!f || vid_given(f, &vid) < 0 ||
	    !memchr(f->hook_name, '\0', sizeof(f->hook_name)))
		return -EINVAL;
	h = hook_find(c->g, c->node, f->hook_name);
	if (!h)
		return -ENOENT;
	if (h->num != UINT32_MAX)
		return -EINVAL;
	if (has_tag(h) || hook_of(c, vid))
		return -EEXIST;
	key_of(vid, key);
	r = rules_put(c->g, c->node, key, h);
	if (r == 0)
		graph_set(c->g, &h->cfg[NG_VLAN_TAG],
			  NG_VLAN_TAG_SET | (uint32_t)f->pcp << PCP_SHIFT |
				  (uint32_t)f->cfi << CFI_SHIFT | vid);
	return r;
}

static int del_tag(struct ng_call *c, struct ng_hook_rec *h)
{
	uint8_t key[RULES_KEY];

	if (!h || !has_tag(h))
		return -ENOENT;
	key_of(vid_of(h), key);
	graph_set(c->g, &h->cfg[NG_VLAN_TAG], 0);
	graph_commit(c->g);
	(void)rules_del(c->g, c->node, key);
	return 0;
}

static int del_filter(struct ng_call *c)
{
	const char *name = ng_call_args(c, NG_HOOKSIZ);

	if (!name || !memchr(name, '\0', NG_HOOKSIZ))
		return -EINVAL;
	return del_tag(c, hook_find(c->g, c->node, name));
}

static int del_vid(struct ng_call *c)
{
	const uint16_t *vid = ng_call_args(c, sizeof(*vid));

	if (!vid || *vid > VID_MAX)
		return -EINVAL;
	return del_tag(c, hook_of(c, *vid));
}

static int by_vid(const void *a, const void *b)
{
	const struct ng_vlan_filter *fa = a, *fb = b;

	return (int)fa->vid - (int)fb->vid;
}

static int get_table(struct ng_call *c)
{
	struct ng_vlan_table *t;
	struct ng_hook_rec *h;
	uint32_t n = 0;

	hook_foreach (h, c->g, c->node)
		n += has_tag(h);
	t = ng_call_reply(c, sizeof(*t) + n * sizeof(t->filter[0]));
	if (!t)
		return -ENOMEM;
	hook_foreach (h, c->g, c->node) {
		struct ng_vlan_filter *f = &t->filter[t->n];
		uint32_t tag = h->cfg[NG_VLAN_TAG];

		if (!has_tag(h))
			continue;
		memcpy(f->hook_name, h->name, sizeof(f->hook_name));
		f->vlan = f->vid = vid_of(h);
		f->pcp = tag >> PCP_SHIFT & 7;
		f->cfi = tag >> CFI_SHIFT & 1;
		t->n++;
	}
	qsort(t->filter, t->n, sizeof(t->filter[0]), by_vid);
	return 0;
}

static int get_word(struct ng_call *c)
{
	const uint32_t v = (uint32_t)c->node->cfg[c->what];

	return ng_call_answer(c, &v, sizeof(v));
}

static int set_word(struct ng_call *c)
{
	static const uint32_t allowed[] = {
		[NG_VLAN_DECAP] = 1,
		[NG_VLAN_ENCAP] =
			VLAN_ENCAP_FROM_FILTER | VLAN_ENCAP_FROM_NOMATCH,
	};
	const uint32_t *v = ng_call_args(c, sizeof(*v));

	if (!v || *v & ~allowed[c->what])
		return -EINVAL;
	graph_set64(c->g, &c->node->cfg[c->what], *v);
	return 0;
}

static int get_proto(struct ng_call *c)
{
	const uint16_t v = (uint16_t)c->node->cfg[NG_VLAN_PROTO];

	return ng_call_answer(c, &v, sizeof(v));
}

/* Those that the kernel knows as tags */
static int set_proto(struct ng_call *c)
{
	const uint16_t *v = ng_call_args(c, sizeof(*v));

	if (!v || (*v != ETH_P_8021Q && *v != ETH_P_8021AD))
		return -EINVAL;
	graph_set64(c->g, &c->node->cfg[NG_VLAN_PROTO], *v);
	return 0;
}

static const struct ng_command commands[] = {
	NG_COMMAND(VLAN, ADD_FILTER, "addfilter", &filter_type, NULL,
		   add_filter),
	NG_COMMAND(VLAN, DEL_FILTER, "delfilter", &ng_p_name, NULL, del_filter),
	NG_COMMAND(VLAN, GET_TABLE, "gettable", NULL, &table_type, get_table),
	NG_COMMAND(VLAN, DEL_VID_FLT, "delvidflt", &ng_p_uint16, NULL, del_vid),
	NG_COMMAND_WHAT(VLAN, GET_DECAP, "getdecap", NULL, &ng_p_hex32,
			get_word, NG_VLAN_DECAP),
	NG_COMMAND_WHAT(VLAN, SET_DECAP, "setdecap", &ng_p_hex32, NULL,
			set_word, NG_VLAN_DECAP),
	NG_COMMAND_WHAT(VLAN, GET_ENCAP, "getencap", NULL, &ng_p_hex32,
			get_word, NG_VLAN_ENCAP),
	NG_COMMAND_WHAT(VLAN, SET_ENCAP, "setencap", &ng_p_hex32, NULL,
			set_word, NG_VLAN_ENCAP),
	NG_COMMAND(VLAN, GET_ENCAP_PROTO, "getencapproto", NULL, &ng_p_hex16,
		   get_proto),
	NG_COMMAND(VLAN, SET_ENCAP_PROTO, "setencapproto", &ng_p_hex16, NULL,
		   set_proto),
	{ 0 },
};

const struct ng_type ng_type_vlan = {
	.name = NG_VLAN_NODE_TYPE,
	.kind = NG_KIND_VLAN,
	.commands = commands,
	.make = make,
	.newhook = newhook,
	.roles = roles,
	.left = rules_left,
	.gone = rules_gone,
};
