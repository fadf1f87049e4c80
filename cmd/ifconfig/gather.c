/* SPDX-License-Identifier: BSD-2-Clause */
/* gather.c - Ask Linux what ifconfig(8) is to tell */

#include <errno.h>
#include <net/if_arp.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "base/errbuf.h"
#include "base/text.h"
#include "base/util.h"
#include "ethtool.h"
#include "gather.h"
#include "group.h"
#include "nl/nd6.h"
#include "nl/addr.h"
#include "nl/iffib.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "standin.h"
#include "view.h"

int gather_all(struct gather *g, struct nl *nl, struct errbuf *eb)
{
	int r;

	g->nl = nl;
	r = nl_link_list(nl, &g->links, &g->n_links, eb);
	if (r == 0)
		r = iffib_list(nl, &g->fibs, &g->n_fibs, eb);
	if (r < 0)
		return r;
	return nl_ifaddr_list(nl, 0, 0, &g->addrs, &g->n_addrs, eb);
}

/* Members of a bridge or lagg are among all the others. */
static int add_others(struct gather *g, struct errbuf *eb)
{
	struct nl_link *all = NULL, *both;
	size_t n = 0;
	int r = nl_link_list(g->nl, &all, &n, eb);

	if (r < 0)
		return r;
	both = realloc(g->links, (n + 1) * sizeof(*both));
	if (!both) {
		nl_link_list_free(all, n);
		return errbuf_set(eb, ENOMEM, "out of memory");
	}
	memcpy(both + 1, all, n * sizeof(*both));
	free(all);
	g->links = both;
	g->n_links = n + 1;
	return 0;
}

int gather_one(struct gather *g, struct nl *nl, int index, struct errbuf *eb)
{
	int r;

	g->nl = nl;
	g->links = calloc(1, sizeof(*g->links));
	if (!g->links)
		return errbuf_set(eb, ENOMEM, "out of memory");
	r = nl_link_get(nl, NULL, index, g->links, eb);
	if (r < 0)
		return r;
	g->n_links = 1;
	if (streq(g->links->kind, "bridge") || streq(g->links->kind, "bond"))
		r = add_others(g, eb);
	if (r == 0)
		r = iffib_list(nl, &g->fibs, &g->n_fibs, eb);
	if (r < 0)
		return r;
	return nl_ifaddr_list(nl, 0, index, &g->addrs, &g->n_addrs, eb);
}

void gather_done(struct gather *g)
{
	nl_link_list_free(g->links, g->n_links);
	free(g->addrs);
	free(g->fibs);
	*g = (struct gather){ 0 };
}

static bool in_group(const struct nl_link *l, const char *group)
{
	const char *g = group_of_kind(l);

	return g && streq(g, group);
}

static bool is_loopback(const struct nl_link *l)
{
	return in_group(l, "lo");
}

static bool is_tunnel(const struct nl_link *l)
{
	return in_group(l, "gif") || in_group(l, "gre");
}

/* What is one bit on both sides */
static const struct {
	unsigned linux_flag, flag;
} same_flags[] = {
	{ IFF_UP, VIEW_UP | VIEW_RUNNING },
	{ IFF_BROADCAST, VIEW_BROADCAST },
	{ IFF_DEBUG, VIEW_DEBUG },
	{ IFF_LOOPBACK, VIEW_LOOPBACK },
	{ IFF_POINTOPOINT, VIEW_POINTOPOINT },
	{ IFF_NOARP, VIEW_NOARP },
	{ IFF_PROMISC, VIEW_PROMISC | VIEW_PPROMISC },
	{ IFF_ALLMULTI, VIEW_ALLMULTI | VIEW_PALLMULTI },
	{ IFF_MULTICAST, VIEW_MULTICAST },
};

unsigned gather_flags(const struct nl_link *l)
{
	unsigned flags = 0;

	for (size_t i = 0; i < ARRAY_SIZE(same_flags); i++)
		if (l->flags & same_flags[i].linux_flag)
			flags |= same_flags[i].flag;
	if (l->promiscuity)
		flags |= VIEW_PROMISC;
	if (l->type == ARPHRD_ETHER)
		flags |= VIEW_SIMPLEX;
	if (l->flags & IFF_UP && l->flags & IFF_LOWER_UP)
		flags |= VIEW_LOWER_UP;

	/* Linux never resolves addresses on these; FreeBSD says so of wg only,
	 * which is no point-to-point interface there. */
	if (in_group(l, "wg"))
		flags = (flags | VIEW_MULTICAST) & ~(unsigned)VIEW_POINTOPOINT;
	else if (flags & VIEW_POINTOPOINT)
		flags &= ~(unsigned)VIEW_NOARP;
	if (is_loopback(l)) {
		flags |= VIEW_LOOPBACK | VIEW_MULTICAST;
		flags &=
			~(unsigned)(VIEW_BROADCAST | VIEW_NOARP | VIEW_SIMPLEX);
	}
	if (is_tunnel(l)) {
		flags |= VIEW_POINTOPOINT | VIEW_MULTICAST;
		flags &=
			~(unsigned)(VIEW_BROADCAST | VIEW_NOARP | VIEW_SIMPLEX);
	} else if (standin_for(l) && !is_loopback(l)) {
		flags |= VIEW_MULTICAST;
		flags &= ~(unsigned)VIEW_NOARP;
	}
	if (standin_for(l) && !is_loopback(l))
		flags &= ~(unsigned)(VIEW_RUNNING | VIEW_LOWER_UP);
	return flags;
}

bool gather_is_ether(const struct nl_link *l)
{
	return l->type == ARPHRD_ETHER && l->addr_len == ETH_ALEN &&
	       !is_loopback(l) && !is_tunnel(l);
}

static bool is_of(const struct nl_ifaddr *a, const struct nl_link *l,
		  int family)
{
	return a->index == l->index && a->ip.family == family;
}

bool gather_has(const struct gather *g, const struct nl_link *l, int family)
{
	for (size_t i = 0; i < g->n_addrs; i++)
		if (is_of(&g->addrs[i], l, family))
			return true;
	return false;
}

static void put_lladdr(const struct nl_link *l, struct view *v)
{
	v->ether = gather_is_ether(l);
	if (!v->ether && l->type != ARPHRD_INFINIBAND)
		return;
	v->addr_len = l->addr_len;
	if (!standin_for(l) || !in_group(l, "vlan")) /* no parent, no address */
		memcpy(v->lladdr, l->addr, l->addr_len);
	if (v->ether && !l->kind[0] && l->perm_addr_len == ETH_ALEN &&
	    memcmp(l->perm_addr, l->addr, ETH_ALEN) != 0) {
		v->has_hwaddr = true;
		memcpy(v->hwaddr, l->perm_addr, ETH_ALEN);
	}
}

static unsigned in6_flags(const struct nl_ifaddr *a)
{
	static const struct {
		unsigned linux_flag, flag;
	} map[] = {
		{ IFA_F_TENTATIVE, VIEW_IN6_TENTATIVE },
		{ IFA_F_DADFAILED, VIEW_IN6_DUPLICATED },
		{ IFA_F_DEPRECATED, VIEW_IN6_DEPRECATED },
		{ IFA_F_MANAGETEMPADDR, VIEW_IN6_AUTOCONF },
		{ IFA_F_OPTIMISTIC, VIEW_IN6_OPTIMISTIC },
	};
	unsigned flags = 0;

	for (size_t i = 0; i < ARRAY_SIZE(map); i++)
		if (a->flags & map[i].linux_flag)
			flags |= map[i].flag;
	if (a->flags & IFA_F_TEMPORARY)
		flags |= VIEW_IN6_TEMPORARY | VIEW_IN6_AUTOCONF;
	if (flags & VIEW_IN6_DUPLICATED)
		flags &= ~(unsigned)VIEW_IN6_TENTATIVE;
	return flags;
}

static void put_in(const struct nl_ifaddr *a, struct view_addr *va)
{
	memcpy(&va->addr.in, a->ip.b, sizeof(va->addr.in));
	memcpy(&va->dest.in, a->peer.b, sizeof(va->dest.in));
	memcpy(&va->bcast.in, a->broadcast.b, sizeof(va->bcast.in));
	va->has_bcast = a->broadcast.family != 0;
	if (va->has_bcast || a->prefixlen < 31)
		return;
	/* Linux has no use for one in such networks, FreeBSD tells one. */
	va->has_bcast = true;
	va->bcast.in = va->addr.in;
	if (a->prefixlen == 31)
		va->bcast.in.s_addr = INADDR_NONE;
}

static void put_addr(const struct nl_ifaddr *a, struct view_addr *va)
{
	va->family = a->ip.family;
	va->prefix = a->prefixlen;
	va->has_dest = a->peer.family != 0;
	va->pltime = a->preferred;
	va->vltime = a->valid;
	if (va->family == AF_INET) {
		put_in(a, va);
		return;
	}
	memcpy(&va->addr.in6, a->ip.b, sizeof(va->addr.in6));
	memcpy(&va->dest.in6, a->peer.b, sizeof(va->dest.in6));
	va->in6_flags = in6_flags(a);
	if (nl_inet_link_local(&a->ip))
		va->scope_id = (uint32_t)a->index;
}

static int put_addrs(const struct gather *g, const struct nl_link *l,
		     struct view *v)
{
	v->addrs = calloc(g->n_addrs + 1, sizeof(*v->addrs));
	if (!v->addrs)
		return -ENOMEM;
	for (size_t i = 0; i < g->n_addrs; i++)
		if (is_of(&g->addrs[i], l, AF_INET))
			put_addr(&g->addrs[i], &v->addrs[v->n_addrs++]);
	/* Linux puts a new inet6 address first, FreeBSD last. */
	for (size_t i = g->n_addrs; i-- > 0;)
		if (is_of(&g->addrs[i], l, AF_INET6))
			put_addr(&g->addrs[i], &v->addrs[v->n_addrs++]);
	return 0;
}

/* What is on, or with @possible what can be. */
static unsigned caps(const struct nl_link *l, bool possible)
{
	const unsigned sums =
		VIEW_RXCSUM | VIEW_TXCSUM | VIEW_RXCSUM_IPV6 | VIEW_TXCSUM_IPV6;

	if (is_loopback(l))
		return sums | VIEW_LINKSTATE;
	if (streq(l->kind, "tun") || in_group(l, "wg") || is_tunnel(l))
		return VIEW_LINKSTATE;
	if (in_group(l, "vxlan"))
		return VIEW_JUMBO_MTU | VIEW_LINKSTATE;
	if (l->type != ARPHRD_ETHER || streq(l->kind, "bridge") ||
	    standin_for(l))
		return 0;
	return (possible ? ethtool_possible(l->name) : ethtool_caps(l->name)) |
	       VIEW_VLAN_MTU | (l->kind[0] ? 0 : VIEW_LINKSTATE);
}

static int put_media(const struct nl_link *l, struct view *v)
{
	struct view_media *m = &v->media;

	if (!gather_is_ether(l) || streq(l->kind, "bridge") ||
	    in_group(l, "vxlan"))
		return 0;

	m->status = v->flags & VIEW_LOWER_UP ? "active" : "no carrier";
	m->current = "autoselect";
	if (l->group == NL_LINK_GROUP_NETGRAPH || nl_link_is_way(l)) {
		m->active = v->flags & VIEW_LOWER_UP ? "1000baseT" : NULL;
		m->full_duplex = true;
	} else if (streq(l->kind, "veth")) {
		m->current = m->active = "10Gbase-T";
		m->full_duplex = true;
	} else if (!streq(l->kind, "tun") && !streq(l->kind, "bond") &&
		   !standin_for(l)) {
		(void)ethtool_media(l->name, m);
		if (!(v->flags & VIEW_LOWER_UP))
			m->active = NULL;
		return 0;
	}
	return strv_add(&m->supported, m->current);
}

static int put_names(const struct gather *g, const struct nl_link *l,
		     struct view *v)
{
	char driver[32];
	int r;

	v->name = strdup(ifname_to_bsd(ifname_full(l)));
	if (!v->name)
		return -ENOMEM;
	if (l->alias && *l->alias) {
		v->description = strdup(l->alias);
		if (!v->description)
			return -ENOMEM;
		(void)text_plain(v->description);
	}
	if (g->details &&
	    ethtool_driver(l->name, driver, sizeof(driver)) == 0) {
		v->driver = strdup(driver);
		if (!v->driver)
			return -ENOMEM;
	}
	r = group_list(l, &v->groups);
	for (size_t i = 0; i < v->groups.n; i++)
		(void)text_plain(v->groups.v[i]);
	return r;
}

int gather_view(const struct gather *g, const struct nl_link *l,
		struct view *ret, struct errbuf *eb)
{
	int r;

	ret->index = l->index;
	ret->flags = gather_flags(l);
	ret->mtu = l->mtu;
	ret->has_options = true;
	ret->options = caps(l, false);
	if (g->details)
		ret->capabilities = ret->options | caps(l, true);
	put_lladdr(l, ret);
	ret->has_nd6 = nl_nd6_read(l, &ret->nd6);
	if (ret->flags & VIEW_LOOPBACK) /* nobody can advertise there */
		ret->nd6 &= ~(unsigned)NL_ND6_ACCEPT_RTADV;
	for (size_t i = 0; i < g->n_fibs; i++)
		if (streq(g->fibs[i].name, l->name))
			ret->fib = g->fibs[i].fib;

	r = put_media(l, ret);
	if (r == 0)
		r = put_names(g, l, ret);
	if (r == 0)
		r = put_addrs(g, l, ret);
	if (r == 0)
		r = gather_kind(g, l, ret);
	return r < 0 ? errbuf_set(eb, -r, "out of memory") : 0;
}
