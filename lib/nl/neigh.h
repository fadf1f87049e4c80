/* SPDX-License-Identifier: BSD-2-Clause */
/* neigh.h - Neighbours (ARP, NDP) and the forwarding tables of bridges */
#pragma once

#include <linux/neighbour.h>
#include <stdbool.h>

#include "nl/inet.h"
#include "nl/link.h"

struct errbuf;
struct nl;
struct nlmsghdr;

struct nl_neigh {
	int family; /* AF_INET, AF_INET6, AF_BRIDGE */
	int index; /* of the interface, of the bridge port */
	int master; /* AF_BRIDGE: of the bridge */
	struct nl_inet ip; /* not for AF_BRIDGE */
	uint8_t addr[NL_ADDR_MAX];
	unsigned addr_len; /* 0: not known */
	unsigned state; /* NUD_* */
	unsigned flags; /* NTF_* */
	unsigned type; /* RTN_*, in lists */
	unsigned vlan; /* AF_BRIDGE; 0: none */
	uint32_t probes; /* sent without an answer */
	uint32_t age; /* seconds since it was last confirmed or updated */
};

/* nl_neigh_list() - @family AF_INET, AF_INET6, or AF_BRIDGE for forwarding
 * tables; @index 0: of any interface, AF_BRIDGE: of any bridge.  Caller frees
 * @ret.  0 or -errno */
int nl_neigh_list(struct nl *nl, int family, int index, struct nl_neigh **ret,
		  size_t *ret_n, struct errbuf *eb);

/* nl_neigh_list_proxies() - The addresses that are answered for, as above */
int nl_neigh_list_proxies(struct nl *nl, int family, struct nl_neigh **ret,
			  size_t *ret_n, struct errbuf *eb);

/* nl_neigh_add() - Or change the one there.  state 0 is NUD_PERMANENT */
int nl_neigh_add(struct nl *nl, const struct nl_neigh *n, struct errbuf *eb);

/* nl_neigh_del() - 0, or -ENOENT when it is not there, … */
int nl_neigh_del(struct nl *nl, const struct nl_neigh *n, struct errbuf *eb);

/* nl_neigh_read() - What a message of nl_wait() tells of a neighbour, of any
 * family; false: of none */
bool nl_neigh_read(struct nlmsghdr *h, struct nl_neigh *ret);
