/* SPDX-License-Identifier: BSD-2-Clause */
/* echo.c - What comes in goes back: the tools' part */

#include "netgraph/ng_echo.h"
#include "types.h"

/* A message, too, is its own answer. */
static int back(struct ng_call *c)
{
	return ng_call_answer(c, c->msg->data, c->msg->header.arglen);
}

const struct ng_type ng_type_echo = {
	.name = NG_ECHO_NODE_TYPE,
	.kind = NG_KIND_ECHO,
	.other = back,
};
