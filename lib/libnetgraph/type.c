/* SPDX-License-Identifier: BSD-2-Clause */
/* type.c - The node types there are, and their commands */

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "libnetgraph/type.h"
#include "types.h"

const struct ng_type *const ng_types[] = {
	&ng_type_socket,  &ng_type_ether,
	&ng_type_eiface,  &ng_type_bridge,
	&ng_type_hub,	  &ng_type_tee,
	&ng_type_hole,	  &ng_type_echo,
	&ng_type_split,	  &ng_type_one2many,
	&ng_type_vlan,	  &ng_type_macfilter,
	&ng_type_ksocket, &ng_type_patch,
	&ng_type_source,  NULL,
};

const struct ng_type *ng_type_of(const struct ng_node_rec *n)
{
	for (const struct ng_type *const *t = ng_types; *t; t++)
		if ((*t)->kind == n->kind)
			return *t;
	return ng_types[0];
}

const struct ng_type *ng_type_find(const char *name)
{
	if (str_starts(name, "ng_"))
		name += strlen("ng_");
	for (const struct ng_type *const *t = ng_types; *t; t++)
		if (streq((*t)->name, name))
			return *t;
	return NULL;
}

const struct ng_command *ng_command_find(const struct ng_type *t,
					 uint32_t cookie, uint32_t cmd)
{
	const struct ng_command *c = cookie == NGM_GENERIC_COOKIE
					     ? ng_generic_commands
					     : t->commands;

	for (; c && c->name; c++)
		if (c->cookie == cookie && c->cmd == cmd)
			return c;
	return NULL;
}

const struct ng_command *ng_command_named(const struct ng_type *t,
					  const char *name)
{
	const struct ng_command *c;

	for (c = t->commands; c && c->name; c++)
		if (streq(c->name, name))
			return c;
	for (c = ng_generic_commands; c->name; c++)
		if (streq(c->name, name))
			return c;
	return NULL;
}

void *ng_call_reply(struct ng_call *c, size_t len)
{
	struct ng_mesg *m = calloc(1, sizeof(*m) + len + 1);

	if (!m)
		return NULL;
	m->header = c->msg->header;
	m->header.flags |= NGF_RESP;
	m->header.arglen = (uint32_t)len;
	free(c->reply);
	c->reply = m;
	return m->data;
}

int ng_call_answer(struct ng_call *c, const void *data, size_t len)
{
	void *to = ng_call_reply(c, len);

	if (!to)
		return -ENOMEM;
	memcpy(to, data, len);
	return 0;
}

const void *ng_call_args(const struct ng_call *c, size_t len)
{
	return c->msg->header.arglen == len ? c->msg->data : NULL;
}

const char *ng_call_string(const struct ng_call *c)
{
	uint32_t len = c->msg->header.arglen;

	return len && memchr(c->msg->data, '\0', len) ? c->msg->data : NULL;
}

struct ng_hook_rec *ng_hook_across(const struct graph *g, struct ng_hook_rec *h)
{
	struct ng_hook_rec *to = h, *by;

	do {
		const struct ng_node_rec *n = to ? hook_node(g, to) : NULL;
		const struct ng_type *t = n ? ng_type_of(n) : NULL;

		by = t && t->across ? t->across(g, n, to) : NULL;
		if (by)
			to = hook_peer(g, by);
	} while (by && to != h); /* tees can be a ring */
	return to;
}

int ng_hook_number(const char *text, uint32_t max, uint32_t *ret)
{
	unsigned long v;
	char *end;

	if (!isdigit((unsigned char)*text) || (*text == '0' && text[1]))
		return -EINVAL;
	errno = 0;
	v = strtoul(text, &end, 10);
	if (errno || *end || v > max)
		return -EINVAL;
	*ret = (uint32_t)v;
	return 0;
}

int ng_hook_role(const struct ng_node_rec *n, const char *const *names,
		 struct ng_hook_rec *like)
{
	for (uint32_t i = 0; names[i]; i++) {
		if (!streq(names[i], like->name))
			continue;
		like->num = i;
		return n->role[i] ? -EISCONN : 0;
	}
	return -EINVAL;
}

int ng_role_joined(struct graph *g, struct ng_node_rec *n,
		   struct ng_hook_rec *h)
{
	if (h->num < ARRAY_SIZE(n->role))
		graph_set(g, &n->role[h->num], hook_slot(g, h));
	return 0;
}

void ng_role_leaving(struct graph *g, struct ng_node_rec *n,
		     struct ng_hook_rec *h)
{
	if (h->num < ARRAY_SIZE(n->role) && n->role[h->num] == hook_slot(g, h))
		graph_set(g, &n->role[h->num], 0);
}
