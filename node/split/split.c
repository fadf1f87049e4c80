/* SPDX-License-Identifier: BSD-2-Clause */
/* split.c - Two one-way streets made of a two-way one: the tools' part */

#include "netgraph/ng_split.h"
#include "types.h"

static const char *const roles[] = {
	[NG_SPLIT_MIXED] = NG_SPLIT_HOOK_MIXED,
	[NG_SPLIT_OUT] = NG_SPLIT_HOOK_OUT,
	[NG_SPLIT_IN] = NG_SPLIT_HOOK_IN,
	NULL,
};

const struct ng_type ng_type_split = {
	.name = NG_SPLIT_NODE_TYPE,
	.kind = NG_KIND_SPLIT,
	.roles = roles,
};
