/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_bridge.h - A learning Ethernet bridge */
#pragma once

#include <stdint.h>

#include <netgraph/ng_message.h>

#define NG_BRIDGE_NODE_TYPE "bridge"
#define NGM_BRIDGE_COOKIE 1569321993

#define NG_BRIDGE_HOOK_LINK_PREFIX "link"
#define NG_BRIDGE_HOOK_LINK_FMT "link%d"
#define NG_BRIDGE_HOOK_UPLINK_PREFIX "uplink"
#define NG_BRIDGE_HOOK_UPLINK_FMT "uplink%d"

struct ng_bridge_config {
	unsigned char debugLevel;
	uint32_t loopTimeout; /* seconds a link in a loop is deaf */
	uint32_t maxStaleness; /* seconds until a silent host is forgotten */
	uint32_t minStableAge; /* seconds a host stays, or it is a loop */
};

struct ng_bridge_link_stats {
	uint64_t recvOctets;
	uint64_t recvPackets;
	uint64_t recvMulticasts;
	uint64_t recvBroadcasts;
	uint64_t recvUnknown;
	uint64_t recvRunts;
	uint64_t recvInvalid;
	uint64_t xmitOctets;
	uint64_t xmitPackets;
	uint64_t xmitMulticasts;
	uint64_t xmitBroadcasts;
	uint64_t loopDrops;
	uint64_t loopDetects;
	uint64_t memoryFailures;
};

struct ng_bridge_host {
	unsigned char addr[6];
	char hook[NG_HOOKSIZ];
	uint16_t age;
	uint16_t staleness;
};

struct ng_bridge_host_ary {
	uint32_t numHosts;
	struct ng_bridge_host hosts[];
};

struct ng_bridge_move_host {
	unsigned char addr[6];
	char hook[NG_HOOKSIZ];
};

enum {
	NGM_BRIDGE_SET_CONFIG = 1,
	NGM_BRIDGE_GET_CONFIG,
	NGM_BRIDGE_RESET,
	NGM_BRIDGE_GET_STATS,
	NGM_BRIDGE_CLR_STATS,
	NGM_BRIDGE_GETCLR_STATS,
	NGM_BRIDGE_GET_TABLE,
	NGM_BRIDGE_SET_PERSISTENT,
	NGM_BRIDGE_MOVE_HOST,
};
