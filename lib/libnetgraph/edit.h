/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * edit.h - Nodes and hooks as records: find, make, join, take away
 *
 * All but the finders change words through graph_set(), so that they are undone
 * unless graph_commit() follows.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "libnetgraph/graph.h"

/* Records in the order they were made, or of a node, newest first */
#define node_foreach(n, g)                                                     \
	for ((n) = node_at((g), (g)->head->first); (n);                        \
	     (n) = node_at((g), (n)->next))
#define hook_foreach(h, g, n)                                                  \
	for ((h) = hook_at((g), (n)->first); (h); (h) = hook_at((g), (h)->next))

/* NULL, too, where others made room that only who has the lock is sure to see */
static inline struct ng_node_rec *node_at(const struct graph *g, uint32_t slot)
{
	return slot && slot < g->node_chunks * NG_CHUNK ? &g->nodes[slot]
							: NULL;
}

static inline struct ng_hook_rec *hook_at(const struct graph *g, uint32_t slot)
{
	return slot && slot < g->hook_chunks * NG_CHUNK ? &g->hooks[slot]
							: NULL;
}

static inline uint32_t node_slot(const struct graph *g,
				 const struct ng_node_rec *n)
{
	return n ? (uint32_t)(n - g->nodes) : 0;
}

static inline uint32_t hook_slot(const struct graph *g,
				 const struct ng_hook_rec *h)
{
	return h ? (uint32_t)(h - g->hooks) : 0;
}

/* The node a hook is on, or the one at its other end */
static inline struct ng_node_rec *hook_node(const struct graph *g,
					    const struct ng_hook_rec *h)
{
	return &g->nodes[h->node];
}

static inline struct ng_hook_rec *hook_peer(const struct graph *g,
					    const struct ng_hook_rec *h)
{
	return hook_at(g, h->peer);
}

struct ng_node_rec *node_by_id(const struct graph *g, uint32_t id);
struct ng_node_rec *node_by_name(const struct graph *g, const char *name);
struct ng_hook_rec *hook_find(const struct graph *g,
			      const struct ng_node_rec *n, const char *name);
/* hook_numbered() - By ng_hook_rec.num, which the node's type gave */
struct ng_hook_rec *hook_numbered(struct graph *g, const struct ng_node_rec *n,
				  uint32_t num);

/* node_new() - A node without name or hooks; 0 or -ENOMEM */
int node_new(struct graph *g, enum ng_kind kind, struct ng_node_rec **ret);

/* node_rename() - @name is one that may be had; "" takes it away */
void node_rename(struct graph *g, struct ng_node_rec *n, const char *name);

/* node_free() - It has no hooks any more */
void node_free(struct graph *g, struct ng_node_rec *n);

/* hook_new() - A hook with these fields of @like: name, leaf, num, flags,
 * ifindex, cross, mac, cfg; 0 or -ENOMEM */
int hook_new(struct graph *g, struct ng_node_rec *n,
	     const struct ng_hook_rec *like, struct ng_hook_rec **ret);

/* hook_join() - Connect two that are not */
void hook_join(struct graph *g, struct ng_hook_rec *a, struct ng_hook_rec *b);

/* hook_free() - Its peer, if it has one, is left without */
void hook_free(struct graph *g, struct ng_hook_rec *h);
