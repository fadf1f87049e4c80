/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * map.h - The networks of a host as a picture: jails as boxes around their
 * interfaces, bridges, NICs, and what they count
 */
#pragma once

#include <stdio.h>

#include "libnetgraph/ngnet.h"
#include "place.h"

struct errbuf;
struct hooklist;

/* The host's graph, or a jail's own one */
struct map_graph {
	struct ngnet *net;
	struct ngnet own; /* a jail's, and @net */
	int jid; /* 0: the host */
};

/* A node of a graph, an interface of a jail that is none, or both */
struct map_item {
	struct map_graph *graph; /* or NULL, as @hooks */
	struct hooklist *hooks; /* the node and its hooks; or NULL */
	const struct place *at; /* the interface; or NULL */
};

struct map {
	struct places places;
	struct map_graph **graphs;
	size_t ngraphs;
	struct map_item *v; /* those of one jail together, the host's first;
			     * those of one interface as well */
	size_t n;
	size_t jails, bridges, interfaces;
};

/* Nodes of the host's graph that are no interface are in no box. */
#define MAP_NOWHERE (-1)

#define cleanup_map __attribute__((cleanup(map_done)))

/* map_load() - What there is in the host's graph @n, which stays open, and in
 * jails' own; 0 or -errno.  NICs and programs without a hook are left out */
int map_load(struct ngnet *n, struct map *ret, struct errbuf *eb);

/* map_leave() - What others wait for, as ngnet_close() of the host's graph.
 * map_done() - That and all the rest */
void map_leave(struct map *m);
void map_done(struct map *m);

/* map_home() - The jail in whose box it is, 0 for the host, or MAP_NOWHERE.
 * map_again() - Is the item before another node of the same interface, as an
 * eiface of the host's graph and ether of the jail's own? */
int map_home(const struct map_item *i);
bool map_again(const struct map *m, const struct map_item *i);

/* map_write() - For graphviz; counters are asked for meanwhile */
void map_write(const struct map *m, FILE *f);

/* map_tip() - Text in quotes, for graphviz, of the interface or node; and of a
 * link and its like to the same peer.  Used by map_write() only */
void map_tip_item(const struct map_item *i, FILE *f);
void map_tip_link(const struct map_item *a, uint32_t peer, FILE *f);

/* map_put() - Text as graphviz wants it in quotes or, @markup, between tags */
void map_put(FILE *f, const char *text, bool markup);
