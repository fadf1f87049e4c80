/* SPDX-License-Identifier: BSD-2-Clause */
/* bsdroute.c - Routes and addresses as FreeBSD's tools see and show them */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/hosts.h"
#include "nl/bsdroute.h"

bool bsd_route_is_host(const struct nl_route *rt)
{
	return rt->dst_len == 8 * nl_inet_len(rt->dst.family);
}

unsigned bsd_route_flags(const struct nl_route *rt)
{
	unsigned flags = BSD_RTF_UP;

	if (rt->gateway.family)
		flags |= BSD_RTF_GATEWAY;
	if (bsd_route_is_host(rt))
		flags |= BSD_RTF_HOST;
	if (rt->type == RTN_BLACKHOLE)
		flags |= BSD_RTF_BLACKHOLE;
	if (rt->type == RTN_UNREACHABLE || rt->type == RTN_PROHIBIT)
		flags |= BSD_RTF_REJECT;
	if (rt->type == RTN_BROADCAST)
		flags |= BSD_RTF_BROADCAST;
	if (rt->protocol == RTPROT_REDIRECT || rt->protocol == RTPROT_RA)
		flags |= BSD_RTF_DYNAMIC;
	if (rt->protocol == RTPROT_STATIC || rt->type == RTN_LOCAL)
		flags |= BSD_RTF_STATIC;
	if (rt->protocol == RTPROT_KERNEL)
		flags |= BSD_RTF_PINNED;
	return flags;
}

const char *bsd_inet_name(const struct nl_inet *ip, bool numeric, char *buf,
			  size_t size)
{
	cleanup_free char *text = NULL;
	char numbers[INET6_ADDRSTRLEN];

	if (!numeric && ip->family == AF_INET && nl_inet_is_zero(ip)) {
		(void)snprintf(buf, size, "default");
		return buf;
	}
	if (!numeric &&
	    file_read(AT_FDCWD, "/etc/hosts", &text, NULL, NULL) == 0 &&
	    hosts_name(text, ip->family, ip->b, buf, size) == 0)
		return buf;
	(void)snprintf(buf, size, "%s", nl_inet_format(ip, numbers));
	return buf;
}

int bsd_inet_from_hosts(const char *name, int family, struct nl_inet *ret)
{
	struct nl_inet found = { .family = family };
	cleanup_free char *text = NULL;

	if (file_read(AT_FDCWD, "/etc/hosts", &text, NULL, NULL) < 0 ||
	    hosts_addr(text, family, name, found.b) < 0)
		return -ENOENT;
	*ret = found;
	return 0;
}
