/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * holder.h - The process that does for a node what the kernel does not: has a
 * socket open, sends packets, or looks at a link
 *
 * It lives as long as the file /run/vjail/ng/N/PREFIXid, which it has locked:
 * when the file goes, however that comes, so does it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct graph;
struct ng_node_rec;

struct holder {
	const char *prefix; /* of its files */
	const char *program; /* in libexec */
	uint32_t kind; /* enum ng_kind of its nodes */
	/* Has the node need of one?  NULL: each has */
	bool (*wanted)(const struct graph *g, const struct ng_node_rec *n);
};

extern const struct holder holder_ksocket, holder_link, holder_source;

/* holder_start() - One for the node @id, which gets @own, the graph's data
 * socket @data (-1: it has no use for them), and its file; 0 or -errno */
int holder_start(struct graph *g, const struct holder *h, uint32_t id, int own,
		 int data);

/* holder_socket() - Its @own, opened once more; -ENOTCONN when there is no
 * process.  Caller closes */
int holder_socket(struct graph *g, const struct holder *h, uint32_t id);

/* holder_is_there() - Has the node a process? */
bool holder_is_there(const struct graph *g, const struct holder *h,
		     uint32_t id);

/* holder_stop() - It has ended when this returns */
void holder_stop(struct graph *g, const struct holder *h, uint32_t id);

/* holder_sweep() - End those whose node is gone or has no need of one, and call
 * @missing for each node that has need of one and has none (NULL: leave it) */
void holder_sweep(struct graph *g, const struct holder *h,
		  void (*missing)(struct graph *g, uint32_t id));
