/* SPDX-License-Identifier: BSD-2-Clause */
/* edit.c - Nodes and hooks as records: find, make, join, take away */

#include <string.h>

#include "base/util.h"
#include "libnetgraph/edit.h"
#include "libnetgraph/stats.h"

static uint32_t hash(uint32_t seed, const char *s)
{
	uint32_t h = 2166136261u ^ seed * 2654435761u;

	for (; *s; s++)
		h = (h ^ (uint8_t)*s) * 16777619u;
	return h ^ h >> 15;
}

static uint32_t *id_bucket(const struct graph *g, uint32_t id)
{
	return &g->head->by_id[id % NG_BUCKETS];
}

static uint32_t *name_bucket(const struct graph *g, const char *name)
{
	return &g->head->by_name[hash(0, name) % NG_BUCKETS];
}

static uint32_t *hook_bucket(const struct graph *g, uint32_t node,
			     const char *name)
{
	return &g->head->by_hook[hash(node, name) % (NG_BUCKETS * 4)];
}

struct ng_node_rec *node_by_id(const struct graph *g, uint32_t id)
{
	struct ng_node_rec *n;

	for (n = node_at(g, *id_bucket(g, id)); n; n = node_at(g, n->id_next))
		if (n->id == id)
			return n;
	return NULL;
}

struct ng_node_rec *node_by_name(const struct graph *g, const char *name)
{
	struct ng_node_rec *n;

	for (n = node_at(g, *name_bucket(g, name)); n;
	     n = node_at(g, n->name_next))
		if (streq(n->name, name))
			return n;
	return NULL;
}

struct ng_hook_rec *hook_find(const struct graph *g,
			      const struct ng_node_rec *n, const char *name)
{
	uint32_t node = node_slot(g, n);
	struct ng_hook_rec *h;

	for (h = hook_at(g, *hook_bucket(g, node, name)); h;
	     h = hook_at(g, h->name_next))
		if (h->node == node && streq(h->name, name))
			return h;
	return NULL;
}

struct ng_hook_rec *hook_numbered(struct graph *g, const struct ng_node_rec *n,
				  uint32_t num)
{
	struct ng_hook_rec *h;

	hook_foreach (h, g, n)
		if (h->num == num)
			return h;
	return NULL;
}

static uint32_t free_node_slot(struct graph *g)
{
	uint32_t total = g->node_chunks * NG_CHUNK;
	uint32_t slot = g->head->node_cursor;

	do {
		if (++slot >= total)
			slot = 1;
	} while (g->nodes[slot].id);
	g->head->node_cursor = slot;
	return slot;
}

static uint32_t free_hook_slot(struct graph *g)
{
	uint32_t total = g->hook_chunks * NG_CHUNK;
	uint32_t slot = g->head->hook_cursor;

	do {
		if (++slot >= total)
			slot = 1;
	} while (g->hooks[slot].node);
	g->head->hook_cursor = slot;
	return slot;
}

/* The record is filled first: nothing leads to it yet. */
int node_new(struct graph *g, enum ng_kind kind, struct ng_node_rec **ret)
{
	struct graph_head *head = g->head;
	int r = graph_grow(g, GRAPH_NODES);
	struct ng_node_rec *n;
	uint32_t slot, gen;

	if (r < 0)
		return r;
	slot = free_node_slot(g);
	n = &g->nodes[slot];
	gen = n->gen + 1;
	*n = (struct ng_node_rec){ .kind = kind, .gen = gen };
	n->prev = head->last;
	n->id_next = *id_bucket(g, head->next_id);

	graph_set(g, &n->id, head->next_id);
	graph_set(g, id_bucket(g, n->id), slot);
	/* A number is never used again, not even one of an edit undone. */
	head->next_id++;
	graph_set(g, head->last ? &node_at(g, head->last)->next : &head->first,
		  slot);
	graph_set(g, &head->last, slot);
	graph_set(g, &head->nodes, head->nodes + 1);
	*ret = n;
	return 0;
}

static void set_string(struct graph *g, char *to, const char *from)
{
	uint32_t words[NG_NAME / 4] = { 0 };

	memcpy(words, from, strlen(from));
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		graph_set(g, (uint32_t *)(void *)to + i, words[i]);
}

void node_rename(struct graph *g, struct ng_node_rec *n, const char *name)
{
	uint32_t *p, slot = node_slot(g, n);

	if (*n->name) {
		p = name_bucket(g, n->name);
		while (*p && *p != slot)
			p = &node_at(g, *p)->name_next;
		graph_set(g, p, n->name_next);
	}
	set_string(g, n->name, name);
	if (*name) {
		p = name_bucket(g, name);
		graph_set(g, &n->name_next, *p);
		graph_set(g, p, slot);
	}
}

void node_free(struct graph *g, struct ng_node_rec *n)
{
	struct graph_head *head = g->head;
	uint32_t *p = id_bucket(g, n->id);
	uint32_t slot = node_slot(g, n);

	node_rename(g, n, "");
	while (*p && *p != slot)
		p = &node_at(g, *p)->id_next;
	graph_set(g, p, n->id_next);
	graph_set(g, n->prev ? &node_at(g, n->prev)->next : &head->first,
		  n->next);
	graph_set(g, n->next ? &node_at(g, n->next)->prev : &head->last,
		  n->prev);
	graph_set(g, &head->nodes, head->nodes - 1);
	graph_set(g, &n->kind, NG_KIND_NONE);
	graph_set(g, &n->id, 0);
}

int hook_new(struct graph *g, struct ng_node_rec *n,
	     const struct ng_hook_rec *like, struct ng_hook_rec **ret)
{
	uint32_t node = node_slot(g, n), slot, gen, *bucket;
	int r = graph_grow(g, GRAPH_HOOKS);
	struct ng_hook_rec *h;

	if (r < 0)
		return r;
	slot = free_hook_slot(g);
	h = &g->hooks[slot];
	gen = h->gen + 1;
	*h = *like;
	h->node = h->peer = h->prev = 0;
	h->gen = gen;
	h->muted = h->outer = 0;
	if (gen > 1)
		stats_new(g, slot);
	h->next = n->first;
	bucket = hook_bucket(g, node, h->name);
	h->name_next = *bucket;

	graph_set(g, &h->node, node);
	graph_set(g, bucket, slot);
	if (n->first)
		graph_set(g, &hook_at(g, n->first)->prev, slot);
	graph_set(g, &n->first, slot);
	graph_set(g, &n->nhooks, n->nhooks + 1);
	graph_set(g, &g->head->hooks, g->head->hooks + 1);
	*ret = h;
	return 0;
}

void hook_join(struct graph *g, struct ng_hook_rec *a, struct ng_hook_rec *b)
{
	graph_set(g, &a->peer, hook_slot(g, b));
	graph_set(g, &b->peer, hook_slot(g, a));
}

/* Its own "next" stays: a walk that stands on it finds on from there. */
void hook_free(struct graph *g, struct ng_hook_rec *h)
{
	uint32_t slot = hook_slot(g, h), *p = hook_bucket(g, h->node, h->name);
	struct ng_node_rec *n = hook_node(g, h);

	if (h->peer)
		graph_set(g, &hook_peer(g, h)->peer, 0);
	graph_set(g, &h->peer, 0);
	while (*p && *p != slot)
		p = &hook_at(g, *p)->name_next;
	graph_set(g, p, h->name_next);
	graph_set(g, h->prev ? &hook_at(g, h->prev)->next : &n->first, h->next);
	if (h->next)
		graph_set(g, &hook_at(g, h->next)->prev, h->prev);
	graph_set(g, &n->nhooks, n->nhooks - 1);
	graph_set(g, &g->head->hooks, g->head->hooks - 1);
	graph_set(g, &h->node, 0);
}
