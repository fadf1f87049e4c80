/* SPDX-License-Identifier: BSD-2-Clause */
/* ether.h - Every Ethernet interface is a node */
#pragma once

#include <stdbool.h>

struct graph;
struct ng_node_rec;

/* ether_sync() - Make, rename and remove nodes so that they are the interfaces
 * that there are.  The lock is held */
void ether_sync(struct graph *g);

/* ether_is_untouched() - As the interface's coming made it: nothing would be
 * lost with it */
bool ether_is_untouched(const struct ng_node_rec *n);

/* In cfg; the first two words are the interface's name, as node */
#define ETHER_PROMISC 4
#define ETHER_AUTOSRC 5
