/* SPDX-License-Identifier: BSD-2-Clause */
/* echo.c - What comes in goes back: the tools' part */

#include <errno.h>
#include <string.h>

#include "netgraph/ng_echo.h"
#include "types.h"

/* A message, too, is its own answer. */
static int back(struct ng_call *c)
{
	uint32_t len = c->msg->header.arglen;
	void *to = ng_call_reply(c, len);

	if (!to)
		return -ENOMEM;
	memcpy(to, c->msg->data, len);
	return 0;
}

const struct ng_type ng_type_echo = {
	.name = NG_ECHO_NODE_TYPE,
	.kind = NG_KIND_ECHO,
	.other = back,
};
