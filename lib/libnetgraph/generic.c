/* SPDX-License-Identifier: BSD-2-Clause */
/* generic.c - The messages that every node understands */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "libnetgraph/msg.h"
#include "libnetgraph/ops.h"
#include "libnetgraph/path.h"
#include "libnetgraph/sock.h"
#include "libnetgraph/type.h"

static const struct ng_ptype mkpeer_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "type", &ng_p_name },
					      { "ourhook", &ng_p_name },
					      { "peerhook", &ng_p_name },
					      { NULL, NULL } },
};
static const struct ng_ptype connect_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "path", &ng_p_path },
					      { "ourhook", &ng_p_name },
					      { "peerhook", &ng_p_name },
					      { NULL, NULL } },
};
static const struct ng_ptype name_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "name", &ng_p_name },
					      { NULL, NULL } },
};
static const struct ng_ptype rmhook_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "hook", &ng_p_name },
					      { NULL, NULL } },
};
static const struct ng_ptype nodeinfo_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "name", &ng_p_name },
					      { "type", &ng_p_name },
					      { "id", &ng_p_hex32 },
					      { "hooks", &ng_p_uint32 },
					      { NULL, NULL } },
};
static const struct ng_ptype linkinfo_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "ourhook", &ng_p_name },
					      { "peerhook", &ng_p_name },
					      { "nodeinfo", &nodeinfo_type },
					      { NULL, NULL } },
};
static const struct ng_ptype typeinfo_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "typename", &ng_p_name },
					      { "numnodes", &ng_p_uint32 },
					      { NULL, NULL } },
};

static uint32_t links_length(const uint8_t *buf, const uint8_t *array)
{
	(void)array;
	return ((const struct hooklist *)(const void *)buf)->nodeinfo.hooks;
}

static const struct ng_ptype links_type = { .kind = NG_P_ARRAY,
					    .elem = &linkinfo_type,
					    .length = links_length };
static const struct ng_ptype nodes_type = { .kind = NG_P_ARRAY,
					    .elem = &nodeinfo_type,
					    .length = ng_p_first };
static const struct ng_ptype types_type = { .kind = NG_P_ARRAY,
					    .elem = &typeinfo_type,
					    .length = ng_p_first };
static const struct ng_ptype hooklist_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "nodeinfo", &nodeinfo_type },
					      { "linkinfo", &links_type },
					      { NULL, NULL } },
};
static const struct ng_ptype listnodes_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "numnames", &ng_p_uint32 },
					      { "nodeinfo", &nodes_type },
					      { NULL, NULL } },
};
static const struct ng_ptype typelist_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "numtypes", &ng_p_uint32 },
					      { "typeinfo", &types_type },
					      { NULL, NULL } },
};

/* Strings in a message need not end where they should. */
static bool ends(const char *s, size_t size)
{
	return memchr(s, '\0', size) != NULL;
}

static int run_shutdown(struct ng_call *c)
{
	return c->node->kind == NG_KIND_SOCKET ? sock_shutdown(c->g, c->node)
					       : ops_shutdown(c->g, c->node);
}

static int run_mkpeer(struct ng_call *c)
{
	const struct ngm_mkpeer *m = ng_call_args(c, sizeof(*m));

	if (!m || !ends(m->type, NG_TYPESIZ) || !ends(m->ourhook, NG_HOOKSIZ) ||
	    !ends(m->peerhook, NG_HOOKSIZ))
		return -EINVAL;
	return ops_mkpeer(c->g, c->node, m->type, m->ourhook, m->peerhook);
}

static int run_connect(struct ng_call *c)
{
	const struct ngm_connect *m = ng_call_args(c, sizeof(*m));
	struct ng_node_rec *other;
	int r;

	if (!m || !ends(m->path, NG_PATHSIZ) || !ends(m->ourhook, NG_HOOKSIZ) ||
	    !ends(m->peerhook, NG_HOOKSIZ))
		return -EINVAL;
	r = path_find(c->g, c->node, m->path, &other);
	return r < 0 ? r
		     : ops_connect(c->g, c->node, m->ourhook, other,
				   m->peerhook);
}

static int run_name(struct ng_call *c)
{
	const struct ngm_name *m = ng_call_args(c, sizeof(*m));

	if (!m || !ends(m->name, NG_NODESIZ))
		return -EINVAL;
	return ops_name(c->g, c->node, m->name);
}

static int run_rmhook(struct ng_call *c)
{
	const struct ngm_rmhook *m = ng_call_args(c, sizeof(*m));
	struct ng_hook_rec *h;

	if (!m || !ends(m->ourhook, NG_HOOKSIZ))
		return -EINVAL;
	h = hook_find(c->g, c->node, m->ourhook);
	return h ? ops_rmhook(c->g, h) : 0;
}

static void fill_info(const struct ng_node_rec *n, struct nodeinfo *info)
{
	memcpy(info->name, n->name, sizeof(info->name));
	memcpy(info->type, ng_type_of(n)->name, strlen(ng_type_of(n)->name));
	info->id = n->id;
	info->hooks = n->nhooks;
}

static int run_nodeinfo(struct ng_call *c)
{
	struct nodeinfo *info = ng_call_reply(c, sizeof(*info));

	if (!info)
		return -ENOMEM;
	fill_info(c->node, info);
	return 0;
}

static int run_listhooks(struct ng_call *c)
{
	const struct ng_node_rec *n = c->node;
	const struct ng_hook_rec *h;
	struct hooklist *list;
	struct linkinfo *l;

	list = ng_call_reply(c, sizeof(*list) + n->nhooks * sizeof(*l));
	if (!list)
		return -ENOMEM;
	fill_info(n, &list->nodeinfo);
	l = list->link;
	hook_foreach (h, c->g, n) {
		const struct ng_hook_rec *peer = hook_peer(c->g, h);

		memcpy(l->ourhook, h->name, sizeof(l->ourhook));
		if (peer) {
			memcpy(l->peerhook, peer->name, sizeof(l->peerhook));
			fill_info(hook_node(c->g, peer), &l->nodeinfo);
		}
		l++;
	}
	return 0;
}

static int list_nodes(struct ng_call *c, bool only_named)
{
	const struct ng_node_rec *n;
	struct namelist *list;
	uint32_t count = 0;

	list = ng_call_reply(
		c, sizeof(*list) + c->g->head->nodes * sizeof(struct nodeinfo));
	if (!list)
		return -ENOMEM;
	node_foreach (n, c->g)
		if (!only_named || *n->name)
			fill_info(n, &list->nodeinfo[count++]);
	list->numnames = count;
	c->reply->header.arglen =
		(uint32_t)(sizeof(*list) + count * sizeof(struct nodeinfo));
	return 0;
}

static int run_listnames(struct ng_call *c)
{
	return list_nodes(c, true);
}

static int run_listnodes(struct ng_call *c)
{
	return list_nodes(c, false);
}

static int run_listtypes(struct ng_call *c)
{
	const struct ng_node_rec *n;
	struct typelist *list;
	uint32_t count = 0;

	while (ng_types[count])
		count++;
	list = ng_call_reply(c,
			     sizeof(*list) + count * sizeof(struct typeinfo));
	if (!list)
		return -ENOMEM;
	list->numtypes = count;
	for (uint32_t i = 0; i < count; i++) {
		memcpy(list->typeinfo[i].type_name, ng_types[i]->name,
		       strlen(ng_types[i]->name));
		node_foreach (n, c->g)
			list->typeinfo[i].numnodes +=
				n->kind == (uint32_t)ng_types[i]->kind;
	}
	return 0;
}

/* The message in the arguments, if it is whole. */
static const struct ng_mesg *message_in(const struct ng_call *c)
{
	const struct ng_mesg *m = (const void *)c->msg->data;
	uint32_t len = c->msg->header.arglen;

	if (len < sizeof(*m) || m->header.arglen > len - sizeof(*m))
		return NULL;
	return m;
}

static int reply_with(struct ng_call *c, const struct ng_mesg *m)
{
	return ng_call_answer(c, m, sizeof(*m) + m->header.arglen);
}

static int run_binary2ascii(struct ng_call *c)
{
	cleanup_free struct ng_mesg *text = NULL;
	const struct ng_mesg *m = message_in(c);
	int r = m ? msg_to_text(c->node, m, &text) : -EINVAL;

	return r < 0 ? r : reply_with(c, text);
}

static int run_ascii2binary(struct ng_call *c)
{
	cleanup_free struct ng_mesg *bin = NULL;
	const struct ng_mesg *m = message_in(c);
	int r;

	if (!m || !m->header.arglen ||
	    !ends((const char *)m->header.cmdstr, NG_CMDSTRSIZ) ||
	    !ends(m->data, m->header.arglen))
		return -EINVAL;
	r = msg_from_text(c->g, c->node, ".", (const char *)m->header.cmdstr,
			  m->data, &bin);
	return r < 0 ? r : reply_with(c, bin);
}

static int run_text(struct ng_call *c)
{
	(void)c;
	return -EINVAL; /* no type of ours has one */
}

#define GENERIC(n, cmd_, args_, reply_)                                        \
	{                                                                      \
		.cookie = NGM_GENERIC_COOKIE, .cmd = (cmd_), .name = #n,       \
		.args = (args_), .reply = (reply_), .run = run_##n,            \
	}
#define run_textconfig run_text
#define run_textstatus run_text

const struct ng_command ng_generic_commands[] = {
	GENERIC(shutdown, NGM_SHUTDOWN, NULL, NULL),
	GENERIC(mkpeer, NGM_MKPEER, &mkpeer_type, NULL),
	GENERIC(connect, NGM_CONNECT, &connect_type, NULL),
	GENERIC(name, NGM_NAME, &name_type, NULL),
	GENERIC(rmhook, NGM_RMHOOK, &rmhook_type, NULL),
	GENERIC(nodeinfo, NGM_NODEINFO, NULL, &nodeinfo_type),
	GENERIC(listhooks, NGM_LISTHOOKS, NULL, &hooklist_type),
	GENERIC(listnames, NGM_LISTNAMES, NULL, &listnodes_type),
	GENERIC(listnodes, NGM_LISTNODES, NULL, &listnodes_type),
	GENERIC(listtypes, NGM_LISTTYPES, NULL, &typelist_type),
	GENERIC(textconfig, NGM_TEXT_CONFIG, NULL, &ng_p_text),
	GENERIC(textstatus, NGM_TEXT_STATUS, NULL, &ng_p_text),
	GENERIC(ascii2binary, NGM_ASCII2BINARY, NULL, NULL),
	GENERIC(binary2ascii, NGM_BINARY2ASCII, NULL, NULL),
	{ 0 },
};
