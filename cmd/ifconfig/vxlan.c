/* SPDX-License-Identifier: BSD-2-Clause */
/* vxlan.c - vxlan interfaces */

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <linux/if_link.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "ifc.h"
#include "nl/link.h"
#include "nl/linkinfo.h"
#include "nl/neigh.h"
#include "nl/request.h"
#include "resolve.h"
#include "standin.h"
#include "vxlan.h"
#include "words.h"

/* FreeBSD's */
#define PORT 4789
#define TTL 64
#define TIMEOUT 1200
#define MAX_ADDR 2000
#define MTU 1450

#define ALL UINT_MAX

static uint16_t port(const struct nlattr *a)
{
	return a ? ntohs(nla_get_u16(a)) : PORT;
}

static struct nl_inet either(const struct nlattr *in, const struct nlattr *in6)
{
	return in ? nl_attr_inet(in, AF_INET) : nl_attr_inet(in6, AF_INET6);
}

bool vxlan_read(const struct nl_link *l, struct vxlan_want *ret)
{
	struct nlattr *tb[IFLA_VXLAN_MAX + 1] = { 0 };
	struct ifla_vxlan_port_range range = { 0 };

	if (!streq(l->kind, "vxlan") ||
	    !nl_link_info_parse(l, NL_LINK_INFO, tb, IFLA_VXLAN_MAX))
		return false;
	if (tb[IFLA_VXLAN_PORT_RANGE])
		(void)nla_memcpy(&range, tb[IFLA_VXLAN_PORT_RANGE],
				 sizeof(range));
	*ret = (struct vxlan_want){
		.vni = nl_attr_u32(tb[IFLA_VXLAN_ID], 0),
		.local = either(tb[IFLA_VXLAN_LOCAL], tb[IFLA_VXLAN_LOCAL6]),
		.remote = either(tb[IFLA_VXLAN_GROUP], tb[IFLA_VXLAN_GROUP6]),
		.local_port = port(tb[IFLA_VXLAN_PORT]),
		.remote_port = port(tb[IFLA_VXLAN_PORT]),
		.range_low = ntohs(range.low),
		.range_high = ntohs(range.high),
		.dev = (int)nl_attr_u32(tb[IFLA_VXLAN_LINK], 0),
		.ttl = tb[IFLA_VXLAN_TTL] ? nla_get_u8(tb[IFLA_VXLAN_TTL]) : 0,
		.timeout = nl_attr_u32(tb[IFLA_VXLAN_AGEING], TIMEOUT),
		.max_addr = nl_attr_u32(tb[IFLA_VXLAN_LIMIT], 0),
		.learn = tb[IFLA_VXLAN_LEARNING] &&
			 nla_get_u8(tb[IFLA_VXLAN_LEARNING]),
	};
	return true;
}

static void defaults(struct vxlan_want *v)
{
	*v = (struct vxlan_want){
		.local_port = PORT,
		.remote_port = PORT,
		.ttl = TTL,
		.timeout = TIMEOUT,
		.max_addr = MAX_ADDR,
		.learn = true,
	};
}

static void merge(struct vxlan_want *v, const struct vxlan_want *w)
{
	if (w->has & VXLAN_HAS_VNI)
		v->vni = w->vni;
	if (w->has & VXLAN_HAS_LOCAL)
		v->local = w->local;
	if (w->has & VXLAN_HAS_REMOTE)
		v->remote = w->remote;
	if (w->has & VXLAN_HAS_LOCAL_PORT)
		v->local_port = w->local_port;
	if (w->has & VXLAN_HAS_REMOTE_PORT)
		v->remote_port = w->remote_port;
	if (w->has & VXLAN_HAS_RANGE) {
		v->range_low = w->range_low;
		v->range_high = w->range_high;
	}
	if (w->has & VXLAN_HAS_DEV)
		v->dev = w->dev;
	if (w->has & VXLAN_HAS_TTL)
		v->ttl = w->ttl;
	if (w->has & VXLAN_HAS_TIMEOUT)
		v->timeout = w->timeout;
	if (w->has & VXLAN_HAS_MAXADDR)
		v->max_addr = w->max_addr;
	if (w->has & VXLAN_HAS_LEARN)
		v->learn = w->learn;
}

/* What @has names of it, and its number, without which nothing is changed */
static int put(struct nl_msg *msg, const struct vxlan_want *v, unsigned has)
{
	bool local6 = v->local.family == AF_INET6;
	bool remote6 = v->remote.family == AF_INET6;
	const struct ifla_vxlan_port_range range = {
		.low = htons(v->range_low),
		.high = htons(v->range_high),
	};
	int bad = nla_put_u32(msg, IFLA_VXLAN_ID, v->vni);

	bad |= nl_put_inet(msg, local6 ? IFLA_VXLAN_LOCAL6 : IFLA_VXLAN_LOCAL,
			   &v->local);
	bad |= nl_put_inet(msg, remote6 ? IFLA_VXLAN_GROUP6 : IFLA_VXLAN_GROUP,
			   &v->remote);
	if (has & VXLAN_HAS_REMOTE_PORT)
		bad |= nla_put_u16(msg, IFLA_VXLAN_PORT, htons(v->remote_port));
	if (has & VXLAN_HAS_TTL)
		bad |= nla_put_u8(msg, IFLA_VXLAN_TTL, v->ttl);
	if (has & VXLAN_HAS_TIMEOUT)
		bad |= nla_put_u32(msg, IFLA_VXLAN_AGEING, v->timeout);
	if (has & VXLAN_HAS_MAXADDR)
		bad |= nla_put_u32(msg, IFLA_VXLAN_LIMIT, v->max_addr);
	if (has & VXLAN_HAS_LEARN)
		bad |= nla_put_u8(msg, IFLA_VXLAN_LEARNING, v->learn);
	if (has & VXLAN_HAS_RANGE && v->range_low)
		bad |= nla_put(msg, IFLA_VXLAN_PORT_RANGE, sizeof(range),
			       &range);
	if (has & VXLAN_HAS_DEV && v->dev)
		bad |= nla_put_u32(msg, IFLA_VXLAN_LINK, (uint32_t)v->dev);
	return bad;
}

static int make(struct ifc *c, const struct nl_link *l,
		const struct vxlan_want *v, struct errbuf *eb)
{
	cleanup_nl_msg struct nl_msg *msg = nlmsg_alloc_simple(0, 0);
	struct nl_link_new req = {
		.kind = "vxlan",
		.change = { .has = NL_LINK_HAS_ADDR | NL_LINK_HAS_MTU,
			    .addr = l->addr,
			    .addr_len = l->addr_len,
			    .mtu = MTU },
	};

	if (!msg || put(msg, v, ALL) < 0)
		return -ENOMEM;
	nl_link_info_new(&req, msg);
	return standin_replace(c, &req, eb);
}

static int check(const struct ifc *c, const struct vxlan_want *v,
		 struct errbuf *eb)
{
	if (!v->vni)
		return errbuf_set(eb, EOPNOTSUPP,
				  "%s: on Linux it needs its vxlanid first",
				  c->name);
	if (v->local_port != v->remote_port)
		return errbuf_set(
			eb, EOPNOTSUPP,
			"vxlanlocalport: on Linux it is the same as vxlanremoteport");
	if (v->local.family && v->remote.family &&
	    v->local.family != v->remote.family)
		return errbuf_set(
			eb, EINVAL,
			"vxlan local and remote must both be IPv4 or IPv6");
	return 0;
}

/* What Linux does not change: without it for a moment, as it takes no second one
 * of the number. */
static int remake(struct ifc *c, const struct nl_link *l,
		  const struct vxlan_want *v, const struct vxlan_want *was,
		  struct errbuf *eb)
{
	int r = standin_return(c, "vxlan", eb);

	if (r < 0)
		return r;
	r = make(c, l, v, eb);
	if (r < 0)
		(void)make(c, l, was, NULL);
	return r;
}

static int change(struct ifc *c, const struct nl_link *l,
		  const struct vxlan_want *v, const struct vxlan_want *was,
		  unsigned has, struct errbuf *eb)
{
	const unsigned fixed = VXLAN_HAS_VNI | VXLAN_HAS_LOCAL_PORT |
			       VXLAN_HAS_REMOTE_PORT | VXLAN_HAS_RANGE |
			       VXLAN_HAS_DEV | VXLAN_HAS_MAXADDR;
	cleanup_nl_msg struct nl_msg *msg = nlmsg_alloc_simple(0, 0);
	int r = -EOPNOTSUPP;

	if (!msg || put(msg, v, has) < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	if (!(has & fixed))
		r = nl_link_info_set(c->nl, c->index, NL_LINK_INFO, "vxlan",
				     msg, eb);
	if (r == -EOPNOTSUPP)
		r = remake(c, l, v, was, eb);
	return r < 0 ? ifc_fail(eb, r, "SIOCSDRVSPEC") : 0;
}

static int finish(struct ifc *c, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	struct vxlan_want w = c->vxlan, was, v;
	bool there;
	int r;

	c->vxlan = (struct vxlan_want){ 0 };
	if (!ifc_is(c, "vxlan", &l))
		return ifc_fail(eb, -EINVAL, "SIOCSDRVSPEC");
	there = vxlan_read(&l, &was);
	if (!there)
		defaults(&was);
	v = was;
	merge(&v, &w);
	r = check(c, &v, eb);
	if (r < 0)
		return r;
	if (there)
		return change(c, &l, &v, &was, w.has, eb);
	r = make(c, &l, &v, eb);
	return r < 0 ? ifc_fail(eb, r, "SIOCSDRVSPEC") : 0;
}

static int number(const struct word *w, const char *s, uint64_t max,
		  uint32_t *ret, struct errbuf *eb)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(s, &end, 0);
	if (end == s || *end || *s == '-' || errno || n > max)
		return errbuf_set(eb, EINVAL, "invalid %s: %s", w->name, s);
	*ret = (uint32_t)n;
	return 0;
}

static int parse_port(const struct word *w, const char *s, uint16_t *ret,
		      struct errbuf *eb)
{
	uint32_t n = 0;
	int r = number(w, s, UINT16_MAX, &n, eb);

	if (r == 0)
		*ret = (uint16_t)n;
	return r;
}

static int parse_addr(const struct word *w, const char *s, struct nl_inet *ret,
		      struct errbuf *eb)
{
	if (resolve_addr(AF_INET, s, ret) == 0 ||
	    resolve_addr(AF_INET6, s, ret) == 0)
		return 0;
	return errbuf_set(
		eb, EINVAL, "error in parsing %s address string: %s: %s",
		w->name + strlen("vxlan"), s, "Name does not resolve");
}

static bool is_multicast(const struct nl_inet *ip)
{
	return ip->family == AF_INET ? (ip->b[0] & 0xf0) == 0xe0
				     : ip->b[0] == 0xff;
}

static int vni(struct vxlan_want *v, const struct word *w, char *const *arg,
	       struct errbuf *eb)
{
	int r = number(w, arg[0], 0xffffff, &v->vni, eb);

	if (r == 0 && !v->vni)
		return errbuf_set(eb, EINVAL, "invalid %s: %s", w->name,
				  arg[0]);
	return r;
}

static int addrs(struct vxlan_want *v, const struct word *w, char *const *arg,
		 struct errbuf *eb)
{
	bool local = w->value == VXLAN_HAS_LOCAL;
	struct nl_inet *ip = local ? &v->local : &v->remote;
	int r = parse_addr(w, arg[0], ip, eb);

	if (r < 0)
		return r;
	if (streq(w->name, "vxlangroup") && !is_multicast(ip))
		return errbuf_set(eb, EINVAL,
				  "group address must be multicast");
	if (!streq(w->name, "vxlangroup") && is_multicast(ip))
		return errbuf_set(eb, EINVAL, "%s address cannot be multicast",
				  w->name + strlen("vxlan"));
	return 0;
}

static int ports(struct vxlan_want *v, const struct word *w, char *const *arg,
		 struct errbuf *eb)
{
	int r;

	if (w->value == VXLAN_HAS_LOCAL_PORT)
		return parse_port(w, arg[0], &v->local_port, eb);
	if (w->value == VXLAN_HAS_REMOTE_PORT)
		return parse_port(w, arg[0], &v->remote_port, eb);
	r = parse_port(w, arg[0], &v->range_low, eb);
	if (r == 0)
		r = parse_port(w, arg[1], &v->range_high, eb);
	if (r == 0 && (!v->range_low || v->range_low > v->range_high))
		return errbuf_set(eb, EINVAL, "invalid port range");
	return r;
}

static int numbers(struct vxlan_want *v, const struct word *w, char *const *arg,
		   struct errbuf *eb)
{
	uint32_t n = 0;
	int r;

	if (w->value == VXLAN_HAS_TIMEOUT)
		return number(w, arg[0], UINT32_MAX, &v->timeout, eb);
	if (w->value == VXLAN_HAS_MAXADDR)
		return number(w, arg[0], UINT32_MAX, &v->max_addr, eb);
	r = number(w, arg[0], UINT8_MAX, &n, eb);
	if (r == 0)
		v->ttl = (uint8_t)n;
	return r;
}

static int dev(struct ifc *c, const char *name, struct errbuf *eb)
{
	int index = ifc_other(c, name);

	if (index < 0)
		return ifc_fail(eb, -ENXIO, "VXLAN_CMD_SET_MULTICAST_IF");
	c->vxlan.dev = index;
	return 0;
}

static int collect(struct ifc *c, const struct word *w, char *const *arg,
		   struct errbuf *eb)
{
	struct vxlan_want *v = &c->vxlan;

	c->collect = collect;
	c->finish = finish;
	v->has |= (unsigned)w->value;
	switch (w->value) {
	case VXLAN_HAS_VNI:
		return vni(v, w, arg, eb);
	case VXLAN_HAS_LOCAL:
	case VXLAN_HAS_REMOTE:
		return addrs(v, w, arg, eb);
	case VXLAN_HAS_DEV:
		return dev(c, arg[0], eb);
	case VXLAN_HAS_LEARN:
		v->learn = *w->name != '-';
		return 0;
	case VXLAN_HAS_TTL:
	case VXLAN_HAS_TIMEOUT:
	case VXLAN_HAS_MAXADDR:
		return numbers(v, w, arg, eb);
	default:
		return ports(v, w, arg, eb);
	}
}

/* value: those that were put in by hand, too */
static int flush(struct ifc *c, const struct word *w, char *const *arg,
		 struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	cleanup_free struct nl_neigh *v = NULL;
	size_t n = 0;
	int r;

	(void)arg;
	if (!ifc_is(c, "vxlan", &l))
		return ifc_fail(eb, -EINVAL, "VXLAN_CMD_FLUSH");
	r = nl_neigh_list(c->nl, AF_BRIDGE, 0, &v, &n, eb);
	for (size_t i = 0; r == 0 && i < n; i++) {
		static const uint8_t everybody[6];

		if (v[i].index != c->index || v[i].addr_len != 6 ||
		    !(v[i].flags & NTF_SELF) ||
		    memcmp(v[i].addr, everybody, sizeof(everybody)) == 0 ||
		    (!w->value && v[i].state & (NUD_PERMANENT | NUD_NOARP)))
			continue;
		v[i].flags = NTF_SELF;
		r = nl_neigh_del(c->nl, &v[i], eb);
	}
	return r < 0 ? ifc_fail(eb, r, "VXLAN_CMD_FLUSH") : 0;
}

static const struct word words[] = {
	{ "vxlanid", 1, collect, VXLAN_HAS_VNI, NULL },
	{ "vni", 1, collect, VXLAN_HAS_VNI, NULL },
	{ "vxlanlocal", 1, collect, VXLAN_HAS_LOCAL, NULL },
	{ "vxlanremote", 1, collect, VXLAN_HAS_REMOTE, NULL },
	{ "vxlangroup", 1, collect, VXLAN_HAS_REMOTE, NULL },
	{ "vxlanlocalport", 1, collect, VXLAN_HAS_LOCAL_PORT, NULL },
	{ "vxlanremoteport", 1, collect, VXLAN_HAS_REMOTE_PORT, NULL },
	{ "vxlanportrange", 2, collect, VXLAN_HAS_RANGE, NULL },
	{ "vxlandev", 1, collect, VXLAN_HAS_DEV, NULL },
	{ "vxlanttl", 1, collect, VXLAN_HAS_TTL, NULL },
	{ "vxlantimeout", 1, collect, VXLAN_HAS_TIMEOUT, NULL },
	{ "vxlanmaxaddr", 1, collect, VXLAN_HAS_MAXADDR, NULL },
	{ "vxlanlearn", 0, collect, VXLAN_HAS_LEARN, NULL },
	{ "-vxlanlearn", 0, collect, VXLAN_HAS_LEARN, NULL },
	{ "vxlanflush", 0, flush, 0, NULL },
	{ "vxlanflushall", 0, flush, 1, NULL },
};

const struct words vxlan_words = { words, ARRAY_SIZE(words) };
