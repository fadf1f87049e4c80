/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_split.h - Numbers and names of the node type split */
#pragma once

#define NG_SPLIT_NODE_TYPE "split"
#define NGM_SPLIT_COOKIE 949409402

#define NG_SPLIT_HOOK_MIXED "mixed"
#define NG_SPLIT_HOOK_OUT "out"
#define NG_SPLIT_HOOK_IN "in"
