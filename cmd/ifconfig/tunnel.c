/* SPDX-License-Identifier: BSD-2-Clause */
/* tunnel.c - gif and gre interfaces */

#include <net/if.h> /* before Linux's */

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_link.h>
#include <linux/if_tunnel.h>
#include <linux/ip6_tunnel.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/bsderr.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "fib.h"
#include "group.h"
#include "ifc.h"
#include "nl/fib.h"
#include "nl/link.h"
#include "nl/linkinfo.h"
#include "nl/request.h"
#include "resolve.h"
#include "standin.h"
#include "tunnel.h"
#include "words.h"

#define HOPS 30 /* FreeBSD's, for both */
#define ATTR_MAX 32 /* IFLA_IPTUN_MAX and IFLA_GRE_MAX are lower */

/* Where in its attributes a kind has what */
static const struct kind {
	const char *kind, *group;
	int family; /* of the outer addresses */
	uint32_t mtu; /* FreeBSD's */
	int local, remote, ttl, mark, proto, flags;
} kinds[] = {
	{ "sit", "gif", AF_INET, 1280, IFLA_IPTUN_LOCAL, IFLA_IPTUN_REMOTE,
	  IFLA_IPTUN_TTL, IFLA_IPTUN_FWMARK, IFLA_IPTUN_PROTO, 0 },
	{ "ip6tnl", "gif", AF_INET6, 1280, IFLA_IPTUN_LOCAL, IFLA_IPTUN_REMOTE,
	  IFLA_IPTUN_TTL, IFLA_IPTUN_FWMARK, IFLA_IPTUN_PROTO,
	  IFLA_IPTUN_FLAGS },
	{ "ipip", "gif", AF_INET, 1280, IFLA_IPTUN_LOCAL, IFLA_IPTUN_REMOTE,
	  IFLA_IPTUN_TTL, IFLA_IPTUN_FWMARK, 0, 0 },
	{ "gre", "gre", AF_INET, 1476, IFLA_GRE_LOCAL, IFLA_GRE_REMOTE,
	  IFLA_GRE_TTL, IFLA_GRE_FWMARK, 0, 0 },
	{ "ip6gre", "gre", AF_INET6, 1476, IFLA_GRE_LOCAL, IFLA_GRE_REMOTE,
	  IFLA_GRE_TTL, IFLA_GRE_FWMARK, 0, IFLA_GRE_FLAGS },
};

static const struct kind *kind_for(const char *group, int family)
{
	const struct kind *k = kinds;

	while (!streq(k->group, group) || k->family != family)
		k++;
	return k;
}

static const struct kind *kind_of(const struct nl_link *l)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (streq(kinds[i].kind, l->kind))
			return &kinds[i];
	return NULL;
}

static bool is_gre(const struct kind *k)
{
	return streq(k->group, "gre");
}

static unsigned read_options(const struct nlattr *flags)
{
	unsigned f = flags ? nla_get_u16(flags) : 0;

	return (f & GRE_CSUM ? TUNNEL_OPT_CSUM : 0) |
	       (f & GRE_SEQ ? TUNNEL_OPT_SEQ : 0);
}

bool tunnel_read(const struct nl_link *l, struct tunnel_state *ret)
{
	struct nlattr *tb[ATTR_MAX + 1] = { 0 };
	const struct kind *k = kind_of(l);
	struct tunnel_state t = { 0 };

	if (!k || !nl_link_info_parse(l, NL_LINK_INFO, tb, ATTR_MAX))
		return false;
	t.src = nl_attr_inet(tb[k->local], k->family);
	t.dst = nl_attr_inet(tb[k->remote], k->family);
	if (nl_inet_is_zero(&t.src) && nl_inet_is_zero(&t.dst))
		return false;
	t.fib = nl_attr_u32(tb[k->mark], 0) >> FIB_SHIFT;
	if (is_gre(k)) {
		t.key = ntohl(nl_attr_u32(tb[IFLA_GRE_OKEY], 0));
		t.options = read_options(tb[IFLA_GRE_OFLAGS]);
	}
	*ret = t;
	return true;
}

bool tunnel_is_spare(const struct nl_link *l)
{
	static const struct {
		const char *name, *kind;
	} spares[] = {
		{ "sit0", "sit" },	 { "ip6tnl0", "ip6tnl" },
		{ "gre0", "gre" },	 { "gretap0", "gretap" },
		{ "erspan0", "erspan" }, { "ip6gre0", "ip6gre" },
		{ "tunl0", "ipip" },	 { "ip_vti0", "vti" },
		{ "ip6_vti0", "vti6" },
	};
	bool moved = str_starts(l->name, TUNNEL_SPARE);
	const char *name = l->name + (moved ? strlen(TUNNEL_SPARE) : 0);
	struct tunnel_state t;

	for (size_t i = 0; i < ARRAY_SIZE(spares); i++)
		if (streq(name, spares[i].name) &&
		    streq(l->kind, spares[i].kind))
			return !(l->flags & IFF_UP) && !tunnel_read(l, &t);
	return false;
}

static int put_gre(struct nl_msg *msg, const struct tunnel_state *t)
{
	uint16_t flags = (t->key ? GRE_KEY : 0) |
			 (t->options & TUNNEL_OPT_CSUM ? GRE_CSUM : 0) |
			 (t->options & TUNNEL_OPT_SEQ ? GRE_SEQ : 0);
	int bad = nla_put_u16(msg, IFLA_GRE_OFLAGS, flags);

	/* What comes in may have numbers or not; Linux takes a checksum only where
	 * it sends one. */
	bad |= nla_put_u16(msg, IFLA_GRE_IFLAGS,
			   flags & (uint16_t)(GRE_KEY | GRE_CSUM));
	bad |= nla_put_u32(msg, IFLA_GRE_IKEY, htonl(t->key));
	bad |= nla_put_u32(msg, IFLA_GRE_OKEY, htonl(t->key));
	return bad;
}

static int put(struct nl_msg *msg, const struct kind *k,
	       const struct tunnel_state *t)
{
	int bad = nl_put_inet(msg, k->local, &t->src);

	bad |= nl_put_inet(msg, k->remote, &t->dst);
	bad |= nla_put_u8(msg, k->ttl, HOPS);
	bad |= nla_put_u32(msg, k->mark, t->fib << FIB_SHIFT);
	if (k->proto)
		bad |= nla_put_u8(msg, k->proto, 0); /* either family in it */
	/* An option that FreeBSD does not write */
	if (k->flags)
		bad |= nla_put_u32(msg, k->flags, IP6_TNL_F_IGN_ENCAP_LIMIT);
	if (is_gre(k))
		bad |= put_gre(msg, t);
	return bad;
}

static int make(struct ifc *c, const struct nl_link *l,
		const struct tunnel_state *t, struct errbuf *eb)
{
	cleanup_nl_msg struct nl_msg *msg = nlmsg_alloc_simple(0, 0);
	const struct kind *k = kind_for(group_of_kind(l), t->src.family);
	struct nl_link_new req = {
		.kind = k->kind,
		.change = { .has = NL_LINK_HAS_MTU, .mtu = k->mtu },
	};
	int r;

	if (!msg || put(msg, k, t) < 0)
		return -ENOMEM;
	if (streq(l->kind, k->kind)) {
		const struct nl_link_change mtu = { .has = NL_LINK_HAS_MTU,
						    .mtu = l->mtu };

		r = nl_link_info_set(c->nl, c->index, NL_LINK_INFO, k->kind,
				     msg, eb);
		if (r == 0) /* Linux has just counted one of its own */
			r = nl_link_set(c->nl, c->index, &mtu, eb);
		if (r != -EINVAL && r != -EOPNOTSUPP)
			return r;
	}
	nl_link_info_new(&req, msg);
	return standin_replace(c, &req, eb);
}

static void merge(struct tunnel_state *t, const struct tunnel_want *w)
{
	if (w->has_ends) {
		t->src = w->src;
		t->dst = w->dst;
	}
	if (w->has_key)
		t->key = w->key;
	if (w->has_fib)
		t->fib = w->fib;
	t->options = (t->options | w->on) & ~w->off;
}

static int finish(struct ifc *c, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	struct tunnel_want w = c->tunnel;
	bool gre = ifc_is(c, "gre", &l);
	struct tunnel_state t = { 0 };
	bool there;
	int r;

	c->tunnel = (struct tunnel_want){ 0 };
	if (!gre)
		nl_link_done(&l);
	if (!gre && (!ifc_is(c, "gif", &l) || w.has_key || w.on || w.off))
		return ifc_fail(eb, -EINVAL, "%s",
				w.has_ends  ? "SIOCSIFPHYADDR"
				: w.has_key ? "GRESKEY"
					    : "GRESOPTS");
	there = tunnel_read(&l, &t);
	if (!there && !w.has_ends && w.has_fib && w.fib == 0)
		return 0;
	if (!there && !w.has_ends)
		return errbuf_set(eb, EOPNOTSUPP,
				  "%s: on Linux it needs its tunnel first",
				  c->name);
	merge(&t, &w);
	r = make(c, &l, &t, eb);
	if (r == -EOPNOTSUPP)
		return errbuf_set(
			eb, -r, "SIOCSIFPHYADDR: this kernel has no %s over %s",
			group_of_kind(&l),
			t.src.family == AF_INET ? "inet" : "inet6");
	return r < 0 ? ifc_fail(eb, r, "SIOCSIFPHYADDR") : 0;
}

static void will_finish(struct ifc *c,
			int (*collect)(struct ifc *c, const struct word *w,
				       char *const *arg, struct errbuf *eb))
{
	c->collect = collect;
	c->finish = finish;
}

/* Of the family that was said first, or that fits */
static int end(const char *word, int family, struct nl_inet *ret,
	       struct errbuf *eb)
{
	if (resolve_addr(family, word, ret) == 0 ||
	    (family == AF_INET && resolve_addr(AF_INET6, word, ret) == 0))
		return 0;
	return errbuf_set(eb, EINVAL, "error in parsing address string: %s: %s",
			  word, "Name does not resolve");
}

static int key(struct tunnel_want *w, const char *s, struct errbuf *eb)
{
	char *e;
	unsigned long n;

	errno = 0;
	n = strtoul(s, &e, 0);
	if (e == s || *e || *s == '-' || errno || n > UINT32_MAX)
		return errbuf_set(eb, EINVAL, "Invalid grekey value: %s", s);
	w->key = (uint32_t)n;
	w->has_key = true;
	return 0;
}

static bool is_a(const struct ifc *c, const char *group)
{
	cleanup_nl_link struct nl_link l = { 0 };

	return ifc_is(c, group, &l);
}

/* As on FreeBSD what can have no tunnel is only warned of. */
static int tunnel_fib(struct ifc *c, const struct word *w, const char *arg,
		      struct errbuf *eb)
{
	int n = fib_read(c, w, arg, eb);

	if (n < 0)
		return n == -ERANGE ? 0 : n;
	if (is_a(c, "vxlan") && n > 0)
		return errbuf_set(
			eb, EOPNOTSUPP,
			"%s: tunnelfib: not supported on Linux for vxlan",
			c->name);
	if (is_a(c, "gif") || is_a(c, "gre")) {
		c->tunnel.has_fib = true;
		c->tunnel.fib = (unsigned)n;
	} else if (!is_a(c, "vxlan")) {
		fprintf(stderr, "ifconfig: ioctl (SIOCSTUNFIB): %s\n",
			bsd_strerror(EINVAL));
	}
	return 0;
}

static int collect(struct ifc *c, const struct word *w, char *const *arg,
		   struct errbuf *eb)
{
	struct tunnel_want *t = &c->tunnel;
	int family = c->addr.family == AF_INET6 ? AF_INET6 : AF_INET;
	int r;

	if (streq(w->name, "tunnelfib")) {
		r = tunnel_fib(c, w, arg[0], eb);
		if (r == 0 && t->has_fib)
			will_finish(c, collect);
		return r;
	}
	will_finish(c, collect);
	if (streq(w->name, "grekey"))
		return key(t, arg[0], eb);
	if (w->value > 0)
		t->on |= (unsigned)w->value;
	else
		t->off |= (unsigned)-w->value;
	if (w->n_args < 2)
		return 0;

	r = end(arg[0], family, &t->src, eb);
	if (r == 0)
		r = end(arg[1], family, &t->dst, eb);
	if (r == 0 && t->src.family != t->dst.family)
		return errbuf_set(
			eb, EINVAL,
			"source and destination address families do not match");
	t->has_ends = true;
	return r;
}

static int no_tunnel(struct ifc *c, const struct word *w, char *const *arg,
		     struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	const struct kind *k;
	int r = ifc_look(c, &l, eb);

	(void)w;
	(void)arg;
	if (r == 0 && standin_for(&l) &&
	    (streq(standin_for(&l), "gif") || streq(standin_for(&l), "gre")))
		return 0;
	k = kind_of(&l);
	if (r == 0)
		r = k ? standin_return(c, k->group, eb) : -EINVAL;
	return r < 0 ? ifc_fail(eb, r, "SIOCDIFPHYADDR") : 0;
}

/* So it is, always. */
static int as_it_is(struct ifc *c, const struct word *w, char *const *arg,
		    struct errbuf *eb)
{
	const char *group = streq(w->name, "-udpencap") ? "gre" : "gif";
	cleanup_nl_link struct nl_link l = { 0 };

	(void)arg;
	if (ifc_is(c, group, &l))
		return 0;
	return ifc_fail(eb, -EINVAL, "%s", w->name);
}

static const struct word words[] = {
	{ "tunnel", 2, collect, 0, NULL },
	{ "grekey", 1, collect, 0, NULL },
	{ "tunnelfib", 1, collect, 0, NULL },
	{ "enable_csum", 0, collect, TUNNEL_OPT_CSUM, NULL },
	{ "-enable_csum", 0, collect, -TUNNEL_OPT_CSUM, NULL },
	{ "enable_seq", 0, collect, TUNNEL_OPT_SEQ, NULL },
	{ "-enable_seq", 0, collect, -TUNNEL_OPT_SEQ, NULL },
	{ "-tunnel", 0, no_tunnel, 0, NULL },
	{ "deletetunnel", 0, no_tunnel, 0, NULL },
	{ "-ignore_source", 0, as_it_is, 0, NULL },
	{ "-udpencap", 0, as_it_is, 0, NULL },
};

const struct words tunnel_words = { words, ARRAY_SIZE(words) };
