/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_eiface.h - Ethernet interfaces made of nodes */
#pragma once

#define NG_EIFACE_NODE_TYPE "eiface"
#define NGM_EIFACE_COOKIE 948105892

#define NG_EIFACE_HOOK_ETHER "ether"
#define NG_EIFACE_EIFACE_NAME "ngeth"

enum {
	NGM_EIFACE_GET_IFNAME = 1,
	NGM_EIFACE_GET_IFADDRS,
	NGM_EIFACE_SET,
	/* ours: */
	NGM_EIFACE_GET_LONGNAME = 0x766a, /* whole, of any length */
	NGM_EIFACE_GET_ENADDR,
};

#define NG_EIFACE_LONGNAME_SIZE 128
