/* SPDX-License-Identifier: BSD-2-Clause */
/* iffib.c - In which table packets that come in by an interface are looked up */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "nl/fib.h"
#include "nl/iffib.h"
#include "nl/route.h"
#include "nl/rule.h"

/* Before those that look at marks. */
#define PRIORITY_LOOKUP 988
#define PRIORITY_END 989

static struct nl_rule rule_for(const char *name, unsigned fib)
{
	struct nl_rule rule = { .priority =
					fib ? PRIORITY_LOOKUP : PRIORITY_END,
				.table = fib ? fib_table(fib) : 0 };

	(void)snprintf(rule.iif, sizeof(rule.iif), "%s", name);
	return rule;
}

/* The table of a rule of ours that has one; 0: it is none */
static unsigned fib_of(const struct nl_rule *rule)
{
	int fib = fib_of_table(rule->table);

	return rule->priority == PRIORITY_LOOKUP && *rule->iif && fib > 0
		       ? (unsigned)fib
		       : 0;
}

static bool has_entry(const struct iffib *v, size_t n, const char *name,
		      unsigned fib)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].fib == fib && streq(v[i].name, name))
			return true;
	return false;
}

/* Of either family: of who was killed between the two, one has it alone. */
int iffib_list(struct nl *nl, struct iffib **ret, size_t *ret_n,
	       struct errbuf *eb)
{
	cleanup_free struct nl_rule *rules = NULL;
	struct iffib *v;
	size_t n_rules = 0, n = 0;
	int r = nl_rule_list(nl, 0, &rules, &n_rules, eb);

	if (r == -EAFNOSUPPORT || r == -EOPNOTSUPP) /* no rules: no tables */
		n_rules = 0;
	else if (r < 0)
		return r;
	v = calloc(n_rules + 1, sizeof(*v));
	if (!v)
		return errbuf_set(eb, ENOMEM, "out of memory");
	for (size_t i = 0; i < n_rules; i++) {
		unsigned fib = fib_of(&rules[i]);

		if (!fib || has_entry(v, n, rules[i].iif, fib))
			continue;
		v[n].fib = fib;
		(void)snprintf(v[n++].name, sizeof(v->name), "%s",
			       rules[i].iif);
	}
	*ret = v;
	*ret_n = n;
	return 0;
}

int iffib_get(struct nl *nl, const char *name, struct errbuf *eb)
{
	cleanup_free struct iffib *v = NULL;
	size_t n = 0;
	int r = iffib_list(nl, &v, &n, eb);

	for (size_t i = 0; i < n; i++)
		if (streq(v[i].name, name))
			return (int)v[i].fib;
	return r;
}

/* All that lead somewhere, but to @keep. */
static int leave(struct nl *nl, const char *name, unsigned keep,
		 struct errbuf *eb)
{
	cleanup_free struct iffib *v = NULL;
	size_t n = 0;
	int r = iffib_list(nl, &v, &n, eb);

	for (size_t i = 0; i < n && r == 0; i++) {
		const struct nl_rule rule = rule_for(name, v[i].fib);

		if (streq(v[i].name, name) && v[i].fib != keep)
			r = nl_rule_del(nl, &rule, eb);
	}
	return r;
}

/* What ends the search is never there alone: nothing would go on. */
int iffib_set(struct nl *nl, const char *name, unsigned fib, struct errbuf *eb)
{
	const struct nl_rule end = rule_for(name, 0),
			     lookup = rule_for(name, fib);
	int r = 0;

	if (fib)
		r = nl_rule_add(nl, &lookup, eb);
	else
		r = iffib_get(nl, name, eb);
	if (r > 0)
		r = nl_rule_del(nl, &end, eb);
	else if (r == 0 && !fib)
		return 0;
	if (r == 0)
		r = leave(nl, name, fib, eb);
	return r == 0 && fib ? nl_rule_add(nl, &end, eb) : r;
}

int iffib_move(struct nl *nl, const char *from, const char *to,
	       struct errbuf *eb)
{
	int fib = iffib_get(nl, from, eb), r;

	if (fib < 0)
		return fib;
	r = iffib_set(nl, to, (unsigned)fib, eb);
	return r == 0 ? iffib_set(nl, from, 0, eb) : r;
}

int iffib_drop(struct nl *nl, unsigned fib, struct errbuf *eb)
{
	cleanup_free struct iffib *v = NULL;
	size_t n = 0;
	int r = iffib_list(nl, &v, &n, eb);

	for (size_t i = 0; i < n && r == 0; i++)
		if (v[i].fib >= fib)
			r = iffib_set(nl, v[i].name, 0, eb);
	return r;
}

/* The kernel's, or a copy of one: to a network of an address */
static bool is_network(const struct nl_route *rt, int index)
{
	return rt->oif == index && rt->protocol == RTPROT_KERNEL &&
	       rt->type == RTN_UNICAST && !rt->gateway.family &&
	       !nl_inet_link_local(&rt->dst);
}

static bool has(const struct nl_route *routes, size_t n, uint32_t table,
		const struct nl_route *rt)
{
	for (size_t i = 0; i < n; i++)
		if (routes[i].table == table &&
		    is_network(&routes[i], rt->oif) &&
		    routes[i].dst_len == rt->dst_len &&
		    nl_inet_same(&routes[i].dst, &rt->dst))
			return true;
	return false;
}

/* A copy that is not to be there goes; what lacks one in @table gets it. */
static int follow(struct nl *nl, const struct nl_route *routes, size_t n,
		  const struct nl_route *rt, uint32_t table, struct errbuf *eb)
{
	struct nl_route copy = *rt;
	int r;

	if (rt->table != RT_TABLE_MAIN) {
		if (rt->table == table && has(routes, n, RT_TABLE_MAIN, rt))
			return 0;
		r = nl_route_del(nl, rt, eb);
		return r == -ESRCH ? 0 : r;
	}
	if (table == RT_TABLE_MAIN || has(routes, n, table, rt))
		return 0;
	copy.table = table;
	copy.flags = 0;
	r = nl_route_add(nl, &copy, eb);
	/* Another interface is in that network, or this one is down. */
	return r == -EEXIST || r == -ENETDOWN ? 0 : r;
}

int iffib_routes(struct nl *nl, const char *name, int index, struct errbuf *eb)
{
	cleanup_free struct nl_route *routes = NULL;
	int fib = iffib_get(nl, name, eb), r;
	size_t n = 0;

	if (fib < 0)
		return fib;
	r = nl_route_list(nl, 0, 0, &routes, &n, eb);
	for (size_t i = 0; i < n && r == 0; i++)
		if (is_network(&routes[i], index) &&
		    fib_of_table(routes[i].table) >= 0)
			r = follow(nl, routes, n, &routes[i],
				   fib_table((unsigned)fib), eb);
	return r;
}
