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

/* session_guest() - Who asks is in a jail, and trusted with its graph only: for
 * it no process is started on the host */
void session_guest(struct session *s);

/* session_close() - With it goes the graph, if nothing else is in it */
void session_close(struct session *s);

/* session_adopt() - The session of a node that another program made, whose
 * control socket @cs is; with @cs -1, whose data socket @ds is */
int session_adopt(int cs, int ds, struct session **ret);

/* session_share() - It is the parent's, too, who may be using it: for packets
 * only, messages get -EPERM */
void session_share(struct session *s);

/* session_leave() - Close what we have opened; the node stays */
void session_leave(struct session *s);

/* session_sweep() - Programs that ended have no nodes, and a graph in which
 * nothing is left goes */
void session_sweep(void);

/* session_look() - See what became of the host's interfaces and their links; the
 * device of the ether node @id, 0: there is no such node any more */
uint32_t session_look(uint32_t id);

/* session_cs() - Its control socket; session_ds() - its data socket, made if it
 * has none, or -errno */
int session_cs(const struct session *s);
int session_ds(struct session *s);

/* session_reply() - Put an answer into the queue of the session's own socket */
int session_reply(struct session *s, uint32_t from, const struct ng_mesg *msg);

/* session_hook() - Slot of the session's hook @name, of the only one for an
 * empty name; -EHOSTUNREACH, -EDESTADDRREQ, -ENOTCONN.
 * session_hook_name() - The other way */
int session_hook(struct session *s, const char *name, uint32_t *ret);
void session_hook_name(struct session *s, uint32_t slot, char name[NG_HOOKSIZ]);

/* session_ifindex() - The device of a node, 0: it has none.  An eiface's is its
 * inner end, of which the interface knows as its link */
uint32_t session_ifindex(struct session *s, uint32_t id);

/* session_user_if() - The device that data sockets send to */
uint32_t session_user_if(const struct session *s);

/* session_send() - A packet out of a hook; 0 or -errno */
int session_send(struct session *s, int ds, uint32_t hook, const void *buf,
		 size_t len);

/* session_msg() - Deliver a message; see msg_deliver() */
int session_msg(struct session *s, const char *path, const struct ng_mesg *msg,
		struct ng_mesg **ret, uint32_t *ret_id);

/* session_from_text() - "command arguments" as the node at @path reads it;
 * caller frees *ret.  session_text() - It, delivered: the answer as bytes */
int session_from_text(struct session *s, const char *path, const char *name,
		      const char *args, struct ng_mesg **ret);
int session_text(struct session *s, const char *path, const char *name,
		 const char *args, struct ng_mesg **ret, uint32_t *ret_id);

/* session_to_text() - What msg_to_text() says of an answer of node @id */
int session_to_text(struct session *s, uint32_t id, const struct ng_mesg *msg,
		    struct ng_mesg **ret);

/* session_text_of() - The same of a message to the node at @path, or from it */
int session_text_of(struct session *s, const char *path,
		    const struct ng_mesg *msg, struct ng_mesg **ret);
