/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * holder.h - The process that does for a node what the kernel does not: has a
 * socket open, or sends packets
 *
 * It lives as long as the file /run/vjail/ng/N/PREFIXid, which it has locked:
 * when the file goes, however that comes, so does it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct graph;

struct holder {
	const char *prefix; /* of its files */
	const char *program; /* in libexec */
	uint32_t kind; /* enum ng_kind of its nodes */
};

extern const struct holder holder_ksocket, holder_source;

/* holder_start() - One for the node @id, which gets @own, the graph's data
 * socket @data, and its file; 0 or -errno */
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

/* holder_sweep() - End those whose node is gone, and call @again for each node
 * whose process is (NULL: leave it) */
void holder_sweep(struct graph *g, const struct holder *h,
		  void (*again)(struct graph *g, uint32_t id));
