/* SPDX-License-Identifier: BSD-2-Clause */
/* inet.h - An IPv4 or IPv6 address, as text and as bytes */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* family 0: there is none.  Bytes in network order, the first nl_inet_len(). */
struct nl_inet {
	int family; /* AF_INET, AF_INET6 or 0 */
	uint8_t b[16];
};

/* nl_inet_parse() - A numeric address without scope or length, of @family or
 * (0) either; 0 or -EINVAL */
int nl_inet_parse(const char *text, int family, struct nl_inet *ret);

/* nl_inet_format() - As text; returns @buf */
const char *nl_inet_format(const struct nl_inet *ip,
			   char buf[INET6_ADDRSTRLEN]);

/* nl_inet_len() - Bytes of an address of @family: 4, 16 or 0 */
unsigned nl_inet_len(int family);

/* nl_inet_same() - Same family and bytes */
bool nl_inet_same(const struct nl_inet *a, const struct nl_inet *b);

/* nl_inet_is_zero() - 0.0.0.0 or :: */
bool nl_inet_is_zero(const struct nl_inet *ip);

/* nl_inet_link_local() - In fe80::/10, so that only an interface tells where */
bool nl_inet_link_local(const struct nl_inet *ip);

/* nl_inet_mask() - The netmask of @prefixlen bits, or with @ip not NULL that
 * address with its host bits cleared */
struct nl_inet nl_inet_mask(int family, unsigned prefixlen,
			    const struct nl_inet *ip);

/* nl_inet_broadcast() - The last address of an IPv4 network of hosts; family 0
 * where it has no such, of 31 bits or more or IPv6 */
struct nl_inet nl_inet_broadcast(const struct nl_inet *ip, unsigned prefixlen);

/* nl_inet_prefixlen() - Bits of a netmask; -EINVAL when it has holes */
int nl_inet_prefixlen(const struct nl_inet *mask);
