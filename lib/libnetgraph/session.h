/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * session.h - A program's socket node, which lives as long as its socket
 *
 * The socket is bound to a file that is named for the node.  When nobody has
 * it open any more, however that came, nothing can be sent to it: the next one
 * to look takes the node away.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netgraph/ng_message.h"

struct errbuf;
struct graph;
struct session;

/* session_open() - A socket node called @name (NULL: without name) in the graph
 * of the network namespace the caller is in; 0 or -errno */
int session_open(const char *name, struct session **ret, struct errbuf *eb);

/* session_close() - With it goes the graph, if nothing else is in it */
void session_close(struct session *s);

/* session_msg() - Deliver a message; see msg_deliver() */
int session_msg(struct session *s, const char *path, const struct ng_mesg *msg,
		struct ng_mesg **ret, uint32_t *ret_id);

/* session_text() - "command arguments" to a node, its answer as bytes */
int session_text(struct session *s, const char *path, const char *name,
		 const char *args, struct ng_mesg **ret, uint32_t *ret_id);

/* session_to_text() - What msg_to_text() says of an answer of node @id */
int session_to_text(struct session *s, uint32_t id, const struct ng_mesg *msg,
		    struct ng_mesg **ret);
