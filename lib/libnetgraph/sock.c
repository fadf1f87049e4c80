/* SPDX-License-Identifier: BSD-2-Clause */
/* sock.c - The two descriptors of a program's node */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/proc.h"
#include "base/util.h"
#include "libnetgraph/closet.h"
#include "libnetgraph/ops.h"
#include "libnetgraph/sock.h"

static socklen_t address(const char *name, struct sockaddr_un *ret)
{
	size_t n = strlen(name);

	*ret = (struct sockaddr_un){ .sun_family = AF_UNIX };
	memcpy(ret->sun_path + 1, name, n);
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + n);
}

/* A socket of the closet's namespace. */
static int socket_there(struct graph *g, int family, int type)
{
	int fd, saved, r;

	if (setns(g->closet, CLONE_NEWNET) < 0)
		return -errno;
	fd = socket(family, type | SOCK_CLOEXEC, 0);
	saved = errno;
	r = proc_return(g->home, CLONE_NEWNET);
	if (r < 0) {
		close_fd(&fd);
		return r;
	}
	return fd < 0 ? -saved : fd;
}

static const char *sock_bound(const struct ng_node_rec *n)
{
	return (const char *)n->cfg;
}

/* Not close-on-exec: programs hand them on to others. */
static int keep_on_exec(int fd)
{
	int copy = fcntl(fd, F_DUPFD, 0);

	return copy < 0 ? -errno : copy;
}

int sock_control(struct graph *g, uint32_t id, const char *name,
		 char ret_bound[NG_NAME])
{
	cleanup_close int fd = -1;
	struct sockaddr_un sun;
	socklen_t len;
	int r = closet_open(g);

	if (r < 0)
		return r;
	fd = socket_there(g, AF_UNIX, SOCK_DGRAM);
	if (fd < 0)
		return fd;
	if (name)
		(void)snprintf(ret_bound, NG_NAME, "%s", name);
	else
		(void)snprintf(ret_bound, NG_NAME, "[%x]", id);
	len = address(ret_bound, &sun);
	r = bind(fd, (const struct sockaddr *)&sun, len) < 0 ? -errno : 0;
	/* One that was renamed since is still bound to the name it had. */
	if (r == -EADDRINUSE && name)
		return sock_control(g, id, NULL, ret_bound);
	return r < 0 ? r : keep_on_exec(fd);
}

/* Only what is behind a pseudo header for this node. */
static int set_filter(int fd, uint32_t node)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)SKF_LL_OFF + 2),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, node, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	const struct sock_fprog prog = { .len = ARRAY_SIZE(code),
					 .filter = code };

	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog,
			  sizeof(prog)) < 0
		       ? -errno
		       : 0;
}

int sock_data(struct graph *g, const struct ng_node_rec *n)
{
	struct sockaddr_ll sll = { .sll_family = AF_PACKET,
				   .sll_protocol = htons(ETH_P_IP) };
	uint32_t slot = node_slot(g, n), mark = NG_MARK | slot;
	cleanup_close int fd = -1;
	int r = closet_sockets(g);

	if (r < 0)
		return r;
	fd = socket_there(g, AF_PACKET, SOCK_DGRAM);
	if (fd < 0)
		return fd;
	r = set_filter(fd, slot);
	if (r < 0)
		return r;
	sll.sll_ifindex = (int)g->head->sock_user;
	if (setsockopt(fd, SOL_SOCKET, SO_MARK, &mark, sizeof(mark)) < 0 ||
	    bind(fd, (const struct sockaddr *)&sll, sizeof(sll)) < 0)
		return -errno;
	/* No packet: the walk notes the socket, and refuses it. */
	(void)sock_send(fd, g->head->sock_user, NG_SLOT_LOOK, NULL, "", 0);
	return keep_on_exec(fd);
}

struct ng_node_rec *sock_node(struct graph *g, int cs)
{
	struct sockaddr_un sun = { 0 };
	socklen_t len = sizeof(sun) - 1;
	struct ng_node_rec *n;

	if (getsockname(cs, (struct sockaddr *)&sun, &len) < 0 ||
	    sun.sun_family != AF_UNIX)
		return NULL;
	for (n = node_at(g, g->head->first_socket); n;
	     n = node_at(g, n->sock_next))
		if (streq(sock_bound(n), sun.sun_path + 1))
			return n;
	return NULL;
}

struct ng_node_rec *sock_node_of_data(struct graph *g, int ds)
{
	uint32_t mark = 0, slot;
	socklen_t len = sizeof(mark);

	if (getsockopt(ds, SOL_SOCKET, SO_MARK, &mark, &len) < 0 ||
	    (mark & NG_MARK_MASK) != NG_MARK)
		return NULL;
	slot = mark & ~NG_MARK_MASK;
	if (slot >= g->node_chunks * NG_CHUNK ||
	    g->nodes[slot].kind != NG_KIND_SOCKET)
		return NULL;
	return node_at(g, slot);
}

static bool is_dead(int probe, const struct ng_node_rec *n)
{
	struct sockaddr_un sun;
	socklen_t len = address(sock_bound(n), &sun);

	return connect(probe, (const struct sockaddr *)&sun, len) < 0 &&
	       errno == ECONNREFUSED;
}

/* Another one than that? */
static bool has_other(const struct graph *g, const struct ng_node_rec *alive)
{
	const struct ng_node_rec *n = node_at(g, g->head->first_socket);

	return n && (n != alive || n->sock_next);
}

void sock_bury(struct graph *g, const struct ng_node_rec *alive,
	       void (*dead)(struct graph *g, struct ng_node_rec *n))
{
	struct ng_node_rec *n, *next;
	cleanup_close int probe = -1;

	if (!has_other(g, alive) || closet_open(g) < 0)
		return;
	probe = socket_there(g, AF_UNIX, SOCK_DGRAM);
	if (probe < 0)
		return;
	for (n = node_at(g, g->head->first_socket); n; n = next) {
		next = node_at(g, n->sock_next);
		if (n != alive && is_dead(probe, n))
			dead(g, n);
	}
}

int sock_deliver(struct graph *g, const struct ng_node_rec *to, uint32_t from,
		 const struct ng_mesg *msg)
{
	cleanup_close int fd = -1;
	struct sockaddr_un sun;
	char name[NG_NAME];
	socklen_t len;
	int r = closet_open(g);

	if (r < 0)
		return r;
	fd = socket_there(g, AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK);
	if (fd < 0)
		return fd;
	/* The sender's address is what the receiver sees as path. */
	(void)snprintf(name, sizeof(name), "[%x]:", from);
	len = address(name, &sun);
	if (bind(fd, (const struct sockaddr *)&sun, len) < 0)
		return -errno;
	len = address(sock_bound(to), &sun);
	if (sendto(fd, msg, sizeof(*msg) + msg->header.arglen, 0,
		   (const struct sockaddr *)&sun, len) >= 0)
		return 0;
	if (errno == EAGAIN || errno == EMSGSIZE)
		return -ENOBUFS;
	return errno == ECONNREFUSED ? -ENOTCONN : -errno;
}

/* An empty message, and an empty packet that came by no hook */
static void hang_up(struct graph *g, const struct ng_node_rec *was,
		    uint32_t slot)
{
	const struct ethhdr frame = {
		.h_dest = { 0, 0, 0, (uint8_t)(slot >> 16),
			    (uint8_t)(slot >> 8), (uint8_t)slot },
		.h_proto = htons(ETH_P_IP),
	};
	const struct sockaddr_ll sll = {
		.sll_family = AF_PACKET,
		.sll_ifindex = (int)g->head->sock_graph,
	};
	cleanup_close int cs = -1, ds = -1;
	struct sockaddr_un sun;
	socklen_t len = address(sock_bound(was), &sun);

	if (closet_open(g) < 0)
		return;
	cs = socket_there(g, AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK);
	if (cs >= 0)
		(void)sendto(cs, "", 0, 0, (const struct sockaddr *)&sun, len);
	if (sll.sll_ifindex)
		ds = socket_there(g, AF_PACKET, SOCK_RAW);
	if (ds >= 0)
		(void)sendto(ds, &frame, sizeof(frame), 0,
			     (const struct sockaddr *)&sll, sizeof(sll));
}

int sock_shutdown(struct graph *g, struct ng_node_rec *n)
{
	const struct ng_node_rec was = *n;
	uint32_t slot = node_slot(g, n);
	int r = ops_shutdown(g, n);

	hang_up(g, &was, slot);
	return r;
}

/* Nodes say more than the kernel, which knows ENOBUFS only. */
int sock_send(int ds, uint32_t ifindex, uint32_t hook, uint32_t *why,
	      const void *buf, size_t len)
{
	const struct sockaddr_ll sll = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_IP),
		.sll_ifindex = (int)ifindex,
		.sll_halen = ETH_ALEN,
		.sll_addr = { 0, 0, 0, (uint8_t)(hook >> 16),
			      (uint8_t)(hook >> 8), (uint8_t)hook },
	};

	int r;

	if (why)
		__atomic_store_n(why, 0, __ATOMIC_RELAXED);
	r = sendto(ds, buf, len, 0, (const struct sockaddr *)&sll,
		   sizeof(sll)) < 0
		    ? -errno
		    : 0;
	if (!why || (r < 0 && r != -ENOBUFS))
		return r;
	return *why ? -(int)*why : r;
}

int sock_recv(int ds, void *buf, size_t len, int flags, uint32_t *ret_hook)
{
	struct sockaddr_ll sll = { 0 };
	socklen_t size = sizeof(sll);
	ssize_t n;

	n = recvfrom(ds, buf, len, flags, (struct sockaddr *)&sll, &size);
	if (n < 0)
		return -errno;
	*ret_hook = (uint32_t)sll.sll_addr[3] << 16 |
		    (uint32_t)sll.sll_addr[4] << 8 | sll.sll_addr[5];
	return (int)n;
}

int sock_message(int cs, struct ng_mesg *buf, size_t len, char path[NG_PATHSIZ])
{
	struct sockaddr_un from = { 0 };
	socklen_t size = sizeof(from) - 1;
	ssize_t n;

	n = recvfrom(cs, buf, len, MSG_TRUNC, (struct sockaddr *)&from, &size);
	if (n <= 0)
		return n < 0 ? -errno : 0;
	if ((size_t)n > len)
		return -ENOBUFS;
	if ((size_t)n < sizeof(*buf) ||
	    buf->header.arglen > (size_t)n - sizeof(*buf))
		return -EINVAL;
	if (path)
		(void)snprintf(path, NG_PATHSIZ, "%s", from.sun_path + 1);
	return (int)n;
}

int sock_message_alloc(int cs, struct ng_mesg **ret, char path[NG_PATHSIZ])
{
	ssize_t n = recv(cs, NULL, 0, MSG_PEEK | MSG_TRUNC);
	cleanup_free struct ng_mesg *m = NULL;
	int r;

	if (n < 0)
		return -errno;
	m = calloc(1, (size_t)n + 1);
	if (!m)
		return -ENOMEM;
	r = sock_message(cs, m, (size_t)n, path);
	if (r > 0)
		*ret = TAKE_PTR(m);
	return r;
}
