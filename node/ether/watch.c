/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * watch.c - Neighbours of an interface are told when its link comes and goes
 *
 * Who looks at the graph sees that a link is not what it was, and says so.  While
 * there is a neighbour that listens, a process, libexec/vjail/ng_link, looks
 * whenever the kernel tells of a change.
 */

#include <net/if.h>

#include "base/util.h"
#include "ether/ether.h"
#include "libnetgraph/edit.h"
#include "libnetgraph/holder.h"
#include "libnetgraph/msg.h"
#include "libnetgraph/type.h"
#include "nl/link.h"
#include "types.h"

/* As FreeBSD's node tells it: not by upper */
static const int told[] = { NG_ETHER_LOWER, NG_ETHER_ORPHANS };

static bool listens(const struct graph *g, const struct ng_hook_rec *h)
{
	const struct ng_hook_rec *peer =
		h ? ng_hook_across(g, hook_peer(g, h)) : NULL;
	const struct ng_type *t = peer ? ng_type_of(hook_node(g, peer)) : NULL;

	return t && (t->kind == NG_KIND_SOCKET ||
		     ng_command_find(t, NGM_FLOW_COOKIE, NGM_LINK_IS_UP));
}

static bool is_heard(const struct graph *g, const struct ng_node_rec *n)
{
	for (size_t i = 0; i < ARRAY_SIZE(told); i++)
		if (listens(g, hook_at(g, n->role[told[i]])))
			return true;
	return false;
}

bool ether_is_watched(const struct graph *g, const struct ng_node_rec *n)
{
	return n->cfg[ETHER_WATCHED] && is_heard(g, n);
}

static void start(struct graph *g, uint32_t id)
{
	(void)holder_start(g, &holder_link, id, -1, -1);
}

void ether_watch(struct graph *g, struct ng_node_rec *n)
{
	if (g->guest || !is_heard(g, n))
		return;
	graph_set64(g, &n->cfg[ETHER_WATCHED], 1);
	if (!holder_is_there(g, &holder_link, n->id))
		start(g, n->id);
}

void ether_watch_sync(struct graph *g)
{
	holder_sweep(g, &holder_link, start);
}

void ether_unwatch(struct graph *g, struct ng_node_rec *n)
{
	if (is_heard(g, n))
		return;
	n->cfg[ETHER_WATCHED] = 0;
	holder_stop(g, &holder_link, n->id);
}

void ether_see_link(struct graph *g, struct ng_node_rec *n,
		    const struct nl_link *l)
{
	bool up = l->flags & IFF_LOWER_UP;
	uint64_t is = up ? ETHER_LINK_UP : ETHER_LINK_DOWN;

	if (n->cfg[ETHER_LINK] == is)
		return;
	for (size_t i = 0; n->cfg[ETHER_LINK] && i < ARRAY_SIZE(told); i++) {
		struct ng_hook_rec *h = hook_at(g, n->role[told[i]]);

		if (listens(g, h))
			(void)msg_tell(g, h, NGM_FLOW_COOKIE,
				       up ? NGM_LINK_IS_UP : NGM_LINK_IS_DOWN);
	}
	/* Who is killed before this has it told once more, which does no harm. */
	n->cfg[ETHER_LINK] = is;
}
