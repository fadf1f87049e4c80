/* SPDX-License-Identifier: BSD-2-Clause */
/* msg.h - Control messages: made, delivered, turned to text and back */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "libnetgraph/edit.h"
#include "netgraph/ng_message.h"

/* msg_new() - A message with room for @len bytes; NULL: out of memory.  Caller
 * frees */
struct ng_mesg *msg_new(uint32_t cookie, uint32_t cmd, const char *name,
			const void *args, size_t len);

/* msg_deliver() - Give @msg to the node at @path, seen from @here, and get its
 * answer (NULL if it has none; caller frees).  @ret_id: who answered.  0 or
 * -errno */
int msg_deliver(struct graph *g, struct ng_node_rec *here, const char *path,
		const struct ng_mesg *msg, struct ng_mesg **ret,
		uint32_t *ret_id);

/* msg_tell() - A message without arguments, out of the hook @by, for whoever is
 * its neighbour; 0 or -errno */
int msg_tell(struct graph *g, struct ng_hook_rec *by, uint32_t cookie,
	     uint32_t cmd);

/* msg_from_text() - "command arguments" for that node.  Caller frees @ret */
int msg_from_text(struct graph *g, struct ng_node_rec *here, const char *path,
		  const char *name, const char *args, struct ng_mesg **ret);

/* msg_to_text() - Turn @msg to text, as the node @n would.  @ret: a message
 * whose data is text, or -EINVAL, -ENOSYS … */
int msg_to_text(const struct ng_node_rec *n, const struct ng_mesg *msg,
		struct ng_mesg **ret);
