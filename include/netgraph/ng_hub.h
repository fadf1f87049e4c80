/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_hub.h - What comes in goes out of every other hook */
#pragma once

#define NG_HUB_NODE_TYPE "hub"
#define NGM_HUB_COOKIE 1082189597

enum {
	NGM_HUB_SET_PERSISTENT = 1,
};
