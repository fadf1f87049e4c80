/* SPDX-License-Identifier: BSD-2-Clause */
/* here.c - Sessions whose graph we have: each call is an edit, or a look */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "ether/ether.h"
#include "ksocket/ksocket.h"
#include "libnetgraph/graph.h"
#include "libnetgraph/msg.h"
#include "libnetgraph/ops.h"
#include "libnetgraph/path.h"
#include "libnetgraph/session-priv.h"
#include "libnetgraph/sock.h"
#include "libnetgraph/type.h"
#include "types.h"

#define OPEN_TRIES 100 /* while others remove the graph again and again */

static void forget(struct graph *g, struct ng_node_rec *n)
{
	(void)ops_shutdown(g, n);
}

void session_guest(struct session *s)
{
	s->g->guest = true;
}

/* Lock, and see the world as it is. */
static int enter(struct session *s)
{
	int r = graph_lock(s->g);

	if (r == 0)
		ops_finish(s->g);
	return r;
}

/* The same, later: with the graph our node has gone. */
static int enter_again(struct session *s)
{
	int r = enter(s);

	return r == -ESTALE ? -ENOTCONN : r;
}

static void take_node(struct session *s, const struct ng_node_rec *n)
{
	s->id = n ? n->id : 0;
	s->slot = node_slot(s->g, n);
}

static int make_node(struct session *s, const char *name, struct errbuf *eb)
{
	char bound[NG_NAME] = "";
	struct ng_node_rec *n = NULL;
	int r = name ? path_name_check(name) : 0;

	sock_bury(s->g, NULL, forget);
	ether_sync(s->g);
	ksocket_sync(s->g);
	ether_watch_sync(s->g);
	if (r == 0 && name && node_by_name(s->g, name))
		r = -EADDRINUSE;
	if (r < 0)
		return errbuf_set(eb, -r, "%s: %s", name, strerror(-r));
	s->cs = sock_control(s->g, s->g->head->next_id, name, bound);
	if (s->cs < 0)
		return errbuf_set(eb, -s->cs, "control socket: %s",
				  strerror(-s->cs));
	r = ops_make(s->g, &ng_type_socket, &n);
	if (r < 0)
		return errbuf_set(eb, -r, "socket node: %s", strerror(-r));
	memcpy(n->cfg, bound, sizeof(bound));
	take_node(s, n);
	return name ? ops_name(s->g, n, name) : 0;
}

static int open_once(struct session *s, const char *name, struct errbuf *eb)
{
	int r = graph_open(true, &s->g, eb);

	if (r < 0)
		return r;
	r = enter(s);
	if (r < 0)
		return errbuf_set(eb, -r, "netgraph: %s", strerror(-r));
	r = make_node(s, name, eb);
	graph_unlock(s->g);
	return r;
}

int here_open(struct session *s, const char *name, struct errbuf *eb)
{
	int r = -ESTALE;

	for (int i = 0; i < OPEN_TRIES && r == -ESTALE; i++) {
		graph_close(s->g);
		s->g = NULL;
		r = open_once(s, name, eb);
	}
	return r;
}

void here_close(struct session *s)
{
	struct ng_node_rec *n;

	if (!s->g || enter(s) < 0)
		return;
	n = node_by_id(s->g, s->id);
	if (n)
		forget(s->g, n);
	if (ops_is_empty(s->g))
		graph_destroy(s->g);
	graph_unlock(s->g);
}

void session_sweep(void)
{
	struct session s = { 0 };

	if (graph_open(false, &s.g, NULL) < 0)
		return;
	if (enter(&s) == 0) {
		sock_bury(s.g, NULL, forget);
		if (ops_is_empty(s.g))
			graph_destroy(s.g);
		graph_unlock(s.g);
	}
	graph_close(s.g);
}

static uint32_t index_of(const struct graph *g, uint32_t id)
{
	const struct ng_node_rec *n = node_by_id(g, id);

	return n ? n->ifindex : 0;
}

uint32_t session_look(uint32_t id)
{
	struct session s = { 0 };
	uint32_t index = 0;

	if (graph_open(false, &s.g, NULL) < 0)
		return 0;
	if (enter(&s) == 0) {
		ether_sync(s.g);
		index = index_of(s.g, id);
		graph_unlock(s.g);
	}
	graph_close(s.g);
	return index;
}

/* The node, or NULL when somebody shut it down; also without the lock. */
static struct ng_node_rec *self(const struct session *s)
{
	struct ng_node_rec *n = node_at(s->g, s->slot);

	return n && n->id == s->id ? n : NULL;
}

/* Programs that ended are never seen; a node that is not there may be an
 * interface that has come since. */
static int ready(struct session *s, const char *path)
{
	struct ng_node_rec *n;

	if (!self(s))
		return -ENOTCONN;
	sock_bury(s->g, self(s), forget);
	if (path_find(s->g, self(s), path, &n) == -ENOENT)
		ether_sync(s->g);
	return 0;
}

int here_msg(struct session *s, const char *path, const struct ng_mesg *msg,
	     struct ng_mesg **ret, uint32_t *ret_id)
{
	int r = enter_again(s);

	if (r < 0)
		return r;
	r = ready(s, path);
	if (r == 0)
		r = msg_deliver(s->g, self(s), path, msg, ret, ret_id);
	graph_unlock(s->g);
	return r;
}

int here_from_text(struct session *s, const char *path, const char *name,
		   const char *args, struct ng_mesg **ret)
{
	int r = enter_again(s);

	if (r < 0)
		return r;
	r = ready(s, path);
	if (r == 0)
		r = msg_from_text(s->g, self(s), path, name, args, ret);
	graph_unlock(s->g);
	return r;
}

int here_to_text(struct session *s, uint32_t id, const struct ng_mesg *msg,
		 struct ng_mesg **ret)
{
	const struct ng_node_rec *n;
	int r = enter_again(s);

	if (r < 0)
		return r;
	n = node_by_id(s->g, id);
	r = n ? msg_to_text(n, msg, ret) : -ENOENT;
	graph_unlock(s->g);
	return r;
}

int here_text_of(struct session *s, const char *path, const struct ng_mesg *msg,
		 struct ng_mesg **ret)
{
	struct ng_node_rec *n;
	int r = enter_again(s);

	if (r < 0)
		return r;
	r = ready(s, path);
	if (r == 0)
		r = path_find(s->g, self(s), path, &n);
	if (r == 0)
		r = msg_to_text(n, msg, ret);
	graph_unlock(s->g);
	return r;
}

int here_adopt(struct session *s, int cs, int ds)
{
	const struct ng_node_rec *n;
	int r = graph_open(false, &s->g, NULL);

	if (r == 0)
		r = enter(s);
	if (r < 0)
		return r == -ENOENT ? -EBADF : r;
	n = cs >= 0 ? sock_node(s->g, cs) : sock_node_of_data(s->g, ds);
	take_node(s, n);
	graph_unlock(s->g);
	return n ? 0 : -EBADF;
}

int here_ds(struct session *s)
{
	int r = enter_again(s);

	if (r < 0)
		return r;
	if (s->ds < 0)
		s->ds = self(s) ? sock_data(s->g, self(s)) : -ENOTCONN;
	graph_unlock(s->g);
	return s->ds;
}

int here_reply(struct session *s, uint32_t from, const struct ng_mesg *msg)
{
	int r = enter_again(s);

	if (r < 0)
		return r;
	r = self(s) ? sock_deliver(s->g, self(s), from, msg) : -ENOTCONN;
	graph_unlock(s->g);
	return r;
}

/* Its name leads by those of others, which may lie where we see nothing: not
 * even after a look, if we may look no more.  The node's own do not. */
static const struct ng_hook_rec *
find_hook(struct graph *g, const struct ng_node_rec *n, const char *name)
{
	const struct ng_hook_rec *h = hook_find(g, n, name);

	if (!h && graph_see_growth(g))
		h = hook_find(g, n, name);
	if (h)
		return h;
	hook_foreach (h, g, n)
		if (streq(h->name, name))
			return h;
	return NULL;
}

static const struct ng_hook_rec *only_hook(struct graph *g,
					   const struct ng_node_rec *n)
{
	const struct ng_hook_rec *h = hook_at(g, n->first);

	return h || !graph_see_growth(g) ? h : hook_at(g, n->first);
}

/* Without the lock: a hook that goes meanwhile has gone before or after. */
int here_hook(struct session *s, const char *name, uint32_t *ret)
{
	struct ng_node_rec *n = self(s);
	const struct ng_hook_rec *h;

	if (!n)
		return -ENOTCONN;
	if (name && *name)
		h = find_hook(s->g, n, name);
	else if (n->nhooks != 1)
		return -EDESTADDRREQ;
	else
		h = only_hook(s->g, n);
	if (!h)
		return -EHOSTUNREACH;
	*ret = hook_slot(s->g, h);
	return 0;
}

void here_hook_name(struct session *s, uint32_t slot, char name[NG_HOOKSIZ])
{
	const struct ng_hook_rec *h = hook_at(s->g, slot);

	if (!h && graph_see_growth(s->g))
		h = hook_at(s->g, slot);
	memset(name, 0, NG_HOOKSIZ);
	if (h && h->node)
		memcpy(name, h->name, NG_HOOKSIZ);
}

/* Where the walk says why a packet out of that hook, if it is the program's,
 * went nowhere */
static uint32_t *why_of(const struct session *s, uint32_t hook)
{
	struct ng_node_rec *n = self(s);
	const struct ng_hook_rec *h = hook_at(s->g, hook);

	return n && h && h->node == s->slot ? &n->role[NG_SOCKET_ERROR] : NULL;
}

int here_send(struct session *s, int ds, uint32_t hook, const void *buf,
	      size_t len)
{
	return sock_send(ds, s->g->head->sock_user, hook, why_of(s, hook), buf,
			 len);
}

int here_why(struct session *s, uint32_t hook)
{
	uint32_t *why = why_of(s, hook), e = 0;

	if (why)
		e = __atomic_exchange_n(why, 0, __ATOMIC_RELAXED);
	return e ? -(int)e : -ENOBUFS;
}

uint32_t here_ifindex(struct session *s, uint32_t id)
{
	uint32_t index;

	if (enter(s) < 0)
		return 0;
	index = index_of(s->g, id);
	graph_unlock(s->g);
	return index;
}
