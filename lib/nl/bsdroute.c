/* SPDX-License-Identifier: BSD-2-Clause */
/* bsdroute.c - Routes and addresses as FreeBSD's tools see and show them */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/hosts.h"
#include "base/util.h"
#include "nl/bsdroute.h"
#include "nl/fib.h"

bool bsd_route_is_host(const struct nl_route *rt)
{
	return rt->dst_len == 8 * nl_inet_len(rt->dst.family);
}

static const struct {
	unsigned bit, flag;
} protocol_bits[] = {
	{ BSD_RTPROT_PROTO1, BSD_RTF_PROTO1 },
	{ BSD_RTPROT_PROTO2, BSD_RTF_PROTO2 },
	{ BSD_RTPROT_STATIC, BSD_RTF_STATIC },
};

unsigned bsd_route_protocol(unsigned flags)
{
	unsigned bits = 0;

	for (size_t i = 0; i < ARRAY_SIZE(protocol_bits); i++)
		if (flags & protocol_bits[i].flag)
			bits |= protocol_bits[i].bit;
	if (bits & ~(unsigned)BSD_RTPROT_STATIC)
		return BSD_RTPROT | bits;
	return bits ? RTPROT_STATIC : RTPROT_BOOT;
}

static unsigned protocol_flags(unsigned protocol)
{
	unsigned flags = 0;

	if ((protocol & ~(unsigned)BSD_RTPROT_BITS) != BSD_RTPROT)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(protocol_bits); i++)
		if (protocol & protocol_bits[i].bit)
			flags |= protocol_bits[i].flag;
	return flags;
}

int bsd_route_fib(const struct nl_route *rt)
{
	switch (rt->type) {
	case RTN_LOCAL:
		return bsd_route_is_host(rt) ? 0 : -1;
	case RTN_UNICAST:
	case RTN_BLACKHOLE:
	case RTN_UNREACHABLE:
	case RTN_PROHIBIT:
		return fib_of_table(rt->table);
	default:
		return -1;
	}
}

unsigned bsd_route_flags(const struct nl_route *rt)
{
	unsigned flags = BSD_RTF_UP | protocol_flags(rt->protocol);

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
