/* SPDX-License-Identifier: BSD-2-Clause */
/* bridge.c - A learning bridge: its hooks */

#include <errno.h>
#include <string.h>

#include "base/util.h"
#include "bridge/bridge.h"
#include "netgraph/ng_bridge.h"
#include "types.h"

/* "link7" or "uplink7"; 0 or -EINVAL */
static int parse_link(const char *name, uint32_t *ret_num, bool *ret_up)
{
	bool up = str_starts(name, NG_BRIDGE_HOOK_UPLINK_PREFIX);
	int r;

	if (!up && !str_starts(name, NG_BRIDGE_HOOK_LINK_PREFIX))
		return -EINVAL;
	name += up ? strlen(NG_BRIDGE_HOOK_UPLINK_PREFIX)
		   : strlen(NG_BRIDGE_HOOK_LINK_PREFIX);
	r = ng_hook_number(name, UINT32_MAX, ret_num);
	if (r < 0 || (up && !*ret_num))
		return -EINVAL;
	*ret_up = up;
	return 0;
}

static int make(struct graph *g, struct ng_node_rec *n)
{
	(void)g;
	n->cfg[NG_BRIDGE_DEBUG] = 1;
	n->cfg[NG_BRIDGE_LOOPTIMEOUT] = 60;
	n->cfg[NG_BRIDGE_MAXSTALENESS] = 900;
	n->cfg[NG_BRIDGE_MINSTABLEAGE] = 1;
	return 0;
}

/* An uplink as first hook means that all that is unknown is behind it. */
static int newhook(struct graph *g, struct ng_node_rec *n,
		   struct ng_hook_rec *like)
{
	bool up;
	int r = parse_link(like->name, &like->num, &up);

	(void)g;
	if (r < 0)
		return r;
	if (up && !n->first)
		n->cfg[NG_BRIDGE_UPLINKED] = 1;
	if (up)
		like->flags = NG_HOOK_UPLINK;
	else if (n->cfg[NG_BRIDGE_UPLINKED])
		like->flags = NG_HOOK_NOUNKNOWN;
	return 0;
}

static int joined(struct graph *g, struct ng_node_rec *n, struct ng_hook_rec *h)
{
	return hook_peer(g, h)->node == node_slot(g, n) ? -ELOOP : 0;
}

static int stays(const struct ng_node_rec *n)
{
	return n->cfg[NG_BRIDGE_PERSISTENT] != 0;
}

const struct ng_type ng_type_bridge = {
	.name = NG_BRIDGE_NODE_TYPE,
	.kind = NG_KIND_BRIDGE,
	.commands = bridge_commands,
	.make = make,
	.newhook = newhook,
	.joined = joined,
	.stays = stays,
};
