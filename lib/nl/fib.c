/* SPDX-License-Identifier: BSD-2-Clause */
/* fib.c - FreeBSD's routing tables by number, as rules, tables and marks */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "nl/fib.h"
#include "nl/iffib.h"
#include "nl/nl.h"
#include "nl/route.h"
#include "nl/rule.h"

_Static_assert(FIB_RLIMIT == RLIMIT_LOCKS, "the limit that carries the number");

#define TABLES 990000 /* table of number N: TABLES + N */

/* After the rule for the host's own addresses, before all others: first to the
 * table, and what it has no route for does not go on to the main one. */
#define PRIORITY_LOOKUP 990
#define PRIORITY_END 991

uint32_t fib_table(unsigned fib)
{
	return fib ? TABLES + fib : RT_TABLE_MAIN;
}

int fib_of_table(uint32_t table)
{
	if (table == RT_TABLE_MAIN)
		return 0;
	return table > TABLES && table <= TABLES + FIB_MAX
		       ? (int)(table - TABLES)
		       : -1;
}

/* The highest number that a rule of @family leads to; -errno */
static int highest(struct nl *nl, int family, struct errbuf *eb)
{
	cleanup_free struct nl_rule *rules = NULL;
	size_t n = 0;
	int r = nl_rule_list(nl, family, &rules, &n, eb), fib = 0;

	if (r < 0)
		return r;
	for (size_t i = 0; i < n; i++) {
		int of = fib_of_table(rules[i].table);

		if (rules[i].priority == PRIORITY_LOOKUP && of > fib &&
		    rules[i].mark == (uint32_t)of << FIB_SHIFT)
			fib = of;
	}
	return fib;
}

int fib_count(struct nl *nl, struct errbuf *eb)
{
	int r = highest(nl, AF_INET, eb);

	return r < 0 ? r : r + 1;
}

/* That of a table, or (0) the one that ends the search */
static struct nl_rule rule_for(unsigned fib)
{
	return (struct nl_rule){
		.priority = fib ? PRIORITY_LOOKUP : PRIORITY_END,
		.table = fib ? fib_table(fib) : 0,
		.marked = true,
		.invert = !fib,
		.mark = fib << FIB_SHIFT,
		.mask = FIB_MASK,
	};
}

static int add_rules(struct nl *nl, unsigned fib, struct errbuf *eb)
{
	const struct nl_rule rule = rule_for(fib);

	return nl_rule_add(nl, &rule, eb);
}

static int del_rules(struct nl *nl, unsigned fib, struct errbuf *eb)
{
	const struct nl_rule rule = rule_for(fib);

	return nl_rule_del(nl, &rule, eb);
}

static int empty(struct nl *nl, unsigned fib, struct errbuf *eb)
{
	cleanup_free struct nl_route *routes = NULL;
	size_t n = 0;
	int r = nl_route_list(nl, 0, fib_table(fib), &routes, &n, eb);

	for (size_t i = 0; i < n && r == 0; i++) {
		r = nl_route_del(nl, &routes[i], eb);
		if (r == -ESRCH)
			r = 0;
	}
	return r;
}

/* Also those that only IPv6 has, of who was killed between the two. */
static int remove_from(struct nl *nl, unsigned n, struct errbuf *eb)
{
	int four = highest(nl, AF_INET, eb), six = highest(nl, AF_INET6, NULL);
	int r = four < 0 ? four : iffib_drop(nl, n, eb);

	for (int fib = four > six ? four : six; r == 0 && fib >= (int)n;
	     fib--) {
		r = empty(nl, (unsigned)fib, eb);
		if (r == 0)
			r = del_rules(nl, (unsigned)fib, eb);
	}
	if (r == 0 && n == 1)
		r = del_rules(nl, 0, eb);
	return r;
}

int fib_set_count(struct nl *nl, unsigned n, struct errbuf *eb)
{
	int now = fib_count(nl, eb), r = now < 0 ? now : 0;

	if (n < 1 || n > FIB_MAX + 1)
		return errbuf_set(eb, EINVAL, "%u: not from 1 to %d", n,
				  FIB_MAX + 1);
	if (r == 0 && n > 1)
		r = add_rules(nl, 0, eb);
	for (unsigned fib = (unsigned)now; r == 0 && fib < n; fib++)
		r = add_rules(nl, fib, eb);
	return r < 0 ? r : remove_from(nl, n, eb);
}

/* A new socket's mark, of these bits; 0 where there are no sockets. */
static unsigned marked(void)
{
	cleanup_close int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	socklen_t len = sizeof(uint32_t);
	uint32_t mark = 0;

	if (fd < 0)
		fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || getsockopt(fd, SOL_SOCKET, SO_MARK, &mark, &len) < 0)
		return 0;
	return mark >> FIB_SHIFT;
}

/* Table 0 is the lack of a number. */
static int carry(unsigned fib)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_LOCKS, &limit) < 0)
		return -errno;
	limit.rlim_cur = fib ? FIB_LIMIT + fib : limit.rlim_max;
	return setrlimit(RLIMIT_LOCKS, &limit) < 0 ? -errno : 0;
}

bool fib_is_marked(void)
{
	struct rlimit limit;
	bool yes;

	if (getrlimit(RLIMIT_LOCKS, &limit) < 0 || carry(FIB_MAX) < 0)
		return false;
	yes = marked() == FIB_MAX;
	(void)setrlimit(RLIMIT_LOCKS, &limit);
	return yes;
}

unsigned fib_mine(void)
{
	return marked();
}

int fib_join(struct nl *nl, unsigned fib, struct rlimit *ret_old,
	     struct errbuf *eb)
{
	int n = fib_count(nl, eb), r;
	struct rlimit old;

	if (n < 0)
		return n;
	if (fib >= (unsigned)n)
		return errbuf_set(eb, EINVAL, "%u: invalid FIB (max %d)", fib,
				  n - 1);
	if (getrlimit(RLIMIT_LOCKS, &old) < 0)
		return errbuf_errno(eb, "getrlimit");
	r = carry(fib);
	if (r < 0)
		return errbuf_set(eb, -r, "setrlimit: %s", strerror(-r));
	if (marked() != fib) {
		fib_leave(&old);
		return errbuf_set(
			eb, EOPNOTSUPP,
			"%u: nothing marks sockets with their FIB here", fib);
	}
	if (ret_old)
		*ret_old = old;
	return 0;
}

void fib_leave(const struct rlimit *old)
{
	(void)setrlimit(RLIMIT_LOCKS, old);
}
