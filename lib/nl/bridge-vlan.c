/* SPDX-License-Identifier: BSD-2-Clause */
/* bridge-vlan.c - Which VLANs a port of a bridge, or the bridge itself, is in */

#include <net/if.h> /* before Linux's */

#include <errno.h>
#include <linux/if_bridge.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "nl/bridge-vlan.h"
#include "nl/nl.h"
#include "nl/request.h"

static int no_memory(struct errbuf *eb)
{
	return errbuf_set(eb, ENOMEM, "out of memory");
}

static void read_info(const struct bridge_vlan_info *info, unsigned *from,
		      struct nl_port_vlans *ret)
{
	if (info->vid < NL_VLAN_MIN || info->vid > NL_VLAN_MAX)
		return;
	if (info->flags & BRIDGE_VLAN_INFO_RANGE_BEGIN) {
		*from = info->vid;
		return;
	}
	if (!(info->flags & BRIDGE_VLAN_INFO_RANGE_END))
		*from = info->vid;
	if (info->flags & BRIDGE_VLAN_INFO_PVID) {
		ret->pvid = info->vid;
		return;
	}
	for (unsigned vid = *from; vid && vid <= info->vid; vid++)
		nl_vlans_put(&ret->tagged, vid, true);
}

/* One answer is one port's; @want: its index */
static bool read_port(struct nlmsghdr *h, const void *want, void *item)
{
	const struct ifinfomsg *ifi = nlmsg_data(h);
	struct nlattr *tb[IFLA_MAX + 1] = { 0 };
	struct bridge_vlan_info info;
	unsigned from = 0;
	struct nlattr *a;
	int left;

	if (ifi->ifi_index != *(const int *)want ||
	    nlmsg_parse(h, sizeof(*ifi), tb, IFLA_MAX, NULL) < 0 ||
	    !tb[IFLA_AF_SPEC])
		return false;
	a = nla_data(tb[IFLA_AF_SPEC]);
	left = nla_len(tb[IFLA_AF_SPEC]);
	for (; nla_ok(a, left); a = nla_next(a, &left)) {
		if (nla_type(a) != IFLA_BRIDGE_VLAN_INFO ||
		    nla_memcpy(&info, a, sizeof(info)) < (int)sizeof(info))
			continue;
		read_info(&info, &from, item);
	}
	return true;
}

int nl_port_vlans_get(struct nl *nl, int index, struct nl_port_vlans *ret,
		      struct errbuf *eb)
{
	const struct ifinfomsg ifi = { .ifi_family = AF_BRIDGE };
	const struct nl_reader reader = { .size = sizeof(*ret),
					  .read = read_port,
					  .want = &index };
	cleanup_nl_msg struct nl_msg *msg = NULL;
	cleanup_free struct nl_port_vlans *v = NULL;
	size_t n = 0;
	int r;

	msg = nl_msg_new(RTM_GETLINK, NLM_F_DUMP, &ifi, sizeof(ifi), 0);
	if (!msg ||
	    nla_put_u32(msg, IFLA_EXT_MASK, RTEXT_FILTER_BRVLAN_COMPRESSED) < 0)
		return no_memory(eb);
	r = nl_collect(nl, msg, &reader, &v, &n, eb);
	if (r < 0)
		return r;
	*ret = n > 0 ? v[0] : (struct nl_port_vlans){ 0 };
	return 0;
}

static int put_info(struct nl_msg *msg, unsigned vid, unsigned flags)
{
	const struct bridge_vlan_info info = { .vid = (uint16_t)vid,
					       .flags = (uint16_t)flags };

	return nla_put(msg, IFLA_BRIDGE_VLAN_INFO, sizeof(info), &info);
}

static int put_range(struct nl_msg *msg, unsigned from, unsigned to,
		     unsigned flags)
{
	if (from == to)
		return put_info(msg, from, flags);
	return put_info(msg, from, flags | BRIDGE_VLAN_INFO_RANGE_BEGIN) |
	       put_info(msg, to, flags | BRIDGE_VLAN_INFO_RANGE_END);
}

/* Whose VLANs are changed */
struct port {
	struct nl *nl;
	int index;
	bool self; /* a bridge, not a port of one */
};

static const unsigned pvid_flags =
	BRIDGE_VLAN_INFO_PVID | BRIDGE_VLAN_INFO_UNTAGGED;

/* Add (RTM_SETLINK) or take away (RTM_DELLINK) a range; as the pvid, one. */
static int send_range(const struct port *p, int type, unsigned from,
		      unsigned to, bool pvid, struct errbuf *eb)
{
	const struct ifinfomsg ifi = { .ifi_family = AF_BRIDGE,
				       .ifi_index = p->index };
	cleanup_nl_msg struct nl_msg *msg =
		nl_msg_new(type, 0, &ifi, sizeof(ifi), 0);
	struct nlattr *spec = msg ? nla_nest_start(msg, IFLA_AF_SPEC) : NULL;
	int bad = 0;

	if (!spec)
		return no_memory(eb);
	if (p->self)
		bad |= nla_put_u16(msg, IFLA_BRIDGE_FLAGS, BRIDGE_FLAGS_SELF);
	bad |= put_range(msg, from, to, pvid ? pvid_flags : 0);
	(void)nla_nest_end(msg, spec);
	return bad < 0 ? no_memory(eb) : nl_do(p->nl, msg, NULL, eb);
}

/* Each run of neighbours that are in @a and not in @b. */
static int send_difference(const struct port *p, int type,
			   const struct nl_vlans *a, const struct nl_vlans *b,
			   struct errbuf *eb)
{
	int r = 0;

	for (unsigned vid = NL_VLAN_MIN; r == 0 && vid <= NL_VLAN_MAX; vid++) {
		unsigned from = vid;

		while (vid <= NL_VLAN_MAX && nl_vlans_has(a, vid) &&
		       !nl_vlans_has(b, vid))
			vid++;
		if (vid > from)
			r = send_range(p, type, from, vid - 1, false, eb);
	}
	return r;
}

int nl_port_vlans_set(struct nl *nl, int index, bool self,
		      const struct nl_port_vlans *want, struct errbuf *eb)
{
	const struct port p = { nl, index, self };
	struct nl_vlans have, keep = want->tagged, tagged = want->tagged;
	struct nl_port_vlans is = { 0 };
	int r = nl_port_vlans_get(nl, index, &is, eb);

	if (r < 0)
		return r;
	have = is.tagged;
	nl_vlans_put(&have, is.pvid, is.pvid != 0);
	nl_vlans_put(&keep, want->pvid, want->pvid != 0);
	r = send_difference(&p, RTM_DELLINK, &have, &keep, eb);
	/* One that was the pvid loses its flags when it is added without. */
	nl_vlans_put(&tagged, want->pvid, false);
	if (r == 0)
		r = send_difference(&p, RTM_SETLINK, &tagged, &is.tagged, eb);
	if (r == 0 && want->pvid && want->pvid != is.pvid)
		r = send_range(&p, RTM_SETLINK, want->pvid, want->pvid, true,
			       eb);
	return r;
}
