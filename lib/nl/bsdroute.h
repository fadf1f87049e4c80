/* SPDX-License-Identifier: BSD-2-Clause */
/* bsdroute.h - Routes and addresses as FreeBSD's tools see and show them */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "nl/route.h"

/* FreeBSD's RTF_*: what `route get` and `netstat -r` show. */
enum bsd_rtf {
	BSD_RTF_UP = 0x1,
	BSD_RTF_GATEWAY = 0x2,
	BSD_RTF_HOST = 0x4,
	BSD_RTF_REJECT = 0x8,
	BSD_RTF_DYNAMIC = 0x10,
	BSD_RTF_STATIC = 0x800,
	BSD_RTF_BLACKHOLE = 0x1000,
	BSD_RTF_PROTO2 = 0x4000,
	BSD_RTF_PROTO1 = 0x8000,
	BSD_RTF_PINNED = 0x100000,
	BSD_RTF_LOCAL = 0x200000,
	BSD_RTF_BROADCAST = 0x400000,
};

/* What a route that a protocol marked has as rtm_protocol: these bits, from a
 * range nobody else has. */
enum bsd_rtprot {
	BSD_RTPROT = 0xb0,
	BSD_RTPROT_PROTO1 = 1 << 0,
	BSD_RTPROT_PROTO2 = 1 << 1,
	BSD_RTPROT_STATIC = 1 << 2,
	BSD_RTPROT_BITS = 7,
};

/* bsd_route_protocol() - The rtm_protocol of a route with those of BSD_RTF_*;
 * RTPROT_STATIC and RTPROT_BOOT where no protocol marked it */
unsigned bsd_route_protocol(unsigned flags);

/* bsd_route_fib() - The table that FreeBSD has such a route in, -1: none.  Of
 * Linux's table local it knows this host's addresses, none to broadcasts nor to
 * all of 127.0.0.0/8 */
int bsd_route_fib(const struct nl_route *rt);

/* bsd_route_flags() - BSD_RTF_* of a route */
unsigned bsd_route_flags(const struct nl_route *rt);

/* bsd_route_is_host() - Does it lead to one address? */
bool bsd_route_is_host(const struct nl_route *rt);

/* bsd_inet_name() - A name from /etc/hosts, "default" for 0.0.0.0, or, where
 * there is none or @numeric, numbers.  Returns @buf */
const char *bsd_inet_name(const struct nl_inet *ip, bool numeric, char *buf,
			  size_t size);

/* bsd_inet_from_hosts() - The address of @family that /etc/hosts has for a
 * name; 0 or -ENOENT */
int bsd_inet_from_hosts(const char *name, int family, struct nl_inet *ret);
