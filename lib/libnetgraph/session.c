/* SPDX-License-Identifier: BSD-2-Clause */
/* session.c - A program's socket node, which lives as long as its socket */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/paths.h"
#include "base/util.h"
#include "ether/ether.h"
#include "libnetgraph/graph.h"
#include "libnetgraph/msg.h"
#include "libnetgraph/ops.h"
#include "libnetgraph/path.h"
#include "libnetgraph/session.h"
#include "libnetgraph/type.h"
#include "types.h"

#define OPEN_TRIES 100 /* while others remove the graph again and again */

struct session {
	struct graph *g;
	uint32_t id;
	int fd; /* alive as long as this is */
};

static struct sockaddr_un address(const struct graph *g, uint32_t id)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };

	(void)snprintf(sun.sun_path, sizeof(sun.sun_path),
		       VJAIL_STATE_DIR "/ng/%llu/s%x",
		       (unsigned long long)g->inode, id);
	return sun;
}

static bool is_alive(const struct graph *g, uint32_t id)
{
	const struct sockaddr_un sun = address(g, id);
	cleanup_close int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return true;
	if (connect(fd, (const struct sockaddr *)&sun, sizeof(sun)) == 0)
		return true;
	return errno != ECONNREFUSED && errno != ENOENT;
}

static void forget(struct graph *g, struct ng_node_rec *n)
{
	const struct sockaddr_un sun = address(g, n->id);

	(void)ops_shutdown(g, n);
	(void)unlink(sun.sun_path);
}

static void bury_dead(struct graph *g)
{
	struct ng_node_rec *n, *next;

	for (n = node_at(g, g->head->first_socket); n; n = next) {
		next = node_at(g, n->sock_next);
		if (!is_alive(g, n->id))
			forget(g, n);
	}
}

/* Lock, and see the world as it is. */
static int enter(struct session *s)
{
	int r = graph_lock(s->g);

	if (r == 0)
		ops_finish(s->g);
	return r;
}

static int bind_socket(struct session *s, struct errbuf *eb)
{
	const struct sockaddr_un sun = address(s->g, s->g->head->next_id);

	s->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (s->fd < 0)
		return errbuf_errno(eb, "socket");
	(void)unlink(sun.sun_path);
	if (bind(s->fd, (const struct sockaddr *)&sun, sizeof(sun)) < 0)
		return errbuf_errno(eb, "%s", sun.sun_path);
	return 0;
}

static int make_node(struct session *s, const char *name, struct errbuf *eb)
{
	struct ng_node_rec *n = NULL;
	int r;

	bury_dead(s->g);
	ether_sync(s->g);
	r = bind_socket(s, eb);
	if (r < 0)
		return r;
	r = ops_make(s->g, &ng_type_socket, &n);
	if (r < 0)
		return errbuf_set(eb, -r, "socket node: %s", strerror(-r));
	s->id = n->id;
	r = name ? ops_name(s->g, n, name) : 0;
	if (r < 0)
		return errbuf_set(eb, -r, "%s", strerror(-r));
	return 0;
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

int session_open(const char *name, struct session **ret, struct errbuf *eb)
{
	struct session *s = calloc(1, sizeof(*s));
	int r = -ESTALE;

	if (!s)
		return errbuf_set(eb, ENOMEM, "out of memory");
	s->fd = -1;
	for (int i = 0; i < OPEN_TRIES && r == -ESTALE; i++) {
		graph_close(s->g);
		s->g = NULL;
		r = open_once(s, name, eb);
	}
	if (r < 0) {
		session_close(s);
		return r;
	}
	*ret = s;
	return 0;
}

/* Nothing left but what every interface has without being asked */
static bool is_empty(const struct graph *g)
{
	const struct ng_node_rec *n;

	if (g->head->hooks)
		return false;
	node_foreach (n, g)
		if (n->kind != NG_KIND_ETHER || !ether_is_untouched(n))
			return false;
	return true;
}

void session_close(struct session *s)
{
	struct ng_node_rec *n;

	if (!s)
		return;
	if (s->g && enter(s) == 0) {
		n = s->id ? node_by_id(s->g, s->id) : NULL;
		if (n)
			forget(s->g, n);
		if (is_empty(s->g))
			graph_destroy(s->g);
		graph_unlock(s->g);
	}
	close_fd(&s->fd);
	graph_close(s->g);
	free(s);
}

/* The node, or NULL when somebody shut it down. */
static struct ng_node_rec *self(const struct session *s)
{
	return node_by_id(s->g, s->id);
}

/* A node that is not there may be an interface that has come since. */
static int ready(struct session *s, const char *path)
{
	struct ng_node_rec *n;

	if (!self(s))
		return -ENOTCONN;
	if (path_find(s->g, self(s), path, &n) == -ENOENT)
		ether_sync(s->g);
	return 0;
}

int session_msg(struct session *s, const char *path, const struct ng_mesg *msg,
		struct ng_mesg **ret, uint32_t *ret_id)
{
	int r = enter(s);

	if (r < 0)
		return r;
	r = ready(s, path);
	if (r == 0)
		r = msg_deliver(s->g, self(s), path, msg, ret, ret_id);
	graph_unlock(s->g);
	return r;
}

int session_text(struct session *s, const char *path, const char *name,
		 const char *args, struct ng_mesg **ret, uint32_t *ret_id)
{
	cleanup_free struct ng_mesg *msg = NULL;
	int r = enter(s);

	if (r < 0)
		return r;
	r = ready(s, path);
	if (r == 0)
		r = msg_from_text(s->g, self(s), path, name, args, &msg);
	if (r == 0)
		r = msg_deliver(s->g, self(s), path, msg, ret, ret_id);
	graph_unlock(s->g);
	return r;
}

int session_to_text(struct session *s, uint32_t id, const struct ng_mesg *msg,
		    struct ng_mesg **ret)
{
	const struct ng_node_rec *n;
	int r = enter(s);

	if (r < 0)
		return r;
	n = node_by_id(s->g, id);
	r = n ? msg_to_text(n, msg, ret) : -ENOENT;
	graph_unlock(s->g);
	return r;
}
