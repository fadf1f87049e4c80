/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bridge.h - Bridges and their ports: what only they have
 *
 * Joining a bridge is nl_link_set() with a master, its forwarding table is in
 * neigh.h.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct errbuf;
struct nl;
struct nl_link;

/* A setting: IFLA_BR_* of a bridge, IFLA_BRPORT_* of a port.  Its width is
 * known here. */
struct nl_bridge_opt {
	int type;
	uint32_t value;
};

/* What the kernel tells of a bridge; times in 1/100 s. */
struct nl_bridge {
	uint8_t id[6];
	uint8_t root_id[6];
	unsigned priority;
	unsigned root_priority;
	unsigned root_cost;
	unsigned root_port;
	uint32_t hello;
	uint32_t fwd_delay;
	uint32_t max_age;
	uint32_t ageing;
	uint32_t max_learned; /* 0: any number */
	bool stp;
	bool vlan_filter;
	unsigned vlan_proto; /* ETH_P_8021Q or _AD */
	unsigned default_pvid; /* 0: none, or no VLANs in this kernel */
};

struct nl_bridge_port {
	unsigned state; /* BR_STATE_* */
	unsigned priority; /* 0 to 63 */
	uint32_t cost;
	unsigned id; /* priority and number, as STP has it */
	uint8_t designated_bridge[6];
	unsigned designated_port;
	bool learning;
	bool flood; /* gets frames for addresses not known */
	bool isolated; /* only talks to ports that are not */
};

/* nl_bridge_read() - From a link of kind "bridge"; -EINVAL if it is none */
int nl_bridge_read(const struct nl_link *l, struct nl_bridge *ret);

/* nl_bridge_port_read() - From a link whose master_kind is "bridge" */
int nl_bridge_port_read(const struct nl_link *l, struct nl_bridge_port *ret);

/**
 * nl_bridge_data() - The IFLA_INFO_DATA for a new bridge
 * @ret:	Caller frees
 *
 * Return: its length, or -ENOMEM
 */
int nl_bridge_data(const struct nl_bridge_opt *opt, size_t n, void **ret);

/* nl_bridge_set() - Change settings of the bridge @index; 0 or -errno */
int nl_bridge_set(struct nl *nl, int index, const struct nl_bridge_opt *opt,
		  size_t n, struct errbuf *eb);

/* nl_bridge_port_set() - Change settings of the port @index; 0 or -errno */
int nl_bridge_port_set(struct nl *nl, int index,
		       const struct nl_bridge_opt *opt, size_t n,
		       struct errbuf *eb);
