/* SPDX-License-Identifier: BSD-2-Clause */
/* lagg.c - lagg interfaces: Linux's bond */

#include <net/if.h> /* before Linux's */

#include <errno.h>
#include <linux/if_bonding.h>
#include <linux/if_link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bsderr.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "half.h"
#include "ifc.h"
#include "lagg.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/linkinfo.h"
#include "nl/request.h"
#include "view.h"
#include "words.h"

#define LOOK_EVERY 100 /* ms, at the ports' links */
#define PORT_AGGREGATES 0x38 /* LACP: in sync, collecting, distributing */

/* By the number of Linux's mode */
static const char *const protos[] = {
	[BOND_MODE_ROUNDROBIN] = "roundrobin",
	[BOND_MODE_ACTIVEBACKUP] = "failover",
	[BOND_MODE_XOR] = "loadbalance",
	[BOND_MODE_BROADCAST] = "broadcast",
	[BOND_MODE_8023AD] = "lacp",
};

/* By the number of Linux's policy; the last looks at all of them where FreeBSD
 * does. */
static const char *const hashes[] = {
	[BOND_XMIT_POLICY_LAYER2] = "l2",
	[BOND_XMIT_POLICY_LAYER34] = "l3,l4",
	[BOND_XMIT_POLICY_LAYER23] = "l2,l3",
	[BOND_XMIT_POLICY_ENCAP23] = NULL,
	[BOND_XMIT_POLICY_ENCAP34] = "l2,l3,l4",
};

static int put(struct nl_msg *msg, int type, unsigned value)
{
	switch (type) {
	case IFLA_BOND_MODE:
	case IFLA_BOND_XMIT_HASH_POLICY:
	case IFLA_BOND_AD_LACP_RATE:
		return nla_put_u8(msg, type, (uint8_t)value);
	default:
		return nla_put_u32(msg, type, value);
	}
}

static int set(const struct ifc *c, int type, unsigned value, struct errbuf *eb)
{
	cleanup_nl_msg struct nl_msg *msg = nlmsg_alloc_simple(0, 0);

	if (!msg || put(msg, type, value) < 0)
		return -ENOMEM;
	return nl_link_info_set(c->nl, c->index, NL_LINK_INFO, "bond", msg, eb);
}

int lagg_make(struct nl *nl, const char *name, struct errbuf *eb)
{
	cleanup_nl_msg struct nl_msg *msg = nlmsg_alloc_simple(0, 0);
	struct nl_link_new req = { .kind = "bond", .name = name };
	int bad;

	if (!msg)
		return -ENOMEM;
	bad = put(msg, IFLA_BOND_MODE, BOND_MODE_ACTIVEBACKUP);
	bad |= put(msg, IFLA_BOND_MIIMON, LOOK_EVERY);
	bad |= put(msg, IFLA_BOND_XMIT_HASH_POLICY, BOND_XMIT_POLICY_ENCAP34);
	if (bad < 0)
		return -ENOMEM;
	nl_link_info_new(&req, msg);
	half_request(&req);
	return nl_link_add(nl, &req, eb);
}

static int check(const struct ifc *c, const char *what, struct nl_link *ret,
		 struct errbuf *eb)
{
	return ifc_is(c, "lagg", ret) ? 0 : ifc_fail(eb, -EINVAL, "%s", what);
}

static int enslave(const struct ifc *c, const struct nl_link *l, int master,
		   struct errbuf *eb)
{
	const struct nl_link_change down = { .flags_mask = IFF_UP };
	const struct nl_link_change join = { .has = NL_LINK_HAS_MASTER,
					     .master = master };
	const struct nl_link_change up = { .flags = IFF_UP,
					   .flags_mask = IFF_UP };
	int r = 0;

	/* Linux takes none that is up, and brings it up itself. */
	if (master && l->flags & IFF_UP)
		r = nl_link_set(c->nl, l->index, &down, eb);
	if (r == 0)
		r = nl_link_set(c->nl, l->index, &join, eb);
	if (l->flags & IFF_UP && (r < 0 || !master))
		(void)nl_link_set(c->nl, l->index, &up, NULL);
	return r;
}

static int set_down(const struct ifc *c, bool down)
{
	const struct nl_link_change change = { .flags = down ? 0 : IFF_UP,
					       .flags_mask = IFF_UP };

	return nl_link_set(c->nl, c->index, &change, NULL);
}

/* Linux changes it only where there is no port, and it is down. */
static int set_mode(struct ifc *c, unsigned mode, struct errbuf *eb)
{
	struct nl_link *links = NULL;
	unsigned flags = 0;
	size_t n = 0;
	int r = nl_link_list(c->nl, &links, &n, eb), back;

	if (r == 0)
		r = ifc_flags(c, &flags, eb);

	for (size_t i = 0; r == 0 && i < n; i++)
		if (links[i].master == c->index)
			r = enslave(c, &links[i], 0, eb);
	if (r == 0)
		r = set_down(c, true);
	if (r == 0)
		r = set(c, IFLA_BOND_MODE, mode, eb);
	if (flags & IFF_UP)
		(void)set_down(c, false);
	for (size_t i = 0; i < n; i++) {
		if (links[i].master != c->index)
			continue;
		back = enslave(c, &links[i], c->index, r < 0 ? NULL : eb);
		r = r < 0 ? r : back;
	}
	nl_link_list_free(links, n);
	return r;
}

static unsigned mode_of(const struct nl_link *l)
{
	struct nlattr *tb[IFLA_BOND_MAX + 1] = { 0 };

	if (!nl_link_info_parse(l, NL_LINK_INFO, tb, IFLA_BOND_MAX) ||
	    !tb[IFLA_BOND_MODE])
		return BOND_MODE_ACTIVEBACKUP;
	return nla_get_u8(tb[IFLA_BOND_MODE]);
}

static int proto(struct ifc *c, const struct word *w, char *const *arg,
		 struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	unsigned mode = 0;
	int r = check(c, "SIOCSLAGG", &l, eb);

	(void)w;
	if (r < 0)
		return r;
	if (streq(arg[0], "none"))
		return errbuf_set(eb, EOPNOTSUPP,
				  "laggproto: none: not supported on Linux");
	while (mode < ARRAY_SIZE(protos) && !streq(protos[mode], arg[0]))
		mode++;
	if (mode == ARRAY_SIZE(protos))
		return errbuf_set(eb, EINVAL,
				  "Invalid aggregation protocol: %s", arg[0]);
	if (mode == mode_of(&l))
		return 0;
	r = set_mode(c, mode, eb);
	return r < 0 ? ifc_fail(eb, r, "SIOCSLAGG") : 0;
}

/* A port that cannot be added is warned of, and known by the exit status. */
static int port_fails(struct ifc *c, const char *name, int r)
{
	fprintf(stderr, "ifconfig: %s %s: SIOCSLAGGPORT: %s\n", c->name, name,
		bsd_strerror(r == -ENODEV ? ENXIO : -r));
	c->warned = true;
	return 0;
}

static int port(struct ifc *c, const struct word *w, char *const *arg,
		struct errbuf *eb)
{
	cleanup_nl_link struct nl_link lagg = { 0 }, l = { 0 };
	int r = check(c, "SIOCSLAGGPORT", &lagg, eb);

	(void)w;
	if (r < 0)
		return r;
	if (ifname_find(c->nl, ifname_from_bsd(arg[0]), &l, NULL) < 0)
		return port_fails(c, arg[0], -ENXIO);
	if (l.master == c->index)
		return 0;
	if (l.master)
		return port_fails(c, arg[0], -EBUSY);
	if (l.flags & IFF_LOOPBACK)
		return port_fails(c, arg[0], -EPROTONOSUPPORT);
	r = enslave(c, &l, c->index, eb);
	return r < 0 ? port_fails(c, arg[0], r) : 0;
}

static int no_port(struct ifc *c, const struct word *w, char *const *arg,
		   struct errbuf *eb)
{
	cleanup_nl_link struct nl_link lagg = { 0 }, l = { 0 };
	int r = check(c, "SIOCSLAGGDELPORT", &lagg, eb);

	(void)w;
	if (r < 0)
		return r;
	r = ifname_find(c->nl, ifname_from_bsd(arg[0]), &l, NULL);
	if (r < 0 || l.master != c->index)
		r = -ENOENT;
	else
		r = enslave(c, &l, 0, eb);
	return r < 0 ? ifc_fail(eb, r, "SIOCSLAGGDELPORT") : 0;
}

/* "l4,l2": the order does not matter */
static int parse_hash(const char *s, unsigned *ret, struct errbuf *eb)
{
	unsigned layers = 0;
	char sorted[16] = "";

	for (const char *at = s;; at++) {
		if (at[0] != 'l' || at[1] < '2' || at[1] > '4' ||
		    (at[2] && at[2] != ','))
			return errbuf_set(eb, EINVAL,
					  "Invalid lagghash option: %s", s);
		layers |= 1U << (at[1] - '0');
		at += 2;
		if (!*at)
			break;
	}
	for (unsigned l = 2; l <= 4; l++)
		if (layers & 1U << l)
			(void)snprintf(sorted + strlen(sorted),
				       sizeof(sorted) - strlen(sorted), "%sl%u",
				       *sorted ? "," : "", l);
	for (unsigned i = 0; i < ARRAY_SIZE(hashes); i++)
		if (hashes[i] && streq(hashes[i], sorted)) {
			*ret = i;
			return 0;
		}
	return errbuf_set(
		eb, EOPNOTSUPP,
		"lagghash: %s: Linux has l2, l2,l3, l3,l4 and l2,l3,l4", s);
}

static int hash(struct ifc *c, const struct word *w, char *const *arg,
		struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	unsigned policy = 0;
	int r = parse_hash(arg[0], &policy, eb);

	(void)w;
	if (r == 0)
		r = check(c, "SIOCSLAGGHASH", &l, eb);
	if (r < 0)
		return r;
	r = set(c, IFLA_BOND_XMIT_HASH_POLICY, policy, eb);
	return r < 0 ? ifc_fail(eb, r, "SIOCSLAGGHASH") : 0;
}

static int fast(struct ifc *c, const struct word *w, char *const *arg,
		struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = check(c, "SIOCSLAGGOPTS", &l, eb);

	(void)arg;
	if (r < 0)
		return r;
	if (mode_of(&l) != BOND_MODE_8023AD)
		return ifc_fail(eb, -EINVAL, "SIOCSLAGGOPTS");
	if (l.flags & IFF_UP)
		(void)set_down(c, true);
	r = set(c, IFLA_BOND_AD_LACP_RATE, (unsigned)w->value, eb);
	if (l.flags & IFF_UP)
		(void)set_down(c, false);
	return r < 0 ? ifc_fail(eb, r, "SIOCSLAGGOPTS") : 0;
}

static int limit(struct ifc *c, const struct word *w, char *const *arg,
		 struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	unsigned long n;
	char *end;
	int r = check(c, "SIOCSLAGG", &l, eb);

	(void)w;
	if (r < 0)
		return r;
	n = strtoul(arg[0], &end, 0);
	if (!*arg[0] || *end || n > UINT16_MAX)
		return errbuf_set(eb, EINVAL, "Invalid rr_limit value: %s",
				  arg[0]);
	if (mode_of(&l) != BOND_MODE_ROUNDROBIN || n == 0)
		return ifc_fail(eb, -EINVAL, "SIOCSLAGG");
	r = set(c, IFLA_BOND_PACKETS_PER_SLAVE, (unsigned)n, eb);
	return r < 0 ? ifc_fail(eb, r, "SIOCSLAGG") : 0;
}

/* So it is, always. */
static int as_it_is(struct ifc *c, const struct word *w, char *const *arg,
		    struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };

	(void)w;
	(void)arg;
	return check(c, "SIOCSLAGGOPTS", &l, eb);
}

static unsigned port_flags(const struct nl_link *p, unsigned mode, bool first,
			   int active)
{
	struct nlattr *tb[IFLA_BOND_SLAVE_MAX + 1] = { 0 };
	unsigned flags =
		first && mode == BOND_MODE_ACTIVEBACKUP ? VIEW_LAGG_MASTER : 0;
	bool up = p->flags & IFF_UP && p->carrier;
	unsigned state = 0;

	if (nl_link_info_parse(p, NL_LINK_SLAVE_INFO, tb,
			       IFLA_BOND_SLAVE_MAX) &&
	    tb[IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE])
		state = nla_get_u8(
			tb[IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE]);
	if (mode == BOND_MODE_8023AD)
		return up && (state & PORT_AGGREGATES) == PORT_AGGREGATES
			       ? VIEW_LAGG_ACTIVE | VIEW_LAGG_COLLECTING |
					 VIEW_LAGG_DISTRIBUTING
			       : 0;
	if (mode == BOND_MODE_ACTIVEBACKUP)
		up = p->index == active;
	return flags | (up ? VIEW_LAGG_ACTIVE : 0);
}

int lagg_view(const struct nl_link *l, const struct nl_link *links, size_t n,
	      struct view_lagg *ret)
{
	struct nlattr *tb[IFLA_BOND_MAX + 1] = { 0 };
	unsigned mode = mode_of(l), policy = BOND_XMIT_POLICY_LAYER2;
	int active;

	(void)nl_link_info_parse(l, NL_LINK_INFO, tb, IFLA_BOND_MAX);
	if (tb[IFLA_BOND_XMIT_HASH_POLICY])
		policy = nla_get_u8(tb[IFLA_BOND_XMIT_HASH_POLICY]);
	active = (int)nl_attr_u32(tb[IFLA_BOND_ACTIVE_SLAVE], 0);
	/* Modes and policies that only others than us set have no words. */
	ret->proto = mode < ARRAY_SIZE(protos) ? protos[mode] : "none";
	ret->hash = policy < ARRAY_SIZE(hashes) ? hashes[policy] : NULL;
	ret->ports = calloc(n + 1, sizeof(*ret->ports));
	if (!ret->ports)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		struct view_port *p = &ret->ports[ret->n_ports];

		if (links[i].master != l->index)
			continue;
		p->name = strdup(ifname_to_bsd(ifname_full(&links[i])));
		if (!p->name)
			return -ENOMEM;
		p->flags =
			port_flags(&links[i], mode, ret->n_ports == 0, active);
		ret->n_ports++;
	}
	return 0;
}

static const struct word words[] = {
	{ "laggproto", 1, proto, 0, NULL },
	{ "laggport", 1, port, 0, NULL },
	{ "-laggport", 1, no_port, 0, NULL },
	{ "lagghash", 1, hash, 0, NULL },
	{ "rr_limit", 1, limit, 0, NULL },
	{ "lacp_fast_timeout", 0, fast, 1, NULL },
	{ "-lacp_fast_timeout", 0, fast, 0, NULL },
	{ "-use_flowid", 0, as_it_is, 0, NULL },
	{ "-lacp_txtest", 0, as_it_is, 0, NULL },
	{ "-lacp_rxtest", 0, as_it_is, 0, NULL },
	{ "lacp_strict", 0, as_it_is, 0, NULL },
};

const struct words lagg_words = { words, ARRAY_SIZE(words) };
