/* SPDX-License-Identifier: BSD-2-Clause */
/* table.c - The neighbours there are, this host's own addresses among them */

#include <errno.h>
#include <fcntl.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/util.h"
#include "neigh.h"
#include "nl/addr.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/nl.h"
#include "nl/route.h"

#define MS 1000 /* in a second */

static const char *const family_dir[] = {
	[AF_INET] = "ipv4", [AF_INET6] = "ipv6"
};

uint32_t neigh_setting(int family, const char *ifname, const char *what)
{
	cleanup_free char *text = NULL;
	char path[128];

	(void)snprintf(path, sizeof(path), "/proc/sys/net/%s/neigh/%s/%s",
		       family_dir[family], ifname, what);
	if (file_read(AT_FDCWD, path, &text, NULL, NULL) < 0)
		return 0;
	return (uint32_t)strtoul(text, NULL, 10);
}

/* Linux forgets nothing at a fixed time: an entry is good until it has to be
 * confirmed again. */
static void set_life(struct neigh_entry *e)
{
	uint32_t good;

	e->life = NEIGH_FOR_EVER;
	if (e->own || e->n.state & NUD_PERMANENT ||
	    (e->published && !e->n.addr_len))
		return;
	good = neigh_setting(e->n.family, e->link->name,
			     "base_reachable_time_ms");
	e->life = NEIGH_OVER;
	if (!(e->n.state & NUD_REACHABLE))
		return;
	e->life = NEIGH_SECONDS;
	e->seconds = good / MS > e->n.age ? good / MS - e->n.age : 1;
}

static struct nl_link *find_link(const struct neigh_table *t, int index)
{
	for (size_t i = 0; i < t->nlinks; i++)
		if (t->links[i].index == index)
			return &t->links[i];
	return NULL;
}

/* Multicast and the like are no neighbours, nor are those who did not
 * answer. */
static bool is_neighbour(const struct nl_neigh *n)
{
	return n->type == RTN_UNICAST && n->state &&
	       !(n->state & (NUD_NOARP | NUD_FAILED));
}

static int append(struct neigh_table *t, const struct neigh_entry *e)
{
	struct neigh_entry *v = realloc(t->v, (t->n + 1) * sizeof(*v));

	if (!v)
		return -ENOMEM;
	t->v = v;
	v[t->n] = *e;
	set_life(&v[t->n]);
	t->n++;
	return 0;
}

static int add_neighbours(struct nl *nl, int family, int index,
			  struct neigh_table *t, struct errbuf *eb)
{
	cleanup_free struct nl_neigh *list = NULL;
	size_t n = 0;
	int r = nl_neigh_list(nl, family, index, &list, &n, eb);

	for (size_t i = 0; i < n && r == 0; i++) {
		const struct neigh_entry e = {
			.n = list[i], .link = find_link(t, list[i].index)
		};

		if (e.link && is_neighbour(&e.n) && append(t, &e) < 0)
			r = errbuf_set(eb, ENOMEM, "out of memory");
	}
	return r;
}

static int add_published(struct nl *nl, int family, int index,
			 struct neigh_table *t, struct errbuf *eb)
{
	cleanup_free struct nl_neigh *list = NULL;
	size_t n = 0;
	int r = nl_neigh_list_proxies(nl, family, &list, &n, eb);

	for (size_t i = 0; i < n && r == 0; i++) {
		struct neigh_entry e = { .n = list[i], .published = true };

		e.link = find_link(t, e.n.index);
		if (!e.link || (index && e.n.index != index))
			continue;
		/* What is answered is the interface's own address. */
		e.n.addr_len = e.link->addr_len;
		memcpy(e.n.addr, e.link->addr, e.n.addr_len);
		e.n.state = NUD_PERMANENT;
		if (append(t, &e) < 0)
			r = errbuf_set(eb, ENOMEM, "out of memory");
	}
	return r;
}

/* FreeBSD's tables have them; Linux's have not. */
static int add_own(struct nl *nl, int family, int index, struct neigh_table *t,
		   struct errbuf *eb)
{
	cleanup_free struct nl_ifaddr *addrs = NULL;
	size_t n = 0;
	int r = nl_ifaddr_list(nl, family, index, &addrs, &n, eb);

	for (size_t i = 0; i < n && r == 0; i++) {
		struct neigh_entry e = {
			.n = { .family = family,
			       .index = addrs[i].index,
			       .ip = addrs[i].ip,
			       .addr_len = MAC_LEN,
			       .state = NUD_PERMANENT },
			.link = find_link(t, addrs[i].index),
			.own = true,
		};

		if (!e.link || !(e.link->flags & IFF_UP) ||
		    e.link->type != ARPHRD_ETHER)
			continue;
		memcpy(e.n.addr, e.link->addr, MAC_LEN);
		if (append(t, &e) < 0)
			r = errbuf_set(eb, ENOMEM, "out of memory");
	}
	return r;
}

static int compare(const void *a, const void *b)
{
	const struct neigh_entry *x = a, *y = b;
	int d = x->n.index - y->n.index;

	if (!d)
		d = memcmp(x->n.ip.b, y->n.ip.b, sizeof(x->n.ip.b));
	return d ? d : (int)x->published - (int)y->published;
}

int neigh_table_read(struct nl *nl, int family, int index,
		     struct neigh_table *ret, struct errbuf *eb)
{
	struct neigh_table t = { 0 };
	int r = nl_link_list(nl, &t.links, &t.nlinks, eb);

	if (r == 0)
		r = add_own(nl, family, index, &t, eb);
	if (r == 0)
		r = add_neighbours(nl, family, index, &t, eb);
	if (r == 0)
		r = add_published(nl, family, index, &t, eb);
	if (r < 0) {
		neigh_table_done(&t);
		return r;
	}
	if (t.n)
		qsort(t.v, t.n, sizeof(*t.v), compare);
	*ret = t;
	return 0;
}

void neigh_table_done(struct neigh_table *t)
{
	free(t->v);
	nl_link_list_free(t->links, t->nlinks);
}

const struct neigh_entry *neigh_find(const struct neigh_table *t,
				     const struct neigh_host *h)
{
	for (size_t i = 0; i < t->n; i++)
		if (!t->v[i].published && nl_inet_same(&t->v[i].n.ip, &h->ip) &&
		    (!h->index || t->v[i].n.index == h->index))
			return &t->v[i];
	return NULL;
}

const char *neigh_ifname(const struct neigh_entry *e)
{
	return ifname_to_bsd(ifname_full(e->link));
}
