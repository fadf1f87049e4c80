/* SPDX-License-Identifier: BSD-2-Clause */
/* get.c - route get: which way a packet would go */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "nl/bsdroute.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "route.h"

#define EXIT_NOT_FOUND 255

#define RTF_DONE 0x40 /* the kernel has answered */

static const struct {
	unsigned flag;
	const char *name;
} flag_names[] = {
	{ BSD_RTF_UP, "UP" },
	{ BSD_RTF_GATEWAY, "GATEWAY" },
	{ BSD_RTF_HOST, "HOST" },
	{ BSD_RTF_REJECT, "REJECT" },
	{ BSD_RTF_DYNAMIC, "DYNAMIC" },
	{ RTF_DONE, "DONE" },
	{ BSD_RTF_STATIC, "STATIC" },
	{ BSD_RTF_BLACKHOLE, "BLACKHOLE" },
	{ BSD_RTF_PROTO2, "PROTO2" },
	{ BSD_RTF_PROTO1, "PROTO1" },
	{ BSD_RTF_PINNED, "PINNED" },
	{ BSD_RTF_LOCAL, "LOCAL" },
	{ BSD_RTF_BROADCAST, "BROADCAST" },
};

int route_find(struct nl *nl, const struct nl_route *want, struct nl_route *ret,
	       struct errbuf *eb)
{
	cleanup_free struct nl_route *list = NULL;
	const struct nl_route *best = NULL;
	size_t n = 0;
	int r;

	r = nl_route_list(nl, want->dst.family, want->table, &list, &n, eb);
	if (r < 0)
		return r;
	for (size_t i = 0; i < n; i++)
		if (list[i].dst_len == want->dst_len &&
		    (!want->dst_len ||
		     nl_inet_same(&list[i].dst, &want->dst)) &&
		    (!best || list[i].priority < best->priority))
			best = &list[i];
	if (!best)
		return errbuf_set(eb, ESRCH, "route has not been found");

	*ret = *best;
	return 0;
}

/* The kernel answers with an error where a route says "drop": which one? */
static int find_drop(struct nl *nl, const struct nl_inet *dst, unsigned fib,
		     struct nl_route *ret)
{
	cleanup_free struct nl_route *list = NULL;
	const struct nl_route *best = NULL;
	size_t n = 0;

	if (nl_route_list(nl, dst->family, fib_table(fib), &list, &n, NULL) < 0)
		return -ESRCH;
	for (size_t i = 0; i < n; i++) {
		struct nl_inet net =
			nl_inet_mask(dst->family, list[i].dst_len, dst);

		if ((!list[i].dst_len || nl_inet_same(&net, &list[i].dst)) &&
		    (!best || list[i].dst_len > best->dst_len))
			best = &list[i];
	}
	if (!best || best->type == RTN_UNICAST)
		return -ESRCH;
	*ret = *best;
	return 0;
}

static int look_up(struct nl *nl, const struct route_args *args, unsigned fib,
		   struct nl_route *ret)
{
	struct nl_route want = args->route;

	want.table = fib_table(fib);
	if (!args->host)
		return route_find(nl, &want, ret, NULL);
	if (nl_route_get(nl, &want.dst, fib << FIB_SHIFT, ret, NULL) == 0)
		return 0;
	return find_drop(nl, &want.dst, fib, ret);
}

/* What is told of it; "": is not told */
struct answer {
	char to[256], dst[256], mask[256];
	char gateway[256 + IFNAMSIZ + 128];
	const char *ifname;
	unsigned fib, flags;
	uint32_t mtu, expires;
};

static void print_flags(unsigned flags)
{
	const char *comma = "";

	printf("      flags: <");
	for (size_t i = 0; i < ARRAY_SIZE(flag_names); i++) {
		if (!(flags & flag_names[i].flag))
			continue;
		printf("%s%s", comma, flag_names[i].name);
		comma = ",";
	}
	printf(">\n");
}

static void print_answer(const struct answer *a)
{
	printf("   route to: %s\ndestination: %s\n", a->to, a->dst);
	if (*a->mask)
		printf("       mask: %s\n", a->mask);
	if (*a->gateway)
		printf("    gateway: %s\n", a->gateway);
	printf("        fib: %u\n  interface: %s\n", a->fib, a->ifname);
	print_flags(a->flags);
	printf("%9s %9s %9s %9s %9s %10s %9s\n", "recvpipe", "sendpipe",
	       "ssthresh", "rtt,msec", "mtu   ", "weight", "expire");
	printf("%8u  %8u  %8u  %8u  %8u  %8u  %8u \n", 0U, 0U, 0U, 0U, a->mtu,
	       1U, a->expires);
}

static bool add_flags(struct json_object *to, unsigned flags)
{
	struct json_object *list = json_object_new_array();
	bool ok = list != NULL;

	for (size_t i = 0; i < ARRAY_SIZE(flag_names) && ok; i++)
		if (flags & flag_names[i].flag)
			ok = xo_append(list, json_object_new_string(
						     flag_names[i].name));
	return xo_add(to, "flags", list) && ok;
}

static bool put_answer(struct json_object *list, const struct answer *a)
{
	struct json_object *o = json_object_new_object();
	bool ok = xo_append(list, o) && xo_add_str(o, "route-to", a->to) &&
		  xo_add_str(o, "destination", a->dst);

	if (*a->mask)
		ok = ok && xo_add_str(o, "mask", a->mask);
	if (*a->gateway)
		ok = ok && xo_add_str(o, "gateway", a->gateway);
	ok = ok && xo_add_int(o, "fib", a->fib) &&
	     xo_add_str(o, "interface", a->ifname) && add_flags(o, a->flags) &&
	     xo_add_int(o, "mtu", a->mtu);
	if (a->expires)
		ok = ok && xo_add_int(o, "expire", a->expires);
	return ok;
}

static void put_names(const struct route_args *args, const struct nl_route *rt,
		      bool numeric, struct answer *a)
{
	struct nl_inet mask = nl_inet_mask(rt->dst.family, rt->dst_len, NULL);
	size_t len;

	bsd_inet_name(&args->route.dst, numeric, a->to, sizeof(a->to));
	bsd_inet_name(&rt->dst, numeric, a->dst, sizeof(a->dst));
	if (!bsd_route_is_host(rt))
		bsd_inet_name(&mask, numeric || rt->dst_len, a->mask,
			      sizeof(a->mask));
	if (!rt->gateway.family)
		return;
	bsd_inet_name(&rt->gateway, numeric, a->gateway, 256);
	len = strlen(a->gateway);
	if (nl_inet_link_local(&rt->gateway))
		(void)snprintf(a->gateway + len, sizeof(a->gateway) - len,
			       "%%%s", a->ifname);
}

/* What does not leave the host goes through lo0 on FreeBSD. */
static int look_link(struct nl *nl, const struct nl_route *rt,
		     struct nl_link *ret, struct errbuf *eb)
{
	if (rt->oif && (rt->type == RTN_UNICAST || rt->type == RTN_BROADCAST))
		return nl_link_get(nl, NULL, rt->oif, ret, eb);
	return nl_link_get(nl, "lo", 0, ret, eb);
}

int route_get(struct nl *nl, const struct route_args *args, unsigned fib,
	      const struct route_get *o)
{
	cleanup_nl_link struct nl_link l = { 0 };
	struct nl_route rt = { 0 };
	struct answer a = { .fib = fib };
	struct errbuf eb = { 0 };

	if (look_up(nl, args, fib, &rt) < 0) {
		warnx("route has not been found");
		return EXIT_NOT_FOUND;
	}
	if (o->verbose && !o->list)
		route_tell(nl, true, &rt);
	a.flags = bsd_route_flags(&rt) | RTF_DONE;
	if (!rt.dst_len)
		rt.dst = (struct nl_inet){ .family = args->route.dst.family };
	if (look_link(nl, &rt, &l, &eb) < 0) {
		warnx("%s", eb.msg);
		return EXIT_FAILURE;
	}
	a.ifname = ifname_to_bsd(ifname_full(&l));
	a.mtu = rt.mtu ? rt.mtu : l.mtu;
	a.expires = rt.expires;
	put_names(args, &rt, o->numeric, &a);
	if (!o->list)
		print_answer(&a);
	else if (!put_answer(o->list, &a))
		errx(EXIT_FAILURE, "out of memory");
	return 0;
}

static void print_flushed(const struct nl_route *rt, unsigned fib, bool numeric)
{
	char dst[256], gateway[256];

	if (rt->dst_len)
		bsd_inet_name(&rt->dst, numeric, dst, sizeof(dst));
	else
		(void)snprintf(dst, sizeof(dst), "default");
	bsd_inet_name(&rt->gateway, numeric, gateway, sizeof(gateway));
	printf("%-20.20s %-20.20s -fib %-3u done\n", dst, gateway, fib);
}

int route_flush(struct nl *nl, unsigned fib, const struct route_flush *o)
{
	cleanup_free struct nl_route *list = NULL;
	struct errbuf eb = { 0 };
	size_t n = 0;
	int status = 0;
	int r;

	r = nl_route_list(nl, o->family, fib_table(fib), &list, &n, &eb);
	if (r < 0) {
		warnx("%s", eb.msg);
		return EXIT_FAILURE;
	}

	for (size_t i = 0; i < n; i++) {
		if (!list[i].gateway.family)
			continue;
		if (o->verbose)
			route_tell(nl, false, &list[i]);
		if (o->test)
			continue;
		r = nl_route_del(nl, &list[i], NULL);
		if (r < 0 && r != -ESRCH) {
			warnx("message indicates error: %s", bsd_strerror(-r));
			status = EXIT_FAILURE;
			continue;
		}
		if (!o->quiet)
			print_flushed(&list[i], fib, o->numeric);
	}
	return status;
}
