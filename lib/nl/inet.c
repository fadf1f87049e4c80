/* SPDX-License-Identifier: BSD-2-Clause */
/* inet.c - An IPv4 or IPv6 address, as text and as bytes */

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "nl/inet.h"

int nl_inet_parse(const char *text, int family, struct nl_inet *ret)
{
	static const int families[] = { AF_INET, AF_INET6 };
	struct nl_inet ip = { 0 };

	for (int i = 0; i < 2; i++) {
		if (family && family != families[i])
			continue;
		if (inet_pton(families[i], text, ip.b) == 1) {
			ip.family = families[i];
			*ret = ip;
			return 0;
		}
	}
	return -EINVAL;
}

const char *nl_inet_format(const struct nl_inet *ip, char buf[INET6_ADDRSTRLEN])
{
	if (!ip->family || !inet_ntop(ip->family, ip->b, buf, INET6_ADDRSTRLEN))
		buf[0] = '\0';
	return buf;
}

unsigned nl_inet_len(int family)
{
	return family == AF_INET ? 4 : family == AF_INET6 ? 16 : 0;
}

bool nl_inet_same(const struct nl_inet *a, const struct nl_inet *b)
{
	return a->family == b->family &&
	       memcmp(a->b, b->b, nl_inet_len(a->family)) == 0;
}

bool nl_inet_is_zero(const struct nl_inet *ip)
{
	static const uint8_t zero[16];

	return memcmp(ip->b, zero, nl_inet_len(ip->family)) == 0;
}

bool nl_inet_link_local(const struct nl_inet *ip)
{
	return ip->family == AF_INET6 && ip->b[0] == 0xfe &&
	       (ip->b[1] & 0xc0) == 0x80;
}

struct nl_inet nl_inet_mask(int family, unsigned prefixlen,
			    const struct nl_inet *ip)
{
	struct nl_inet mask = { .family = family };

	for (unsigned i = 0; i < nl_inet_len(family); i++) {
		unsigned bits = prefixlen > 8 * i ? prefixlen - 8 * i : 0;

		mask.b[i] = (uint8_t)(bits >= 8 ? 0xff : ~(0xffU >> bits));
		if (ip)
			mask.b[i] &= ip->b[i];
	}
	return mask;
}

struct nl_inet nl_inet_broadcast(const struct nl_inet *ip, unsigned prefixlen)
{
	struct nl_inet mask = nl_inet_mask(AF_INET, prefixlen, NULL);
	struct nl_inet b = *ip;

	if (ip->family != AF_INET || prefixlen >= 31)
		return (struct nl_inet){ 0 };
	for (unsigned i = 0; i < 4; i++)
		b.b[i] |= (uint8_t)~mask.b[i];
	return b;
}

int nl_inet_prefixlen(const struct nl_inet *mask)
{
	unsigned n = 0, total = 8 * nl_inet_len(mask->family);
	struct nl_inet want;

	while (n < total && mask->b[n / 8] & 0x80 >> n % 8)
		n++;
	want = nl_inet_mask(mask->family, n, NULL);
	return nl_inet_same(&want, mask) ? (int)n : -EINVAL;
}
