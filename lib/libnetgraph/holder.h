/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * holder.h - The process that has a node's socket open, and carries its packets
 *
 * Nothing in the kernel keeps a socket that no process has.  The process lives
 * as long as the file /run/vjail/ng/N/ksID, which it has locked: when the file
 * goes, however that comes, so does it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct graph;

/* holder_start() - One that carries packets between @sock and @data, for the
 * node @id; 0 or -errno */
int holder_start(struct graph *g, uint32_t id, int sock, int data);

/* holder_socket() - Its socket, opened once more; -ENOTCONN when there is no
 * process.  Caller closes */
int holder_socket(struct graph *g, uint32_t id);

/* holder_stop() - It has ended when this returns */
void holder_stop(struct graph *g, uint32_t id);

/* holder_sweep() - End those whose node is gone, and call @again for each node
 * whose process is (NULL: leave it) */
void holder_sweep(struct graph *g, void (*again)(struct graph *g, uint32_t id));
