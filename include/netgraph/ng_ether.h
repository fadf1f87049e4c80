/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_ether.h - Ethernet interfaces of the host as nodes */
#pragma once

#define NG_ETHER_NODE_TYPE "ether"
#define NGM_ETHER_COOKIE 917786906

#define NG_ETHER_HOOK_LOWER "lower"
#define NG_ETHER_HOOK_UPPER "upper"
#define NG_ETHER_HOOK_DIVERT "divert" /* an old name of lower */
#define NG_ETHER_HOOK_ORPHAN "orphans"

enum {
	NGM_ETHER_GET_IFNAME = 1,
	NGM_ETHER_GET_IFINDEX,
	NGM_ETHER_GET_ENADDR,
	NGM_ETHER_SET_ENADDR,
	NGM_ETHER_GET_PROMISC,
	NGM_ETHER_SET_PROMISC,
	NGM_ETHER_GET_AUTOSRC,
	NGM_ETHER_SET_AUTOSRC,
	NGM_ETHER_ADD_MULTI,
	NGM_ETHER_DEL_MULTI,
	NGM_ETHER_DETACH,
};
