/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_hole.h - What comes in is gone */
#pragma once

#include <stdint.h>

#define NG_HOLE_NODE_TYPE "hole"
#define NGM_HOLE_COOKIE 915433206

struct ng_hole_hookstat {
	uint64_t frames;
	uint64_t octets;
};

enum {
	NGM_HOLE_GET_STATS = 1,
	NGM_HOLE_CLR_STATS,
	NGM_HOLE_GETCLR_STATS,
};
