/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * graph.h - A network namespace's graph: pinned maps, edited under a lock
 *
 * The maps under /sys/fs/bpf/vjail/N (N: the namespace's inode) are the only
 * truth.  Whoever edits holds the lock, and notes the old value of each word
 * before it is changed: the next one to take the lock undoes what a killed
 * editor left half-done, and removes devices that belong to no node.  So an
 * edit is: make what it needs (devices), change the words, graph_commit(), take
 * away what is no longer needed.
 *
 * Functions that serve control messages return -errno without words: a number
 * is all that netgraph's callers get.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph-abi.h"

struct closet_away;
struct errbuf;
struct nl;

#define GRAPH_JOURNAL 2048
#define GRAPH_FIRST_KIND 1

enum graph_region { GRAPH_HEAD, GRAPH_NODES, GRAPH_HOOKS };

struct graph_undo {
	uint32_t region; /* enum graph_region */
	uint32_t word; /* its offset there */
	uint32_t old;
};

/* The one record of the "head" map; of the tools only */
struct graph_head {
	uint32_t abi;
	uint32_t busy; /* somebody edits, or died at it */
	uint64_t netns; /* cookie of the namespace: inodes are used again */
	uint32_t next_id;
	uint32_t nodes; /* used */
	uint32_t hooks;
	uint32_t node_cursor; /* where to look for a free one */
	uint32_t hook_cursor;
	uint32_t node_chunks;
	uint32_t hook_chunks;
	uint32_t first, last; /* node */
	uint32_t first_socket;
	uint32_t sock_graph, sock_user; /* closet's devices for sockets, or 0 */
	uint32_t dying; /* node whose shutdown began last, or 0 */
	uint32_t undos;
	uint32_t detached[32]; /* interfaces that shall have no node */
	struct graph_undo undo[GRAPH_JOURNAL];
	uint32_t by_id[NG_BUCKETS];
	uint32_t by_name[NG_BUCKETS];
	uint32_t by_hook[NG_BUCKETS * 4];
};

struct graph {
	struct graph_head *head;
	struct ng_node_rec *nodes;
	struct ng_hook_rec *hooks;
	uint32_t node_chunks, hook_chunks; /* mapped */
	uint64_t inode, netns;
	int home; /* the namespace */
	int lock;
	int dir; /* of the pins */
	int closet; /* or -1 */
	int hosts_fd, devs_fd; /* or -1 */
	struct nl *nl_home, *nl_closet; /* or NULL */
	bool guest; /* see session_guest() */
	bool unswept; /* what could not be removed: to be tried again */
	const struct closet_away *away; /* where eifaces are made; NULL: here */
};

/**
 * graph_open() - The graph of the network namespace the caller is in
 * @create:	Make one if there is none
 *
 * Return: 0, -ENOENT, -EPERM, …  Caller: graph_close()
 */
int graph_open(bool create, struct graph **ret, struct errbuf *eb);

void graph_close(struct graph *g);

/* graph_lock() - Wait for the lock, and put right what a killed holder left.
 * 0, or -ESTALE when the graph was removed meanwhile */
int graph_lock(struct graph *g);
void graph_unlock(struct graph *g);

/* graph_destroy() - Remove maps, programs, closet.  The lock is held */
void graph_destroy(struct graph *g);

/* graph_set() - Change a word of the maps so that it can be undone */
void graph_set(struct graph *g, uint32_t *word, uint32_t value);
void graph_set64(struct graph *g, __u64 *words, uint64_t value);

/* graph_commit() - What was set stays.  graph_abort() - It does not. */
void graph_commit(struct graph *g);
void graph_abort(struct graph *g);

/* graph_map() - A map by its name, opened; or -errno.  Caller closes */
int graph_map(struct graph *g, const char *name);

/* graph_path() - Path of a pin; returns @buf */
const char *graph_path(const struct graph *g, const char *name, char *buf,
		       size_t size);

/* graph_see_growth() - Without the lock: have others made room for more records,
 * which can be looked at now? */
bool graph_see_growth(struct graph *g);

/* graph_grow() - Make room for one more record of the region; 0 or -errno */
int graph_grow(struct graph *g, enum graph_region region);
