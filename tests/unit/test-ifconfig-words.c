/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ifconfig-words.c - How ifconfig reads words and addresses */

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "ifconfig/address.h"
#include "ifconfig/group.h"
#include "ifconfig/mac.h"
#include "ifconfig/words.h"
#include "nl/link.h"
#include "test.h"

static void words_are_told_from_addresses(void **state)
{
	char *argv[] = { "up",	       "10.0.0.1/24", "mtu", "1400", "alias",
			 "ifpathcost", "epair0a",     "55",  "typo", NULL };
	static const struct {
		const char *word; /* NULL: an address */
		const char *arg;
	} want[] = {
		{ "up", NULL },
		{ NULL, "10.0.0.1/24" },
		{ "mtu", "1400" },
		{ "alias", NULL },
		{ "ifpathcost", "epair0a" },
		{ NULL, "typo" },
	};
	char *const *at = argv;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(want); i++) {
		const struct word *w = NULL;
		char *const *arg = NULL;

		assert_int_equal(words_next(&at, &w, &arg, NULL), 1);
		if (want[i].word)
			assert_string_equal(w->name, want[i].word);
		else
			assert_null(w);
		if (want[i].arg)
			assert_string_equal(arg[0], want[i].arg);
	}
	assert_null(*at);
}

static void a_word_wants_what_follows_it(void **state)
{
	static char *const cases[][4] = {
		{ "mtu", NULL },
		{ "static", "epair0a", NULL },
		{ "static", NULL },
		{ "laggport", NULL },
	};
	static const char *const want[] = {
		"'mtu' requires argument",
		"'static' requires 2 arguments",
		"'static' requires 2 arguments",
		"'laggport' requires argument",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct word *w = NULL;
		char *const *at = cases[i];
		char *const *arg = NULL;
		struct errbuf eb;

		assert_int_equal(words_next(&at, &w, &arg, &eb), -EINVAL);
		assert_string_equal(eb.msg, want[i]);
	}
}

static void what_is_missing_is_refused_by_name(void **state)
{
	static const struct {
		char *word;
		const char *why;
	} t[] = {
		{ "sticky", "sticky: not supported on Linux" },
		{ "edge", "edge: not supported on Linux" },
		{ "monitor", "monitor: not supported on Linux" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		char *argv[] = { t[i].word, "x", "y", NULL };
		const struct word *w = NULL;
		char *const *at = argv;
		char *const *arg = NULL;
		struct errbuf eb;

		assert_int_equal(words_next(&at, &w, &arg, &eb), 1);
		assert_int_equal(w->run(NULL, w, arg, &eb), -EOPNOTSUPP);
		assert_string_equal(eb.msg, t[i].why);
	}
}

/* Words up to the first NULL are given to address_word(). */
static int read_all(struct address *a, int family, const char *const *words,
		    struct errbuf *eb)
{
	int r = 0;

	address_init(a, family);
	for (; r == 0 && *words; words++) {
		if (streq(*words, "-alias"))
			address_alias(a, ADDRESS_REMOVE);
		else
			r = address_word(a, *words, eb);
	}
	return r;
}

static void bad_addresses_are_refused_in_freebsds_words(void **state)
{
	static const struct {
		int family;
		const char *words[4];
		const char *why;
	} t[] = {
		{ AF_INET, { "typo" }, "typo: bad value" },
		{ AF_INET,
		  { "10.0.0.1/33" },
		  "10.0.0.1/33: bad value (width too large)" },
		{ AF_INET,
		  { "10.0.0.1/-1" },
		  "10.0.0.1/-1: bad value (width too small)" },
		{ AF_INET,
		  { "10.0.0.1/x" },
		  "10.0.0.1/x: bad value (width invalid)" },
		{ AF_INET, { "10.0.0.1/24", "typo" }, "typo: bad value" },
		{ AF_INET,
		  { "-alias", "10.0.0.1/24" },
		  "10.0.0.1/24: bad value" },
		{ AF_INET, { "/24" }, "/24: bad value" },
		{ AF_INET6, { "fe80::/129" }, "129: bad value" },
		{ AF_INET6, { "10.0.0.1" }, "10.0.0.1: bad value" },
		{ AF_PACKET, { "02:zz" }, "02:zz: bad value" },
		{ AF_PACKET,
		  { "1:2:3:4:5:6:7:8:9:a:b:c:d:e:f" },
		  "malformed link-level address" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		struct address a;
		struct errbuf eb;

		assert_int_equal(read_all(&a, t[i].family, t[i].words, &eb),
				 -EINVAL);
		assert_string_equal(eb.msg, t[i].why);
	}
}

static void a_length_counts_before_minus_alias(void **state)
{
	static const char *const words[] = { "10.0.0.1/24", "-alias", NULL };
	struct address a;

	(void)state;
	assert_int_equal(read_all(&a, AF_INET, words, NULL), 0);
	assert_int_equal(a.alias, ADDRESS_REMOVE);
	assert_int_equal(a.prefixlen, 24);
}

static void masks_may_be_dotted_hex_or_decimal(void **state)
{
	static const struct {
		const char *mask;
		unsigned bits;
	} t[] = {
		{ "255.255.255.0", 24 },
		{ "0xfffffff0", 28 },
		{ "4294967040", 24 },
		{ "0.0.0.0", 0 },
	};
	struct address a;
	struct errbuf eb;

	(void)state;
	address_init(&a, AF_INET);
	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		assert_int_equal(address_netmask(&a, t[i].mask, &eb), 0);
		assert_int_equal(a.prefixlen, t[i].bits);
	}
	assert_int_equal(address_netmask(&a, "255.0.255.0", &eb), -EINVAL);
	address_init(&a, AF_INET6);
	assert_int_equal(address_netmask(&a, "0xff", &eb), -EINVAL);
	assert_string_equal(eb.msg, "netmask: invalid option for inet6");
	address_init(&a, AF_PACKET);
	assert_int_equal(address_netmask(&a, "0xff", &eb), -EINVAL);
	assert_string_equal(eb.msg,
			    "can't set link-level netmask or broadcast");
}

static void only_loopback_and_p2p_need_no_mask(void **state)
{
	static const char *const words[] = { "10.0.0.1", NULL };
	static const char *const pair[] = { "10.0.0.1/24", "10.0.0.2", NULL };
	struct address a;
	struct errbuf eb;

	(void)state;
	assert_int_equal(read_all(&a, AF_INET, words, &eb), 0);
	assert_int_equal(address_check(&a, IFF_LOOPBACK, &eb), 0);
	assert_int_equal(address_check(&a, IFF_POINTOPOINT, &eb), 0);
	assert_int_equal(address_check(&a, IFF_BROADCAST, &eb), -EINVAL);
	assert_string_equal(
		eb.msg,
		"ERROR: setting interface address without mask is no longer supported.");
	assert_int_equal(read_all(&a, AF_INET, pair, &eb), 0);
	assert_int_equal(address_check(&a, IFF_POINTOPOINT, &eb), 0);
	assert_int_equal(address_check(&a, IFF_BROADCAST, &eb), -EINVAL);
}

static void groups_come_from_the_kind_and_from_alternative_names(void **state)
{
	static const struct {
		const char *name, *kind;
		unsigned addr_len;
		const char *group;
	} t[] = {
		{ "lo", "", 6, "lo" },
		{ "lo1", "dummy", 6, "lo" },
		{ "dummy0", "dummy", 6, "" },
		{ "e0b_www", "veth", 6, "epair" },
		{ "tap0", "tun", 6, "tap" },
		{ "tun0", "tun", 0, "tun" },
		{ "wg0", "wireguard", 0, "wg" },
		{ "eth0", "", 6, "" },
	};
	char *names[] = { "some-long-name", "group:web:0a1b2c3d",
			  "group:db:00000000", "group:" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		struct nl_link l = { .addr_len = t[i].addr_len,
				     .altnames = { names, 4 } };
		cleanup_strv struct strv got = { 0 };
		cleanup_strv struct strv want = { 0 };

		(void)snprintf(l.name, sizeof(l.name), "%s", t[i].name);
		(void)snprintf(l.kind, sizeof(l.kind), "%s", t[i].kind);
		assert_int_equal(group_list(&l, &got), 0);
		if (*t[i].group)
			assert_int_equal(strv_add(&want, t[i].group), 0);
		assert_int_equal(strv_add(&want, "web"), 0);
		assert_int_equal(strv_add(&want, "db"), 0);
		assert_int_equal(got.n, want.n);
		for (size_t k = 0; k < got.n; k++)
			assert_string_equal(got.v[k], want.v[k]);
		assert_true(group_match(&l, "w?b"));
		assert_false(group_match(&l, "mail*"));
	}
}

static void derived_macs_are_stable_and_never_taken(void **state)
{
	struct nl_link taken = { .addr_len = 6 };
	uint8_t a[6], b[6], c[6];

	(void)state;
	mac_derive("host", "bridge0", false, NULL, 0, a);
	mac_derive("host", "bridge0", false, NULL, 0, b);
	mac_derive("other", "bridge0", false, NULL, 0, c);
	assert_memory_equal(a, b, 6);
	assert_memory_not_equal(a, c, 6);
	assert_memory_equal(a, "\x58\x9c\xfc", 3);
	assert_int_equal(a[3] & 0xf0, 0x10);

	memcpy(taken.addr, a, 6);
	mac_derive("host", "bridge0", false, &taken, 1, b);
	assert_memory_not_equal(a, b, 6);

	mac_derive("host", "epair0", true, NULL, 0, a);
	assert_int_equal(a[0], 0x02);
	assert_int_equal(a[5], 0x0a);
	memcpy(taken.addr, a, 6);
	taken.addr[5] = 0x0b; /* the other end, in a pair that lost its own */
	mac_derive("host", "epair0", true, &taken, 1, b);
	assert_memory_not_equal(a, b, 5);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_told_from_addresses),
		cmocka_unit_test(a_word_wants_what_follows_it),
		cmocka_unit_test(what_is_missing_is_refused_by_name),
		cmocka_unit_test(bad_addresses_are_refused_in_freebsds_words),
		cmocka_unit_test(a_length_counts_before_minus_alias),
		cmocka_unit_test(masks_may_be_dotted_hex_or_decimal),
		cmocka_unit_test(only_loopback_and_p2p_need_no_mask),
		cmocka_unit_test(
			groups_come_from_the_kind_and_from_alternative_names),
		cmocka_unit_test(derived_macs_are_stable_and_never_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
