/* SPDX-License-Identifier: BSD-2-Clause */
/* away.c - Interfaces that are made in a jail and are nodes here */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/errbuf.h"
#include "ether/ether.h"
#include "libnetgraph/away.h"
#include "libnetgraph/closet.h"
#include "libnetgraph/ops.h"
#include "libnetgraph/path.h"
#include "netgraph/ng_eiface.h"
#include "netgraph/ng_message.h"

#define LINKS_MAX 65536

static int tell(int r, const char *what, struct errbuf *eb)
{
	return r < 0 ? errbuf_set(eb, -r, "%s: %s", what, strerror(-r)) : r;
}

/* With the lock, and nothing that a killed editor left */
static int enter(struct graph **ret, struct errbuf *eb)
{
	struct graph *g = NULL;
	int r = graph_open(false, &g, eb);

	if (r < 0)
		return r;
	r = graph_lock(g);
	if (r < 0) {
		graph_close(g);
		return tell(r == -ESTALE ? -ENOENT : r, "netgraph", eb);
	}
	ops_finish(g);
	*ret = g;
	return 0;
}

static void leave(struct graph **g)
{
	if (!*g)
		return;
	graph_unlock(*g);
	graph_close(*g);
}

#define cleanup_graph __attribute__((cleanup(leave)))

static int find_node(struct graph *g, const char *path,
		     struct ng_node_rec **ret, struct errbuf *eb)
{
	struct ng_node_rec *n = NULL;

	if (path_find(g, NULL, path, &n) < 0)
		return errbuf_set(eb, ENOENT, "%s no such node", path);
	if (n->kind != NG_KIND_BRIDGE && n->kind != NG_KIND_HUB)
		return errbuf_set(eb, EINVAL, "%s neither a bridge nor a hub",
				  path);
	*ret = n;
	return 0;
}

static int free_link(struct graph *g, const struct ng_node_rec *n,
		     char link[NG_HOOKSIZ])
{
	for (unsigned i = 0; i < LINKS_MAX; i++) {
		(void)snprintf(link, NG_HOOKSIZ, "link%u", i);
		if (!hook_find(g, n, link))
			return 0;
	}
	return -ENOSPC;
}

static int hook_up(struct graph *g, struct ng_node_rec *n, const char *name,
		   struct errbuf *eb)
{
	char link[NG_HOOKSIZ];
	int r = free_link(g, n, link);

	if (r == 0)
		r = ops_mkpeer(g, n, NG_EIFACE_NODE_TYPE, link,
			       NG_EIFACE_HOOK_ETHER);
	if (r == -ENOSPC || r == -ENOMEM || r == -ENFILE)
		return errbuf_set(eb, ENOSPC, "no room for one more");
	if (r < 0)
		return errbuf_set(eb, -r, "%s", strerror(-r));
	/* Where nobody is called so; else it stays ngethN. */
	n = hook_node(g, hook_peer(g, hook_find(g, n, link)));
	(void)ops_name(g, n, name);
	return 0;
}

int away_make(const char *path, const char *name, const struct closet_away *a,
	      struct errbuf *eb)
{
	cleanup_graph struct graph *g = NULL;
	struct ng_node_rec *n = NULL;
	int r = enter(&g, eb);

	if (r == -ENOENT)
		return errbuf_set(eb, ENOENT, "%s no such node", path);
	if (r < 0 || !g)
		return r;
	ether_sync(g);
	r = find_node(g, path, &n, eb);
	if (r < 0)
		return r;
	g->away = a;
	r = hook_up(g, n, name, eb);
	return r < 0 ? errbuf_in(eb, r, "%.*s", (int)strlen(path) - 1, path)
		     : r;
}

static struct ng_node_rec *of_jail(const struct graph *g, int jid)
{
	struct ng_node_rec *n;

	node_foreach (n, g)
		if (n->kind == NG_KIND_EIFACE &&
		    n->cfg[NG_EIFACE_JAIL] == (uint64_t)jid)
			return n;
	return NULL;
}

int away_unmake(int jid, struct errbuf *eb)
{
	cleanup_graph struct graph *g = NULL;
	struct ng_node_rec *n;
	int r = enter(&g, eb);

	if (r < 0 || !g)
		return r == -ENOENT ? 0 : r;
	/* What it leaves goes with its node, which takes longer. */
	(void)closet_away_del(g, jid);
	while (r == 0 && (n = of_jail(g, jid)))
		r = ops_shutdown(g, n);
	if (ops_is_empty(g))
		graph_destroy(g);
	return tell(r, "netgraph", eb);
}
