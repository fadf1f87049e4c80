/* SPDX-License-Identifier: BSD-2-Clause */
/* monitor.c - Changes as lines: route monitor, and what -v tells of */

#include <err.h>
#include <errno.h>
#include <limits.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "nl/addr.h"
#include "nl/bsdroute.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/neigh.h"
#include "nl/nl.h"
#include "nl/request.h"
#include "route.h"

#define NO_LEN UINT_MAX /* an address, not a network */

/* What is known of an interface, also of one that is gone. */
struct seen {
	int index;
	uint32_t mtu;
	char *name;
};

struct monitor {
	struct seen *v;
	size_t n;
	int family; /* 0: both */
	const struct route_fibs *fibs;
};

/* By IF_OPER_* */
static const char *const operstates[] = {
	"UNKNOWN", "NOTPRESENT", "DOWN", "LLDOWN", "TESTING", "DORMANT", "UP",
};

/* By the bits of NUD_* */
static const char *const nudstates[] = {
	"INCOMPLETE", "REACHABLE", "STALE", "DELAY", "PROBE", "FAILED",
};

static struct seen *find_seen(const struct monitor *m, int index)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].index == index)
			return &m->v[i];
	return NULL;
}

static int remember(struct monitor *m, const struct nl_link *l)
{
	char *name = strdup(ifname_to_bsd(ifname_full(l)));
	struct seen *s = find_seen(m, l->index);

	if (!name)
		return -ENOMEM;
	if (!s) {
		s = reallocarray(m->v, m->n + 1, sizeof(*s));
		if (!s) {
			free(name);
			return -ENOMEM;
		}
		m->v = s;
		s = &m->v[m->n++];
		*s = (struct seen){ .index = l->index };
	}
	free(s->name);
	s->name = name;
	s->mtu = l->mtu;
	return 0;
}

static void monitor_done(struct monitor *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->v[i].name);
	free(m->v);
}

static int remember_all(struct nl *nl, struct monitor *m, struct errbuf *eb)
{
	struct nl_link *links = NULL;
	size_t n = 0;
	int r = nl_link_list(nl, &links, &n, eb);

	for (size_t i = 0; i < n && r == 0; i++) {
		r = remember(m, &links[i]);
		if (r < 0)
			errbuf_set(eb, ENOMEM, "out of memory");
	}
	nl_link_list_free(links, n);
	return r;
}

/* "10:20:30.456 PID 1234 add/repl route " */
static void print_head(uint32_t pid, bool is_new, const char *what)
{
	struct timespec now = { 0 };
	struct tm tm = { 0 };
	char text[16];

	(void)clock_gettime(CLOCK_REALTIME, &now);
	(void)localtime_r(&now.tv_sec, &tm);
	(void)strftime(text, sizeof(text), "%T", &tm);
	/* A second socket of a process has no number that is its own. */
	printf("%s.%03ld PID %4u %s %s ", text, now.tv_nsec / 1000000,
	       pid <= INT_MAX ? pid : 0, is_new ? "add/repl" : "delete", what);
}

static void print_address(const struct nl_inet *ip, unsigned len)
{
	char buf[INET6_ADDRSTRLEN];

	fputs(nl_inet_format(ip, buf), stdout);
	if (len != NO_LEN)
		printf("/%u", len);
	putchar(' ');
}

static const char *drop_word(unsigned type)
{
	switch (type) {
	case RTN_BLACKHOLE:
		return "blackhole";
	case RTN_UNREACHABLE:
		return "unreach(reject)";
	case RTN_PROHIBIT:
		return "prohibit(reject)";
	default:
		return NULL;
	}
}

/* What is about to be sent may lack the table; own addresses are in one of
 * Linux's alone. */
static int table_of(const struct nl_route *rt)
{
	int fib = fib_of_table(rt->table);

	return fib > 0 ? fib : 0;
}

static void print_route(const struct monitor *m, uint32_t pid, bool is_new,
			const struct nl_route *rt)
{
	const struct seen *s = find_seen(m, rt->oif);
	const struct nl_inet zero = { .family = rt->dst.family };

	print_head(pid, is_new, "route");
	print_address(rt->dst_len ? &rt->dst : &zero, rt->dst_len);
	if (drop_word(rt->type)) {
		puts(drop_word(rt->type));
		return;
	}
	if (rt->gateway.family) {
		printf("gw ");
		print_address(&rt->gateway, NO_LEN);
	}
	/* To an own address the way is through lo0, as netstat shows it. */
	if (rt->type == RTN_LOCAL)
		printf("iface lo0 ");
	else if (s)
		printf("iface %s ", s->name);
	if (rt->mtu || s)
		printf("mtu %u ", rt->mtu ? rt->mtu : s->mtu);
	printf("table inet%s.%d\n", rt->dst.family == AF_INET6 ? "6" : "",
	       table_of(rt));
}

static void told_route(const struct monitor *m, struct nlmsghdr *h)
{
	struct nl_route rt;
	int fib;

	if (!nl_route_read(h, &rt))
		return;
	fib = bsd_route_fib(&rt);
	if (fib >= 0 && m->fibs->on[fib] &&
	    (!m->family || m->family == rt.dst.family))
		print_route(m, h->nlmsg_pid, h->nlmsg_type == RTM_NEWROUTE,
			    &rt);
}

static void told_link(struct monitor *m, struct nlmsghdr *h)
{
	cleanup_nl_link struct nl_link l = { 0 };

	if (!nl_link_read(h, &l) || nl_link_is_way(&l))
		return;
	if (remember(m, &l) < 0)
		err(EXIT_FAILURE, NULL);
	print_head(h->nlmsg_pid, h->nlmsg_type == RTM_NEWLINK, "iface");
	printf("iface#%d %s admin %s ", l.index, ifname_to_bsd(ifname_full(&l)),
	       l.flags & IFF_UP ? "UP" : "DOWN");
	if (l.operstate < ARRAY_SIZE(operstates))
		printf("oper %s ", operstates[l.operstate]);
	if (l.mtu)
		printf("mtu %u ", l.mtu);
	putchar('\n');
}

static void print_iface(const struct monitor *m, int index)
{
	const struct seen *s = find_seen(m, index);

	if (s)
		printf("iface %s ", s->name);
}

static void told_addr(const struct monitor *m, struct nlmsghdr *h)
{
	struct nl_ifaddr a;

	if (!nl_ifaddr_read(h, &a) || (m->family && m->family != a.ip.family))
		return;
	print_head(h->nlmsg_pid, h->nlmsg_type == RTM_NEWADDR, "addr");
	print_address(&a.ip, a.prefixlen);
	print_iface(m, a.index);
	putchar('\n');
}

/* Those of bridges are stations, and no neighbours. */
static void told_neigh(const struct monitor *m, struct nlmsghdr *h)
{
	struct nl_neigh n;

	if (!nl_neigh_read(h, &n) || !n.ip.family || n.type == RTN_MULTICAST ||
	    (m->family && m->family != n.family))
		return;
	print_head(h->nlmsg_pid, h->nlmsg_type == RTM_NEWNEIGH, "neigh");
	print_address(&n.ip, NO_LEN);
	print_iface(m, n.index);
	for (size_t i = 0; i < ARRAY_SIZE(nudstates); i++) {
		if (n.state & (1U << i)) {
			printf("state %s ", nudstates[i]);
			break;
		}
	}
	for (unsigned i = 0; i < n.addr_len; i++)
		printf("%s%02x", i ? ":" : "lladdr ", n.addr[i]);
	puts(n.addr_len ? " " : "");
}

static void told(struct nlmsghdr *h, void *arg)
{
	switch (h->nlmsg_type) {
	case RTM_NEWROUTE:
	case RTM_DELROUTE:
		told_route(arg, h);
		break;
	case RTM_NEWLINK:
	case RTM_DELLINK:
		told_link(arg, h);
		break;
	case RTM_NEWADDR:
	case RTM_DELADDR:
		told_addr(arg, h);
		break;
	case RTM_NEWNEIGH:
	case RTM_DELNEIGH:
		told_neigh(arg, h);
		break;
	default:
		break;
	}
}

int route_monitor(struct nl *nl, struct nl *events, int family,
		  const struct route_fibs *fibs)
{
	static const unsigned groups[] = {
		RTNLGRP_LINK,	     RTNLGRP_NEIGH,	 RTNLGRP_IPV4_IFADDR,
		RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE,
	};
	struct monitor m = { .family = family, .fibs = fibs };
	struct errbuf eb;
	int r = nl_join(events, groups, ARRAY_SIZE(groups), &eb);

	if (r == 0)
		r = remember_all(nl, &m, &eb);
	while (r == 0 && !ferror(stdout)) {
		r = nl_wait(events, told, &m, &eb);
		(void)fflush(stdout);
		if (r == -ENOBUFS) {
			warnx("too much at once: some of it is not shown");
			r = 0;
		}
	}
	if (r < 0)
		warnx("%s", eb.msg);
	monitor_done(&m);
	return EXIT_FAILURE;
}

void route_tell(struct nl *nl, bool is_new, const struct nl_route *rt)
{
	struct monitor m = { 0 };

	if (remember_all(nl, &m, NULL) == 0)
		print_route(&m, (uint32_t)getpid(), is_new, rt);
	monitor_done(&m);
}
