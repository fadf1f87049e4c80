/* SPDX-License-Identifier: BSD-2-Clause */
/* socket.c - A program in the graph: the tools' part */

#include "libnetgraph/closet.h"
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

const struct ng_type ng_type_socket = {
	.name = NG_SOCKET_NODE_TYPE,
	.kind = NG_KIND_SOCKET,
	.flags = NG_TYPE_STAYS,
	.make = make,
	.newhook = newhook,
	.closing = closing,
};
