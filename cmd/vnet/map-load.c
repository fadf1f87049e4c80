/* SPDX-License-Identifier: BSD-2-Clause */
/* map-load.c - The networks of a host, gathered: its graph and those of jails */

#include <limits.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "map.h"
#include "vnet.h"

int map_home(const struct map_item *i)
{
	if (i->at)
		return i->at->jid;
	return i->graph->jid ? i->graph->jid : MAP_NOWHERE;
}

bool map_again(const struct map *m, const struct map_item *i)
{
	return i > m->v && i->at && i[-1].at == i->at;
}

/* Boxes by number, and what is in none behind them */
static int box(const struct map_item *i)
{
	int home = map_home(i);

	return home == MAP_NOWHERE ? INT_MAX : home;
}

static int graph_id(const struct map_item *i)
{
	return i->graph ? i->graph->jid : INT_MAX;
}

static int compare(const void *a, const void *b)
{
	const struct map_item *x = a, *y = b;

	if (box(x) != box(y))
		return box(x) < box(y) ? -1 : 1;
	if (!x->at != !y->at)
		return x->at ? -1 : 1;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (graph_id(x) != graph_id(y))
		return graph_id(x) < graph_id(y) ? -1 : 1;
	if (x->hooks && y->hooks)
		return x->hooks->nodeinfo.id < y->hooks->nodeinfo.id ? -1 : 1;
	return 0;
}

static bool is_shown(const struct nodeinfo *node)
{
	return node->hooks ||
	       (!streq(node->type, "ether") && !streq(node->type, "socket"));
}

static int add_node(struct map *m, struct map_graph *graph,
		    const struct nodeinfo *node, struct errbuf *eb)
{
	struct map_item *i = &m->v[m->n];
	char path[NG_NODESIZ];
	int r;

	(void)snprintf(path, sizeof(path), "[%x]:", node->id);
	r = ngnet_hooks(graph->net, path, &i->hooks, eb);
	if (r < 0)
		return r;
	node = &i->hooks->nodeinfo;
	i->graph = graph;
	i->at = graph->jid
			? places_own(graph->net, &m->places, node, graph->jid)
			: places_of(graph->net, &m->places, node);
	m->bridges += streq(node->type, "bridge");
	m->n++;
	return 0;
}

static int add_nodes(struct map *m, struct map_graph *graph, struct errbuf *eb)
{
	cleanup_free struct namelist *all = NULL;
	struct map_item *more;
	int r = ngnet_nodes(graph->net, &all, eb);

	if (r < 0 || !all)
		return r;
	more = reallocarray(m->v, m->n + all->numnames + 1, sizeof(*m->v));
	if (!more)
		return vnet_no_memory(eb);
	m->v = more;
	memset(&m->v[m->n], 0, (all->numnames + 1) * sizeof(*m->v));
	for (uint32_t i = 0; r == 0 && i < all->numnames; i++)
		if (is_shown(&all->nodeinfo[i]))
			r = add_node(m, graph, &all->nodeinfo[i], eb);
	return r;
}

/* Room for it, of which others keep the address */
static struct map_graph *new_graph(struct map *m, int jid)
{
	struct map_graph **more = reallocarray(m->graphs, m->ngraphs + 1,
					       sizeof(struct map_graph *));
	struct map_graph *graph = calloc(1, sizeof(*graph));

	if (more)
		m->graphs = more;
	if (!more || !graph) {
		free(graph);
		return NULL;
	}
	graph->jid = jid;
	graph->own.lock = -1;
	m->graphs[m->ngraphs++] = graph;
	return graph;
}

/* A jail's own graph; nothing where there is none, or no jail any more */
static int add_own(struct map *m, int jid, struct errbuf *eb)
{
	cleanup_close int netns = place_netns(jid);
	struct map_graph *graph;
	struct ngnet own;

	if (netns < 0 || ngnet_look("vnet", netns, &own, NULL) < 0)
		return 0;
	graph = new_graph(m, jid);
	if (!graph) {
		ngnet_close(&own);
		return vnet_no_memory(eb);
	}
	graph->own = own;
	graph->net = &graph->own;
	return add_nodes(m, graph, eb);
}

static int add_graphs(struct map *m, struct ngnet *n, struct errbuf *eb)
{
	struct map_graph *graph;
	int last = 0, r = 0;

	for (size_t i = 0; r == 0 && i < m->places.n; i++) {
		int jid = m->places.v[i].jid;

		if (jid != last)
			r = add_own(m, jid, eb);
		last = jid;
	}
	if (r < 0)
		return r;
	graph = new_graph(m, 0);
	if (!graph)
		return vnet_no_memory(eb);
	graph->net = n;
	return add_nodes(m, graph, eb);
}

/* Jails' interfaces that are no nodes: pairs, tunnels, NICs of their own */
static int add_rest(struct map *m, struct errbuf *eb)
{
	size_t nodes = m->n;
	struct map_item *more =
		reallocarray(m->v, m->n + m->places.n + 1, sizeof(*m->v));

	if (!more)
		return vnet_no_memory(eb);
	m->v = more;
	for (size_t i = 0; i < m->places.n; i++) {
		const struct place *p = &m->places.v[i];
		bool known = !p->jid || p->link.flags & IFF_LOOPBACK ||
			     nl_link_is_way(&p->link);

		for (size_t k = 0; !known && k < nodes; k++)
			known = m->v[k].at == p;
		if (!known)
			m->v[m->n++] = (struct map_item){ .at = p };
	}
	return 0;
}

static void count(struct map *m)
{
	int last = 0;

	for (size_t i = 0; i < m->n; i++) {
		int home = map_home(&m->v[i]);

		m->interfaces += m->v[i].at && !map_again(m, &m->v[i]);
		m->jails += home > 0 && home != last;
		last = home;
	}
}

int map_load(struct ngnet *n, struct map *ret, struct errbuf *eb)
{
	int r = places_load(n, &ret->places, eb);

	if (r == 0)
		r = add_graphs(ret, n, eb);
	if (r == 0)
		r = add_rest(ret, eb);
	if (r < 0)
		return r;
	qsort(ret->v, ret->n, sizeof(*ret->v), compare);
	count(ret);
	return 0;
}

void map_leave(struct map *m)
{
	for (size_t i = 0; i < m->ngraphs; i++)
		if (m->graphs[i]->jid)
			ngnet_close(&m->graphs[i]->own);
}

void map_done(struct map *m)
{
	map_leave(m);
	for (size_t i = 0; i < m->ngraphs; i++)
		free(m->graphs[i]);
	free(m->graphs);
	for (size_t i = 0; i < m->n; i++)
		free(m->v[i].hooks);
	free(m->v);
	places_done(&m->places);
	*m = (struct map){ 0 };
}
