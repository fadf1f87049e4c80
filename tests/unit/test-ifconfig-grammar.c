/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ifconfig-grammar.c - Every word of FreeBSD 15's ifconfig is known */

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "ifconfig/address.h"
#include "ifconfig/words.h"
#include "test.h"

/* Words by how many others follow them; "[-]" in front: two words. */
static const char *const none[] = {
	"up",
	"down",
	"destroy",
	"unplumb",
	"[-]debug",
	"[-]promisc",
	"[-]monitor",
	"[-]staticarp",
	"[-]stickyarp",
	"[-]allmulti",
	"[-]mextpg",
	"[-]link0",
	"[-]link1",
	"[-]link2",
	"[-]arp",
	"-description",
	"-descr",
	"[-]rxcsum",
	"[-]txcsum",
	"[-]rxcsum6",
	"[-]txcsum6",
	"[-]tso",
	"[-]tso4",
	"[-]tso6",
	"[-]lro",
	"[-]toe",
	"[-]wol",
	"[-]wol_ucast",
	"[-]wol_mcast",
	"[-]wol_magic",
	"[-]polling",
	"[-]netcons",
	"[-]txrtlmt",
	"[-]hwrxtstmp",
	"[-]vlanmtu",
	"[-]vlanhwtag",
	"[-]vlanhwfilter",
	"[-]vlanhwtso",
	"[-]vlanhwcsum",
	"[-]txtls",
	"[-]rxtls",
	"[-]ipsec",
	"[-]txtlsrtlmt",
	"-pcp",
	"deletetunnel",
	"-tunnel",
	/* addresses */
	"[-]alias",
	"add",
	"delete",
	"remove",
	"anycast",
	"[-]tentative",
	"[-]deprecated",
	"[-]autoconf",
	"[-]prefer_source",
	"eui64",
	/* how an interface does IPv6 */
	"[-]accept_rtadv",
	"[-]no_radr",
	"[-]ifdisabled",
	"[-]nud",
	"[-]auto_linklocal",
	"[-]no_prefer_iface",
	"[-]no_dad",
	"[-]defaultif",
	"[-]stableaddr",
	"[-]optimistic",
	/* bridges */
	"addr",
	"flush",
	"flushall",
	"[-]vlanfilter",
	"[-]defqinq",
	/* other kinds */
	"-vlandev",
	"[-]use_flowid",
	"[-]lacp_strict",
	"[-]lacp_txtest",
	"[-]lacp_rxtest",
	"[-]lacp_fast_timeout",
	"[-]vxlanlearn",
	"vxlanflush",
	"vxlanflushall",
	"[-]ignore_source",
	"[-]enable_csum",
	"[-]enable_seq",
	"[-]udpencap",
};

static const char *const one[] = {
	"mtu",
	"metric",
	"name",
	"description",
	"descr",
	"[-]group",
	"[-]vnet",
	"fib",
	"tunnelfib",
	"media",
	"[-]mediaopt",
	"mode",
	"inst",
	"instance",
	"pcp",
	"netmask",
	"broadcast",
	"prefixlen",
	"pltime",
	"vltime",
	"addm",
	"deletem",
	"[-]discover",
	"[-]learn",
	"[-]sticky",
	"[-]span",
	"[-]stp",
	"[-]edge",
	"[-]autoedge",
	"[-]ptp",
	"[-]autoptp",
	"[-]private",
	"deladdr",
	"maxaddr",
	"timeout",
	"hellotime",
	"fwddelay",
	"maxage",
	"priority",
	"proto",
	"holdcnt",
	"untagged",
	"tagged",
	"defuntagged",
	"-ifuntagged",
	"[-]qinq",
	"vlan",
	"vlandev",
	"vlanpcp",
	"vlanproto",
	"laggproto",
	"[-]laggport",
	"lagghash",
	"flowid_shift",
	"rr_limit",
	"vxlanid",
	"vni",
	"vxlanlocal",
	"vxlanremote",
	"vxlangroup",
	"vxlanlocalport",
	"vxlandev",
	"vxlanremoteport",
	"vxlanttl",
	"vxlantimeout",
	"vxlanmaxaddr",
	"grekey",
	"udpport",
};

static const char *const two[] = {
	"tunnel",    "static",	    "ifpriority",     "ifpathcost",
	"ifmaxaddr", "ifuntagged",  "iftagged",	      "+iftagged",
	"-iftagged", "ifvlanproto", "vxlanportrange",
};

static void takes(const char *name, unsigned n)
{
	char word[32];
	char a[] = "A", b[] = "B", c[] = "C";
	char *argv[] = { word, a, b, c, NULL };
	char *const *at = argv;
	char *const *arg = NULL;
	const struct word *w = NULL;

	(void)snprintf(word, sizeof(word), "%s", name);
	assert_int_equal(words_next(&at, &w, &arg, NULL), 1);
	if (!w) {
		fail_msg("%s: is no word", name);
		return;
	}
	assert_string_equal(w->name, name);
	if (at != argv + 1 + n)
		fail_msg("%s: takes %zd words, not %u", name, at - argv - 1, n);
	assert_ptr_equal(arg, argv + 1);
}

/* A word short of what follows it is refused, however many are there. */
static void wants(const char *name, unsigned n)
{
	char word[32], a[] = "A", want[64];

	if (streq(name, "addm"))
		(void)snprintf(want, sizeof(want),
			       "usage: addm <interface> [opts ...]");
	else
		(void)snprintf(want, sizeof(want), "'%s' requires %s", name,
			       n == 1 ? "argument" : "2 arguments");
	(void)snprintf(word, sizeof(word), "%s", name);
	for (unsigned there = 0; there < n; there++) {
		char *argv[] = { word, there ? a : NULL, NULL };
		char *const *at = argv;
		char *const *arg = NULL;
		const struct word *w = NULL;
		struct errbuf eb = { 0 };

		assert_int_equal(words_next(&at, &w, &arg, &eb), -EINVAL);
		assert_string_equal(eb.msg, want);
		assert_ptr_equal(at, argv);
	}
}

/* What is not done says so by name, and does not look like an address. */
static void says_if_refused(const char *name, unsigned n)
{
	char word[32], a[] = "A", want[64];
	char *argv[] = { word, a, a, NULL };
	char *const *at = argv;
	char *const *arg = NULL;
	const struct word *w = NULL;
	struct errbuf eb = { 0 };
	size_t len;

	(void)n;
	(void)snprintf(word, sizeof(word), "%s", name);
	assert_int_equal(words_next(&at, &w, &arg, NULL), 1);
	assert_non_null(w->run);
	if (!w->why)
		return;
	assert_int_equal(w->run(NULL, w, arg, &eb), -EOPNOTSUPP);
	len = (size_t)snprintf(want, sizeof(want), "%s: not supported ", name);
	assert_memory_equal(eb.msg, want, len);
	if (!str_starts(eb.msg + len, "on Linux"))
		fail_msg("%s", eb.msg);
}

static void each(const char *const *list, size_t len, unsigned n,
		 void (*check)(const char *name, unsigned n))
{
	for (size_t i = 0; i < len; i++) {
		bool both = str_starts(list[i], "[-]");
		char minus[32];

		check(list[i] + (both ? 3 : 0), n);
		if (!both)
			continue;
		(void)snprintf(minus, sizeof(minus), "-%s", list[i] + 3);
		check(minus, n);
	}
}

static void all(void (*check)(const char *name, unsigned n))
{
	each(none, ARRAY_SIZE(none), 0, check);
	each(one, ARRAY_SIZE(one), 1, check);
	each(two, ARRAY_SIZE(two), 2, check);
}

static void every_word_is_known_and_takes_what_follows_it(void **state)
{
	(void)state;
	all(takes);
}

static void a_word_without_what_follows_it_is_refused(void **state)
{
	(void)state;
	all(wants);
}

static void what_is_not_done_is_refused_by_name(void **state)
{
	(void)state;
	all(says_if_refused);
}

static void what_is_no_word_is_an_address(void **state)
{
	/* Some of them are words of FreeBSD's only with what is after them, or
	 * were never any. */
	static const char *const t[] = {
		"",	    "10.0.0.1", "UP",	  "-up",      "-down",
		"-mtu",	    "--up",	"updown", "ifpvid",   "create",
		"plumb",    "inet",	"inet6",  "ether",    "link",
		"lladdr",   "-name",	"-add",	  "-delete",  "-addm",
		"-netmask", "-",	"alias ", "-deladdr", "-ifpathcost",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		char word[32];
		char *argv[] = { word, NULL };
		char *const *at = argv;
		char *const *arg = NULL;
		const struct word *w = &(struct word){ 0 };

		(void)snprintf(word, sizeof(word), "%s", t[i]);
		assert_int_equal(words_next(&at, &w, &arg, NULL), 1);
		if (w)
			fail_msg("'%s': is a word", t[i]);
		assert_ptr_equal(arg, argv);
		assert_ptr_equal(at, argv + 1);
	}
}

static void nothing_is_no_word(void **state)
{
	char *argv[] = { NULL };
	char *const *at = argv;
	char *const *arg = NULL;
	const struct word *w = NULL;

	(void)state;
	assert_int_equal(words_next(&at, &w, &arg, NULL), 0);
	assert_ptr_equal(at, argv);
}

static void families_have_these_names_only(void **state)
{
	static const struct {
		const char *word;
		int family;
	} t[] = {
		{ "inet", AF_INET },
		{ "inet6", AF_INET6 },
		{ "ether", AF_PACKET },
		{ "link", AF_PACKET },
		{ "lladdr", AF_PACKET },
		{ "INET", 0 },
		{ "inet4", 0 },
		{ "ipx", 0 },
		{ "", 0 },
		{ "ethernet", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++)
		assert_int_equal(address_family(t[i].word), t[i].family);
}

static void lifetimes_are_seconds_or_for_ever(void **state)
{
	static const struct {
		const char *word;
		bool good;
		uint32_t seconds;
	} t[] = {
		{ "0", true, 0 },
		{ "600", true, 600 },
		{ "0x10", true, 16 },
		{ "infty", true, UINT32_MAX },
		{ "4294967295", true, UINT32_MAX },
		{ "4294967296", false, 0 },
		{ "-1", false, 0 },
		{ "1h", false, 0 },
		{ "", false, 0 },
		{ "inf", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t) * 2; i++) {
		bool preferred = i % 2;
		struct errbuf eb = { 0 };
		struct address a;
		char want[64];
		int r;

		address_init(&a, AF_INET6);
		r = address_times(&a, t[i / 2].word, preferred, &eb);
		assert_int_equal(r, t[i / 2].good ? 0 : -EINVAL);
		assert_int_equal(a.has_times, t[i / 2].good);
		(void)snprintf(want, sizeof(want), "invalid %s: %s",
			       preferred ? "pltime" : "vltime", t[i / 2].word);
		if (r < 0)
			assert_string_equal(eb.msg, want);
		else
			assert_int_equal(preferred ? a.pltime : a.vltime,
					 t[i / 2].seconds);
		if (r == 0) /* the other one is left alone */
			assert_int_equal(preferred ? a.vltime : a.pltime,
					 UINT32_MAX);
	}
}

static void hardware_addresses_are_read_in_every_form(void **state)
{
	static const uint8_t mac[6] = { 2, 0, 0xab, 0, 0, 0xc };
	static const struct {
		const char *word;
		int r;
		unsigned len;
	} t[] = {
		{ "02:00:ab:00:00:0c", 0, 6 },
		{ "2:0:AB:0:0:C", 0, 6 },
		{ "02-00-ab-00-00-0c", 0, 6 },
		{ "2.0.ab.0.0.c", 0, 6 },
		{ "2:0-ab.0:0:c", 0, 6 },
		{ "2:0:ab", 0, 3 },
		{ "2", 0, 1 },
		{ "", -EINVAL, 0 },
		{ ":", -EINVAL, 0 },
		{ "2:", -EINVAL, 0 },
		{ "2::3", -EINVAL, 0 },
		{ "2:0:abc", -EINVAL, 0 },
		{ "2:0:g", -EINVAL, 0 },
		{ "2 0", -EINVAL, 0 },
		{ "random ", -EINVAL, 0 },
		{ "2:0:ab:0:0:c:7", -EINVAL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		uint8_t got[6];
		unsigned len = 0;

		if (address_mac(t[i].word, got, sizeof(got), &len, NULL) !=
		    t[i].r)
			fail_msg("'%s'", t[i].word);
		assert_int_equal(len, t[i].len);
		assert_memory_equal(got, mac, len);
	}
}

static void a_random_address_is_nobodys_and_not_a_groups(void **state)
{
	uint8_t a[6], b[6];
	unsigned n = 0;

	(void)state;
	assert_int_equal(address_mac("random", a, 6, &n, NULL), 0);
	assert_int_equal(n, 6);
	assert_int_equal(a[0] & 3, 2);
	assert_int_equal(address_mac("random", b, 6, &n, NULL), 0);
	assert_memory_not_equal(a, b, 6);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_is_known_and_takes_what_follows_it),
		cmocka_unit_test(a_word_without_what_follows_it_is_refused),
		cmocka_unit_test(what_is_not_done_is_refused_by_name),
		cmocka_unit_test(what_is_no_word_is_an_address),
		cmocka_unit_test(nothing_is_no_word),
		cmocka_unit_test(families_have_these_names_only),
		cmocka_unit_test(lifetimes_are_seconds_or_for_ever),
		cmocka_unit_test(hardware_addresses_are_read_in_every_form),
		cmocka_unit_test(a_random_address_is_nobodys_and_not_a_groups),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
