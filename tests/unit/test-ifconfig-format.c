/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ifconfig-format.c - How ifconfig tells of an interface, byte for byte */

#include <arpa/inet.h>
#include <linux/if_bridge.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "ifconfig/bits.h"
#include "ifconfig/format.h"
#include "ifconfig/style.h"
#include "ifconfig/view.h"
#include "test.h"

static void check(const struct view *v, const struct style *st,
		  const char *want)
{
	cleanup_free char *got = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&got, &n);

	assert_non_null(f);
	format_view(f, v, st);
	assert_int_equal(fclose(f), 0);
	assert_string_equal(got, want);
}

static struct view_addr inet(const char *addr, unsigned prefix,
			     const char *bcast)
{
	struct view_addr a = { .family = AF_INET, .prefix = prefix };

	assert_int_equal(inet_pton(AF_INET, addr, &a.addr), 1);
	a.has_bcast = bcast != NULL;
	if (bcast)
		assert_int_equal(inet_pton(AF_INET, bcast, &a.bcast), 1);
	return a;
}

static struct view_addr inet6(const char *addr, unsigned prefix, uint32_t scope)
{
	struct view_addr a = {
		.family = AF_INET6,
		.prefix = prefix,
		.scope_id = scope,
		.pltime = VIEW_FOREVER,
		.vltime = VIEW_FOREVER,
	};

	assert_int_equal(inet_pton(AF_INET6, addr, &a.addr), 1);
	return a;
}

static void loopback_is_told_with_inet_before_inet6(void **state)
{
	char *groups[] = { "lo" };
	struct view_addr addrs[] = {
		inet6("::1", 128, 0),
		inet("127.0.0.1", 8, NULL),
		inet6("fe80::1", 64, 2),
	};
	struct view v = {
		.name = "lo0",
		.flags = 0x1008049,
		.mtu = 16384,
		.has_options = true,
		.options = 0x680003,
		.addrs = addrs,
		.n_addrs = ARRAY_SIZE(addrs),
		.groups = { groups, 1 },
		.has_nd6 = true,
		.nd6 = 0x21,
	};
	struct style st = { 0 };

	(void)state;
	check(&v, &st,
	      "lo0: flags=1008049<UP,LOOPBACK,RUNNING,MULTICAST,LOWER_UP> metric 0 mtu 16384\n"
	      "\toptions=680003<RXCSUM,TXCSUM,LINKSTATE,RXCSUM_IPV6,TXCSUM_IPV6>\n"
	      "\tinet 127.0.0.1 netmask 0xff000000\n"
	      "\tinet6 ::1 prefixlen 128\n"
	      "\tinet6 fe80::1%lo0 prefixlen 64 scopeid 0x2\n"
	      "\tgroups: lo\n"
	      "\tnd6 options=21<PERFORMNUD,AUTO_LINKLOCAL>\n");
}

static struct view em0(struct view_addr *addr)
{
	return (struct view){
		.name = "em0",
		.flags = 0x1008843,
		.mtu = 1500,
		.description = "uplink",
		.has_options = true,
		.options = 0x48505bb,
		.addr_len = 6,
		.lladdr = { 0x08, 0x00, 0x27, 0x12, 0x34, 0x56 },
		.ether = true,
		.addrs = addr,
		.n_addrs = 1,
		.media = { .current = "autoselect",
			   .active = "1000baseT",
			   .full_duplex = true,
			   .status = "active" },
		.has_nd6 = true,
		.nd6 = 0x29,
	};
}

#define EM0_HEAD                                                                                  \
	"em0: flags=1008843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST,LOWER_UP> metric 0 mtu 1500\n" \
	"\tdescription: uplink\n"                                                                 \
	"\toptions=48505bb<RXCSUM,TXCSUM,VLAN_MTU,VLAN_HWTAGGING,JUMBO_MTU,VLAN_HWCSUM,TSO4,LRO,VLAN_HWFILTER,VLAN_HWTSO,HWSTATS,MEXTPG>\n"

static void a_nic_is_told_with_description_ether_and_media(void **state)
{
	struct view_addr addr = inet("192.0.2.10", 24, "192.0.2.255");
	struct view v = em0(&addr);
	struct style st = { 0 };

	(void)state;
	check(&v, &st,
	      EM0_HEAD
	      "\tether 08:00:27:12:34:56\n"
	      "\tinet 192.0.2.10 netmask 0xffffff00 broadcast 192.0.2.255\n"
	      "\tmedia: Ethernet autoselect (1000baseT <full-duplex>)\n"
	      "\tstatus: active\n"
	      "\tnd6 options=29<PERFORMNUD,IFDISABLED,AUTO_LINKLOCAL>\n");
}

static void a_family_limits_the_lines(void **state)
{
	struct view_addr addr = inet("192.0.2.10", 24, "192.0.2.255");
	struct view v = em0(&addr);
	struct style st = { .family = STYLE_INET };

	(void)state;
	check(&v, &st,
	      EM0_HEAD
	      "\tinet 192.0.2.10 netmask 0xffffff00 broadcast 192.0.2.255\n");
	st.family = STYLE_LINK;
	check(&v, &st, EM0_HEAD "\tether 08:00:27:12:34:56\n");
	st.family = STYLE_INET6;
	check(&v, &st,
	      EM0_HEAD
	      "\tnd6 options=29<PERFORMNUD,IFDISABLED,AUTO_LINKLOCAL>\n");
}

static void f_changes_how_addresses_look(void **state)
{
	static const struct {
		const char *format, *line;
	} t[] = {
		{ "default", "netmask 0xffffff00" },
		{ "inet:cidr", "192.0.2.10/24 broadcast" },
		{ "cidr", "192.0.2.10/24 broadcast" },
		{ "inet:dotted", "netmask 255.255.255.0 broadcast" },
		{ "inet:dotted,default", "netmask 0xffffff00" },
		{ "ether:dash", "ether 08-00-27-12-34-56" },
		{ "addr:fqdn", "inet gw.example netmask" },
		{ "addr:host", "inet gw netmask" },
	};
	struct view_addr addr = inet("192.0.2.10", 24, "192.0.2.255");
	struct view v = em0(&addr);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		struct style st = { .hosts = "192.0.2.10 gw.example gw\n" };
		cleanup_free char *got = NULL;
		size_t n = 0;
		FILE *f = open_memstream(&got, &n);

		assert_non_null(f);
		style_parse(&st, t[i].format, NULL);
		format_view(f, &v, &st);
		assert_int_equal(fclose(f), 0);
		if (!strstr(got, t[i].line))
			fail_msg("%s: not '%s' but\n%s", t[i].format, t[i].line,
				 got);
	}
}

static void point_to_point_and_zero_masks(void **state)
{
	struct view_addr addrs[] = { inet("10.9.0.1", 32, NULL),
				     inet("0.0.0.0", 0, "1.1.1.1") };
	struct view v = {
		.name = "tun0",
		.flags = 0x8051,
		.mtu = 1500,
		.has_options = true,
		.addrs = addrs,
		.n_addrs = 2,
	};
	struct style st = { 0 };

	(void)state;
	addrs[0].has_dest = true;
	assert_int_equal(inet_pton(AF_INET, "10.9.0.2", &addrs[0].dest), 1);
	check(&v, &st,
	      "tun0: flags=8051<UP,POINTOPOINT,RUNNING,MULTICAST> metric 0 mtu 1500\n"
	      "\toptions=0\n"
	      "\tinet 10.9.0.1 --> 10.9.0.2 netmask 0xffffffff\n"
	      "\tinet 0.0.0.0 netmask 0x0\n");
	st.inet = STYLE_CIDR;
	check(&v, &st,
	      "tun0: flags=8051<UP,POINTOPOINT,RUNNING,MULTICAST> metric 0 mtu 1500\n"
	      "\toptions=0\n"
	      "\tinet 10.9.0.1 --> 10.9.0.2/32\n"
	      "\tinet 0.0.0.0/0\n");
}

static void inet6_states_come_in_order(void **state)
{
	struct view_addr addr = inet6("fe80::7", 64, 4);
	struct view v = {
		.name = "e0",
		.has_options = true,
		.addrs = &addr,
		.n_addrs = 1,
	};
	struct style st = { .inet6_cidr = true };

	(void)state;
	addr.in6_flags = VIEW_IN6_TEMPORARY | VIEW_IN6_TENTATIVE |
			 VIEW_IN6_AUTOCONF | VIEW_IN6_DEPRECATED;
	addr.pltime = 0;
	check(&v, &st,
	      "e0: flags=0 metric 0 mtu 0\n\toptions=0\n"
	      "\tinet6 fe80::7%e0/64 tentative deprecated autoconf temporary scopeid 0x4 pltime 0 vltime 0\n");
	addr.in6_flags = 0;
	addr.pltime = VIEW_FOREVER;
	check(&v, &st,
	      "e0: flags=0 metric 0 mtu 0\n\toptions=0\n"
	      "\tinet6 fe80::7%e0/64 scopeid 0x4\n");
}

#define BRIDGE_HEAD                                                                                   \
	"bridge0: flags=1008843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST,LOWER_UP> metric 0 mtu 1500\n" \
	"\toptions=0\n"                                                                               \
	"\tether 58:9c:fc:10:aa:bb\n"

static struct view bridge0(struct view_bridge *b)
{
	static char *groups[] = { "bridge" };

	return (struct view){
		.name = "bridge0",
		.flags = 0x1008843,
		.mtu = 1500,
		.has_options = true,
		.addr_len = 6,
		.lladdr = { 0x58, 0x9c, 0xfc, 0x10, 0xaa, 0xbb },
		.ether = true,
		.bridge = b,
		.groups = { groups, 1 },
		.has_nd6 = true,
		.nd6 = 9,
	};
}

static void a_bridge_tells_its_members(void **state)
{
	struct view_member m = {
		.name = "epair0a",
		.flags = 0x143,
		.port = 4,
		.priority = 128,
		.path_cost = 2000,
	};
	struct view_bridge b = {
		.priority = 32768,
		.hello = 2,
		.fwd_delay = 15,
		.max_age = 20,
		.timeout = 1200,
		.hold_count = 6,
		.max_addr = 2000,
		.proto = "rstp",
		.root_priority = 32768,
		.members = &m,
		.n_members = 1,
	};
	struct view v = bridge0(&b);
	struct style st = { 0 };

	(void)state;
	check(&v, &st,
	      BRIDGE_HEAD
	      "\tid 00:00:00:00:00:00 priority 32768 hellotime 2 fwddelay 15\n"
	      "\tmaxage 20 holdcnt 6 proto rstp maxaddr 2000 timeout 1200\n"
	      "\troot id 00:00:00:00:00:00 priority 32768 ifcost 0 port 0\n"
	      "\tbridge flags=0<>\n"
	      "\tmember: epair0a flags=143<LEARNING,DISCOVER,AUTOEDGE,AUTOPTP>\n"
	      "\t        port 4 priority 128 path cost 2000\n"
	      "\tgroups: bridge\n"
	      "\tnd6 options=9<PERFORMNUD,IFDISABLED>\n");
}

static void a_member_with_stp_has_a_role(void **state)
{
	struct view_member m = {
		.name = "em1",
		.flags = 0x947,
		.port = 4,
		.priority = 128,
		.path_cost = 55,
		.max_addr = 7,
		.stp = true,
		.state = BR_STATE_FORWARDING,
		.role = "designated",
	};
	struct view_bridge b = { .proto = "stp",
				 .vlan_filter = true,
				 .members = &m,
				 .n_members = 1 };
	struct view v = bridge0(&b);
	struct style st = { 0 };

	(void)state;
	check(&v, &st,
	      BRIDGE_HEAD
	      "\tid 00:00:00:00:00:00 priority 0 hellotime 0 fwddelay 0\n"
	      "\tmaxage 0 holdcnt 0 proto stp maxaddr 0 timeout 0\n"
	      "\troot id 00:00:00:00:00:00 priority 0 ifcost 0 port 0\n"
	      "\tbridge flags=1<VLANFILTER>\n"
	      "\tmember: em1 flags=947<LEARNING,DISCOVER,STP,PRIVATE,AUTOEDGE,AUTOPTP>\n"
	      "\t        ifmaxaddr 7 port 4 priority 128 path cost 55 proto stp\n"
	      "\t        role designated state forwarding\n"
	      "\tgroups: bridge\n"
	      "\tnd6 options=9<PERFORMNUD,IFDISABLED>\n");
}

static void what_is_told_last(void **state)
{
	char *groups[] = { "vlan", "web" };
	char *media[] = { "autoselect", "1000baseT mediaopt full-duplex" };
	pid_t pids[] = { 1234 };
	struct view_vlan vlan = { .tag = 5 };
	struct view v = {
		.name = "em0.5",
		.has_options = true,
		.options = 1,
		.capabilities = 3,
		.addr_len = 6,
		.lladdr = { 2 },
		.has_hwaddr = true,
		.ether = true,
		.vlan = &vlan,
		.groups = { groups, 2 },
		.media = { .current = "autoselect",
			   .status = "no carrier",
			   .supported = { media, 2 } },
		.opened_by = pids,
		.n_opened_by = 1,
		.driver = "virtio_net",
	};
	struct style st = { .capabilities = true, .driver = true };

	(void)state;
	check(&v, &st,
	      "em0.5: flags=0 metric 0 mtu 0\n"
	      "\toptions=1<RXCSUM>\n"
	      "\tcapabilities=3<RXCSUM,TXCSUM>\n"
	      "\tether 02:00:00:00:00:00\n"
	      "\thwaddr 00:00:00:00:00:00\n"
	      "\tgroups: vlan web\n"
	      "\tvlan: 5 vlanproto: 802.1q vlanpcp: 0 parent interface: <none>\n"
	      "\tmedia: Ethernet autoselect\n"
	      "\tstatus: no carrier\n"
	      "\tsupported media:\n"
	      "\t\tmedia autoselect\n"
	      "\t\tmedia 1000baseT mediaopt full-duplex\n"
	      "\tOpened by PID 1234\n"
	      "\tdrivername: virtio_net\n");
}

static void a_bit_without_a_name_is_told_by_number(void **state)
{
	cleanup_free char *got = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&got, &n);

	(void)state;
	assert_non_null(f);
	bits_print(f, &bits_flags, 0x40000001);
	bits_print(f, &bits_flags, 0);
	bits_print(f, &bits_member, 0);
	assert_int_equal(fclose(f), 0);
	assert_string_equal(got, "40000001<UP,IFF_30>00<>");
}

static unsigned n_bad;

static void count_bad(const char *item)
{
	assert_string_equal(item, "inet6:hex");
	n_bad++;
}

static void a_wrong_format_is_told_and_the_others_count(void **state)
{
	struct style st = { 0 };

	(void)state;
	style_parse(&st, "inet:dotted,inet6:hex,ether:dash", count_bad);
	assert_int_equal(n_bad, 1);
	assert_int_equal(st.inet, STYLE_DOTTED);
	assert_int_equal(st.ether, STYLE_DASH);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(loopback_is_told_with_inet_before_inet6),
		cmocka_unit_test(
			a_nic_is_told_with_description_ether_and_media),
		cmocka_unit_test(a_family_limits_the_lines),
		cmocka_unit_test(f_changes_how_addresses_look),
		cmocka_unit_test(point_to_point_and_zero_masks),
		cmocka_unit_test(inet6_states_come_in_order),
		cmocka_unit_test(a_bridge_tells_its_members),
		cmocka_unit_test(a_member_with_stp_has_a_role),
		cmocka_unit_test(what_is_told_last),
		cmocka_unit_test(a_bit_without_a_name_is_told_by_number),
		cmocka_unit_test(a_wrong_format_is_told_and_the_others_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
