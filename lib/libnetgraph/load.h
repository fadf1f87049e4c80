/* SPDX-License-Identifier: BSD-2-Clause */
/* load.h - Load the walk and make the maps, once for each graph */
#pragma once

#include "graph-abi.h"

struct errbuf;

/* load_graph() - Load, for the network namespace with the cookie @netns, and pin
 * maps and programs in @dir, which is there and empty; 0 or -errno */
int load_graph(const char *dir, uint64_t netns, struct errbuf *eb);

#define LOAD_CHUNKS_MAX NG_HOOK_CHUNKS

/* load_chunks() - @n more chunks of the map @name ("nodes", "hooks", "counts"),
 * pinned as NAME_@first …; 0 or -errno */
int load_chunks(const char *dir, const char *name, unsigned first, unsigned n);
