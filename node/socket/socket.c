/* SPDX-License-Identifier: BSD-2-Clause */
/* socket.c - A program in the graph: the tools' part */

#include "libnetgraph/closet.h"
#include "libnetgraph/sock.h"
#include "netgraph/ng_socket.h"
#include "types.h"

static int make(struct graph *g, struct ng_node_rec *n)
{
	n->sock_next = g->head->first_socket;
	graph_set(g, &g->head->first_socket, node_slot(g, n));
	return 0;
}

static int newhook(struct graph *g, struct ng_node_rec *n,
		   struct ng_hook_rec *like)
{
	int r = closet_sockets(g);

	(void)n;
	like->leaf = NG_LEAF_SOCKET;
	like->ifindex = g->head->sock_graph;
	return r;
}

static void closing(struct graph *g, struct ng_node_rec *n)
{
	uint32_t slot = node_slot(g, n), *p = &g->head->first_socket;

	while (*p && *p != slot)
		p = &node_at(g, *p)->sock_next;
	if (*p)
		graph_set(g, p, n->sock_next);
}

/* It may have said that it is to go with its last hook. */
static void left(struct graph *g, struct ng_node_rec *n)
{
	if (n->cfg[NG_SOCKET_NOLINGER] && !n->first)
		(void)sock_shutdown(g, n);
}

static int no_linger(struct ng_call *c)
{
	graph_set64(c->g, &c->node->cfg[NG_SOCKET_NOLINGER], 1);
	return 0;
}

static int linger(struct ng_call *c)
{
	graph_set64(c->g, &c->node->cfg[NG_SOCKET_NOLINGER], 0);
	return 0;
}

/* No words that can be written: they are sent as numbers */
static const struct ng_command commands[] = {
	{ NGM_SOCKET_COOKIE, NGM_SOCK_CMD_NOLINGER, "no linger", NULL, NULL,
	  no_linger },
	{ NGM_SOCKET_COOKIE, NGM_SOCK_CMD_LINGER, "linger on", NULL, NULL,
	  linger },
	{ 0 },
};

const struct ng_type ng_type_socket = {
	.name = NG_SOCKET_NODE_TYPE,
	.kind = NG_KIND_SOCKET,
	.flags = NG_TYPE_STAYS | NG_TYPE_PROGRAM,
	.commands = commands,
	.make = make,
	.newhook = newhook,
	.closing = closing,
	.left = left,
};
