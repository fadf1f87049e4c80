/* SPDX-License-Identifier: BSD-2-Clause */
/* netstat.h - The parts of netstat(1) */
#pragma once

#include <stdbool.h>

#include "xo/xo.h"

struct errbuf;
struct nl;
struct nl_link;

#define NETSTAT_XO_VERSION "1"

struct netstat_opts {
	const char *family_word; /* -f, -4, -6 */
	int family; /* AF_INET, AF_INET6; 0: both */
	const char *ifname; /* -I; NULL: all */
	const char *jail; /* -j */
	const char *fib_word; /* -F; NULL: the caller's */
	unsigned fib; /* what that comes to */
	bool routes; /* -r */
	bool interfaces; /* -i, -I */
	bool numeric; /* -n */
	bool wide; /* -W */
	bool bytes; /* -b */
	bool drops; /* -d */
	struct xo xo;
};

/* netstat_routes() - Print the routing tables; 0 or -errno */
int netstat_routes(struct nl *nl, const struct netstat_opts *o,
		   struct errbuf *eb);

/* netstat_interfaces() - Print interfaces, addresses and what went through
 * them; 0, -ENODEV where the one named is not there, ... */
int netstat_interfaces(struct nl *nl, const struct netstat_opts *o,
		       struct errbuf *eb);
