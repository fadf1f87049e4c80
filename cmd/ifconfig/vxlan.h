/* SPDX-License-Identifier: BSD-2-Clause */
/* vxlan.h - vxlan interfaces */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "nl/inet.h"

struct nl_link;

enum vxlan_has {
	VXLAN_HAS_VNI = 1 << 0,
	VXLAN_HAS_LOCAL = 1 << 1,
	VXLAN_HAS_REMOTE = 1 << 2, /* or group */
	VXLAN_HAS_LOCAL_PORT = 1 << 3,
	VXLAN_HAS_REMOTE_PORT = 1 << 4,
	VXLAN_HAS_RANGE = 1 << 5,
	VXLAN_HAS_DEV = 1 << 6,
	VXLAN_HAS_TTL = 1 << 7,
	VXLAN_HAS_TIMEOUT = 1 << 8,
	VXLAN_HAS_MAXADDR = 1 << 9,
	VXLAN_HAS_LEARN = 1 << 10,
};

/* What words say, or what there is: then all of it but "has" */
struct vxlan_want {
	unsigned has;
	uint32_t vni;
	struct nl_inet local, remote;
	uint16_t local_port, remote_port; /* Linux has one for both */
	uint16_t range_low, range_high;
	int dev; /* ifindex, 0: none */
	uint8_t ttl;
	uint32_t timeout;
	uint32_t max_addr; /* 0: any number */
	bool learn;
};

/* vxlan_read() - false if @l is none, or one that leads nowhere */
bool vxlan_read(const struct nl_link *l, struct vxlan_want *ret);
