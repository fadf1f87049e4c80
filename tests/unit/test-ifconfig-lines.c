/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ifconfig-lines.c - Each bit and each form of each line of a listing */

#include <arpa/inet.h>
#include <linux/if_bridge.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "ifconfig/bits.h"
#include "ifconfig/format.h"
#include "ifconfig/style.h"
#include "ifconfig/view.h"
#include "test.h"

struct name_of {
	unsigned bit;
	const char *name;
};

static char *print(const struct bits *b, unsigned value)
{
	char *got = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&got, &n);

	assert_non_null(f);
	bits_print(f, b, value);
	assert_int_equal(fclose(f), 0);
	return got;
}

/* Each bit alone has its name; two that follow have a comma between. */
static void check_bits(const struct bits *b, const struct name_of *t, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		cleanup_free char *got = print(b, t[i].bit);
		char want[128];

		(void)snprintf(want, sizeof(want), "%x<%s>", t[i].bit,
			       t[i].name);
		assert_string_equal(got, want);
	}
	for (size_t i = 1; i < n; i++) {
		unsigned both = t[i - 1].bit | t[i].bit;
		cleanup_free char *got = print(b, both);
		char want[128];

		(void)snprintf(want, sizeof(want), "%x<%s,%s>", both,
			       t[i - 1].name, t[i].name);
		assert_string_equal(got, want);
	}
}

static void flags_have_freebsds_names(void **state)
{
	static const struct name_of t[] = {
		{ 0x1, "UP" },
		{ 0x2, "BROADCAST" },
		{ 0x4, "DEBUG" },
		{ 0x8, "LOOPBACK" },
		{ 0x10, "POINTOPOINT" },
		{ 0x20, "NEEDSEPOCH" },
		{ 0x40, "RUNNING" },
		{ 0x80, "NOARP" },
		{ 0x100, "PROMISC" },
		{ 0x200, "ALLMULTI" },
		{ 0x400, "DRV_OACTIVE" },
		{ 0x800, "SIMPLEX" },
		{ 0x1000, "LINK0" },
		{ 0x2000, "LINK1" },
		{ 0x4000, "LINK2" },
		{ 0x8000, "MULTICAST" },
		{ 0x10000, "CANTCONFIG" },
		{ 0x20000, "PPROMISC" },
		{ 0x40000, "MONITOR" },
		{ 0x80000, "STATICARP" },
		{ 0x100000, "STICKYARP" },
		{ 0x200000, "DYING" },
		{ 0x400000, "RENAMING" },
		{ 0x800000, "PALLMULTI" },
		{ 0x1000000, "LOWER_UP" },
		{ 0x2000000, "IFF_25" },
		{ 0x40000000, "IFF_30" },
		{ 0x80000000, "IFF_31" },
	};

	(void)state;
	check_bits(&bits_flags, t, ARRAY_SIZE(t));
}

static void options_have_freebsds_names(void **state)
{
	static const struct name_of t[] = {
		{ 0x1, "RXCSUM" },
		{ 0x2, "TXCSUM" },
		{ 0x4, "NETCONS" },
		{ 0x8, "VLAN_MTU" },
		{ 0x10, "VLAN_HWTAGGING" },
		{ 0x20, "JUMBO_MTU" },
		{ 0x40, "POLLING" },
		{ 0x80, "VLAN_HWCSUM" },
		{ 0x100, "TSO4" },
		{ 0x200, "TSO6" },
		{ 0x400, "LRO" },
		{ 0x800, "WOL_UCAST" },
		{ 0x1000, "WOL_MCAST" },
		{ 0x2000, "WOL_MAGIC" },
		{ 0x4000, "TOE4" },
		{ 0x8000, "TOE6" },
		{ 0x10000, "VLAN_HWFILTER" },
		{ 0x20000, "NV" },
		{ 0x40000, "VLAN_HWTSO" },
		{ 0x80000, "LINKSTATE" },
		{ 0x100000, "NETMAP" },
		{ 0x200000, "RXCSUM_IPV6" },
		{ 0x400000, "TXCSUM_IPV6" },
		{ 0x800000, "HWSTATS" },
		{ 0x1000000, "TXRTLMT" },
		{ 0x2000000, "HWRXTSTMP" },
		{ 0x4000000, "MEXTPG" },
		{ 0x8000000, "TXTLS4" },
		{ 0x10000000, "TXTLS6" },
		{ 0x20000000, "VXLAN_HWCSUM" },
		{ 0x40000000, "VXLAN_HWTSO" },
		{ 0x80000000, "TXTLS_RTLMT" },
	};

	(void)state;
	check_bits(&bits_caps, t, ARRAY_SIZE(t));
}

static void nd6_options_have_freebsds_names(void **state)
{
	static const struct name_of t[] = {
		{ 0x1, "PERFORMNUD" },	      { 0x2, "ACCEPT_RTADV" },
		{ 0x4, "PREFER_SOURCE" },     { 0x8, "IFDISABLED" },
		{ 0x10, "DONT_SET_IFROUTE" }, { 0x20, "AUTO_LINKLOCAL" },
		{ 0x40, "NO_RADR" },	      { 0x80, "NO_PREFER_IFACE" },
		{ 0x100, "NO_DAD" },	      { 0x8000, "DEFAULTIF" },
	};

	(void)state;
	check_bits(&bits_nd6, t, ARRAY_SIZE(t));
}

/* In the table's order, in which PRIVATE is not last. */
static void members_have_freebsds_flags(void **state)
{
	static const struct name_of t[] = {
		{ 0x1, "LEARNING" }, { 0x2, "DISCOVER" },
		{ 0x4, "STP" },	     { 0x8, "SPAN" },
		{ 0x10, "STICKY" },  { 0x800, "PRIVATE" },
		{ 0x20, "EDGE" },    { 0x40, "AUTOEDGE" },
		{ 0x80, "PTP" },     { 0x100, "AUTOPTP" },
	};

	(void)state;
	check_bits(&bits_member, t, ARRAY_SIZE(t));
}

static void what_is_empty_is_bare_or_in_brackets(void **state)
{
	static const struct {
		const struct bits *bits;
		const char *want;
	} t[] = {
		{ &bits_flags, "0" },	 { &bits_caps, "0" },
		{ &bits_nd6, "0<>" },	 { &bits_member, "0<>" },
		{ &bits_bridge, "0<>" }, { &bits_fdb, "0<>" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		cleanup_free char *got = print(t[i].bits, 0);

		assert_string_equal(got, t[i].want);
	}
}

static void tables_of_bridges_have_two_flags(void **state)
{
	static const struct name_of t[] = { { 1, "STATIC" }, { 2, "STICKY" } };
	cleanup_free char *filter = print(&bits_bridge, 1);

	(void)state;
	check_bits(&bits_fdb, t, ARRAY_SIZE(t));
	assert_string_equal(filter, "1<VLANFILTER>");
}

/* What format_view() writes after the first two lines. */
static void check_rest(const struct view *v, const struct style *st,
		       const char *want)
{
	cleanup_free char *got = NULL;
	const char *rest;
	size_t n = 0;
	FILE *f = open_memstream(&got, &n);

	assert_non_null(f);
	format_view(f, v, st);
	assert_int_equal(fclose(f), 0);
	rest = strstr(got, "\toptions=0\n");
	assert_non_null(rest);
	assert_string_equal(rest + strlen("\toptions=0\n"), want);
}

struct inet_case {
	const char *addr, *dest, *bcast;
	unsigned prefix, flags;
	const char *hex, *cidr, *dotted; /* as -f says */
};

static const struct inet_case inet_cases[] = {
	{ "10.0.0.1", NULL, "10.255.255.255", 8, VIEW_BROADCAST,
	  "10.0.0.1 netmask 0xff000000 broadcast 10.255.255.255",
	  "10.0.0.1/8 broadcast 10.255.255.255",
	  "10.0.0.1 netmask 255.0.0.0 broadcast 10.255.255.255" },
	{ "10.0.0.1", NULL, "10.0.0.1", 32, VIEW_BROADCAST,
	  "10.0.0.1 netmask 0xffffffff broadcast 10.0.0.1",
	  "10.0.0.1/32 broadcast 10.0.0.1",
	  "10.0.0.1 netmask 255.255.255.255 broadcast 10.0.0.1" },
	{ "10.0.0.1", NULL, "255.255.255.255", 31, VIEW_BROADCAST,
	  "10.0.0.1 netmask 0xfffffffe broadcast 255.255.255.255",
	  "10.0.0.1/31 broadcast 255.255.255.255",
	  "10.0.0.1 netmask 255.255.255.254 broadcast 255.255.255.255" },
	/* where nothing is broadcast, and where the whole world would be */
	{ "10.0.0.1", NULL, "10.0.0.255", 24, 0, "10.0.0.1 netmask 0xffffff00",
	  "10.0.0.1/24", "10.0.0.1 netmask 255.255.255.0" },
	{ "10.0.0.1", NULL, "255.255.255.255", 0, VIEW_BROADCAST,
	  "10.0.0.1 netmask 0x0", "10.0.0.1/0", "10.0.0.1 netmask 0.0.0.0" },
	{ "10.0.0.1", NULL, NULL, 1, VIEW_BROADCAST,
	  "10.0.0.1 netmask 0x80000000", "10.0.0.1/1",
	  "10.0.0.1 netmask 128.0.0.0" },
	{ "10.0.0.1", "10.0.0.2", NULL, 30, VIEW_POINTOPOINT,
	  "10.0.0.1 --> 10.0.0.2 netmask 0xfffffffc",
	  "10.0.0.1 --> 10.0.0.2/30",
	  "10.0.0.1 --> 10.0.0.2 netmask 255.255.255.252" },
};

static void inet_lines_have_three_forms(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(inet_cases) * 3; i++) {
		const struct inet_case *c = &inet_cases[i / 3];
		const char *const wants[] = { c->hex, c->cidr, c->dotted };
		struct style st = { .family = STYLE_INET,
				    .inet = (enum style_inet)(i % 3) };
		struct view_addr a = { .family = AF_INET,
				       .prefix = c->prefix,
				       .has_dest = c->dest != NULL,
				       .has_bcast = c->bcast != NULL };
		struct view v = { .name = "em0",
				  .flags = c->flags,
				  .has_options = true,
				  .addrs = &a,
				  .n_addrs = 1 };
		char want[128];

		assert_int_equal(inet_pton(AF_INET, c->addr, &a.addr), 1);
		if (c->dest)
			assert_int_equal(inet_pton(AF_INET, c->dest, &a.dest),
					 1);
		if (c->bcast)
			assert_int_equal(inet_pton(AF_INET, c->bcast, &a.bcast),
					 1);
		(void)snprintf(want, sizeof(want), "\tinet %s\n", wants[i % 3]);
		check_rest(&v, &st, want);
	}
}

static const struct {
	const char *addr, *dest;
	unsigned prefix, flags;
	uint32_t scope, pltime, vltime;
	const char *want;
} in6_cases[] = {
	{ "::1", NULL, 128, 0, 0, VIEW_FOREVER, VIEW_FOREVER,
	  "::1 prefixlen 128" },
	{ "2001:db8::1", NULL, 64, VIEW_IN6_TENTATIVE, 0, VIEW_FOREVER,
	  VIEW_FOREVER, "2001:db8::1 prefixlen 64 tentative" },
	{ "2001:db8::1", NULL, 64, VIEW_IN6_DUPLICATED, 0, VIEW_FOREVER,
	  VIEW_FOREVER, "2001:db8::1 prefixlen 64 duplicated" },
	{ "2001:db8::1", NULL, 64, VIEW_IN6_DEPRECATED, 0, 0, VIEW_FOREVER,
	  "2001:db8::1 prefixlen 64 deprecated pltime 0 vltime 0" },
	{ "2001:db8::1", NULL, 64, VIEW_IN6_AUTOCONF, 0, 600, 900,
	  "2001:db8::1 prefixlen 64 autoconf pltime 600 vltime 900" },
	{ "2001:db8::1", NULL, 64, VIEW_IN6_TEMPORARY, 0, 1, 2,
	  "2001:db8::1 prefixlen 64 temporary pltime 1 vltime 2" },
	{ "2001:db8::1", NULL, 64, VIEW_IN6_OPTIMISTIC, 0, VIEW_FOREVER,
	  VIEW_FOREVER, "2001:db8::1 prefixlen 64 optimistic" },
	{ "2001:db8::1", NULL, 0, 0x3f, 0, VIEW_FOREVER, VIEW_FOREVER,
	  "2001:db8::1 prefixlen 0 tentative duplicated deprecated autoconf temporary optimistic" },
	/* one that ends beside one that does not */
	{ "2001:db8::1", NULL, 64, 0, 0, 600, VIEW_FOREVER,
	  "2001:db8::1 prefixlen 64 pltime 600 vltime 0" },
	{ "2001:db8::1", NULL, 64, 0, 0, VIEW_FOREVER, 900,
	  "2001:db8::1 prefixlen 64 pltime 0 vltime 900" },
	{ "fe80::1", NULL, 64, 0, 0xa, VIEW_FOREVER, VIEW_FOREVER,
	  "fe80::1%em0 prefixlen 64 scopeid 0xa" },
	{ "fe80::1", NULL, 64, VIEW_IN6_TENTATIVE, 0x10, 5, 6,
	  "fe80::1%em0 prefixlen 64 tentative scopeid 0x10 pltime 5 vltime 6" },
	{ "2001:db8::1", "2001:db8::2", 128, 0, 0, VIEW_FOREVER, VIEW_FOREVER,
	  "2001:db8::1 --> 2001:db8::2 prefixlen 128" },
	{ "fe80::1", "fe80::2", 64, 0, 3, VIEW_FOREVER, VIEW_FOREVER,
	  "fe80::1%em0 --> fe80::2%em0 prefixlen 64 scopeid 0x3" },
};

static void inet6_lines_tell_states_scope_and_lifetimes(void **state)
{
	struct style st = { .family = STYLE_INET6 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(in6_cases); i++) {
		struct view_addr a = { .family = AF_INET6,
				       .prefix = in6_cases[i].prefix,
				       .has_dest = in6_cases[i].dest != NULL,
				       .in6_flags = in6_cases[i].flags,
				       .scope_id = in6_cases[i].scope,
				       .pltime = in6_cases[i].pltime,
				       .vltime = in6_cases[i].vltime };
		struct view v = { .name = "em0",
				  .has_options = true,
				  .addrs = &a,
				  .n_addrs = 1 };
		char want[160];

		assert_int_equal(
			inet_pton(AF_INET6, in6_cases[i].addr, &a.addr), 1);
		if (a.has_dest)
			assert_int_equal(
				inet_pton(AF_INET6, in6_cases[i].dest, &a.dest),
				1);
		(void)snprintf(want, sizeof(want), "\tinet6 %s\n",
			       in6_cases[i].want);
		check_rest(&v, &st, want);
	}
}

static void media_and_status_have_these_forms(void **state)
{
	static char *offers[] = { "autoselect", "10baseT/UTP" };
	static const struct {
		struct view_media media;
		bool with_m;
		const char *want;
	} t[] = {
		{ { 0 }, true, "" },
		{ { .status = "active" }, false, "\tstatus: active\n" },
		{ { .current = "autoselect" },
		  false,
		  "\tmedia: Ethernet autoselect\n" },
		{ { .current = "autoselect", .full_duplex = true },
		  false,
		  "\tmedia: Ethernet autoselect\n" },
		{ { .current = "1000baseT",
		    .full_duplex = true,
		    .current_duplex = true },
		  false,
		  "\tmedia: Ethernet 1000baseT <full-duplex>\n" },
		{ { .current = "autoselect",
		    .active = "100baseTX",
		    .status = "active" },
		  false,
		  "\tmedia: Ethernet autoselect (100baseTX)\n\tstatus: active\n" },
		{ { .current = "10Gbase-T",
		    .active = "10Gbase-T",
		    .full_duplex = true,
		    .status = "no carrier" },
		  false,
		  "\tmedia: Ethernet 10Gbase-T (10Gbase-T <full-duplex>)\n\tstatus: no carrier\n" },
		{ { .current = "autoselect", .supported = { offers, 2 } },
		  false,
		  "\tmedia: Ethernet autoselect\n" },
		{ { .current = "autoselect", .supported = { offers, 2 } },
		  true,
		  "\tmedia: Ethernet autoselect\n\tsupported media:\n\t\tmedia autoselect\n\t\tmedia 10baseT/UTP\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		struct view v = { .name = "em0",
				  .has_options = true,
				  .media = t[i].media };
		struct style st = { .capabilities = t[i].with_m };

		check_rest(&v, &st, t[i].want);
	}
}

static void each_state_of_the_tree_has_its_word(void **state)
{
	static const struct {
		unsigned state;
		const char *word;
	} t[] = {
		{ BR_STATE_DISABLED, "disabled" },
		{ BR_STATE_LISTENING, "listening" },
		{ BR_STATE_LEARNING, "learning" },
		{ BR_STATE_FORWARDING, "forwarding" },
		{ BR_STATE_BLOCKING, "blocking" },
		{ 99, "disabled" },
	};
	struct view_member m = {
		.name = "m", .stp = true, .role = "root", .port = 1
	};
	struct view_bridge b = { .proto = "stp",
				 .members = &m,
				 .n_members = 1 };
	struct view v = { .name = "b", .has_options = true, .bridge = &b };
	struct style st = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		char want[512];

		m.state = t[i].state;
		(void)snprintf(
			want, sizeof(want),
			"\tid 00:00:00:00:00:00 priority 0 hellotime 0 fwddelay 0\n"
			"\tmaxage 0 holdcnt 0 proto stp maxaddr 0 timeout 0\n"
			"\troot id 00:00:00:00:00:00 priority 0 ifcost 0 port 0\n"
			"\tbridge flags=0<>\n"
			"\tmember: m flags=0<>\n"
			"\t        port 1 priority 0 path cost 0 proto stp\n"
			"\t        role root state %s\n",
			t[i].word);
		check_rest(&v, &st, want);
	}
}

static void hardware_addresses_are_ether_or_lladdr(void **state)
{
	static const struct {
		bool ether;
		unsigned len;
		enum style_ether sep;
		const char *want;
	} t[] = {
		{ true, 6, STYLE_COLON, "\tether 02:00:0a:ff:00:01\n" },
		{ true, 6, STYLE_DASH, "\tether 02-00-0a-ff-00-01\n" },
		{ false, 6, STYLE_COLON, "\tlladdr 02:00:0a:ff:00:01\n" },
		/* -f is about Ethernet */
		{ false, 6, STYLE_DASH, "\tlladdr 02:00:0a:ff:00:01\n" },
		{ false, 2, STYLE_COLON, "\tlladdr 02:00\n" },
		{ true, 0, STYLE_COLON, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		struct view v = { .name = "em0",
				  .has_options = true,
				  .ether = t[i].ether,
				  .addr_len = t[i].len,
				  .lladdr = { 2, 0, 0xa, 0xff, 0, 1 } };
		struct style st = { .family = STYLE_LINK, .ether = t[i].sep };

		check_rest(&v, &st, t[i].want);
	}
}

static void vlans_tell_tag_protocol_and_parent(void **state)
{
	static char parent[] = "em0";
	struct view_vlan vlan = { .tag = 4094, .parent = parent };
	struct view v = { .name = "v", .has_options = true, .vlan = &vlan };
	struct style st = { 0 };

	(void)state;
	check_rest(
		&v, &st,
		"\tvlan: 4094 vlanproto: 802.1q vlanpcp: 0 parent interface: em0\n");
	vlan.qinq = true;
	vlan.parent = NULL;
	check_rest(
		&v, &st,
		"\tvlan: 4094 vlanproto: 802.1ad vlanpcp: 0 parent interface: <none>\n");
	st.family = STYLE_INET;
	check_rest(&v, &st, "");
}

/* A listing of one family has none of the lines of others, and always that of
 * who holds the device. */
static void a_family_leaves_out_what_is_not_its_own(void **state)
{
	static char *groups[] = { "tap" };
	static pid_t pids[] = { 7, 8 };
	static char driver[] = "tun";
	struct view v = { .name = "tap0",
			  .has_options = true,
			  .addr_len = 6,
			  .ether = true,
			  .groups = { groups, 1 },
			  .media = { .current = "autoselect",
				     .status = "active" },
			  .has_nd6 = true,
			  .nd6 = 0x21,
			  .opened_by = pids,
			  .n_opened_by = 2,
			  .driver = driver };
	struct style st = { .family = STYLE_INET, .driver = true };

	(void)state;
	check_rest(&v, &st,
		   "\tOpened by PID 7\n\tOpened by PID 8\n\tdrivername: tun\n");
	st = (struct style){ .family = STYLE_INET6 };
	check_rest(&v, &st,
		   "\tnd6 options=21<PERFORMNUD,AUTO_LINKLOCAL>\n"
		   "\tOpened by PID 7\n\tOpened by PID 8\n");
	st.family = STYLE_LINK;
	check_rest(&v, &st,
		   "\tether 00:00:00:00:00:00\n"
		   "\tOpened by PID 7\n\tOpened by PID 8\n");
	/* none of nd6's are set: no line */
	v.nd6 = 0;
	st.family = STYLE_INET6;
	check_rest(&v, &st, "\tOpened by PID 7\n\tOpened by PID 8\n");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(flags_have_freebsds_names),
		cmocka_unit_test(options_have_freebsds_names),
		cmocka_unit_test(nd6_options_have_freebsds_names),
		cmocka_unit_test(members_have_freebsds_flags),
		cmocka_unit_test(what_is_empty_is_bare_or_in_brackets),
		cmocka_unit_test(tables_of_bridges_have_two_flags),
		cmocka_unit_test(inet_lines_have_three_forms),
		cmocka_unit_test(inet6_lines_tell_states_scope_and_lifetimes),
		cmocka_unit_test(media_and_status_have_these_forms),
		cmocka_unit_test(each_state_of_the_tree_has_its_word),
		cmocka_unit_test(hardware_addresses_are_ether_or_lladdr),
		cmocka_unit_test(vlans_tell_tag_protocol_and_parent),
		cmocka_unit_test(a_family_leaves_out_what_is_not_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
