/* SPDX-License-Identifier: BSD-2-Clause */
/* apply.c - Do with an address what the words of a call said */

#include <errno.h>
#include <linux/if_link.h>
#include <linux/ip.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "apply.h"
#include "base/errbuf.h"
#include "fib.h"
#include "gather.h"
#include "ifc.h"
#include "nl/nd6.h"
#include "nl/addr.h"
#include "nl/link.h"
#include "nl/request.h"
#include "view.h"

/* What an interface has of one family, before something changes. */
struct held {
	struct nl_ifaddr *v;
	size_t n;
};

#define cleanup_held __attribute__((cleanup(held_done)))

static void held_done(struct held *h)
{
	free(h->v);
}

static int held_list(const struct ifc *c, struct held *ret, struct errbuf *eb)
{
	return nl_ifaddr_list(c->nl, c->addr.family, c->index, &ret->v, &ret->n,
			      eb);
}

static const struct nl_ifaddr *held_find(const struct held *h,
					 const struct nl_inet *ip)
{
	for (size_t i = 0; i < h->n; i++)
		if (nl_inet_same(&h->v[i].ip, ip))
			return &h->v[i];
	return NULL;
}

/* With the first address of a network Linux deletes the others that are in it,
 * and with an interface's last one all routes through it, but where this is
 * set. */
static int keep_others(const struct ifc *c)
{
	const struct ifinfomsg ifi = { .ifi_index = c->index };
	cleanup_nl_msg struct nl_msg *msg =
		nl_msg_new(RTM_SETLINK, 0, &ifi, sizeof(ifi), 0);
	struct nlattr *spec, *in, *conf;

	spec = msg ? nla_nest_start(msg, IFLA_AF_SPEC) : NULL;
	in = spec ? nla_nest_start(msg, AF_INET) : NULL;
	conf = in ? nla_nest_start(msg, IFLA_INET_CONF) : NULL;
	if (!conf || nla_put_u32(msg, IPV4_DEVCONF_PROMOTE_SECONDARIES, 1) < 0)
		return -ENOMEM;
	(void)nla_nest_end(msg, conf);
	(void)nla_nest_end(msg, in);
	(void)nla_nest_end(msg, spec);
	return nl_do(c->nl, msg, NULL, NULL);
}

static int remove_one(const struct ifc *c, const struct nl_ifaddr *a,
		      struct errbuf *eb)
{
	int r = 0;

	if (a->ip.family == AF_INET)
		r = keep_others(c);
	if (r == 0)
		r = nl_ifaddr_del(c->nl, a, eb);
	return r < 0 ? ifc_perror(eb, r, "ioctl (SIOCDIFADDR)") : 0;
}

static int remove_address(const struct ifc *c, struct errbuf *eb)
{
	const struct nl_ifaddr *a = NULL;
	cleanup_held struct held h = { 0 };
	int r = held_list(c, &h, eb);

	if (r < 0)
		return ifc_perror(eb, r, "ioctl (SIOCDIFADDR)");
	if (c->addr.given)
		a = held_find(&h, &c->addr.ip);
	else if (c->addr.family == AF_INET && h.n > 0)
		a = &h.v[0];
	if (!a)
		return ifc_perror(eb, -EADDRNOTAVAIL, "ioctl (SIOCDIFADDR)");
	return remove_one(c, a, eb);
}

/* The low half of an inet6 address is that of the link-local one. */
static int fill_eui64(struct address *a, const struct held *h,
		      struct errbuf *eb)
{
	static const uint8_t none[8];

	if (memcmp(a->ip.b + 8, none, sizeof(none)) != 0)
		return errbuf_set(eb, EINVAL,
				  "interface index is already filled");
	for (size_t i = 0; i < h->n; i++) {
		if (!nl_inet_link_local(&h->v[i].ip))
			continue;
		memcpy(a->ip.b + 8, h->v[i].ip.b + 8, 8);
		return 0;
	}
	return errbuf_set(eb, EADDRNOTAVAIL,
			  "could not determine link local address");
}

/* Where no mask is given, which only loopback and point-to-point may do. */
static unsigned default_prefix(const struct address *a)
{
	return a->ip.b[0] == 127 ? 8 : 32;
}

static struct nl_ifaddr wanted(const struct ifc *c, unsigned if_flags)
{
	const struct address *a = &c->addr;
	struct nl_ifaddr w = {
		.index = c->index,
		.prefixlen = a->prefixlen,
		.flags = a->no_dad ? IFA_F_NODAD : 0,
		.ip = a->ip,
		.peer = a->dest,
		.broadcast = a->broadcast,
		.valid = a->vltime,
		.preferred = a->deprecated ? 0 : a->pltime,
	};

	if (a->family == AF_INET && a->ip.b[0] == 127)
		w.scope = RT_SCOPE_HOST;
	if (a->family == AF_INET && !a->has_mask)
		w.prefixlen = default_prefix(a);
	if (a->family == AF_INET6 && a->dest.family && !a->has_mask)
		w.prefixlen = 128;
	if (a->family == AF_INET && !a->broadcast.family &&
	    if_flags & IFF_BROADCAST)
		w.broadcast = nl_inet_broadcast(&w.ip, w.prefixlen);
	return w;
}

static bool same(const struct nl_ifaddr *a, const struct nl_ifaddr *b)
{
	return nl_inet_same(&a->ip, &b->ip) && a->prefixlen == b->prefixlen &&
	       nl_inet_same(&a->peer, &b->peer) &&
	       nl_inet_same(&a->broadcast, &b->broadcast);
}

/* An inet address that is there keeps its mask if none is given. */
static bool is_kept(const struct ifc *c, const struct nl_ifaddr *mine,
		    const struct nl_ifaddr *w)
{
	return w->ip.family == AF_INET && !c->addr.has_mask &&
	       (!w->peer.family || nl_inet_same(&mine->peer, &w->peer));
}

static int bring_up(const struct ifc *c, struct errbuf *eb)
{
	const struct nl_link_change up = { .flags = IFF_UP,
					   .flags_mask = IFF_UP };
	int r = nl_link_set(c->nl, c->index, &up, eb);

	return r < 0 ? ifc_perror(eb, r, "up") : 0;
}

/* Add @w, or change what is there of it. */
static int add_or_change(const struct ifc *c, const struct nl_ifaddr *w,
			 bool there, struct errbuf *eb)
{
	int r = 0;

	if (!there)
		r = nl_ifaddr_add(c->nl, w, eb);
	else if (c->addr.has_times || c->addr.deprecated)
		r = nl_ifaddr_replace(c->nl, w, eb);
	if (r == -EACCES && w->ip.family == AF_INET6)
		return errbuf_set(eb, EACCES, "%s: inet6 is disabled on it",
				  c->name);
	return r < 0 ? ifc_perror(eb, r, "ioctl (SIOCAIFADDR)") : 0;
}

/* The address it comes in place of goes last: routes need one to stay. */
static int put(struct ifc *c, const struct held *h, unsigned if_flags,
	       struct errbuf *eb)
{
	struct nl_ifaddr w = wanted(c, if_flags);
	const struct nl_ifaddr *mine = held_find(h, &w.ip);
	bool there = mine && (same(mine, &w) || is_kept(c, mine, &w));
	int r = 0;

	if (mine && !there)
		r = remove_one(c, mine, eb);
	if (r == 0)
		r = add_or_change(c, &w, there, eb);
	if (r == 0 && w.ip.family == AF_INET && h->n > 0 &&
	    c->addr.alias == ADDRESS_REPLACE && &h->v[0] != mine)
		r = remove_one(c, &h->v[0], eb);
	return r;
}

/* Linux marks it tentative for a moment even where nothing is probed. */
static int look_up_dad(struct ifc *c, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	unsigned nd6 = 0;
	int r = ifc_look(c, &l, eb);

	c->addr.no_dad = r == 0 && nl_nd6_read(&l, &nd6) && nd6 & NL_ND6_NO_DAD;
	return r;
}

/* A tunnel is point-to-point before it leads anywhere. */
static int look_up_flags(struct ifc *c, unsigned *ret, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = ifc_look(c, &l, eb);

	if (r < 0)
		return r;
	*ret = l.flags;
	if (gather_flags(&l) & VIEW_POINTOPOINT)
		*ret |= IFF_POINTOPOINT;
	return 0;
}

static int add_address(struct ifc *c, struct errbuf *eb)
{
	cleanup_held struct held h = { 0 };
	unsigned flags = 0;
	size_t left;
	int r;

	r = look_up_flags(c, &flags, eb);
	if (r < 0)
		return r;
	r = address_check(&c->addr, flags, eb);
	if (r < 0)
		return r;
	if (c->addr.family == AF_INET6)
		r = look_up_dad(c, eb);
	if (r == 0)
		r = held_list(c, &h, eb);
	if (r < 0)
		return ifc_perror(eb, r, "ioctl (SIOCAIFADDR)");
	if (c->addr.eui64) {
		r = fill_eui64(&c->addr, &h, eb);
		if (r < 0)
			return r;
	}

	left = h.n;
	if (c->addr.family == AF_INET && c->addr.alias == ADDRESS_REPLACE &&
	    left > 0)
		left--;
	r = put(c, &h, flags, eb);
	if (r == 0 && left == 0 && !(flags & IFF_UP))
		r = bring_up(c, eb);
	return r;
}

static int set_mac(const struct ifc *c, struct errbuf *eb)
{
	const struct nl_link_change change = {
		.has = NL_LINK_HAS_ADDR,
		.addr = c->addr.mac,
		.addr_len = c->addr.mac_len,
	};
	cleanup_nl_link struct nl_link l = { 0 };
	int r = ifc_look(c, &l, eb);

	/* Linux takes what it needs of a longer one. */
	if (r == 0 && (l.addr_len != c->addr.mac_len || l.flags & IFF_LOOPBACK))
		r = -EINVAL;
	if (r == 0)
		r = nl_link_set(c->nl, c->index, &change, eb);
	return r < 0 ? ifc_perror(eb, r, "ioctl (SIOCAIFADDR)") : 0;
}

int apply_address(struct ifc *c, struct errbuf *eb)
{
	int r;

	if (c->addr.family == AF_PACKET)
		return c->addr.given ? set_mac(c, eb) : 0;
	if (c->addr.alias != ADDRESS_REMOVE && !c->addr.given)
		return 0;
	do {
		bool gone = c->addr.alias == ADDRESS_REMOVE;

		r = gone ? remove_address(c, eb) : add_address(c, eb);
		if (!gone)
			c->addr.alias = ADDRESS_ADD;
	} while (r == 0 && address_next(&c->addr));
	return r < 0 ? r : fib_follow(c, eb);
}
