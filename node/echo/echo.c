/* SPDX-License-Identifier: BSD-2-Clause */
/* echo.c - What comes in goes back: the tools' part */

#include "netgraph/ng_echo.h"
#include "types.h"

const struct ng_type ng_type_echo = {
	.name = NG_ECHO_NODE_TYPE,
	.kind = NG_KIND_ECHO,
};
