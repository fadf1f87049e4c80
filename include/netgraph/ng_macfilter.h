/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_macfilter.h - Each host's frames by a hook of its own */
#pragma once

#include <stdint.h>

#include <netgraph/ng_message.h>

#define NG_MACFILTER_NODE_TYPE "macfilter"
#define NGM_MACFILTER_COOKIE 1042445461

#define NG_MACFILTER_HOOK_ETHER "ether"
#define NG_MACFILTER_HOOK_DEFAULT "default"
#define NG_MACFILTER_HOOK_DEFAULT_ID 0

struct ngm_macfilter_direct {
	unsigned char ether[6];
	unsigned char hookname[NG_HOOKSIZ];
};

struct ngm_macfilter_direct_hookid {
	unsigned char ether[6];
	uint16_t hookid;
};

struct ngm_macfilter_mac {
	uint64_t packets_in; /* from the hook ether */
	uint64_t bytes_in;
	uint64_t packets_out; /* to it */
	uint64_t bytes_out;
	unsigned char ether[6];
	uint16_t hookid;
};

struct ngm_macfilter_macs {
	uint32_t n;
	struct ngm_macfilter_mac macs[];
};

struct ngm_macfilter_hook {
	unsigned char hookname[NG_HOOKSIZ];
	uint16_t hookid;
	uint32_t maccnt; /* addresses that were directed to it */
};

struct ngm_macfilter_hooks {
	uint32_t n;
	struct ngm_macfilter_hook hooks[];
};

enum {
	NGM_MACFILTER_RESET = 1,
	NGM_MACFILTER_DIRECT,
	NGM_MACFILTER_DIRECT_HOOKID,
	NGM_MACFILTER_GET_MACS,
	NGM_MACFILTER_GETCLR_MACS,
	NGM_MACFILTER_CLR_MACS,
	NGM_MACFILTER_GET_HOOKS,
};
