/* SPDX-License-Identifier: BSD-2-Clause */
/* routes.c - netstat -r: the routing tables */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "netstat.h"
#include "nl/bsdroute.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/nl.h"

#define FIELD_MAX 256

/* Column widths, each with a blank after it. */
struct widths {
	int dst, gateway, ifname;
};

/* Letters of flags, in the order they are shown. */
static const struct {
	unsigned flag;
	char letter;
} letters[] = {
	{ BSD_RTF_UP, 'U' },	    { BSD_RTF_GATEWAY, 'G' },
	{ BSD_RTF_HOST, 'H' },	    { BSD_RTF_REJECT, 'R' },
	{ BSD_RTF_DYNAMIC, 'D' },   { BSD_RTF_STATIC, 'S' },
	{ BSD_RTF_PROTO1, '1' },    { BSD_RTF_PROTO2, '2' },
	{ BSD_RTF_BLACKHOLE, 'B' }, { BSD_RTF_BROADCAST, 'b' },
};

struct table {
	const struct netstat_opts *o;
	const struct nl_link *links;
	size_t nlinks;
	struct nl_route *routes;
	size_t n;
};

/* A row as it is shown. */
struct row {
	char dst[FIELD_MAX];
	char gateway[FIELD_MAX];
	char flags[ARRAY_SIZE(letters) + 1];
	const char *ifname; /* "---" where the interface is gone */
	uint32_t mtu;
	uint32_t expires; /* seconds, 0: never */
	unsigned hop; /* routes that go the same way have the same number */
};

static const struct nl_link *find_link(const struct table *t, int index)
{
	for (size_t i = 0; i < t->nlinks; i++)
		if (index ? t->links[i].index == index
			  : t->links[i].flags & IFF_LOOPBACK)
			return &t->links[i];
	return NULL;
}

static const char *name_of(const struct nl_link *l)
{
	return l ? ifname_to_bsd(ifname_full(l)) : "---";
}

static bool on_loopback(const struct table *t, const struct nl_route *rt)
{
	const struct nl_link *l = find_link(t, rt->oif);

	return l && l->flags & IFF_LOOPBACK;
}

static void add_scope(const struct nl_inet *ip, const char *ifname, char *buf)
{
	size_t len = strlen(buf);

	if (nl_inet_link_local(ip))
		(void)snprintf(buf + len, FIELD_MAX - len, "%%%s", ifname);
}

static void set_dst(const struct table *t, const struct nl_route *rt,
		    const char *ifname, struct row *row)
{
	bool host = bsd_route_is_host(rt);
	size_t len;

	if (!rt->dst_len) {
		(void)snprintf(row->dst, sizeof(row->dst), "default");
		return;
	}
	(void)bsd_inet_name(&rt->dst, t->o->numeric || !host, row->dst,
			    sizeof(row->dst));
	add_scope(&rt->dst, ifname, row->dst);
	len = strlen(row->dst);
	if (!host)
		(void)snprintf(row->dst + len, sizeof(row->dst) - len, "/%u",
			       rt->dst_len);
}

static void set_flags(const struct table *t, const struct nl_route *rt,
		      char *ret)
{
	unsigned flags = bsd_route_flags(rt);

	/* lo0's own IPv4 address is no static route. */
	if (rt->type == RTN_LOCAL && rt->dst.family == AF_INET &&
	    on_loopback(t, rt))
		flags &= ~(unsigned)BSD_RTF_STATIC;
	for (size_t i = 0; i < ARRAY_SIZE(letters); i++)
		if (flags & letters[i].flag)
			*ret++ = letters[i].letter;
	*ret = '\0';
}

static bool same_way(const struct nl_route *a, const struct nl_route *b)
{
	return a->oif == b->oif && a->type == b->type &&
	       a->gateway.family == b->gateway.family &&
	       (!a->gateway.family || nl_inet_same(&a->gateway, &b->gateway));
}

static unsigned hop_number(const struct table *t, const struct nl_route *rt)
{
	unsigned n = 0;

	for (const struct nl_route *p = t->routes;; p++) {
		bool first = true;

		for (const struct nl_route *q = t->routes; q < p && first; q++)
			first = !same_way(p, q);
		n += first;
		if (same_way(p, rt))
			return n;
	}
}

/* Drops have no interface on Linux, and local addresses are reached through
 * lo0 on FreeBSD. */
static void make_row(const struct table *t, const struct nl_route *rt,
		     struct row *row)
{
	const struct nl_link *l = find_link(t, rt->oif);
	const char *ifname = name_of(l);

	set_dst(t, rt, ifname, row);
	if (rt->gateway.family) {
		(void)bsd_inet_name(&rt->gateway, t->o->numeric, row->gateway,
				    sizeof(row->gateway));
		add_scope(&rt->gateway, ifname, row->gateway);
	} else {
		(void)snprintf(row->gateway, sizeof(row->gateway), "link#%d",
			       l ? l->index : rt->oif);
	}
	set_flags(t, rt, row->flags);
	row->ifname = rt->type == RTN_LOCAL ? "lo0" : ifname;
	row->mtu = rt->mtu ? rt->mtu : l ? l->mtu : 0;
	row->expires = rt->expires;
	row->hop = hop_number(t, rt);
}

static int compare(const void *a, const void *b)
{
	const struct nl_route *x = a, *y = b;
	int d = memcmp(x->dst.b, y->dst.b, sizeof(x->dst.b));

	if (!d)
		d = (int)x->dst_len - (int)y->dst_len;
	return d ? d : x->oif - y->oif;
}

/* Those that are shown, in the order of their addresses. */
static int read_routes(struct nl *nl, int family, struct table *t,
		       struct errbuf *eb)
{
	size_t kept = 0;
	int r = nl_route_list(nl, family, 0, &t->routes, &t->n, eb);

	if (r < 0)
		return r;
	for (size_t i = 0; i < t->n; i++)
		if (bsd_route_fib(&t->routes[i]) == (int)t->o->fib)
			t->routes[kept++] = t->routes[i];
	t->n = kept;
	if (kept)
		qsort(t->routes, kept, sizeof(*t->routes), compare);
	return 0;
}

static struct widths column_widths(const struct netstat_opts *o, int family)
{
	bool long_ones = family == AF_INET6 && o->numeric;

	return (struct widths){ .dst = long_ones ? 33 : 18,
				.gateway = long_ones ? 29 : 18,
				.ifname = o->wide ? 16 : 12 };
}

/* With -n a long field is whole and the next one gives way. */
static void print_field(const char *s, int width, bool whole, int *debt)
{
	int room = width - *debt > 0 ? width - *debt : 0;
	int len = printf("%-*.*s", room, whole ? FIELD_MAX : width, s);

	*debt = len > room ? len - room : 0;
	putchar(' ');
}

static void print_header(const struct netstat_opts *o, const struct widths *w,
			 int family)
{
	printf("\n%s:\n", family == AF_INET ? "Internet" : "Internet6");
	printf("%-*s %-*s %-6s ", w->dst, "Destination", w->gateway, "Gateway",
	       "Flags");
	if (o->wide)
		printf("%6s %6s ", "Nhop#", "Mtu");
	printf("%*s %s\n", w->ifname, "Netif", "Expire");
}

static void print_row(const struct netstat_opts *o, const struct widths *w,
		      const struct row *row)
{
	int debt = 0;

	print_field(row->dst, w->dst, o->numeric, &debt);
	print_field(row->gateway, w->gateway, o->numeric, &debt);
	print_field(row->flags, 6, false, &debt);
	if (o->wide)
		printf("%6u %6u ", row->hop, row->mtu);
	printf("%*.*s", w->ifname, o->wide ? FIELD_MAX : w->ifname,
	       row->ifname);
	if (row->expires)
		printf(" %6u", row->expires);
	putchar('\n');
}

static struct json_object *row_json(const struct netstat_opts *o,
				    const struct row *row)
{
	struct json_object *j = json_object_new_object();
	bool ok = xo_add_str(j, "destination", row->dst) &&
		  xo_add_str(j, "gateway", row->gateway) &&
		  xo_add_str(j, "flags", row->flags);

	if (ok && o->wide)
		ok = xo_add_int(j, "nhop", row->hop) &&
		     xo_add_int(j, "mtu", row->mtu);
	ok = ok && xo_add_str(j, "interface-name", row->ifname);
	if (ok && row->expires)
		ok = xo_add_int(j, "expire-time", row->expires);
	if (ok)
		return j;
	json_object_put(j);
	return NULL;
}

/* One family, as text or into @families; 0 or -ENOMEM. */
static int show_family(const struct table *t, int family,
		       struct json_object *families)
{
	const struct widths w = column_widths(t->o, family);
	struct json_object *of = NULL, *entries = NULL;
	bool ok = true;

	if (families) {
		of = json_object_new_object();
		entries = json_object_new_array();
		ok = xo_append(families, of) &&
		     xo_add_str(of, "address-family",
				family == AF_INET ? "Internet" : "Internet6") &&
		     xo_add(of, "rt-entry", entries);
	} else {
		print_header(t->o, &w, family);
	}
	for (size_t i = 0; i < t->n && ok; i++) {
		struct row row = { 0 };

		make_row(t, &t->routes[i], &row);
		if (families)
			ok = xo_append(entries, row_json(t->o, &row));
		else
			print_row(t->o, &w, &row);
	}
	return ok ? 0 : -ENOMEM;
}

static int print_document(const struct netstat_opts *o,
			  struct json_object *families)
{
	struct json_object *statistics = json_object_new_object();
	struct json_object *info = json_object_new_object();
	struct json_object *table = json_object_new_object();

	if (xo_add(statistics, "route-information", info) &&
	    (!o->fib || xo_add_int(info, "fib", o->fib)) &&
	    xo_add(info, "route-table", table) &&
	    xo_add(table, "rt-family", families))
		return xo_print(stdout, &o->xo, NETSTAT_XO_VERSION,
				"statistics", statistics);
	json_object_put(statistics);
	return -ENOMEM;
}

static void print_title(const struct netstat_opts *o)
{
	printf("Routing tables");
	if (o->fib)
		printf(" (fib: %u)", o->fib);
	putchar('\n');
}

int netstat_routes(struct nl *nl, const struct netstat_opts *o,
		   struct errbuf *eb)
{
	struct json_object *families =
		o->xo.json ? json_object_new_array() : NULL;
	struct nl_link *links = NULL;
	size_t nlinks = 0;
	int r = nl_link_list(nl, &links, &nlinks, eb);

	if (r == 0 && !families)
		print_title(o);
	for (size_t i = 0; i < 2 && r == 0; i++) {
		const int family = i ? AF_INET6 : AF_INET;
		struct table t = { .o = o, .links = links, .nlinks = nlinks };

		if (o->family && o->family != family)
			continue;
		r = read_routes(nl, family, &t, eb);
		/* FreeBSD has nothing to say of a family without routes. */
		if (r == 0 && t.n > 0 && show_family(&t, family, families) < 0)
			r = errbuf_set(eb, ENOMEM, "out of memory");
		free(t.routes);
	}
	if (r == 0 && families && print_document(o, families) < 0)
		r = errbuf_set(eb, ENOMEM, "out of memory");
	else if (r < 0)
		json_object_put(families);
	nl_link_list_free(links, nlinks);
	return r;
}
