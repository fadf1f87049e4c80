/* SPDX-License-Identifier: BSD-2-Clause */
/* ops.c - What can be done to a graph, whole or not at all */

#include <errno.h>
#include <string.h>

#include "ether/ether.h"
#include "libnetgraph/closet.h"
#include "libnetgraph/ops.h"
#include "libnetgraph/path.h"
#include "libnetgraph/type.h"

static int commit_or_undo(struct graph *g, int r)
{
	if (r == 0) {
		graph_commit(g);
		return 0;
	}
	graph_abort(g);
	if (g->closet >= 0)
		closet_sweep(g);
	return r;
}

static int make(struct graph *g, const struct ng_type *t,
		struct ng_node_rec **ret)
{
	int r;

	if (t->flags & NG_TYPE_FIXED)
		return -EINVAL;
	r = node_new(g, t->kind, ret);
	return r == 0 && t->make ? t->make(g, *ret) : r;
}

int ops_make(struct graph *g, const struct ng_type *t, struct ng_node_rec **ret)
{
	return commit_or_undo(g, make(g, t, ret));
}

static int add_hook(struct graph *g, struct ng_node_rec *n, const char *name,
		    struct ng_hook_rec **ret)
{
	const struct ng_type *t = ng_type_of(n);
	struct ng_hook_rec like = { 0 };
	int r = path_hook_check(name);

	if (r < 0)
		return r;
	if (hook_find(g, n, name))
		return -EEXIST;
	memcpy(like.name, name, strlen(name));
	if (t->newhook)
		r = t->newhook(g, n, &like);
	else if (t->roles)
		r = ng_hook_role(n, t->roles, &like);
	return r < 0 ? r : hook_new(g, n, &like, ret);
}

static int joined(struct graph *g, struct ng_hook_rec *h)
{
	struct ng_node_rec *n = hook_node(g, h);
	const struct ng_type *t = ng_type_of(n);

	if (t->joined)
		return t->joined(g, n, h);
	return t->roles ? ng_role_joined(g, n, h) : 0;
}

static int join(struct graph *g, struct ng_node_rec *a, const char *hook_a,
		struct ng_node_rec *b, const char *hook_b)
{
	struct ng_hook_rec *ha = NULL, *hb = NULL;
	int r = add_hook(g, a, hook_a, &ha);

	if (r < 0)
		return r;
	r = add_hook(g, b, hook_b, &hb);
	if (r < 0)
		return r;
	hook_join(g, ha, hb);
	r = joined(g, ha);
	return r < 0 ? r : joined(g, hb);
}

int ops_mkpeer(struct graph *g, struct ng_node_rec *n, const char *type,
	       const char *ourhook, const char *peerhook)
{
	const struct ng_type *t = ng_type_find(type);
	struct ng_node_rec *peer = NULL;
	int r;

	if (!t)
		return -ENXIO;
	if (hook_find(g, n, ourhook))
		return -EEXIST;
	r = t->flags & NG_TYPE_PROGRAM ? -EINVAL : make(g, t, &peer);
	if (r == 0)
		r = join(g, n, ourhook, peer, peerhook);
	return commit_or_undo(g, r);
}

int ops_connect(struct graph *g, struct ng_node_rec *a, const char *hook_a,
		struct ng_node_rec *b, const char *hook_b)
{
	return commit_or_undo(g, join(g, a, hook_a, b, hook_b));
}

int ops_name(struct graph *g, struct ng_node_rec *n, const char *name)
{
	int r = path_name_check(name);

	if (r < 0)
		return r;
	if (node_by_name(g, name))
		return -EADDRINUSE;
	node_rename(g, n, name);
	graph_commit(g);
	return 0;
}

static void leaving(struct graph *g, const struct ng_type *t,
		    struct ng_node_rec *n, struct ng_hook_rec *h)
{
	if (t->leaving)
		t->leaving(g, n, h);
	else if (t->roles)
		ng_role_leaving(g, n, h);
}

static bool is_dying(const struct graph *g, const struct ng_node_rec *n)
{
	const struct ng_node_rec *d = node_at(g, g->head->dying);

	while (d && d != n)
		d = node_at(g, d->outer);
	return d;
}

/* From then on a killed editor's shutdown is finished by the next. */
static void begin(struct graph *g, struct ng_node_rec *n)
{
	const struct ng_type *t = ng_type_of(n);

	if (t->closing)
		t->closing(g, n);
	graph_set(g, &n->outer, g->head->dying);
	graph_set(g, &g->head->dying, node_slot(g, n));
}

/* Its shutdown, if it is over with it that way. */
static void look_at_end(struct graph *g, struct ng_node_rec *n, uint32_t id)
{
	const struct ng_type *t = ng_type_of(n);

	if (n->id == id && t->ends && t->ends(n) && !is_dying(g, n))
		begin(g, n);
}

/* Take a hook away; its node too, if it was kept by nothing else. */
static void drop(struct graph *g, struct ng_hook_rec *h)
{
	struct ng_node_rec *n = hook_node(g, h);
	const struct ng_type *t = ng_type_of(n);

	leaving(g, t, n, h);
	hook_free(g, h);
	if (n->first || t->flags & NG_TYPE_STAYS || (t->stays && t->stays(n)))
		return;
	if (!is_dying(g, n))
		node_free(g, n);
}

/* The maps are right: now devices may follow. */
static void after(struct graph *g, const struct ng_type *t,
		  struct ng_node_rec *n, uint32_t id)
{
	if (n->id != id) {
		if (t->gone)
			t->gone(g, id);
	} else if (t->left) {
		t->left(g, n);
	}
}

static void finish(struct graph *g, struct ng_node_rec *n);

/* The hook @h of node @n, and its peer, and nodes that end with one of them. */
static void drop_pair(struct graph *g, struct ng_node_rec *n,
		      struct ng_hook_rec *h, bool keep)
{
	struct ng_hook_rec *peer = hook_peer(g, h);
	struct ng_node_rec *m = peer ? hook_node(g, peer) : NULL;
	const struct ng_type *tn = ng_type_of(n), *tm = m ? ng_type_of(m) : tn;
	uint32_t id = n->id, peer_id = m ? m->id : 0, dying = g->head->dying;

	if (keep) {
		leaving(g, tn, n, h);
		hook_free(g, h);
	} else {
		drop(g, h);
	}
	/* A hook cannot be its own peer; a node can be its own neighbour. */
	if (peer && peer->node)
		drop(g, peer);
	look_at_end(g, n, id);
	if (m && m != n)
		look_at_end(g, m, peer_id);
	graph_commit(g);
	if (!keep)
		after(g, tn, n, id);
	if (m && m != n)
		after(g, tm, m, peer_id);
	while (g->head->dying != dying)
		finish(g, node_at(g, g->head->dying));
}

int ops_rmhook(struct graph *g, struct ng_hook_rec *h)
{
	drop_pair(g, hook_node(g, h), h, false);
	return 0;
}

/* Each hook is a step of its own; a killed editor's rest is finished. */
static void finish(struct graph *g, struct ng_node_rec *n)
{
	const struct ng_type *t = ng_type_of(n);
	uint32_t id = n->id;

	while (n->first)
		drop_pair(g, n, &g->hooks[n->first], true);
	if (!(t->flags & NG_TYPE_FIXED))
		node_free(g, n);
	graph_set(g, &g->head->dying, n->outer);
	graph_commit(g);
	after(g, t, n, id);
}

int ops_shutdown(struct graph *g, struct ng_node_rec *n)
{
	if (is_dying(g, n))
		return 0;
	begin(g, n);
	graph_commit(g);
	finish(g, n);
	return 0;
}

void ops_finish(struct graph *g)
{
	while (g->head->dying)
		finish(g, node_at(g, g->head->dying));
}

bool ops_is_empty(const struct graph *g)
{
	const struct ng_node_rec *n;

	if (g->head->hooks || g->head->detached[0])
		return false;
	node_foreach (n, g)
		if (n->kind != NG_KIND_ETHER || !ether_is_untouched(n))
			return false;
	return true;
}
