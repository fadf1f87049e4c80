/* SPDX-License-Identifier: BSD-2-Clause */
/* nd6.h - How an interface does IPv6: FreeBSD's nd6 options on Linux */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct errbuf;
struct nl;
struct nl_link;

enum nl_nd6 {
	NL_ND6_PERFORMNUD = 0x1,
	NL_ND6_ACCEPT_RTADV = 0x2,
	NL_ND6_IFDISABLED = 0x8,
	NL_ND6_AUTO_LINKLOCAL = 0x20,
	NL_ND6_NO_RADR = 0x40,
	NL_ND6_NO_DAD = 0x100,
	NL_ND6_STABLEADDR = 0x800,
};

/* nl_nd6_read() - NL_ND6_*; false where there is no IPv6 */
bool nl_nd6_read(const struct nl_link *l, unsigned *ret);

/* nl_nd6_set() - Switch one of NL_ND6_* on or off; 0, -EINVAL (what is always on,
 * and NL_ND6_STABLEADDR on: that needs a secret) or -errno, without words.  Needs
 * /proc, but for how addresses are made */
int nl_nd6_set(struct nl *nl, int index, unsigned option, bool on);

/* nl_nd6_write() - A file of the interface's in /proc/sys/net/ipv6/@dir ("conf",
 * "neigh"); 0 or -errno */
int nl_nd6_write(struct nl *nl, int index, const char *dir, const char *file,
		 const char *text);

/* What counts on an interface for all its packets of IPv6. */
struct nl_nd6_params {
	unsigned mtu;
	unsigned hop_limit;
	unsigned reachable; /* as drawn by lot, ms */
	unsigned retrans; /* ms */
	bool managed; /* routers: addresses come by DHCP, … */
	bool other; /* … or what else there is to know does */
};

/* nl_nd6_params() - false where there is no IPv6 */
bool nl_nd6_params(const struct nl_link *l, struct nl_nd6_params *ret);
