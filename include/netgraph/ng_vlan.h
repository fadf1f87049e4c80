/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_vlan.h - A hook for each VLAN of one */
#pragma once

#include <stdint.h>

#include <netgraph/ng_message.h>

#define NG_VLAN_NODE_TYPE "vlan"
#define NGM_VLAN_COOKIE 1068486472

#define NG_VLAN_HOOK_DOWNSTREAM "downstream"
#define NG_VLAN_HOOK_NOMATCH "nomatch"

/* Who gets a tag on the way down */
#define VLAN_ENCAP_FROM_FILTER 0x00000001
#define VLAN_ENCAP_FROM_NOMATCH 0x00000002

struct ng_vlan_filter {
	char hook_name[NG_HOOKSIZ];
	uint16_t vlan; /* the same as vid, its name of old */
	uint16_t vid;
	uint8_t pcp;
	uint8_t cfi;
};

struct ng_vlan_table {
	uint32_t n;
	struct ng_vlan_filter filter[];
};

enum {
	NGM_VLAN_ADD_FILTER = 1,
	NGM_VLAN_DEL_FILTER,
	NGM_VLAN_GET_TABLE,
	NGM_VLAN_DEL_VID_FLT,
	NGM_VLAN_GET_DECAP,
	NGM_VLAN_SET_DECAP,
	NGM_VLAN_GET_ENCAP,
	NGM_VLAN_SET_ENCAP,
	NGM_VLAN_GET_ENCAP_PROTO,
	NGM_VLAN_SET_ENCAP_PROTO,
};
