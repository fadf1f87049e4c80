/* SPDX-License-Identifier: BSD-2-Clause */
/* interfaces.c - netstat -i: interfaces, their addresses and packets */

#include <errno.h>
#include <linux/if_link.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "netstat.h"
#include "nl/addr.h"
#include "nl/bsdroute.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/nl.h"

#define FIELD_MAX 256

/* Counters in the order of their columns. */
enum column {
	IPKTS,
	IERRS,
	IDROP,
	IBYTES, /* -b */
	OPKTS,
	OERRS,
	OBYTES, /* -b */
	COLL,
	DROP, /* -d */
	COLUMNS,
};

static const struct {
	const char *title;
	const char *json;
	int width;
} columns[COLUMNS] = {
	[IPKTS] = { "Ipkts", "received-packets", 8 },
	[IERRS] = { "Ierrs", "received-errors", 5 },
	[IDROP] = { "Idrop", "dropped-packets", 5 },
	[IBYTES] = { "Ibytes", "received-bytes", 10 },
	[OPKTS] = { "Opkts", "sent-packets", 8 },
	[OERRS] = { "Oerrs", "send-errors", 5 },
	[OBYTES] = { "Obytes", "sent-bytes", 10 },
	[COLL] = { "Coll", "collisions", 5 },
	[DROP] = { "Drop", "dropped-packets-sent", 5 },
};

struct widths {
	int name, network, address;
};

struct row {
	char name[FIELD_MAX]; /* with "*" where it is down */
	const char *ifname;
	uint32_t mtu;
	char network[FIELD_MAX];
	char address[FIELD_MAX];
	const struct rtnl_link_stats64
		*stats; /* NULL: of an address, unknown */
};

static bool is_on(const struct netstat_opts *o, enum column c)
{
	if (c == IBYTES || c == OBYTES)
		return o->bytes;
	return c != DROP || o->drops;
}

static uint64_t count(const struct rtnl_link_stats64 *s, enum column c)
{
	const uint64_t of[COLUMNS] = {
		[IPKTS] = s->rx_packets, [IERRS] = s->rx_errors,
		[IDROP] = s->rx_dropped, [IBYTES] = s->rx_bytes,
		[OPKTS] = s->tx_packets, [OERRS] = s->tx_errors,
		[OBYTES] = s->tx_bytes,	 [COLL] = s->collisions,
		[DROP] = s->tx_dropped,
	};

	return of[c];
}

static struct widths column_widths(const struct netstat_opts *o)
{
	if (!o->wide)
		return (struct widths){ 5, 13, 17 };
	if (o->family == AF_INET)
		return (struct widths){ IFNAMSIZ, 18, 17 };
	return (struct widths){ IFNAMSIZ, 24, 39 };
}

static void print_header(const struct netstat_opts *o, const struct widths *w)
{
	printf("%-*.*s %5.5s %-*.*s %-*.*s", w->name, w->name, "Name", "Mtu",
	       w->network, w->network, "Network", w->address, w->address,
	       "Address");
	for (int c = 0; c < COLUMNS; c++)
		if (is_on(o, c))
			printf(" %*s", columns[c].width, columns[c].title);
	putchar('\n');
}

static void print_row(const struct netstat_opts *o, const struct widths *w,
		      const struct row *row)
{
	printf("%-*.*s %5u %-*s %-*s", w->name, o->wide ? FIELD_MAX : w->name,
	       row->name, row->mtu, w->network, row->network, w->address,
	       row->address);
	for (int c = 0; c < COLUMNS; c++) {
		if (!is_on(o, c))
			continue;
		if (row->stats)
			printf(" %*llu", columns[c].width,
			       (unsigned long long)count(row->stats, c));
		else
			printf(" %*s", columns[c].width, "-");
	}
	putchar('\n');
}

static struct json_object *row_json(const struct netstat_opts *o,
				    const struct row *row)
{
	struct json_object *j = json_object_new_object();
	bool ok = xo_add_str(j, "name", row->ifname) &&
		  xo_add_int(j, "mtu", row->mtu) &&
		  xo_add_str(j, "network", row->network) &&
		  xo_add_str(j, "address", row->address);

	for (int c = 0; c < COLUMNS && ok && row->stats; c++)
		if (is_on(o, c))
			ok = xo_add_int(j, columns[c].json,
					(int64_t)count(row->stats, c));
	if (ok)
		return j;
	json_object_put(j);
	return NULL;
}

/* As text, or into @all. */
static int show(const struct netstat_opts *o, const struct row *row,
		struct json_object *all)
{
	const struct widths w = column_widths(o);

	if (all)
		return xo_append(all, row_json(o, row)) ? 0 : -ENOMEM;
	print_row(o, &w, row);
	return 0;
}

static void begin_row(const struct nl_link *l, struct row *row)
{
	row->ifname = ifname_to_bsd(ifname_full(l));
	row->mtu = l->mtu;
	(void)snprintf(row->name, sizeof(row->name), "%s%s", row->ifname,
		       l->flags & IFF_UP ? "" : "*");
}

static int show_link(const struct netstat_opts *o, const struct nl_link *l,
		     struct json_object *all)
{
	static const struct rtnl_link_stats64 none;
	struct row row = { .stats = l->stats64 ? l->stats64 : &none };
	size_t used = 0;

	begin_row(l, &row);
	(void)snprintf(row.network, sizeof(row.network), "<Link#%d>", l->index);
	if (l->type == ARPHRD_LOOPBACK)
		(void)snprintf(row.address, sizeof(row.address), "%s",
			       row.ifname);
	else
		for (unsigned i = 0; i < l->addr_len; i++)
			used += (size_t)snprintf(
				row.address + used, sizeof(row.address) - used,
				"%s%02x", i ? ":" : "", l->addr[i]);
	return show(o, &row, all);
}

static int show_address(const struct netstat_opts *o, const struct nl_link *l,
			const struct nl_ifaddr *a, struct json_object *all)
{
	const struct nl_inet net =
		nl_inet_mask(a->ip.family, a->prefixlen, &a->ip);
	const char *scope = "";
	char numbers[INET6_ADDRSTRLEN], name[FIELD_MAX];
	struct row row = { 0 };
	const char *percent = "";

	begin_row(l, &row);
	if (nl_inet_link_local(&a->ip)) {
		percent = "%";
		scope = row.ifname;
	}
	(void)snprintf(row.network, sizeof(row.network), "%s%s%s/%u",
		       nl_inet_format(&net, numbers), percent, scope,
		       a->prefixlen);
	(void)snprintf(row.address, sizeof(row.address), "%s%s%s",
		       bsd_inet_name(&a->ip, o->numeric, name, sizeof(name)),
		       percent, scope);
	return show(o, &row, all);
}

/* An interface and its addresses; 0 or -errno. */
static int show_all(struct nl *nl, const struct netstat_opts *o,
		    const struct nl_link *l, struct json_object *all,
		    struct errbuf *eb)
{
	cleanup_free struct nl_ifaddr *addrs = NULL;
	size_t n = 0;
	int r = nl_ifaddr_list(nl, o->family, l->index, &addrs, &n, eb);

	if (r < 0)
		return r;
	if (!o->family)
		r = show_link(o, l, all);
	for (size_t i = 0; i < n && r == 0; i++)
		r = show_address(o, l, &addrs[i], all);
	return r < 0 ? errbuf_set(eb, ENOMEM, "out of memory") : 0;
}

static bool is_wanted(const struct netstat_opts *o, const struct nl_link *l)
{
	const char *name = o->ifname ? ifname_from_bsd(o->ifname) : NULL;

	if (!name)
		return !nl_link_is_way(l);
	return streq(l->name, name) || streq(ifname_full(l), name);
}

static int print_document(const struct netstat_opts *o, struct json_object *all)
{
	struct json_object *statistics = json_object_new_object();

	if (xo_add(statistics, "interface", all))
		return xo_print(stdout, &o->xo, NETSTAT_XO_VERSION,
				"statistics", statistics);
	json_object_put(statistics);
	return -ENOMEM;
}

int netstat_interfaces(struct nl *nl, const struct netstat_opts *o,
		       struct errbuf *eb)
{
	struct json_object *all = o->xo.json ? json_object_new_array() : NULL;
	const struct widths w = column_widths(o);
	struct nl_link *links = NULL;
	size_t n = 0, shown = 0;
	int r = nl_link_list(nl, &links, &n, eb);

	for (size_t i = 0; i < n && r == 0; i++) {
		if (!is_wanted(o, &links[i]))
			continue;
		if (shown++ == 0 && !all)
			print_header(o, &w);
		r = show_all(nl, o, &links[i], all, eb);
	}
	if (r == 0 && o->ifname && !shown)
		r = errbuf_set(eb, ENODEV, "interface %s does not exist",
			       o->ifname);
	nl_link_list_free(links, n);
	if (r < 0) {
		json_object_put(all);
		return r;
	}
	if (all && print_document(o, all) < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	return 0;
}
