/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tunnel.h - gif and gre interfaces
 *
 * Linux has a device of its own for each: sit (which carries IPv4 as well) and
 * ip6tnl are a gif, gre and ip6gre a gre, by the family of the outer addresses.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "nl/inet.h"

struct nl_link;

#define TUNNEL_SPARE "spare-" /* before the name of one that was in the way */

enum tunnel_option { /* FreeBSD's GRE_ENABLE_* */
		     TUNNEL_OPT_CSUM = 1,
		     TUNNEL_OPT_SEQ = 2,
};

struct tunnel_want {
	bool has_ends;
	struct nl_inet src, dst;
	bool has_key;
	uint32_t key;
	unsigned on, off; /* TUNNEL_OPT_* */
	bool has_fib;
	unsigned fib;
};

/* What there is */
struct tunnel_state {
	struct nl_inet src, dst;
	uint32_t key;
	unsigned options;
	unsigned fib; /* the table for outer packets */
};

/* tunnel_read() - false if @l is none, or one that leads nowhere */
bool tunnel_read(const struct nl_link *l, struct tunnel_state *ret);

/* tunnel_is_spare() - One that leads nowhere, and that the kernel made for
 * itself in every network namespace when it got such tunnels: gre0, sit0 … */
bool tunnel_is_spare(const struct nl_link *l);
