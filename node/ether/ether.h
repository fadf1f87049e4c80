/* SPDX-License-Identifier: BSD-2-Clause */
/* ether.h - Every Ethernet interface is a node */
#pragma once

struct graph;

/* ether_sync() - Make, rename and remove nodes so that they are the interfaces
 * that there are.  The lock is held */
void ether_sync(struct graph *g);
