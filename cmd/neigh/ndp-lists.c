/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ndp-lists.c - ndp(8)'s lists: prefixes and default routers
 *
 * Linux has them as routes of its main table: a prefix is one to a network
 * without a router, made by the kernel.
 */

#include <errno.h>
#include <linux/icmpv6.h>
#include <linux/if_addr.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "ndp.h"
#include "neigh.h"
#include "nl/addr.h"
#include "nl/bsdroute.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/nd6.h"
#include "nl/nl.h"
#include "nl/route.h"

#define HOST_BITS 128

/* All that the lists are made of. */
struct lists {
	struct neigh_table table; /* neighbours and links */
	struct nl_route *routes; /* of the main table */
	size_t n_routes;
	struct nl_route *learned; /* to prefixes that routers advertised */
	size_t n_learned;
	struct nl_ifaddr *addrs;
	size_t n_addrs;
};

#define cleanup_lists __attribute__((cleanup(lists_done)))

static void lists_done(struct lists *l)
{
	neigh_table_done(&l->table);
	free(l->routes);
	free(l->learned);
	free(l->addrs);
}

static int lists_read(struct nl *nl, struct lists *l, struct errbuf *eb)
{
	int r = neigh_table_read(nl, AF_INET6, 0, &l->table, eb);

	if (r == 0)
		r = nl_route_list(nl, AF_INET6, RT_TABLE_MAIN, &l->routes,
				  &l->n_routes, eb);
	if (r == 0)
		r = nl_route_list_prefixes(nl, &l->learned, &l->n_learned, eb);
	if (r == 0)
		r = nl_ifaddr_list(nl, AF_INET6, 0, &l->addrs, &l->n_addrs, eb);
	return r;
}

static const struct nl_link *find_link(const struct lists *l, int index)
{
	for (size_t i = 0; i < l->table.nlinks; i++)
		if (l->table.links[i].index == index)
			return &l->table.links[i];
	return NULL;
}

static bool same_net(const struct nl_route *a, const struct nl_route *b)
{
	return a->oif == b->oif && a->dst_len == b->dst_len &&
	       nl_inet_same(&a->dst, &b->dst);
}

static bool is_router(const struct nl_route *rt)
{
	return rt->protocol == RTPROT_RA && rt->dst_len == 0 &&
	       rt->gateway.family && rt->oif;
}

/* A route to a network on a link, not one to this host itself. */
static bool is_prefix(const struct nl_route *rt)
{
	return rt->protocol == RTPROT_KERNEL && rt->type == RTN_UNICAST &&
	       !rt->gateway.family && rt->oif && rt->dst_len > 0 &&
	       rt->dst_len < HOST_BITS;
}

static bool is_in(const struct nl_ifaddr *a, const struct nl_route *rt)
{
	const struct nl_inet net = nl_inet_mask(AF_INET6, rt->dst_len, &a->ip);

	return a->index == rt->oif && nl_inet_same(&net, &rt->dst);
}

/* A prefix with what its addresses tell. */
struct prefix {
	const struct nl_route *rt;
	const char *ifname; /* FreeBSD's */
	bool learned, autonomous;
	unsigned refs; /* addresses */
	uint32_t valid, preferred; /* seconds that are left, or NL_FOREVER */
};

/* An address that was made from an advertisement. */
static bool is_auto(const struct lists *l, const struct nl_ifaddr *a)
{
	if (a->protocol)
		return a->protocol == IFAPROT_KERNEL_RA;
	/* Before Linux 5.18 none says who made it. */
	for (size_t i = 0; i < l->n_learned; i++)
		if (is_in(a, &l->learned[i]) && !(a->flags & IFA_F_PERMANENT))
			return true;
	return false;
}

static bool is_learned(const struct lists *l, const struct nl_route *rt)
{
	for (size_t i = 0; i < l->n_learned; i++)
		if (same_net(&l->learned[i], rt))
			return true;
	return false;
}

static struct prefix look(const struct lists *l, const struct nl_route *rt)
{
	struct prefix p = { .rt = rt,
			    .learned = is_learned(l, rt),
			    .valid = rt->expires ? rt->expires : NL_FOREVER };
	const struct nl_link *link = find_link(l, rt->oif);
	bool timed = false;

	p.ifname = link ? ifname_to_bsd(ifname_full(link)) : "?";
	p.preferred = p.valid;
	for (size_t i = 0; i < l->n_addrs; i++) {
		const struct nl_ifaddr *a = &l->addrs[i];

		if (!is_in(a, rt))
			continue;
		p.refs++;
		if (!p.learned || !is_auto(l, a))
			continue;
		p.autonomous = true;
		p.valid = !timed || a->valid > p.valid ? a->valid : p.valid;
		p.preferred = !timed || a->preferred > p.preferred
				      ? a->preferred
				      : p.preferred;
		timed = true;
	}
	if (!p.learned)
		p.autonomous = true;
	return p;
}

/* "fe80::%em0" */
static const char *name_on(const struct nl_inet *ip, const char *ifname,
			   bool numeric, char buf[static NAME_MAX_LEN])
{
	char name[NAME_MAX_LEN / 2];

	(void)bsd_inet_name(ip, numeric, name, sizeof(name));
	(void)snprintf(buf, NAME_MAX_LEN, "%s%s%s", name,
		       nl_inet_link_local(ip) ? "%" : "",
		       nl_inet_link_local(ip) ? ifname : "");
	return buf;
}

static const char *lifetime(uint32_t seconds, char buf[static NDP_TIME_MAX])
{
	if (seconds == NL_FOREVER)
		return "infinity";
	(void)snprintf(buf, NDP_TIME_MAX, "%u", seconds);
	return buf;
}

static const char *expiry(uint32_t seconds, char buf[static NDP_TIME_MAX])
{
	return seconds == NL_FOREVER ? "Never" : ndp_time(seconds, buf);
}

/* In FreeBSD's words, of who advertised something. */
static const char *neighbour_state(const struct lists *l,
				   const struct nl_route *router)
{
	const struct neigh_host h = { .ip = router->gateway,
				      .index = router->oif };
	const struct neigh_entry *e = neigh_find(&l->table, &h);

	if (!e)
		return "no neighbor state";
	return e->n.state & NUD_INCOMPLETE ? "unreachable" : "reachable";
}

/* Linux keeps no account of which of the routers on a link it was. */
static void print_advertisers(const struct lists *l, const struct prefix *p,
			      bool numeric)
{
	char name[NAME_MAX_LEN];
	bool any = false;

	for (size_t i = 0; i < l->n_routes && p->learned; i++) {
		const struct nl_route *rt = &l->routes[i];

		if (!is_router(rt) || rt->oif != p->rt->oif)
			continue;
		printf("%s    %s (%s)\n", any ? "" : "  advertised by\n",
		       name_on(&rt->gateway, p->ifname, numeric, name),
		       neighbour_state(l, rt));
		any = true;
	}
	if (!any)
		puts("  No advertising router");
}

static void print_prefix(const struct lists *l, const struct prefix *p,
			 bool numeric)
{
	char valid[NDP_TIME_MAX], preferred[NDP_TIME_MAX], name[NAME_MAX_LEN];

	printf("%s/%u if=%s\n", name_on(&p->rt->dst, p->ifname, numeric, name),
	       p->rt->dst_len, p->ifname);
	printf("flags=L%sO vltime=%s, pltime=%s", p->autonomous ? "A" : "",
	       lifetime(p->valid, valid), lifetime(p->preferred, preferred));
	printf(", expire=%s, ref=%u\n", expiry(p->valid, valid), p->refs);
	print_advertisers(l, p, numeric);
}

static bool add_lifetime(struct json_object *o, const char *key, uint32_t s)
{
	return s == NL_FOREVER ? xo_add_str(o, key, "infinity")
			       : xo_add_int(o, key, s);
}

static struct json_object *
advertisers_json(const struct lists *l, const struct prefix *p, bool numeric)
{
	struct json_object *list = json_object_new_array();
	bool ok = list != NULL;

	for (size_t i = 0; i < l->n_routes && ok && p->learned; i++) {
		const struct nl_route *rt = &l->routes[i];
		struct json_object *o;
		char name[NAME_MAX_LEN];

		if (!is_router(rt) || rt->oif != p->rt->oif)
			continue;
		o = json_object_new_object();
		ok = xo_append(list, o) &&
		     xo_add_str(
			     o, "router",
			     name_on(&rt->gateway, p->ifname, numeric, name)) &&
		     xo_add_str(o, "state", neighbour_state(l, rt));
	}
	if (ok)
		return list;
	json_object_put(list);
	return NULL;
}

static bool prefix_json(const struct lists *l, const struct prefix *p,
			bool numeric, struct json_object *list)
{
	struct json_object *o = json_object_new_object();
	char name[NAME_MAX_LEN];

	return xo_append(list, o) &&
	       xo_add_str(o, "prefix",
			  name_on(&p->rt->dst, p->ifname, numeric, name)) &&
	       xo_add_int(o, "prefix-length", p->rt->dst_len) &&
	       xo_add_str(o, "interface", p->ifname) &&
	       xo_add_str(o, "flags", p->autonomous ? "LAO" : "LO") &&
	       add_lifetime(o, "valid-lifetime", p->valid) &&
	       add_lifetime(o, "preferred-lifetime", p->preferred) &&
	       xo_add_int(o, "refcount", p->refs) &&
	       xo_add(o, "advertised-by", advertisers_json(l, p, numeric));
}

/* Show a list as a text or a document: @each puts one route into @list, or with
 * that NULL prints it. */
static int show(struct nl *nl, bool numeric, const struct xo *xo,
		const char *name,
		bool (*each)(const struct lists *l, const struct nl_route *rt,
			     bool numeric, struct json_object *list))
{
	cleanup_lists struct lists l = { 0 };
	struct json_object *ndp = NULL, *list = NULL;
	struct errbuf eb;
	bool ok = true;

	if (lists_read(nl, &l, &eb) < 0)
		return neigh_fail(&eb);
	if (xo->json) {
		ndp = json_object_new_object();
		list = json_object_new_array();
		ok = xo_add(ndp, name, list);
	}
	for (size_t i = 0; i < l.n_routes && ok; i++)
		ok = each(&l, &l.routes[i], numeric, list);
	if (ndp && ok)
		return xo_print(stdout, xo, NDP_XO_VERSION, "ndp", ndp) < 0;
	json_object_put(ndp);
	return !ok;
}

static bool show_prefix(const struct lists *l, const struct nl_route *rt,
			bool numeric, struct json_object *list)
{
	struct prefix p;

	if (!is_prefix(rt))
		return true;
	p = look(l, rt);
	if (list)
		return prefix_json(l, &p, numeric, list);
	print_prefix(l, &p, numeric);
	return true;
}

int ndp_prefixes(struct nl *nl, bool numeric, const struct xo *xo)
{
	return show(nl, numeric, xo, "prefix-list", show_prefix);
}

static const char *preference(const struct nl_route *rt)
{
	if (rt->pref == ICMPV6_ROUTER_PREF_HIGH)
		return "high";
	return rt->pref == ICMPV6_ROUTER_PREF_LOW ? "low" : "medium";
}

static bool show_router(const struct lists *l, const struct nl_route *rt,
			bool numeric, struct json_object *list)
{
	const struct nl_link *link = find_link(l, rt->oif);
	struct nl_nd6_params params = { 0 };
	char name[NAME_MAX_LEN], buf[NDP_TIME_MAX], flags[3];
	const uint32_t left = rt->expires ? rt->expires : NL_FOREVER;
	struct json_object *o;
	const char *ifname;

	if (!is_router(rt) || !link)
		return true;
	ifname = ifname_to_bsd(ifname_full(link));
	(void)nl_nd6_params(link, &params);
	(void)snprintf(flags, sizeof(flags), "%s%s", params.managed ? "M" : "",
		       params.other ? "O" : "");
	(void)name_on(&rt->gateway, ifname, numeric, name);
	if (!list)
		return printf("%s if=%s, flags=%s, pref=%s, expire=%s\n", name,
			      ifname, flags, preference(rt),
			      expiry(left, buf)) > 0;
	o = json_object_new_object();
	return xo_append(list, o) && xo_add_str(o, "router", name) &&
	       xo_add_str(o, "interface", ifname) &&
	       xo_add_str(o, "flags", flags) &&
	       xo_add_str(o, "preference", preference(rt)) &&
	       add_lifetime(o, "expires_sec", left);
}

int ndp_routers(struct nl *nl, bool numeric, const struct xo *xo)
{
	return show(nl, numeric, xo, "router-list", show_router);
}

/* Somebody else may have been faster. */
static int forget(struct nl *nl, const struct nl_route *rt, struct errbuf *eb)
{
	int r = nl_route_del(nl, rt, eb);

	return r == -ESRCH || r == -ENODEV ? 0 : r;
}

int ndp_flush_routers(struct nl *nl)
{
	cleanup_lists struct lists l = { 0 };
	struct errbuf eb;
	int r = lists_read(nl, &l, &eb);

	for (size_t i = 0; i < l.n_routes && r == 0; i++)
		if (is_router(&l.routes[i]))
			r = forget(nl, &l.routes[i], &eb);
	return r < 0 ? neigh_fail(&eb) : 0;
}

/* An address goes before its prefix, which the kernel may take with it. */
int ndp_flush_prefixes(struct nl *nl)
{
	cleanup_lists struct lists l = { 0 };
	struct errbuf eb;
	int r = lists_read(nl, &l, &eb);

	for (size_t i = 0; i < l.n_addrs && r == 0; i++) {
		if (!is_auto(&l, &l.addrs[i]))
			continue;
		r = nl_ifaddr_del(nl, &l.addrs[i], &eb);
		r = r == -EADDRNOTAVAIL ? 0 : r;
	}
	for (size_t i = 0; i < l.n_learned && r == 0; i++)
		r = forget(nl, &l.learned[i], &eb);
	return r < 0 ? neigh_fail(&eb) : 0;
}
