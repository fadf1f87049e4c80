/* SPDX-License-Identifier: BSD-2-Clause */
/* test-route.c - What the words of a route(8) command come to */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/errbuf.h"
#include "base/strv.h"
#include "base/util.h"
#include "nl/bsdroute.h"
#include "../../cmd/route/route.h"
#include "test.h"

/* Words as typed, and what the kernel is to be told. */
struct good {
	const char *words, *dest, *kind, *net;
	const char *gateway, *iface, *scope;
};

static const struct good good[] = {
	{ "default 192.0.2.1", "default", "net", "0.0.0.0/0", "192.0.2.1" },
	{ "10.1.0.0/16 192.0.2.1", "10.1.0.0", "net", "10.1.0.0/16",
	  "192.0.2.1" },
	{ "10.1.2.3/32 192.0.2.1", "10.1.2.3", "net", "10.1.2.3/32",
	  "192.0.2.1" },
	{ "10.0.0.0 192.0.2.1", "10.0.0.0", "host", "10.0.0.0/32",
	  "192.0.2.1" },
	{ "-net 10.0.0.0 192.0.2.1", "10.0.0.0", "net", "10.0.0.0/8",
	  "192.0.2.1" },
	{ "-net 172.20.0.0 192.0.2.1 255.255.0.0", "172.20.0.0", "net",
	  "172.20.0.0/16", "192.0.2.1" },
	{ "172.20.0.0 192.0.2.1 0xffff0000", "172.20.0.0", "net",
	  "172.20.0.0/16", "192.0.2.1" },
	{ "-netmask 255.255.0.0 172.20.5.5 192.0.2.1", "172.20.5.5", "net",
	  "172.20.0.0/16", "192.0.2.1" },
	{ "-prefixlen 20 172.20.0.0 192.0.2.1", "172.20.0.0", "net",
	  "172.20.0.0/20", "192.0.2.1" },
	{ "-dst 10.0.0.1 -gateway 192.0.2.1", "10.0.0.1", "host", "10.0.0.1/32",
	  "192.0.2.1" },
	{ "-inet6 2001:db8::/32 fe80::1%em0", "2001:db8::/32", "net",
	  "2001:db8::/32", "fe80::1", NULL, "em0" },
	{ "-inet6 2001:db8::1 fe80::1%em0", "2001:db8::1", "host",
	  "2001:db8::1/128", "fe80::1", NULL, "em0" },
	{ "-6 2001:db8::1/128 ::1", "2001:db8::1/128", "host",
	  "2001:db8::1/128", "::1" },
	{ "-6 default ::1", "default", "net", "::/0", "::1" },
	{ "10.2.0.0/16 -inet6 fe80::1%em0", "10.2.0.0", "net", "10.2.0.0/16",
	  "fe80::1", NULL, "em0" },
	{ "-host 10.9.9.9 -iface em0", "10.9.9.9", "host", "10.9.9.9/32", "",
	  "em0" },
	{ "10.9.9.9", "10.9.9.9", "host", "10.9.9.9/32", "" },
	{ "-fib 0 10.9.9.9", "10.9.9.9", "host", "10.9.9.9/32", "" },
};

static int parse(const char *text, struct strv *words, struct route_args *a,
		 struct route_wrong *wrong, struct errbuf *eb)
{
	static char *none[] = { NULL };

	assert_int_equal(strv_split(words, text, " "), 0);
	return route_parse(words->n ? words->v : none, AF_INET, a, wrong, eb);
}

static void words_come_to_what_they_mean(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		const struct good *g = &good[i];
		cleanup_strv struct strv words = { 0 };
		char buf[INET6_ADDRSTRLEN], net[64];
		struct route_args a = { .fibs.count = 1 };
		struct route_wrong wrong;
		struct errbuf eb = { 0 };

		if (parse(g->words, &words, &a, &wrong, &eb) < 0)
			fail_msg("%s: %s", g->words, eb.msg);
		assert_string_equal(a.dest, g->dest);
		assert_string_equal(a.host ? "host" : "net", g->kind);
		(void)snprintf(net, sizeof(net), "%s/%u",
			       nl_inet_format(&a.route.dst, buf),
			       a.route.dst_len);
		assert_string_equal(net, g->net);
		assert_string_equal(nl_inet_format(&a.route.gateway, buf),
				    g->gateway);
		assert_string_equal(a.scope, g->scope ? g->scope : "");
		assert_string_equal(a.iface ? a.iface : "",
				    g->iface ? g->iface : "");
	}
}

static const struct {
	const char *words;
	int status;
	bool usage;
	const char *says;
} bad[] = {
	{ "", EX_USAGE, true, "destination parameter required" },
	{ "-net", EX_USAGE, true, "destination parameter required" },
	{ "-gateway", EX_USAGE, true, "" },
	{ "-bogus 10.0.0.1", EX_USAGE, true, "bad keyword: bogus" },
	{ "foo.invalid 192.0.2.1", EX_NOHOST, false,
	  "bad address: foo.invalid" },
	{ "10.0.0.1 bar.invalid", EX_NOHOST, false,
	  "bad address: bar.invalid" },
	{ "2001:db8::1 ::1", EX_NOHOST, false, "bad address: 2001:db8::1" },
	{ "-6 foo.invalid ::1", EX_OSERR, false,
	  "foo.invalid: Name does not resolve" },
	{ "-6 ::/129 ::1", EX_USAGE, false, "129: invalid prefixlen" },
	{ "-6 ::/ ::1", EX_USAGE, false, ": invalid prefixlen" },
	{ "10/8 192.0.2.1", EX_NOHOST, false,
	  "malformed address, bits set after mask; 10 means 0.0.0.10" },
	{ "-net 10.1.0.0 192.0.2.1", EX_NOHOST, false,
	  "malformed address, bits set after mask; 10.1.0.0/8" },
	{ "10.0.0.0/33 192.0.2.1", EX_NOHOST, false, "bad mask length: 33" },
	{ "10.0.0.0/x 192.0.2.1", EX_NOHOST, false, "bad mask length: x" },
	{ "10.0.0.0 192.0.2.1 255.0.255.0", EX_NOHOST, false,
	  "bad address: 255.0.255.0" },
	{ "-prefixlen 33 10.0.0.0 192.0.2.1", EX_USAGE, false,
	  "33: invalid prefixlen" },
	{ "-fib 1 10.0.0.0 192.0.2.1", EX_USAGE, false,
	  "invalid fib number: 1" },
	{ "-netmask 255.0.0.0 -6 2001:db8:: ::1", EX_USAGE, true,
	  "destination and netmask family need to be the same" },
	{ "10.0.0.1 192.0.2.1 -mtu many", EX_USAGE, false,
	  "many: invalid number" },
	{ "10.0.0.1 192.0.2.1 -weight 2", EXIT_FAILURE, false,
	  "-weight: not supported on Linux" },
	{ "10.0.0.1 192.0.2.1 -expire 5", EXIT_FAILURE, false,
	  "-expire: not supported for IPv4 on Linux" },
};

static void bad_words_end_with_freebsds_status(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		cleanup_strv struct strv words = { 0 };
		struct route_args a = { .fibs.count = 1 };
		struct route_wrong wrong = { 0 };
		struct errbuf eb = { 0 };

		assert_int_equal(parse(bad[i].words, &words, &a, &wrong, &eb),
				 -EINVAL);
		assert_string_equal(eb.msg, bad[i].says);
		assert_int_equal(wrong.status, bad[i].status);
		assert_int_equal(wrong.usage, bad[i].usage);
	}
}

static void kinds_and_metrics_are_taken(void **state)
{
	cleanup_strv struct strv words = { 0 };
	struct route_args a = { .fibs.count = 1 };
	struct route_wrong wrong;

	(void)state;
	assert_int_equal(parse("-blackhole -mtu 1400 10.0.0.0/8 127.0.0.1",
			       &words, &a, &wrong, NULL),
			 0);
	assert_int_equal(a.route.type, RTN_BLACKHOLE);
	assert_int_equal(a.route.mtu, 1400);
	strv_done(&words);
	a = (struct route_args){ .fibs.count = 1 };
	assert_int_equal(parse("-ifa 10.0.0.1 -ifp em1 -nostatic 10.9.9.9",
			       &words, &a, &wrong, NULL),
			 0);
	assert_int_equal(a.route.prefsrc.family, AF_INET);
	assert_string_equal(a.ifp, "em1");
	assert_true(a.marked);
	assert_int_equal(a.marks, 0);
	strv_done(&words);
	a = (struct route_args){ .fibs.count = 1 };
	assert_int_equal(parse("-proto2 10.9.9.9 10.0.0.1 -hopcount 3 -lock "
			       "-mtu 1400",
			       &words, &a, &wrong, NULL),
			 0);
	assert_int_equal(a.marks, BSD_RTF_STATIC | BSD_RTF_PROTO2);
	assert_int_equal(a.route.hoplimit, 3);
	assert_int_equal(a.route.locked, 1 << RTAX_MTU);
}

/* What is stored as a route's protocol comes back as its flags. */
static void marks_come_back_from_protocols(void **state)
{
	static const unsigned marks[] = { BSD_RTF_STATIC, BSD_RTF_PROTO1,
					  BSD_RTF_PROTO2 };

	(void)state;
	for (unsigned bits = 0; bits < 1U << ARRAY_SIZE(marks); bits++) {
		struct nl_route rt = { .dst.family = AF_INET };
		unsigned flags = 0;

		for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
			if (bits & 1U << i)
				flags |= marks[i];
		rt.protocol = bsd_route_protocol(flags);
		assert_int_equal(bsd_route_flags(&rt), BSD_RTF_UP | flags);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_come_to_what_they_mean),
		cmocka_unit_test(bad_words_end_with_freebsds_status),
		cmocka_unit_test(kinds_and_metrics_are_taken),
		cmocka_unit_test(marks_come_back_from_protocols),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
