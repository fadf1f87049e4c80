/* SPDX-License-Identifier: BSD-2-Clause */
/* msg.c - Control messages: made, delivered, turned to text and back */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "libnetgraph/msg.h"
#include "libnetgraph/path.h"
#include "libnetgraph/sock.h"
#include "libnetgraph/type.h"
#include "netgraph/ng_socket.h"

#define ARGS_MAX 65536 /* of a message made from text */
#define TEXT_MAX (1 << 20) /* of one turned to text */

struct ng_mesg *msg_new(uint32_t cookie, uint32_t cmd, const char *name,
			const void *args, size_t len)
{
	struct ng_mesg *m = calloc(1, sizeof(*m) + len + 1);

	if (!m)
		return NULL;
	m->header.version = NG_VERSION;
	m->header.typecookie = cookie;
	m->header.cmd = cmd;
	m->header.arglen = (uint32_t)len;
	if (*name)
		(void)snprintf((char *)m->header.cmdstr, NG_CMDSTRSIZ, "%s",
			       name);
	if (args)
		memcpy(m->data, args, len);
	return m;
}

/* What a socket node does not understand itself, and answers */
static bool is_for_program(const struct ng_node_rec *n,
			   const struct ng_mesg *msg)
{
	if (n->kind != NG_KIND_SOCKET)
		return false;
	return msg->header.flags & NGF_RESP ||
	       (msg->header.typecookie != NGM_GENERIC_COOKIE &&
		msg->header.typecookie != NGM_SOCKET_COOKIE);
}

static int run(struct ng_call *call)
{
	const struct ng_msghdr *h = &call->msg->header;
	const struct ng_type *t = ng_type_of(call->node);
	const struct ng_command *c = ng_command_find(t, h->typecookie, h->cmd);

	if (c) {
		call->what = c->what;
		return c->run(call);
	}
	return t->other && h->typecookie != NGM_GENERIC_COOKIE ? t->other(call)
							       : -EINVAL;
}

/* To its node, or to the program whose node that is */
static int give(struct ng_call *call, uint32_t from)
{
	int r;

	if (call->hook && call->msg->header.typecookie == NGM_FLOW_COOKIE) {
		call->hook = ng_hook_across(call->g, call->hook);
		call->node = hook_node(call->g, call->hook);
	}
	if (is_for_program(call->node, call->msg))
		return sock_deliver(call->g, call->node, from, call->msg);
	r = run(call);
	if (r < 0) {
		graph_abort(call->g);
		free(TAKE_PTR(call->reply));
	}
	return r;
}

int msg_deliver(struct graph *g, struct ng_node_rec *here, const char *path,
		const struct ng_mesg *msg, struct ng_mesg **ret,
		uint32_t *ret_id)
{
	struct ng_call call = { .g = g, .msg = msg };
	int r = path_find_by(g, here, path, &call.node, &call.hook);

	if (r < 0)
		return r;
	if (msg->header.version != NG_VERSION)
		return -EINVAL;
	*ret_id = call.node->id;
	r = give(&call, here->id);
	if (r == 0)
		*ret = call.reply;
	return r;
}

int msg_tell(struct graph *g, struct ng_hook_rec *by, uint32_t cookie,
	     uint32_t cmd)
{
	cleanup_free struct ng_mesg *msg = msg_new(cookie, cmd, "", NULL, 0);
	struct ng_call call = { .g = g, .msg = msg, .hook = hook_peer(g, by) };
	int r;

	if (!msg || !call.hook)
		return msg ? -ENOTCONN : -ENOMEM;
	call.node = hook_node(g, call.hook);
	r = give(&call, hook_node(g, by)->id);
	free(call.reply);
	graph_commit(g);
	return r;
}

int msg_from_text(struct graph *g, struct ng_node_rec *here, const char *path,
		  const char *name, const char *args, struct ng_mesg **ret)
{
	cleanup_free uint8_t *buf = NULL;
	const struct ng_command *c;
	struct ng_node_rec *n;
	size_t len = 0;
	int r = path_find(g, here, path, &n);

	if (r < 0)
		return r;
	c = ng_command_named(ng_type_of(n), name);
	if (!c)
		return -ENOSYS;
	if (c->args) {
		buf = malloc(ARGS_MAX);
		if (!buf)
			return -ENOMEM;
		r = ng_parse(c->args, args, buf, ARGS_MAX, &len);
		if (r < 0)
			return r;
	} else if (args[strspn(args, " \t\n")]) {
		return -EINVAL;
	}
	*ret = msg_new(c->cookie, c->cmd, c->name, buf, len);
	return *ret ? 0 : -ENOMEM;
}

int msg_to_text(const struct ng_node_rec *n, const struct ng_mesg *msg,
		struct ng_mesg **ret)
{
	const struct ng_command *c = ng_command_find(
		ng_type_of(n), msg->header.typecookie, msg->header.cmd);
	const struct ng_ptype *t;
	struct ng_mesg *m;
	int r = 0;

	if (!c)
		return -ENOSYS;
	t = msg->header.flags & NGF_RESP ? c->reply : c->args;
	if (!t && msg->header.arglen)
		return -EINVAL;
	m = msg_new(c->cookie, c->cmd, c->name, NULL, t ? TEXT_MAX : 0);
	if (!m)
		return -ENOMEM;
	if (t)
		r = ng_unparse(t, (const uint8_t *)msg->data,
			       msg->header.arglen, m->data, TEXT_MAX);
	if (r < 0) {
		free(m);
		return r;
	}
	m->header.flags = msg->header.flags;
	m->header.token = msg->header.token;
	m->header.arglen = (uint32_t)strlen(m->data) + 1;
	*ret = m;
	return 0;
}
