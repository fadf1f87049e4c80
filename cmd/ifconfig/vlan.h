/* SPDX-License-Identifier: BSD-2-Clause */
/* vlan.h - Make vlan interfaces, and say what they lead to */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "nl/ifname.h"

struct errbuf;
struct ifc;
struct nl_link;

struct vlan_want {
	unsigned tag; /* 0: not given */
	const char *parent;
	unsigned proto; /* ETH_P_8021Q or _AD; 0: not given */
	bool has_pcp;
	unsigned pcp;
	char parent_buf[IFNAME_LONG_MAX + 1];
};

/* What there is */
struct vlan_state {
	unsigned tag;
	unsigned proto;
	unsigned pcp;
	int parent; /* ifindex */
};

/**
 * vlan_create() - Make a vlan of which all is said
 * @c:		"em0.5" says all; "vlan0" and "vlan" (any unit) need words
 * @argv:	Moved on behind `vlan TAG`, `vlandev IF`, `vlanproto P` and
 *		`vlanpcp N`
 */
int vlan_create(struct ifc *c, char *const **argv, struct errbuf *eb);

/* vlan_is_said() - Does @name, or @word after it, say more than "a vlan"? */
bool vlan_is_said(const char *name, const char *word);

/* vlan_read() - false if it is none, or one that leads nowhere */
bool vlan_read(const struct nl_link *l, struct vlan_state *ret);
