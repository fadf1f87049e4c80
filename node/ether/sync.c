/* SPDX-License-Identifier: BSD-2-Clause */
/* sync.c - Every Ethernet interface is a node: see which there are */

#include <errno.h>
#include <net/if_arp.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/util.h"
#include "ether/ether.h"
#include "libnetgraph/closet.h"
#include "libnetgraph/ops.h"
#include "libnetgraph/path.h"
#include "libnetgraph/type.h"
#include "nl/link.h"
#include "nl/nl.h"

/* '.' and ':' mean something in paths.  A jail's root may have put anything that
 * the kernel takes into the name. */
static void node_name(const struct nl_link *l, char name[IFNAMSIZ])
{
	memcpy(name, l->name, IFNAMSIZ);
	for (char *p = name; *p; p++)
		if (*p == '.' || *p == ':')
			*p = '_';
	(void)text_plain(name);
}

static struct ng_node_rec *node_of(struct graph *g, uint32_t ifindex)
{
	struct ng_node_rec *n;

	node_foreach (n, g)
		if (n->kind == NG_KIND_ETHER && n->ifindex == ifindex)
			return n;
	return NULL;
}

static void add(struct graph *g, const struct nl_link *l, const char *name)
{
	struct ng_node_rec *n = NULL;

	/* As on FreeBSD: who has the name already keeps it. */
	if (node_by_name(g, name) || node_new(g, NG_KIND_ETHER, &n) < 0) {
		graph_abort(g);
		return;
	}
	n->ifindex = (uint32_t)l->index;
	memcpy(n->cfg, name, IFNAMSIZ);
	memcpy(n->mac, l->addr, 6);
	ether_see_link(g, n, l);
	node_rename(g, n, name);
	graph_commit(g);
}

/* Its place in the head's list, or the first free one; NULL: no room */
static uint32_t *detached(struct graph *g, uint32_t ifindex)
{
	uint32_t *list = g->head->detached;

	for (size_t i = 0; i < ARRAY_SIZE(g->head->detached); i++)
		if (list[i] == ifindex || !list[i])
			return &list[i];
	return NULL;
}

static bool is_detached(struct graph *g, uint32_t ifindex)
{
	const uint32_t *at = detached(g, ifindex);

	return at && *at == ifindex;
}

static void forget(struct graph *g, struct ng_node_rec *n)
{
	(void)ops_shutdown(g, n);
	node_free(g, n);
	graph_commit(g);
}

static void see(struct graph *g, const struct nl_link *l, int closet)
{
	struct ng_node_rec *n = node_of(g, (uint32_t)l->index);
	char name[IFNAMSIZ], was[IFNAMSIZ];

	if (l->type != ARPHRD_ETHER)
		return;
	/* The outer ends of the closet's pairs are no interfaces of the host. */
	if (closet >= 0 && l->link_netnsid == closet && streq(l->kind, "veth"))
		return;
	node_name(l, name);
	if (!n) {
		if (!is_detached(g, (uint32_t)l->index))
			add(g, l, name);
		return;
	}
	if (is_detached(g, (uint32_t)l->index)) {
		forget(g, n);
		return;
	}
	ether_settle(g, n);
	if (n->cross_closet)
		(void)closet_nic_keep(g, n);
	ether_see_link(g, n, l);
	memcpy(n->mac, l->addr, 6);
	memcpy(was, n->cfg, sizeof(was));
	if (streq(was, name))
		return;
	/* Also one that was given a name of its own; unless that is taken. */
	memcpy(n->cfg, name, sizeof(was));
	if (node_by_name(g, name))
		return;
	node_rename(g, n, name);
	graph_commit(g);
}

static bool exists(const struct nl_link *links, size_t n, uint32_t ifindex)
{
	for (size_t i = 0; i < n; i++)
		if ((uint32_t)links[i].index == ifindex)
			return true;
	return false;
}

int ether_detach(struct graph *g, struct ng_node_rec *n)
{
	uint32_t *at = detached(g, n->ifindex);

	if (!at)
		return -ENOMEM;
	/* First: a node that is there all the same can be detached again. */
	graph_set(g, at, n->ifindex);
	graph_commit(g);
	forget(g, n);
	return 0;
}

/* Numbers of interfaces that are no more; the last takes the place of each. */
static void forget_detached(struct graph *g, const struct nl_link *links,
			    size_t n)
{
	uint32_t *list = g->head->detached;
	size_t used = 0;

	while (used < ARRAY_SIZE(g->head->detached) && list[used])
		used++;
	for (size_t i = used; i-- > 0;) {
		if (exists(links, n, list[i]))
			continue;
		used--;
		graph_set(g, &list[i], i == used ? 0 : list[used]);
		if (i != used)
			graph_set(g, &list[used], 0);
		graph_commit(g);
	}
}

void ether_sync(struct graph *g)
{
	struct ng_node_rec *node, *next;
	struct nl_link *links = NULL;
	int closet = closet_nsid(g);
	size_t n = 0;

	/* Else the closet's own devices would be taken for the host's. */
	if (closet == CLOSET_NSID_UNKNOWN)
		return;
	if (!g->nl_home && nl_open(&g->nl_home, NULL) < 0)
		return;
	if (nl_link_list(g->nl_home, &links, &n, NULL) < 0)
		return;
	for (node = node_at(g, g->head->first); node; node = next) {
		next = node_at(g, node->next);
		if (node->kind == NG_KIND_ETHER &&
		    !exists(links, n, node->ifindex))
			forget(g, node);
	}
	forget_detached(g, links, n);
	for (size_t i = 0; i < n; i++)
		see(g, &links[i], closet);
	nl_link_list_free(links, n);
}

bool ether_is_untouched(const struct ng_node_rec *n)
{
	return !n->first && !n->cfg[ETHER_PROMISC] && !n->cfg[ETHER_AUTOSRC] &&
	       strncmp(n->name, (const char *)n->cfg, IFNAMSIZ) == 0;
}
