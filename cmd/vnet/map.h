/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * map.h - The networks of a host as a picture: jails as boxes around their
 * interfaces, bridges, NICs, and what they count
 */
#pragma once

#include <stdio.h>

#include "place.h"

struct errbuf;
struct hooklist;
struct ngnet;

/* A node of the graph, an interface of a jail that is none, or both */
struct map_item {
	struct hooklist *hooks; /* the node and its hooks; or NULL */
	const struct place *at; /* the interface; or NULL */
};

struct map {
	struct places places;
	struct map_item *v; /* those of one jail together, the host's first */
	size_t n;
	size_t jails, bridges, interfaces;
};

#define cleanup_map __attribute__((cleanup(map_done)))

/* map_load() - What there is; 0 or -errno.  NICs and programs without a hook
 * are left out */
int map_load(struct ngnet *n, struct map *ret, struct errbuf *eb);
void map_done(struct map *m);

/* map_write() - For graphviz; counters are asked for meanwhile */
void map_write(struct ngnet *n, const struct map *m, FILE *f);

/* map_tip() - Text in quotes, for graphviz, of the interface or node; and of a
 * link and its like to the same peer.  Used by map_write() only */
void map_tip_item(const struct map_item *i, FILE *f);
void map_tip_link(struct ngnet *n, const struct map_item *a, uint32_t peer,
		  FILE *f);

/* map_put() - Text as graphviz wants it in quotes or, @markup, between tags */
void map_put(FILE *f, const char *text, bool markup);
