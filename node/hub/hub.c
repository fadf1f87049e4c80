/* SPDX-License-Identifier: BSD-2-Clause */
/* hub.c - What comes in goes out of every other hook: the tools' part */

#include "netgraph/ng_hub.h"
#include "types.h"

#define PERSISTENT 0 /* in cfg */

static int set_persistent(struct ng_call *c)
{
	graph_set64(c->g, &c->node->cfg[PERSISTENT], 1);
	return 0;
}

static int stays(const struct ng_node_rec *n)
{
	return n->cfg[PERSISTENT] != 0;
}

static const struct ng_command commands[] = {
	NG_COMMAND(HUB, SET_PERSISTENT, "setpersistent", NULL, NULL,
		   set_persistent),
	{ 0 },
};

const struct ng_type ng_type_hub = {
	.name = NG_HUB_NODE_TYPE,
	.kind = NG_KIND_HUB,
	.commands = commands,
	.stays = stays,
};
