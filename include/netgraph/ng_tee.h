/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_tee.h - Pass packets on and hand out copies */
#pragma once

#include <stdint.h>

#define NG_TEE_NODE_TYPE "tee"
#define NGM_TEE_COOKIE 916107047

#define NG_TEE_HOOK_RIGHT "right"
#define NG_TEE_HOOK_LEFT "left"
#define NG_TEE_HOOK_RIGHT2LEFT "right2left"
#define NG_TEE_HOOK_LEFT2RIGHT "left2right"

struct ng_tee_hookstat {
	uint64_t inOctets;
	uint64_t inFrames;
	uint64_t outOctets;
	uint64_t outFrames;
};

struct ng_tee_stats {
	struct ng_tee_hookstat right;
	struct ng_tee_hookstat left;
	struct ng_tee_hookstat right2left;
	struct ng_tee_hookstat left2right;
};

enum {
	NGM_TEE_GET_STATS = 1,
	NGM_TEE_CLR_STATS,
	NGM_TEE_GETCLR_STATS,
};
