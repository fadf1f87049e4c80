/* SPDX-License-Identifier: BSD-2-Clause */
/* route.h - Routes: list, add, replace, delete, look up */
#pragma once

#include <linux/rtnetlink.h>
#include <stdbool.h>

#include "nl/inet.h"

struct errbuf;
struct nl;
struct nlmsghdr;

/* A route with one next hop at most.  For add, replace and del what is zero is
 * left to the kernel (table: main; type: unicast; protocol: static). */
struct nl_route {
	struct nl_inet dst; /* its family is the route's; 0.0.0.0/0: default */
	unsigned dst_len;
	uint32_t table; /* RT_TABLE_* */
	unsigned type; /* RTN_UNICAST, RTN_BLACKHOLE, RTN_UNREACHABLE, … */
	unsigned scope; /* RT_SCOPE_*, in lists; else found out */
	unsigned protocol; /* RTPROT_* */
	unsigned flags; /* RTNH_F_*, RTM_F_* */
	struct nl_inet gateway; /* either family */
	struct nl_inet prefsrc;
	int oif; /* ifindex, 0 if none */
	uint32_t priority;
	uint32_t mtu; /* 0: the interface's */
	uint32_t hoplimit; /* 0: the usual one */
	uint32_t locked; /* 1 << RTAX_*: what nothing learned changes */
	uint32_t expires; /* seconds, 0: never */
	unsigned
		pref; /* of a router that said so, in lists: ICMPV6_ROUTER_PREF_* */
};

/* nl_route_list() - In the kernel's order; @family 0 is IPv4 then IPv6, @table
 * 0 all.  Several next hops show as the first.  Caller frees @ret.  0 or
 * -errno */
int nl_route_list(struct nl *nl, int family, uint32_t table,
		  struct nl_route **ret, size_t *ret_n, struct errbuf *eb);

/* nl_route_list_prefixes() - Those of IPv6 to the networks that routers
 * advertised; as nl_route_list() */
int nl_route_list_prefixes(struct nl *nl, struct nl_route **ret, size_t *ret_n,
			   struct errbuf *eb);

/* nl_route_add() - 0, -EEXIST, -ENETUNREACH, … */
int nl_route_add(struct nl *nl, const struct nl_route *route,
		 struct errbuf *eb);

/* nl_route_replace() - Add it in place of one to the same destination */
int nl_route_replace(struct nl *nl, const struct nl_route *route,
		     struct errbuf *eb);

/* nl_route_del() - 0, or -ESRCH when there is none, … */
int nl_route_del(struct nl *nl, const struct nl_route *route,
		 struct errbuf *eb);

/* nl_route_get() - The route a packet to @dst with this @mark would take: the
 * entry of the table, not one made for this address.  0, -ENETUNREACH, … */
int nl_route_get(struct nl *nl, const struct nl_inet *dst, uint32_t mark,
		 struct nl_route *ret, struct errbuf *eb);

/* nl_route_read() - What a message of nl_wait() tells of a route; false: of
 * none */
bool nl_route_read(struct nlmsghdr *h, struct nl_route *ret);
