/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ops.h - What can be done to a graph, whole or not at all
 *
 * The lock is held.  Each function commits what it did, or undoes it and
 * returns -errno, with netgraph's own numbers.
 */
#pragma once

#include "libnetgraph/edit.h"

struct ng_type;

/* ops_make() - A node without hooks */
int ops_make(struct graph *g, const struct ng_type *t,
	     struct ng_node_rec **ret);

/* ops_mkpeer() - A new node of type @type, connected to @n */
int ops_mkpeer(struct graph *g, struct ng_node_rec *n, const char *type,
	       const char *ourhook, const char *peerhook);

int ops_connect(struct graph *g, struct ng_node_rec *a, const char *hook_a,
		struct ng_node_rec *b, const char *hook_b);

int ops_name(struct graph *g, struct ng_node_rec *n, const char *name);

/* ops_rmhook() - Also the node, if it lives by its hooks and that was the last;
 * so at the other end */
int ops_rmhook(struct graph *g, struct ng_hook_rec *h);

int ops_shutdown(struct graph *g, struct ng_node_rec *n);

/* ops_finish() - What a killed editor had begun to shut down */
void ops_finish(struct graph *g);

/* ops_is_empty() - Nothing left but what every interface has without asking */
bool ops_is_empty(const struct graph *g);
