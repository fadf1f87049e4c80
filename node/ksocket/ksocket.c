/* SPDX-License-Identifier: BSD-2-Clause */
/* ksocket.c - A socket of the kernel's as a node: the tools' part */

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "ksocket/ksocket.h"
#include "libnetgraph/closet.h"
#include "libnetgraph/holder.h"
#include "libnetgraph/sock.h"
#include "netgraph/ng_ksocket.h"
#include "types.h"

/* In cfg: what it was bound and connected to, for a process that is to take the
 * place of one that was killed; and the hook's "family/type/protocol" */
#define CFG_NAME 0
#define CFG_PEER 2
#define CFG_WHAT 4

struct word {
	const char *name;
	int number;
	int error; /* what is said of one that there is not here */
};

static const struct word families[] = {
	{ "local", 1, -EAFNOSUPPORT },
	{ "inet", AF_INET, 0 },
	{ "inet6", 28, -EAFNOSUPPORT },
	{ "atm", 30, -EAFNOSUPPORT },
	{ NULL, 0, 0 },
};
static const struct word kinds[] = {
	{ "stream", 1, -ESOCKTNOSUPPORT },
	{ "dgram", SOCK_DGRAM, 0 },
	{ "raw", SOCK_RAW, 0 },
	{ "rdm", 4, -ESOCKTNOSUPPORT },
	{ "seqpacket", 5, -ESOCKTNOSUPPORT },
	{ NULL, 0, 0 },
};
static const struct word protocols[] = {
	{ "ip", 0, 0 },	    { "raw", 255, 0 },
	{ "icmp", 1, 0 },   { "igmp", 2, 0 },
	{ "tcp", 6, 0 },    { "udp", 17, 0 },
	{ "gre", 47, 0 },   { "esp", 50, 0 },
	{ "ah", 51, 0 },    { "swipe", 53, 0 },
	{ "encap", 98, 0 }, { "divert", 258, -EPROTONOSUPPORT },
	{ "pim", 103, 0 },  { NULL, 0, 0 },
};

/* A word or its number up to the next slash; what there is not, by its errno */
static int word(const struct word *list, const char **s, int *ret)
{
	size_t len = strcspn(*s, "/");
	char *end;
	long number = strtol(*s, &end, 10);
	bool numeric = len && end == *s + len;

	for (; list->name; list++)
		if (numeric ? number == list->number
			    : strlen(list->name) == len &&
				      strncmp(list->name, *s, len) == 0)
			break;
	if (!list->name && !numeric)
		return -EINVAL;
	*ret = list->name ? list->number : (int)number;
	*s += len + ((*s)[len] == '/');
	return list->name ? list->error : 0;
}

static int make_socket(const char *what)
{
	int family = 0, kind = 0, protocol = 0, fd, r;
	const char *s = what;

	if (!strchr(s, '/') || !strchr(strchr(s, '/') + 1, '/'))
		return -EINVAL;
	r = word(families, &s, &family);
	if (r == 0)
		r = word(kinds, &s, &kind);
	if (r == 0)
		r = word(protocols, &s, &protocol);
	if (r < 0 || *s)
		return r < 0 ? r : -EINVAL;
	fd = socket(family, kind | SOCK_CLOEXEC, protocol);
	return fd < 0 ? -errno : fd;
}

static int start(struct graph *g, struct ng_node_rec *n, int sock)
{
	cleanup_close int data = sock_data(g, n);

	return data < 0 ? data
			: holder_start(g, &holder_ksocket, n->id, sock, data);
}

static int newhook(struct graph *g, struct ng_node_rec *n,
		   struct ng_hook_rec *like)
{
	cleanup_close int sock = -1;
	int r;

	if (n->first)
		return -EISCONN;
	if (g->guest)
		return -EPERM;
	sock = make_socket(like->name);
	r = sock < 0 ? sock : start(g, n, sock);
	if (r < 0)
		return r;
	memcpy(&n->cfg[CFG_WHAT], like->name, NG_NAME);
	like->leaf = NG_LEAF_SOCKET;
	like->ifindex = g->head->sock_graph;
	return 0;
}

static void gone(struct graph *g, uint32_t id)
{
	holder_stop(g, &holder_ksocket, id);
}

/* As it was: bound, then connected.  Options are lost. */
static void start_again(struct graph *g, uint32_t id)
{
	struct ng_node_rec *n = node_by_id(g, id);
	struct sockaddr_in name, peer;
	cleanup_close int sock = -1;

	memcpy(&name, &n->cfg[CFG_NAME], sizeof(name));
	memcpy(&peer, &n->cfg[CFG_PEER], sizeof(peer));
	sock = make_socket((const char *)&n->cfg[CFG_WHAT]);
	if (sock < 0)
		return;
	if (name.sin_family)
		(void)bind(sock, (const struct sockaddr *)&name, sizeof(name));
	if (peer.sin_family)
		(void)connect(sock, (const struct sockaddr *)&peer,
			      sizeof(peer));
	(void)start(g, n, sock);
}

void ksocket_sync(struct graph *g)
{
	holder_sweep(g, &holder_ksocket, start_again);
}

static int note_name(struct ng_node_rec *n, int sock)
{
	struct sockaddr_in sin = { 0 };
	socklen_t len = sizeof(sin);

	if (getsockname(sock, (struct sockaddr *)&sin, &len) < 0)
		return -errno;
	memcpy(&n->cfg[CFG_NAME], &sin, sizeof(sin));
	return 0;
}

/* The argument if it is an address of a family that we have */
static const struct sockaddr_in *address(const struct ng_call *c)
{
	const struct sockaddr_in *sin = (const void *)c->msg->data;

	if (c->msg->header.arglen < sizeof(*sin))
		return NULL;
	return sin->sin_family == AF_INET ? sin : NULL;
}

static int run_bind(struct ng_call *c)
{
	cleanup_close int sock =
		holder_socket(c->g, &holder_ksocket, c->node->id);
	const struct sockaddr_in *sin = address(c);

	if (!sin || sock < 0)
		return sin ? sock : -EINVAL;
	if (bind(sock, (const struct sockaddr *)sin, sizeof(*sin)) < 0)
		return -errno;
	return note_name(c->node, sock);
}

static int run_connect(struct ng_call *c)
{
	cleanup_close int sock =
		holder_socket(c->g, &holder_ksocket, c->node->id);
	const struct sockaddr_in *sin = address(c);

	if (!sin || sock < 0)
		return sin ? sock : -EINVAL;
	if (connect(sock, (const struct sockaddr *)sin, sizeof(*sin)) < 0)
		return -errno;
	memcpy(&c->node->cfg[CFG_PEER], sin, sizeof(*sin));
	return note_name(c->node, sock);
}

static int reply_address(struct ng_call *c,
			 int (*get)(int, struct sockaddr *, socklen_t *))
{
	cleanup_close int sock =
		holder_socket(c->g, &holder_ksocket, c->node->id);
	struct sockaddr_in sin = { 0 };
	socklen_t len = sizeof(sin);

	if (sock < 0)
		return sock;
	if (get(sock, (struct sockaddr *)&sin, &len) < 0)
		return -errno;
	return ng_call_answer(c, &sin, sizeof(sin));
}

static int run_getname(struct ng_call *c)
{
	return reply_address(c, getsockname);
}

static int run_getpeername(struct ng_call *c)
{
	return reply_address(c, getpeername);
}

/* Of the kinds of sockets that there are none can be listened on. */
static int run_listen(struct ng_call *c)
{
	(void)c;
	return -EOPNOTSUPP;
}

static int run_setopt(struct ng_call *c)
{
	cleanup_close int sock =
		holder_socket(c->g, &holder_ksocket, c->node->id);
	const struct ng_ksocket_sockopt *o = (const void *)c->msg->data;
	uint32_t len = c->msg->header.arglen;

	if (len < sizeof(*o) || sock < 0)
		return len < sizeof(*o) ? -EINVAL : sock;
	return ksocket_setopt(sock, o->level, o->name, o->value,
			      len - sizeof(*o));
}

static int run_getopt(struct ng_call *c)
{
	cleanup_close int sock =
		holder_socket(c->g, &holder_ksocket, c->node->id);
	const struct ng_ksocket_sockopt *o = ng_call_args(c, sizeof(*o));
	unsigned char value[NG_KSOCKET_MAX_OPTLEN];
	struct ng_ksocket_sockopt *to;
	size_t len = sizeof(value);
	int r;

	if (!o || sock < 0)
		return o ? sock : -EINVAL;
	r = ksocket_getopt(sock, o->level, o->name, value, &len);
	if (r < 0)
		return r;
	to = ng_call_reply(c, sizeof(*to) + len);
	if (!to)
		return -ENOMEM;
	*to = *o;
	memcpy(to->value, value, len);
	return 0;
}

static const struct ng_ptype value_type = { .kind = NG_P_ARRAY,
					    .elem = &ng_p_uint8 };
static const struct ng_ptype sockopt_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "level", &ng_p_int32 },
					      { "name", &ng_p_int32 },
					      { "value", &value_type },
					      { NULL, NULL } },
};
static const struct ng_ptype accept_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "nodeid", &ng_p_hex32 },
					      { "addr", &ng_p_sockaddr },
					      { NULL, NULL } },
};

#define KSOCKET(n, cmd_, args_, reply_)                                        \
	{                                                                      \
		.cookie = NGM_KSOCKET_COOKIE, .cmd = (cmd_), .name = #n,       \
		.args = (args_), .reply = (reply_), .run = run_##n,            \
	}
#define run_accept run_listen

static const struct ng_command commands[] = {
	KSOCKET(bind, NGM_KSOCKET_BIND, &ng_p_sockaddr, NULL),
	KSOCKET(listen, NGM_KSOCKET_LISTEN, &ng_p_int32, NULL),
	KSOCKET(accept, NGM_KSOCKET_ACCEPT, NULL, &accept_type),
	KSOCKET(connect, NGM_KSOCKET_CONNECT, &ng_p_sockaddr, &ng_p_int32),
	KSOCKET(getname, NGM_KSOCKET_GETNAME, NULL, &ng_p_sockaddr),
	KSOCKET(getpeername, NGM_KSOCKET_GETPEERNAME, NULL, &ng_p_sockaddr),
	KSOCKET(setopt, NGM_KSOCKET_SETOPT, &sockopt_type, NULL),
	KSOCKET(getopt, NGM_KSOCKET_GETOPT, &sockopt_type, &sockopt_type),
	{ 0 },
};

const struct ng_type ng_type_ksocket = {
	.name = NG_KSOCKET_NODE_TYPE,
	.kind = NG_KIND_KSOCKET,
	.commands = commands,
	.newhook = newhook,
	.gone = gone,
};
