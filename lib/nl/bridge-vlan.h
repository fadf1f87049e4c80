/* SPDX-License-Identifier: BSD-2-Clause */
/* bridge-vlan.h - Which VLANs a port of a bridge, or the bridge itself, is in */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct errbuf;
struct nl;

#define NL_VLAN_MIN 1
#define NL_VLAN_MAX 4094

/* A set of VLANs; all-zero is the empty one. */
struct nl_vlans {
	uint64_t bits[(NL_VLAN_MAX + 1) / 64 + 1];
};

static inline bool nl_vlans_has(const struct nl_vlans *v, unsigned vid)
{
	return v->bits[vid / 64] >> vid % 64 & 1;
}

static inline void nl_vlans_put(struct nl_vlans *v, unsigned vid, bool in)
{
	uint64_t bit = (uint64_t)1 << vid % 64;

	if (in)
		v->bits[vid / 64] |= bit;
	else
		v->bits[vid / 64] &= ~bit;
}

/* What a port is in: untagged frames are of @pvid (0: none), others carry their
 * tag. */
struct nl_port_vlans {
	unsigned pvid;
	struct nl_vlans tagged; /* not the pvid */
};

/* nl_port_vlans_get() - Of the port or bridge @index; 0 or -errno */
int nl_port_vlans_get(struct nl *nl, int index, struct nl_port_vlans *ret,
		      struct errbuf *eb);

/**
 * nl_port_vlans_set() - Make them what @want says
 * @self:	@index is a bridge, not a port of one
 *
 * Return: 0, -EOPNOTSUPP (this kernel's bridges know no VLANs), …
 */
int nl_port_vlans_set(struct nl *nl, int index, bool self,
		      const struct nl_port_vlans *want, struct errbuf *eb);
