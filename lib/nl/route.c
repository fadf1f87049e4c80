/* SPDX-License-Identifier: BSD-2-Clause */
/* route.c - Routes: list, add, replace, delete, look up */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "nl/nl.h"
#include "nl/request.h"
#include "nl/route.h"

#define TICKS 100 /* USER_HZ, in which the kernel tells expiry */

static int no_memory(struct errbuf *eb)
{
	return errbuf_set(eb, ENOMEM, "out of memory");
}

static struct nl_inet read_via(const struct nlattr *a)
{
	const struct rtvia *via = nla_data(a);
	struct nl_inet ip = { .family = via->rtvia_family };
	size_t len = nl_inet_len(ip.family);

	if (!len || (size_t)nla_len(a) < sizeof(*via) + len)
		return (struct nl_inet){ 0 };
	memcpy(ip.b, via->rtvia_addr, len);
	return ip;
}

static void read_hop(struct nlattr **tb, int family, struct nl_route *rt)
{
	if (tb[RTA_GATEWAY])
		rt->gateway = nl_attr_inet(tb[RTA_GATEWAY], family);
	else if (tb[RTA_VIA])
		rt->gateway = read_via(tb[RTA_VIA]);
	if (tb[RTA_OIF])
		rt->oif = (int)nl_attr_u32(tb[RTA_OIF], 0);
}

/* The first of several next hops. */
static void read_multipath(struct nlattr *a, int family, struct nl_route *rt)
{
	struct rtnexthop *hop = nla_data(a);
	struct nlattr *tb[RTA_MAX + 1] = { 0 };

	if (nla_len(a) < (int)sizeof(*hop) || hop->rtnh_len < sizeof(*hop) ||
	    hop->rtnh_len > nla_len(a))
		return;
	rt->oif = hop->rtnh_ifindex;
	rt->flags |= hop->rtnh_flags;
	if (nla_parse(tb, RTA_MAX, (struct nlattr *)RTNH_DATA(hop),
		      hop->rtnh_len - (int)sizeof(*hop), NULL) >= 0)
		read_hop(tb, family, rt);
}

static void read_rest(struct nlattr **tb, struct nl_route *rt)
{
	struct nlattr *metrics[RTAX_MAX + 1] = { 0 };
	struct rta_cacheinfo cache = { 0 };

	rt->priority = nl_attr_u32(tb[RTA_PRIORITY], 0);
	if (tb[RTA_METRICS] &&
	    nla_parse_nested(metrics, RTAX_MAX, tb[RTA_METRICS], NULL) >= 0) {
		rt->mtu = nl_attr_u32(metrics[RTAX_MTU], 0);
		rt->hoplimit = nl_attr_u32(metrics[RTAX_HOPLIMIT], 0);
		rt->locked = nl_attr_u32(metrics[RTAX_LOCK], 0);
	}
	if (tb[RTA_PREF])
		rt->pref = nla_get_u8(tb[RTA_PREF]);
	if (tb[RTA_CACHEINFO])
		(void)nla_memcpy(&cache, tb[RTA_CACHEINFO], sizeof(cache));
	if (cache.rta_expires > 0)
		rt->expires = (uint32_t)cache.rta_expires / TICKS;
}

static bool read_route(struct nlmsghdr *h, const void *want, void *item)
{
	const struct rtmsg *rtm = nlmsg_data(h);
	struct nlattr *tb[RTA_MAX + 1] = { 0 };
	const struct nl_route *wanted = want;
	struct nl_route *rt = item;

	if (nlmsg_parse(h, sizeof(*rtm), tb, RTA_MAX, NULL) < 0)
		return false;
	rt->table = nl_attr_u32(tb[RTA_TABLE], rtm->rtm_table);
	if (wanted->table && wanted->table != rt->table)
		return false;

	rt->dst = nl_attr_inet(tb[RTA_DST], rtm->rtm_family);
	rt->dst.family = rtm->rtm_family;
	rt->dst_len = rtm->rtm_dst_len;
	rt->type = rtm->rtm_type;
	rt->scope = rtm->rtm_scope;
	rt->protocol = rtm->rtm_protocol;
	rt->flags = rtm->rtm_flags;
	rt->prefsrc = nl_attr_inet(tb[RTA_PREFSRC], rtm->rtm_family);
	if (tb[RTA_MULTIPATH])
		read_multipath(tb[RTA_MULTIPATH], rtm->rtm_family, rt);
	read_hop(tb, rtm->rtm_family, rt);
	read_rest(tb, rt);
	return !(rt->flags & RTM_F_CLONED);
}

bool nl_route_read(struct nlmsghdr *h, struct nl_route *ret)
{
	const struct nl_route any = { 0 };

	*ret = any;
	return read_route(h, &any, ret);
}

static int dump(struct nl *nl, const struct rtmsg *rtm, uint32_t table,
		struct nl_route **ret, size_t *ret_n, struct errbuf *eb)
{
	const struct nl_route want = { .table = table };
	const struct nl_reader reader = { .size = sizeof(want),
					  .read = read_route,
					  .want = &want };
	cleanup_nl_msg struct nl_msg *msg = NULL;

	msg = nl_msg_new(RTM_GETROUTE, NLM_F_DUMP, rtm, sizeof(*rtm), 0);
	if (!msg)
		return no_memory(eb);
	return nl_collect(nl, msg, &reader, ret, ret_n, eb);
}

static int list_family(struct nl *nl, int family, uint32_t table,
		       struct nl_route **ret, size_t *ret_n, struct errbuf *eb)
{
	const struct rtmsg rtm = { .rtm_family = (uint8_t)family };

	return dump(nl, &rtm, table, ret, ret_n, eb);
}

int nl_route_list_prefixes(struct nl *nl, struct nl_route **ret, size_t *ret_n,
			   struct errbuf *eb)
{
	const struct rtmsg rtm = { .rtm_family = AF_INET6,
				   .rtm_flags = RTM_F_PREFIX };

	return dump(nl, &rtm, 0, ret, ret_n, eb);
}

int nl_route_list(struct nl *nl, int family, uint32_t table,
		  struct nl_route **ret, size_t *ret_n, struct errbuf *eb)
{
	cleanup_free struct nl_route *v4 = NULL, *v6 = NULL;
	size_t n4 = 0, n6 = 0;
	struct nl_route *both;
	int r;

	if (family)
		return list_family(nl, family, table, ret, ret_n, eb);

	r = list_family(nl, AF_INET, table, &v4, &n4, eb);
	if (r < 0)
		return r;
	r = list_family(nl, AF_INET6, table, &v6, &n6, eb);
	if (r < 0)
		return r;

	both = realloc(v4, (n4 + n6 + 1) * sizeof(*both));
	if (!both)
		return no_memory(eb);
	v4 = NULL;
	if (v6)
		memcpy(both + n4, v6, n6 * sizeof(*both));
	*ret = both;
	*ret_n = n4 + n6;
	return 0;
}

static unsigned scope_of(const struct nl_route *rt)
{
	bool direct = !rt->type || rt->type == RTN_UNICAST;

	if (rt->type == RTN_LOCAL)
		return RT_SCOPE_HOST;
	return direct && !rt->gateway.family ? RT_SCOPE_LINK
					     : RT_SCOPE_UNIVERSE;
}

static int put_gateway(struct nl_msg *msg, const struct nl_route *rt)
{
	const struct nl_inet *gw = &rt->gateway;
	struct {
		uint16_t family;
		uint8_t addr[16];
	} via = { .family = (uint16_t)gw->family };

	if (gw->family == rt->dst.family)
		return nl_put_inet(msg, RTA_GATEWAY, gw);
	if (!gw->family)
		return 0;
	memcpy(via.addr, gw->b, sizeof(via.addr));
	return nla_put(msg, RTA_VIA,
		       (int)(sizeof(via.family) + nl_inet_len(gw->family)),
		       &via);
}

static int put_metrics(struct nl_msg *msg, const struct nl_route *rt)
{
	const struct {
		int type;
		uint32_t value;
	} all[] = {
		{ RTAX_LOCK, rt->locked },
		{ RTAX_MTU, rt->mtu },
		{ RTAX_HOPLIMIT, rt->hoplimit },
	};
	struct nlattr *metrics;
	int bad = 0;

	if (!rt->locked && !rt->mtu && !rt->hoplimit)
		return 0;
	metrics = nla_nest_start(msg, RTA_METRICS);
	if (!metrics)
		return -ENOMEM;
	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		if (all[i].value)
			bad |= nla_put_u32(msg, all[i].type, all[i].value);
	return bad < 0 ? bad : nla_nest_end(msg, metrics);
}

static int put_route(struct nl_msg *msg, const struct nl_route *rt)
{
	int bad = 0;

	if (rt->dst_len)
		bad |= nl_put_inet(msg, RTA_DST, &rt->dst);
	bad |= put_gateway(msg, rt);
	bad |= nl_put_inet(msg, RTA_PREFSRC, &rt->prefsrc);
	bad |= nla_put_u32(msg, RTA_TABLE,
			   rt->table ? rt->table : RT_TABLE_MAIN);
	if (rt->oif)
		bad |= nla_put_u32(msg, RTA_OIF, (uint32_t)rt->oif);
	if (rt->priority)
		bad |= nla_put_u32(msg, RTA_PRIORITY, rt->priority);
	bad |= put_metrics(msg, rt);
	if (rt->expires)
		bad |= nla_put_u32(msg, RTA_EXPIRES, rt->expires);
	return bad;
}

static int send_route(struct nl *nl, int type, int flags,
		      const struct nl_route *rt, struct errbuf *eb)
{
	bool del = type == RTM_DELROUTE;
	const struct rtmsg rtm = {
		.rtm_family = (uint8_t)rt->dst.family,
		.rtm_dst_len = (uint8_t)rt->dst_len,
		.rtm_type = (uint8_t)(rt->type || del ? rt->type : RTN_UNICAST),
		.rtm_protocol = (uint8_t)(rt->protocol || del ? rt->protocol
							      : RTPROT_STATIC),
		.rtm_scope = (uint8_t)(del ? RT_SCOPE_NOWHERE : scope_of(rt)),
		.rtm_flags = rt->flags & RTNH_F_ONLINK,
	};
	cleanup_nl_msg struct nl_msg *msg = NULL;

	msg = nl_msg_new(type, flags, &rtm, sizeof(rtm), 0);
	if (!msg || put_route(msg, rt) < 0)
		return no_memory(eb);
	return nl_do(nl, msg, NULL, eb);
}

int nl_route_add(struct nl *nl, const struct nl_route *route, struct errbuf *eb)
{
	return send_route(nl, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, route,
			  eb);
}

int nl_route_replace(struct nl *nl, const struct nl_route *route,
		     struct errbuf *eb)
{
	return send_route(nl, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, route,
			  eb);
}

int nl_route_del(struct nl *nl, const struct nl_route *route, struct errbuf *eb)
{
	return send_route(nl, RTM_DELROUTE, 0, route, eb);
}

int nl_route_get(struct nl *nl, const struct nl_inet *dst, uint32_t mark,
		 struct nl_route *ret, struct errbuf *eb)
{
	const struct rtmsg rtm = {
		.rtm_family = (uint8_t)dst->family,
		.rtm_dst_len = (uint8_t)(8 * nl_inet_len(dst->family)),
		/* IPv6 does not know the first and tells it anyway. */
		.rtm_flags = RTM_F_FIB_MATCH |
			     (dst->family == AF_INET ? RTM_F_LOOKUP_TABLE : 0),
	};
	const struct nl_route any = { 0 };
	const struct nl_reader reader = { .size = sizeof(*ret),
					  .read = read_route,
					  .want = &any };
	cleanup_nl_msg struct nl_msg *msg = NULL;
	cleanup_free struct nl_route *found = NULL;
	size_t n = 0;
	int r;

	msg = nl_msg_new(RTM_GETROUTE, 0, &rtm, sizeof(rtm), 0);
	if (!msg || nl_put_inet(msg, RTA_DST, dst) < 0 ||
	    (mark && nla_put_u32(msg, RTA_MARK, mark) < 0))
		return no_memory(eb);
	r = nl_collect(nl, msg, &reader, &found, &n, eb);
	if (r < 0)
		return r;
	if (!n)
		return errbuf_set(eb, ESRCH, "%s", strerror(ESRCH));

	*ret = found[0];
	return 0;
}
