/* SPDX-License-Identifier: BSD-2-Clause */
/* closet-priv.h - What the files of the closet share */
#pragma once

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

#include "graph-abi.h"

struct graph;
struct nl;

/* Inner ends take what the outer ones' owners let them have. */
#define CLOSET_MTU 65535

/* closet_have() - Entered in @g, if there is one */
bool closet_have(struct graph *g);

/* closet_no_ipv6() - What IPv6 would send by itself belongs in no graph */
void closet_no_ipv6(const char *dev);

/* closet_dev_name() - Of one of node @id's devices: n, c, x …; returns @buf */
const char *closet_dev_name(char what, uint32_t id, char buf[IFNAMSIZ]);

/* closet_ethtool() - Set a value of the device @name, in the namespace @ns or
 * (-1) the caller's, which is @home; 0 or -errno */
int closet_ethtool(int ns, int home, const char *name, uint32_t cmd,
		   uint32_t value);

/* closet_nsid_of() - The number by which @nl's namespace knows that one; -1: by
 * none; or CLOSET_NSID_UNKNOWN */
int closet_nsid_of(struct nl *nl, int netns_fd);

int closet_link_up(struct nl *nl, int index);

/* closet_add_pair() - @here in the caller's namespace, @there in the closet;
 * @way: for packets to cross, and no interface of anybody's */
int closet_add_pair(struct graph *g, const char *here, const char *there,
		    bool way);

/* closet_set_dev() - Which hook or node a device stands for; 0: none */
int closet_set_dev(struct graph *g, enum ng_place place, uint32_t ifindex,
		   uint32_t slot);

/* closet_gso_new() - How long segments the new interface @index takes, where @nl
 * is.  closet_gso_meet_nic() - Before the first NIC: no longer than it takes */
void closet_gso_new(struct graph *g, struct nl *nl, int index);
void closet_gso_meet_nic(struct graph *g);

/* closet_del_dev() - Delete a device of the closet, and so its other end */
int closet_del_dev(struct graph *g, const char *name);
