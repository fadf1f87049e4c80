/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sock.h - The two descriptors of a program's node
 *
 * The control socket is bound, in the closet, to the abstract name that the
 * node had when it was made, or "[id]".  When nobody has it open any more,
 * however that came, it cannot be reached, and the next one to look takes the
 * node away.  The data socket sits on the closet's device for sockets; what is
 * in front of a packet there says which hook it is for or from.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "libnetgraph/edit.h"
#include "netgraph/ng_message.h"

/* sock_control() - A socket for the node that will be @id; -errno or it */
int sock_control(struct graph *g, uint32_t id, const char *name,
		 char ret_bound[NG_NAME]);

/* sock_data() - A socket for the packets of the node @n; -errno or it */
int sock_data(struct graph *g, const struct ng_node_rec *n);

/* sock_node() - The node that a control socket is of, or NULL */
struct ng_node_rec *sock_node(struct graph *g, int cs);

/* sock_node_of_data() - The node that a data socket is of, or NULL */
struct ng_node_rec *sock_node_of_data(struct graph *g, int ds);

/* sock_bury() - Call @dead for each socket node whose program is gone; @alive,
 * if not NULL, is one that is not */
void sock_bury(struct graph *g, const struct ng_node_rec *alive,
	       void (*dead)(struct graph *g, struct ng_node_rec *n));

/* sock_shutdown() - ops_shutdown() of a program's node, which its program hears of:
 * both its sockets receive something empty, an end of file for who reads them */
int sock_shutdown(struct graph *g, struct ng_node_rec *n);

/* sock_deliver() - Put a message from node @from into its queue; 0, -ENOBUFS,
 * -ENOTCONN, … */
int sock_deliver(struct graph *g, const struct ng_node_rec *to, uint32_t from,
		 const struct ng_mesg *msg);

/* sock_send() - A packet out of a hook, by the device for that; 0 or -errno, as
 * a node on its way has it if that is the only way.  @why: where it would say
 * so, or NULL */
int sock_send(int ds, uint32_t ifindex, uint32_t hook, uint32_t *why,
	      const void *buf, size_t len);

/* sock_recv() - The next packet, at most @len bytes of it (flags: MSG_*); its
 * length or -errno */
int sock_recv(int ds, void *buf, size_t len, int flags, uint32_t *ret_hook);

/* sock_message() - The next message in a control socket into @buf; @path: who
 * sent it, or NULL.  Its length, 0: none, or -errno (-ENOBUFS: does not fit) */
int sock_message(int cs, struct ng_mesg *buf, size_t len,
		 char path[NG_PATHSIZ]);

/* sock_message_alloc() - The same with a buffer that fits; caller frees */
int sock_message_alloc(int cs, struct ng_mesg **ret, char path[NG_PATHSIZ]);
