/* SPDX-License-Identifier: BSD-2-Clause */
/* bridge.c - Bridges and their ports: what only they have */

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_link.h>
#include <stdlib.h>
#include <string.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "nl/bridge.h"
#include "nl/link.h"
#include "nl/linkinfo.h"
#include "nl/nl.h"
#include "nl/request.h"

/* Newer than the headers this may be built with */
#define BR_FDB_N_LEARNED 48
#define BR_FDB_MAX_LEARNED 49
#define BR_MAX BR_FDB_MAX_LEARNED

struct width {
	int type;
	unsigned bytes;
};

/* Settings that are not of 32 bits */
static const struct width br_widths[] = {
	{ IFLA_BR_PRIORITY, 2 },
	{ IFLA_BR_VLAN_FILTERING, 1 },
	{ IFLA_BR_MCAST_SNOOPING, 1 },
	{ IFLA_BR_FDB_FLUSH, 0 },
	{ IFLA_BR_VLAN_PROTOCOL, 2 },
	{ IFLA_BR_VLAN_DEFAULT_PVID, 2 },
	{ 0, 4 },
};

static const struct width port_widths[] = {
	{ IFLA_BRPORT_STATE, 1 },
	{ IFLA_BRPORT_PRIORITY, 2 },
	{ IFLA_BRPORT_LEARNING, 1 },
	{ IFLA_BRPORT_UNICAST_FLOOD, 1 },
	{ IFLA_BRPORT_MCAST_FLOOD, 1 },
	{ IFLA_BRPORT_BCAST_FLOOD, 1 },
	{ IFLA_BRPORT_ISOLATED, 1 },
	{ IFLA_BRPORT_FLUSH, 0 },
	{ 0, 4 },
};

static int put_opt(struct nl_msg *msg, const struct width *w,
		   const struct nl_bridge_opt *o)
{
	while (w->type && w->type != o->type)
		w++;
	switch (w->bytes) {
	case 0:
		return nla_put(msg, o->type, 0, NULL);
	case 1:
		return nla_put_u8(msg, o->type, (uint8_t)o->value);
	case 2:
		return nla_put_u16(msg, o->type, (uint16_t)o->value);
	default:
		return nla_put_u32(msg, o->type, o->value);
	}
}

static int parse_payload(void *data, unsigned len, int max, struct nlattr **tb)
{
	if (!data || nla_parse(tb, max, data, (int)len, NULL) < 0)
		return -EINVAL;
	return 0;
}

static unsigned get_u16(const struct nlattr *a)
{
	return a ? nla_get_u16(a) : 0;
}

static bool get_bool(const struct nlattr *a)
{
	return a && nla_get_u8(a);
}

/* A bridge id is two bytes of priority and a MAC. */
static unsigned get_id(const struct nlattr *a, uint8_t mac[6])
{
	const uint8_t *id;

	if (!a || nla_len(a) < 8)
		return 0;
	id = nla_data(a);
	memcpy(mac, id + 2, 6);
	return (unsigned)id[0] << 8 | id[1];
}

int nl_bridge_read(const struct nl_link *l, struct nl_bridge *ret)
{
	struct nlattr *tb[BR_MAX + 1] = { 0 };
	struct nl_bridge b = { 0 };

	if (!streq(l->kind, "bridge") ||
	    parse_payload(l->info_data, l->info_data_len, BR_MAX, tb) < 0)
		return -EINVAL;
	(void)get_id(tb[IFLA_BR_BRIDGE_ID], b.id);
	b.root_priority = get_id(tb[IFLA_BR_ROOT_ID], b.root_id);
	b.priority = get_u16(tb[IFLA_BR_PRIORITY]);
	b.root_port = get_u16(tb[IFLA_BR_ROOT_PORT]);
	b.root_cost = nl_attr_u32(tb[IFLA_BR_ROOT_PATH_COST], 0);
	b.hello = nl_attr_u32(tb[IFLA_BR_HELLO_TIME], 0);
	b.fwd_delay = nl_attr_u32(tb[IFLA_BR_FORWARD_DELAY], 0);
	b.max_age = nl_attr_u32(tb[IFLA_BR_MAX_AGE], 0);
	b.ageing = nl_attr_u32(tb[IFLA_BR_AGEING_TIME], 0);
	b.max_learned = nl_attr_u32(tb[BR_FDB_MAX_LEARNED], 0);
	b.stp = nl_attr_u32(tb[IFLA_BR_STP_STATE], 0) != 0;
	b.vlan_filter = get_bool(tb[IFLA_BR_VLAN_FILTERING]);
	b.default_pvid = get_u16(tb[IFLA_BR_VLAN_DEFAULT_PVID]);
	b.vlan_proto = ntohs((uint16_t)get_u16(tb[IFLA_BR_VLAN_PROTOCOL]));
	*ret = b;
	return 0;
}

int nl_bridge_port_read(const struct nl_link *l, struct nl_bridge_port *ret)
{
	struct nlattr *tb[IFLA_BRPORT_MAX + 1] = { 0 };
	struct nl_bridge_port p = { 0 };

	if (!streq(l->master_kind, "bridge") ||
	    parse_payload(l->slave_data, l->slave_data_len, IFLA_BRPORT_MAX,
			  tb) < 0)
		return -EINVAL;
	if (tb[IFLA_BRPORT_STATE])
		p.state = nla_get_u8(tb[IFLA_BRPORT_STATE]);
	p.priority = get_u16(tb[IFLA_BRPORT_PRIORITY]);
	p.cost = nl_attr_u32(tb[IFLA_BRPORT_COST], 0);
	p.id = get_u16(tb[IFLA_BRPORT_ID]);
	(void)get_id(tb[IFLA_BRPORT_BRIDGE_ID], p.designated_bridge);
	p.designated_port = get_u16(tb[IFLA_BRPORT_DESIGNATED_PORT]);
	p.learning = get_bool(tb[IFLA_BRPORT_LEARNING]);
	p.flood = get_bool(tb[IFLA_BRPORT_UNICAST_FLOOD]);
	p.isolated = get_bool(tb[IFLA_BRPORT_ISOLATED]);
	*ret = p;
	return 0;
}

static int put_opts(struct nl_msg *msg, const struct width *w,
		    const struct nl_bridge_opt *opt, size_t n)
{
	int bad = 0;

	for (size_t i = 0; i < n; i++)
		bad |= put_opt(msg, w, &opt[i]);
	return bad;
}

int nl_bridge_data(const struct nl_bridge_opt *opt, size_t n, void **ret)
{
	cleanup_nl_msg struct nl_msg *msg = nlmsg_alloc_simple(0, 0);
	struct nlmsghdr *h;
	void *copy;
	int len;

	if (!msg || put_opts(msg, br_widths, opt, n) < 0)
		return -ENOMEM;
	h = nlmsg_hdr(msg);
	len = nlmsg_datalen(h);
	copy = malloc((size_t)len + 1);
	if (!copy)
		return -ENOMEM;
	memcpy(copy, nlmsg_data(h), (size_t)len);
	*ret = copy;
	return len;
}

static int set(struct nl *nl, int index, enum nl_link_info what,
	       const struct nl_bridge_opt *opt, size_t n, struct errbuf *eb)
{
	const struct width *widths =
		what == NL_LINK_INFO ? br_widths : port_widths;
	cleanup_nl_msg struct nl_msg *data = nlmsg_alloc_simple(0, 0);

	if (!data || put_opts(data, widths, opt, n) < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	return nl_link_info_set(nl, index, what, "bridge", data, eb);
}

int nl_bridge_set(struct nl *nl, int index, const struct nl_bridge_opt *opt,
		  size_t n, struct errbuf *eb)
{
	return set(nl, index, NL_LINK_INFO, opt, n, eb);
}

int nl_bridge_port_set(struct nl *nl, int index,
		       const struct nl_bridge_opt *opt, size_t n,
		       struct errbuf *eb)
{
	return set(nl, index, NL_LINK_SLAVE_INFO, opt, n, eb);
}
