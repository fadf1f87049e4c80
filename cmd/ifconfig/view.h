/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * view.h - One interface as ifconfig(8) tells it, in FreeBSD's terms
 *
 * gather.c fills it from what Linux says, format.c writes it down.
 */
#pragma once

#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/strv.h"
#include "nl/bridge-vlan.h"

struct tunnel_state;
struct vxlan_want;

/* FreeBSD's interface flags, where words of ours need one */
enum view_flag {
	VIEW_UP = 0x1,
	VIEW_BROADCAST = 0x2,
	VIEW_DEBUG = 0x4,
	VIEW_LOOPBACK = 0x8,
	VIEW_POINTOPOINT = 0x10,
	VIEW_RUNNING = 0x40,
	VIEW_NOARP = 0x80,
	VIEW_PROMISC = 0x100,
	VIEW_ALLMULTI = 0x200,
	VIEW_SIMPLEX = 0x800,
	VIEW_MULTICAST = 0x8000,
	VIEW_PPROMISC = 0x20000,
	VIEW_PALLMULTI = 0x800000,
	VIEW_LOWER_UP = 0x1000000,
};

/* What the hardware does, FreeBSD's IFCAP_* */
enum view_cap {
	VIEW_RXCSUM = 0x1,
	VIEW_TXCSUM = 0x2,
	VIEW_VLAN_MTU = 0x8,
	VIEW_VLAN_HWTAGGING = 0x10,
	VIEW_JUMBO_MTU = 0x20,
	VIEW_TSO4 = 0x100,
	VIEW_TSO6 = 0x200,
	VIEW_LRO = 0x400,
	VIEW_WOL_UCAST = 0x800,
	VIEW_WOL_MCAST = 0x1000,
	VIEW_WOL_MAGIC = 0x2000,
	VIEW_WOL = VIEW_WOL_UCAST | VIEW_WOL_MCAST | VIEW_WOL_MAGIC,
	VIEW_LINKSTATE = 0x80000,
	VIEW_RXCSUM_IPV6 = 0x200000,
	VIEW_TXCSUM_IPV6 = 0x400000,
};

enum view_member_flag {
	VIEW_MEMBER_LEARNING = 0x1,
	VIEW_MEMBER_DISCOVER = 0x2,
	VIEW_MEMBER_STP = 0x4,
	VIEW_MEMBER_SPAN = 0x8,
	VIEW_MEMBER_STICKY = 0x10,
	VIEW_MEMBER_AUTOEDGE = 0x40,
	VIEW_MEMBER_AUTOPTP = 0x100,
	VIEW_MEMBER_PRIVATE = 0x800,
};

enum view_lagg_flag {
	VIEW_LAGG_MASTER = 0x1,
	VIEW_LAGG_ACTIVE = 0x4,
	VIEW_LAGG_COLLECTING = 0x8,
	VIEW_LAGG_DISTRIBUTING = 0x10,
};

/* States of an inet6 address, in the order they are told */
enum view_in6 {
	VIEW_IN6_TENTATIVE = 1 << 0,
	VIEW_IN6_DUPLICATED = 1 << 1,
	VIEW_IN6_DEPRECATED = 1 << 2,
	VIEW_IN6_AUTOCONF = 1 << 3,
	VIEW_IN6_TEMPORARY = 1 << 4,
	VIEW_IN6_OPTIMISTIC = 1 << 5,
};

#define VIEW_FOREVER UINT32_MAX

struct view_addr {
	int family; /* AF_INET or AF_INET6 */
	unsigned prefix;
	union {
		struct in_addr in;
		struct in6_addr in6;
	} addr, dest, bcast;
	bool has_dest;
	bool has_bcast;
	unsigned in6_flags; /* VIEW_IN6_* */
	uint32_t scope_id; /* 0: none */
	uint32_t pltime; /* seconds left, or VIEW_FOREVER */
	uint32_t vltime;
};

struct view_member {
	char *name;
	unsigned flags; /* VIEW_MEMBER_* */
	unsigned port;
	unsigned priority;
	unsigned path_cost;
	bool stp;
	unsigned state; /* Linux's BR_STATE_* */
	const char *role;
	uint32_t max_addr;
	bool has_vlans; /* the bridge tells them apart */
	struct nl_port_vlans vlans;
};

struct view_bridge {
	uint8_t id[6];
	unsigned priority;
	unsigned hello; /* these in seconds */
	unsigned fwd_delay;
	unsigned max_age;
	unsigned timeout;
	unsigned hold_count;
	unsigned max_addr;
	const char *proto;
	uint8_t root_id[6];
	unsigned root_priority;
	unsigned root_cost;
	unsigned root_port;
	bool vlan_filter;
	bool qinq; /* 802.1ad */
	unsigned def_untagged; /* 0: none */
	struct view_member *members;
	size_t n_members;
};

struct view_port {
	char *name;
	unsigned flags; /* VIEW_LAGG_* */
};

struct view_lagg {
	const char *proto;
	const char *hash; /* NULL: one that FreeBSD does not have */
	struct view_port *ports;
	size_t n_ports;
};

struct view_vlan {
	unsigned tag;
	bool qinq; /* 802.1ad */
	unsigned pcp;
	char *parent; /* NULL: not here */
};

struct view_media {
	const char
		*current; /* "autoselect", "10Gbase-T", NULL: no media line */
	const char *active; /* NULL: not told */
	bool full_duplex;
	bool current_duplex; /* say the duplex with the current one, too */
	const char *status; /* NULL: no status line */
	struct strv supported;
};

/* All-zero, and then filled.  view_done() frees. */
struct view {
	char *name;
	int index;
	unsigned flags; /* VIEW_UP … */
	unsigned mtu;
	char *description;
	bool has_options;
	unsigned options; /* VIEW_RXCSUM … */
	unsigned capabilities;
	unsigned addr_len; /* of the two, 0: none */
	uint8_t lladdr[32];
	bool has_hwaddr;
	uint8_t hwaddr[6];
	bool ether; /* Ethernet, vlan or bridge: "ether", not "lladdr" */
	struct view_addr *addrs; /* the kernel's order */
	size_t n_addrs;
	struct view_bridge *bridge;
	struct view_lagg *lagg;
	struct view_vlan *vlan;
	struct tunnel_state *tunnel;
	bool gre; /* the tunnel is one */
	struct vxlan_want *vxlan;
	unsigned fib; /* the table for what comes in */
	struct strv groups;
	struct view_media media;
	bool has_nd6;
	unsigned nd6;
	pid_t *opened_by;
	size_t n_opened_by;
	char *driver;
};

#define cleanup_view __attribute__((cleanup(view_done)))

void view_done(struct view *v);
