/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_patch.h - Change bytes of packets */
#pragma once

#include <stdint.h>

#define NG_PATCH_NODE_TYPE "patch"
#define NGM_PATCH_COOKIE 1262445509

#define NG_PATCH_HOOK_IN "in"
#define NG_PATCH_HOOK_OUT "out"

/* What is done with the bytes there and the value */
enum {
	NG_PATCH_MODE_SET = 1,
	NG_PATCH_MODE_ADD,
	NG_PATCH_MODE_SUB,
	NG_PATCH_MODE_MUL,
	NG_PATCH_MODE_DIV,
	NG_PATCH_MODE_NEG,
	NG_PATCH_MODE_AND,
	NG_PATCH_MODE_OR,
	NG_PATCH_MODE_XOR,
	NG_PATCH_MODE_SHL,
	NG_PATCH_MODE_SHR,
};

struct ng_patch_op {
	uint32_t offset;
	uint16_t length; /* 1, 2, 4 or 8 */
	uint16_t mode;
	uint64_t value;
};

struct ng_patch_config {
	uint32_t count;
	uint64_t csum_flags; /* which checksums follow */
	uint32_t relative_offset; /* offsets count from behind the link's */
	struct ng_patch_op ops[];
};

struct ng_patch_stats {
	uint64_t Received;
	uint64_t Patched;
	uint64_t Dropped;
};

enum {
	NGM_PATCH_SETDLT = 1,
	NGM_PATCH_GETDLT,
	NGM_PATCH_SETCONFIG,
	NGM_PATCH_GETCONFIG,
	NGM_PATCH_GET_STATS,
	NGM_PATCH_CLR_STATS,
	NGM_PATCH_GETCLR_STATS,
};
