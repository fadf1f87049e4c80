/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_one2many.h - One hook's packets dealt out to many */
#pragma once

#include <stdint.h>

#define NG_ONE2MANY_NODE_TYPE "one2many"
#define NGM_ONE2MANY_COOKIE 1100897444

#define NG_ONE2MANY_HOOK_ONE "one"
#define NG_ONE2MANY_HOOK_MANY_PREFIX "many"
#define NG_ONE2MANY_HOOK_MANY_FMT "many%d"

#define NG_ONE2MANY_MAX_LINKS 64
#define NG_ONE2MANY_ONE_LINKNUM (-1)

/* Who gets a packet */
#define NG_ONE2MANY_XMIT_ROUNDROBIN 1
#define NG_ONE2MANY_XMIT_ALL 2
#define NG_ONE2MANY_XMIT_FAILOVER 3

/* Who says that a link is out of use */
#define NG_ONE2MANY_FAIL_MANUAL 1
#define NG_ONE2MANY_FAIL_NOTIFY 2

struct ng_one2many_config {
	uint32_t xmitAlg;
	uint32_t failAlg;
	unsigned char enabledLinks[NG_ONE2MANY_MAX_LINKS];
};

struct ng_one2many_link_stats {
	uint64_t recvOctets;
	uint64_t recvPackets;
	uint64_t xmitOctets;
	uint64_t xmitPackets;
	uint64_t memoryFailures;
};

enum {
	NGM_ONE2MANY_SET_CONFIG = 1,
	NGM_ONE2MANY_GET_CONFIG,
	NGM_ONE2MANY_GET_STATS,
	NGM_ONE2MANY_CLR_STATS,
	NGM_ONE2MANY_GETCLR_STATS,
};
