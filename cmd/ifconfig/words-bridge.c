/* SPDX-License-Identifier: BSD-2-Clause */
/* words-bridge.c - The words about a bridge, its members and its table */

#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <stdlib.h>
#include <string.h>

#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "bits.h"
#include "ethtool.h"
#include "ifc.h"
#include "nl/addr.h"
#include "nl/bridge-vlan.h"
#include "nl/bridge.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/neigh.h"
#include "span.h"
#include "words.h"

#define TICKS 100 /* Linux counts a bridge's times in 1/100 s */
#define PORT_PRIORITY_STEP 4 /* and priorities of ports in steps of this */
#define MAX_LEARNED 49 /* IFLA_BR_FDB_MAX_LEARNED, from Linux 6.7 on */

#define COST_UNKNOWN 55
#define COST_MAX 65535 /* Linux's */

/* An operation on an interface that is to be a member; @what is FreeBSD's name
 * of it. */
static int fail(struct errbuf *eb, int r, const char *what, const char *name)
{
	return ifc_fail(eb, r, "%s %s", what, name);
}

static int find(const struct ifc *c, const char *name, struct nl_link *ret)
{
	if (ifname_find(c->nl, ifname_from_bsd(name), ret, NULL) < 0)
		return -ENOENT;
	return 0;
}

static int find_member(const struct ifc *c, const char *name,
		       struct nl_link *ret, struct errbuf *eb)
{
	int r = find(c, name, ret);

	if (r == 0 && ret->master != c->index)
		r = -ENOENT;
	if (r < 0)
		return ifc_fail(eb, r, "unable to get bridge flags");
	return 0;
}

/* What FreeBSD's spanning tree makes of a link's speed */
static uint32_t path_cost(const struct nl_link *l)
{
	unsigned mbits =
		streq(l->kind, "veth") ? 10000 : ethtool_speed(l->name);
	uint32_t cost = mbits ? 20000000 / mbits : COST_UNKNOWN;

	return cost > COST_MAX ? COST_MAX : cost ? cost : 1;
}

static int set_cost(const struct ifc *c, const struct nl_link *l, uint32_t cost,
		    struct errbuf *eb)
{
	const struct nl_bridge_opt opt = { IFLA_BRPORT_COST,
					   cost ? cost : path_cost(l) };

	return nl_bridge_port_set(c->nl, l->index, &opt, 1, eb);
}

/* Linux hears answers for such addresses on the bridge and waits for them on
 * the member: the host would be cut off.  FreeBSD 15 refuses it as well. */
static int check_addresses(const struct ifc *c, const struct nl_link *l,
			   struct errbuf *eb)
{
	cleanup_free struct nl_ifaddr *v = NULL;
	size_t n = 0;
	int r = nl_ifaddr_list(c->nl, 0, l->index, &v, &n, eb);

	for (size_t i = 0; r == 0 && i < n; i++)
		if (!nl_inet_link_local(&v[i].ip))
			return errbuf_set(
				eb, EINVAL,
				"BRDGADD %s: it has addresses, which do not work on a member: give them to %s",
				ifname_to_bsd(ifname_full(l)), c->name);
	return r;
}

static int addm(struct ifc *c, const struct word *w, char *const *arg,
		struct errbuf *eb)
{
	const struct nl_link_change join = { .has = NL_LINK_HAS_MASTER,
					     .master = c->index };
	cleanup_nl_link struct nl_link l = { 0 };
	int r = find(c, arg[0], &l);

	(void)w;
	if (r == 0 && l.master == c->index)
		r = -EEXIST;
	else if (r == 0 && (l.master || span_of(&l)))
		r = -EBUSY;
	if (r < 0)
		return fail(eb, r, "BRDGADD", arg[0]);
	if (l.flags & IFF_LOOPBACK)
		return fail(eb, -EINVAL, "BRDGADD", arg[0]);
	r = check_addresses(c, &l, eb);
	if (r < 0)
		return r;

	r = nl_link_set(c->nl, l.index, &join, eb);
	if (r == -ELOOP || r == -EOPNOTSUPP)
		r = -EINVAL;
	if (r == 0)
		r = set_cost(c, &l, 0, eb);
	if (r == 0)
		r = span_member(c, l.index, true, eb);
	if (r == 0)
		c->new_member = arg[0];
	return r < 0 ? fail(eb, r, "BRDGADD", arg[0]) : 0;
}

static int deletem(struct ifc *c, const struct word *w, char *const *arg,
		   struct errbuf *eb)
{
	const struct nl_link_change leave = { .has = NL_LINK_HAS_MASTER };
	cleanup_nl_link struct nl_link l = { 0 };
	int r = find(c, arg[0], &l);

	(void)w;
	if (r == 0 && l.master != c->index)
		r = -ENOENT;
	if (r == 0)
		r = nl_link_set(c->nl, l.index, &leave, eb);
	if (r == 0)
		r = span_member(c, l.index, false, eb);
	return r < 0 ? fail(eb, r, "BRDGDEL", arg[0]) : 0;
}

/* value: IFLA_BRPORT_*, negative to switch it off */
static int member_flag(struct ifc *c, const struct word *w, char *const *arg,
		       struct errbuf *eb)
{
	const struct nl_bridge_opt opt = { abs(w->value), w->value > 0 };
	cleanup_nl_link struct nl_link l = { 0 };
	int r = find_member(c, arg[0], &l, eb);

	if (r < 0)
		return r;
	r = nl_bridge_port_set(c->nl, l.index, &opt, 1, eb);
	return r < 0 ? ifc_fail(eb, r, "unable to set bridge flags") : 0;
}

/* Linux runs the protocol on all members or on none. */
static int stp(struct ifc *c, const struct word *w, char *const *arg,
	       struct errbuf *eb)
{
	const struct nl_bridge_opt opt = { IFLA_BR_STP_STATE,
					   (uint32_t)w->value };
	cleanup_nl_link struct nl_link l = { 0 };
	int r = find_member(c, arg[0], &l, eb);

	if (r < 0)
		return r;
	r = nl_bridge_set(c->nl, c->index, &opt, 1, eb);
	return r < 0 ? ifc_fail(eb, r, "unable to set bridge flags") : 0;
}

/* What every member is on Linux */
static int always(struct ifc *c, const struct word *w, char *const *arg,
		  struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };

	(void)w;
	return find_member(c, arg[0], &l, eb);
}

static int number(const char *s, unsigned long min, unsigned long max,
		  uint32_t *ret, struct errbuf *eb)
{
	char *end;
	unsigned long n = strtoul(s, &end, 0);

	if (end == s || *end || *s == '-' || n < min || n > max)
		return errbuf_set(eb, EINVAL, "invalid value: %s", s);
	*ret = (uint32_t)n;
	return 0;
}

/* Settings of the bridge that are one number */
static const struct setting {
	const char *word, *freebsd;
	int type;
	uint32_t min, max, unit;
} settings[] = {
	{ "timeout", "BRDGSTO", IFLA_BR_AGEING_TIME, 1, 10000000, TICKS },
	{ "hellotime", "BRDGSHT", IFLA_BR_HELLO_TIME, 1, 2, TICKS },
	{ "fwddelay", "BRDGSFD", IFLA_BR_FORWARD_DELAY, 4, 30, TICKS },
	{ "maxage", "BRDGSMA", IFLA_BR_MAX_AGE, 6, 40, TICKS },
	{ "priority", "BRDGSPRI", IFLA_BR_PRIORITY, 0, 61440, 1 },
	{ "maxaddr", "BRDGSCACHE", MAX_LEARNED, 0, UINT32_MAX, 1 },
};

/* Kernels that do not know this setting pass over it. */
static int check_max_learned(const struct ifc *c, uint32_t want,
			     struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	struct nl_bridge b = { 0 };
	int r = ifc_look(c, &l, eb);

	if (r < 0)
		return r;
	if (nl_bridge_read(&l, &b) == 0 && b.max_learned == want)
		return 0;
	return errbuf_set(eb, EOPNOTSUPP,
			  "maxaddr: this kernel has no such limit");
}

static int set_number(struct ifc *c, const struct word *w, char *const *arg,
		      struct errbuf *eb)
{
	const struct setting *s = settings;
	struct nl_bridge_opt opt = { 0 };
	int r;

	while (!streq(s->word, w->name))
		s++;
	opt.type = s->type;
	r = number(arg[0], s->min, s->max, &opt.value, eb);
	if (r < 0)
		return r;
	opt.value *= s->unit;
	r = nl_bridge_set(c->nl, c->index, &opt, 1, eb);
	if (r < 0)
		return fail(eb, r, s->freebsd, arg[0]);
	return s->type == MAX_LEARNED ? check_max_learned(c, opt.value, eb) : 0;
}

/* Numbers of FreeBSD's that Linux has fixed: @arg's last one is, or it is not */
static int fixed(struct ifc *c, const struct word *w, char *const *arg,
		 struct errbuf *eb)
{
	const bool hold = w->n_args == 1;
	uint32_t n = 0;
	int r = hold ? number(arg[0], 1, 10, &n, eb)
		     : number(arg[1], 0, UINT32_MAX, &n, eb);

	if (r == 0 && !hold)
		r = always(c, w, arg, eb);
	if (r < 0 || n == (uint32_t)w->value)
		return r;
	return errbuf_set(eb, EOPNOTSUPP, "%s: only %d on Linux", w->name,
			  w->value);
}

static int proto(struct ifc *c, const struct word *w, char *const *arg,
		 struct errbuf *eb)
{
	(void)c;
	(void)w;
	if (streq(arg[0], "stp"))
		return 0;
	if (streq(arg[0], "rstp"))
		return errbuf_set(eb, EOPNOTSUPP,
				  "proto: rstp: not supported on Linux");
	return errbuf_set(eb, EINVAL, "unknown stp protocol");
}

static int port_priority(struct ifc *c, const struct word *w, char *const *arg,
			 struct errbuf *eb)
{
	struct nl_bridge_opt opt = { .type = IFLA_BRPORT_PRIORITY };
	cleanup_nl_link struct nl_link l = { 0 };
	int r = number(arg[1], 0, 240, &opt.value, eb);

	(void)w;
	if (r == 0)
		r = find_member(c, arg[0], &l, eb);
	if (r < 0)
		return r;
	opt.value /= PORT_PRIORITY_STEP;
	r = nl_bridge_port_set(c->nl, l.index, &opt, 1, eb);
	return r < 0 ? fail(eb, r, "BRDGSIFPRIO", arg[0]) : 0;
}

static int port_cost(struct ifc *c, const struct word *w, char *const *arg,
		     struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	uint32_t cost = 0;
	int r = number(arg[1], 0, COST_MAX, &cost, eb);

	(void)w;
	if (r == 0)
		r = find_member(c, arg[0], &l, eb);
	if (r < 0)
		return r;
	r = set_cost(c, &l, cost, eb);
	return r < 0 ? fail(eb, r, "BRDGSIFCOST", arg[0]) : 0;
}

static int parse_mac(const char *s, uint8_t mac[ETH_ALEN], struct errbuf *eb)
{
	unsigned len = 0;

	if (streq(s, "random") ||
	    address_mac(s, mac, ETH_ALEN, &len, NULL) < 0 || len != ETH_ALEN)
		return errbuf_set(eb, EINVAL, "invalid address: %s", s);
	return 0;
}

/* What may stand behind the words that w takes: "vlan", and a number */
static int vlan_option(const struct word *w, char *const *arg, unsigned *ret,
		       struct errbuf *eb)
{
	uint32_t vid = 0;
	int r;

	if (!arg[w->n_args] || !streq(arg[w->n_args], w->option))
		return 0;
	r = number(arg[w->n_args + 1], NL_VLAN_MIN, NL_VLAN_MAX, &vid, eb);
	if (r == 0)
		*ret = vid;
	return r;
}

/* Sticky: without it Linux has a packet from elsewhere move the entry. */
static int add_static(struct ifc *c, const struct word *w, char *const *arg,
		      struct errbuf *eb)
{
	struct nl_neigh n = { .family = AF_BRIDGE,
			      .addr_len = ETH_ALEN,
			      .state = NUD_NOARP,
			      .flags = NTF_MASTER | NTF_STICKY };
	cleanup_nl_link struct nl_link l = { 0 };
	int r = parse_mac(arg[1], n.addr, eb);

	if (r == 0)
		r = find_member(c, arg[0], &l, eb);
	if (r == 0)
		r = vlan_option(w, arg, &n.vlan, eb);
	if (r < 0)
		return r;
	n.index = l.index;
	r = nl_neigh_add(c->nl, &n, eb);
	return r < 0 ? fail(eb, r, "BRDGSADDR", arg[0]) : 0;
}

/* Addresses of the members themselves are no entries on FreeBSD. */
static bool is_entry(const struct ifc *c, const struct nl_neigh *n)
{
	return n->master == c->index && !(n->state & NUD_PERMANENT) &&
	       n->addr_len == ETH_ALEN && !(n->addr[0] & 1);
}

/* Call @fn for every entry of the table; 0 or what it returned first. */
static int foreach_entry(struct ifc *c,
			 int (*fn)(struct ifc *c, const struct nl_neigh *n,
				   const void *arg),
			 const void *arg, struct errbuf *eb)
{
	cleanup_free struct nl_neigh *v = NULL;
	size_t n = 0;
	int r = nl_neigh_list(c->nl, AF_BRIDGE, c->index, &v, &n, eb);

	for (size_t i = 0; r == 0 && i < n; i++)
		if (is_entry(c, &v[i]))
			r = fn(c, &v[i], arg);
	return r;
}

/* arg: one with the address, and the vlan if one is said */
static int delete_if_same(struct ifc *c, const struct nl_neigh *n,
			  const void *arg)
{
	const struct nl_neigh *want = arg;
	struct nl_neigh this = *n;
	int r;

	if (memcmp(n->addr, want->addr, ETH_ALEN) != 0 ||
	    (want->vlan && want->vlan != n->vlan))
		return 0;
	this.flags = NTF_MASTER;
	r = nl_neigh_del(c->nl, &this, NULL);
	return r < 0 ? r : 1;
}

static int deladdr(struct ifc *c, const struct word *w, char *const *arg,
		   struct errbuf *eb)
{
	struct nl_neigh want = { 0 };
	int r = parse_mac(arg[0], want.addr, eb);

	if (r == 0)
		r = vlan_option(w, arg, &want.vlan, eb);
	if (r < 0)
		return r;
	r = foreach_entry(c, delete_if_same, &want, eb);
	if (r == 0)
		r = -ENOENT;
	return r < 0 ? fail(eb, r, "BRDGDADDR", arg[0]) : 0;
}

static int print_entry(struct ifc *c, const struct nl_neigh *n, const void *arg)
{
	const uint32_t *timeout = arg;
	cleanup_nl_link struct nl_link l = { 0 };
	bool fixed = n->state & NUD_NOARP;
	uint32_t left = n->age < *timeout ? *timeout - n->age : 0;

	if (nl_link_get(c->nl, NULL, n->index, &l, NULL) < 0)
		return 0;
	printf("%02x:%02x:%02x:%02x:%02x:%02x Vlan%u %s %u flags=", n->addr[0],
	       n->addr[1], n->addr[2], n->addr[3], n->addr[4], n->addr[5],
	       n->vlan, ifname_to_bsd(ifname_full(&l)), fixed ? 0 : left);
	bits_print(stdout, &bits_fdb, fixed ? 1 : 0);
	putchar('\n');
	return 0;
}

static int addr(struct ifc *c, const struct word *w, char *const *arg,
		struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	struct nl_bridge b = { 0 };
	uint32_t timeout;
	int r = ifc_look(c, &l, eb);

	(void)w;
	(void)arg;
	if (r == 0)
		r = nl_bridge_read(&l, &b);
	if (r < 0)
		return ifc_fail(eb, r, "unable to get address cache");
	timeout = b.ageing / TICKS;
	return foreach_entry(c, print_entry, &timeout, eb);
}

static int delete_static(struct ifc *c, const struct nl_neigh *n,
			 const void *arg)
{
	struct nl_neigh this = *n;

	(void)arg;
	if (!(n->state & NUD_NOARP))
		return 0;
	this.flags = NTF_MASTER;
	return nl_neigh_del(c->nl, &this, NULL);
}

/* value: those that were put in by hand, too */
static int flush(struct ifc *c, const struct word *w, char *const *arg,
		 struct errbuf *eb)
{
	const struct nl_bridge_opt opt = { IFLA_BR_FDB_FLUSH, 0 };
	int r = nl_bridge_set(c->nl, c->index, &opt, 1, eb);

	(void)arg;
	if (r == 0 && w->value)
		r = foreach_entry(c, delete_static, NULL, eb);
	return r < 0 ? ifc_fail(eb, r, "BRDGFLUSH") : 0;
}

static const struct word words[] = {
	{ "addm", 1, addm, 0, NULL },
	{ "deletem", 1, deletem, 0, NULL },
	{ "learn", 1, member_flag, IFLA_BRPORT_LEARNING, NULL },
	{ "-learn", 1, member_flag, -IFLA_BRPORT_LEARNING, NULL },
	{ "discover", 1, member_flag, IFLA_BRPORT_UNICAST_FLOOD, NULL },
	{ "-discover", 1, member_flag, -IFLA_BRPORT_UNICAST_FLOOD, NULL },
	{ "private", 1, member_flag, IFLA_BRPORT_ISOLATED, NULL },
	{ "-private", 1, member_flag, -IFLA_BRPORT_ISOLATED, NULL },
	{ "stp", 1, stp, 1, NULL },
	{ "-stp", 1, stp, 0, NULL },
	{ "autoedge", 1, always, 0, NULL },
	{ "-edge", 1, always, 0, NULL },
	{ "-ptp", 1, always, 0, NULL },
	{ "-sticky", 1, always, 0, NULL },
	{ "autoptp", 1, always, 0, NULL },
	{ "static", 2, add_static, 0, NULL, "vlan" },
	{ "deladdr", 1, deladdr, 0, NULL, "vlan" },
	{ "addr", 0, addr, 0, NULL },
	{ "flush", 0, flush, 0, NULL },
	{ "flushall", 0, flush, 1, NULL },
	{ "maxaddr", 1, set_number, 0, NULL },
	{ "timeout", 1, set_number, 0, NULL },
	{ "hellotime", 1, set_number, 0, NULL },
	{ "fwddelay", 1, set_number, 0, NULL },
	{ "maxage", 1, set_number, 0, NULL },
	{ "priority", 1, set_number, 0, NULL },
	{ "proto", 1, proto, 0, NULL },
	{ "ifpriority", 2, port_priority, 0, NULL },
	{ "ifpathcost", 2, port_cost, 0, NULL },
	{ "holdcnt", 1, fixed, 6, NULL },
	{ "ifmaxaddr", 2, fixed, 0, NULL },
};

const struct words bridge_words = { words, ARRAY_SIZE(words) };
