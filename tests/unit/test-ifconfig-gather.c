/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ifconfig-gather.c - What Linux tells, in FreeBSD's terms */

#include <errno.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <net/if_arp.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "ifconfig/format.h"
#include "ifconfig/gather.h"
#include "ifconfig/style.h"
#include "ifconfig/view.h"
#include "nl/addr.h"
#include "nl/bridge.h"
#include "nl/link.h"
#include "nl/request.h"
#include "test.h"

#define LOWER_UP (1U << 16)

static void flags_are_freebsds(void **state)
{
	static const struct {
		const char *name, *kind;
		unsigned type, flags, promiscuity, want;
	} t[] = {
		{ "e0", "veth", ARPHRD_ETHER,
		  IFF_UP | IFF_BROADCAST | IFF_RUNNING | IFF_MULTICAST |
			  LOWER_UP,
		  0, 0x1008843 },
		{ "e0", "veth", ARPHRD_ETHER,
		  IFF_UP | IFF_BROADCAST | IFF_MULTICAST, 1, 0x8943 },
		{ "e0", "veth", ARPHRD_ETHER,
		  IFF_BROADCAST | IFF_MULTICAST | LOWER_UP, 0, 0x8802 },
		{ "e0", "veth", ARPHRD_ETHER, IFF_PROMISC | IFF_ALLMULTI, 1,
		  0x820b00 },
		{ "lo", "", ARPHRD_LOOPBACK,
		  IFF_UP | IFF_LOOPBACK | IFF_RUNNING | LOWER_UP, 0,
		  0x1008049 },
		{ "lo1", "dummy", ARPHRD_ETHER,
		  IFF_UP | IFF_BROADCAST | IFF_NOARP | LOWER_UP, 0, 0x1008049 },
		{ "tun0", "tun", ARPHRD_NONE,
		  IFF_UP | IFF_POINTOPOINT | IFF_NOARP | IFF_MULTICAST, 0,
		  0x8051 },
		{ "wg0", "wireguard", ARPHRD_NONE,
		  IFF_UP | IFF_POINTOPOINT | IFF_NOARP | LOWER_UP, 0,
		  0x10080c1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		struct nl_link l = {
			.type = t[i].type,
			.flags = t[i].flags,
			.promiscuity = t[i].promiscuity,
		};

		(void)snprintf(l.name, sizeof(l.name), "%s", t[i].name);
		(void)snprintf(l.kind, sizeof(l.kind), "%s", t[i].kind);
		assert_int_equal(gather_flags(&l), t[i].want);
	}
}

static void what_is_set_of_a_bridge_is_what_is_read(void **state)
{
	static const struct nl_bridge_opt opts[] = {
		{ IFLA_BR_STP_STATE, 1 },
		{ IFLA_BR_PRIORITY, 4096 },
		{ IFLA_BR_HELLO_TIME, 200 },
		{ IFLA_BR_MAX_AGE, 2000 },
		{ IFLA_BR_FORWARD_DELAY, 1500 },
		{ IFLA_BR_AGEING_TIME, 6000 },
		{ 49, 2000 },
		{ IFLA_BR_VLAN_FILTERING, 1 },
	};
	cleanup_free void *data = NULL;
	struct nl_link l = { .kind = "bridge" };
	struct nl_bridge b;
	int len = nl_bridge_data(opts, ARRAY_SIZE(opts), &data);

	(void)state;
	assert_true(len > 0);
	l.info_data = data;
	l.info_data_len = (unsigned)len;
	assert_int_equal(nl_bridge_read(&l, &b), 0);
	assert_true(b.stp);
	assert_true(b.vlan_filter);
	assert_int_equal(b.priority, 4096);
	assert_int_equal(b.hello, 200);
	assert_int_equal(b.max_age, 2000);
	assert_int_equal(b.fwd_delay, 1500);
	assert_int_equal(b.ageing, 6000);
	assert_int_equal(b.max_learned, 2000);
	(void)snprintf(l.kind, sizeof(l.kind), "veth");
	assert_int_equal(nl_bridge_read(&l, &b), -EINVAL);
}

/* The payload of attributes put in @msg, owned by it */
static void payload(struct nl_msg *msg, void **ret, unsigned *ret_len)
{
	*ret = nlmsg_data(nlmsg_hdr(msg));
	*ret_len = (unsigned)nlmsg_datalen(nlmsg_hdr(msg));
}

static void make_bridge(struct nl_msg *info, struct nl_link *l)
{
	static const uint8_t id[8] = { 0x80, 0, 2, 0, 0, 0, 0, 1 };

	*l = (struct nl_link){
		.index = 3,
		.name = "gtest-br",
		.kind = "bridge",
		.type = ARPHRD_ETHER,
		.flags = IFF_UP | IFF_BROADCAST | IFF_MULTICAST,
		.mtu = 1500,
		.addr = { 2, 0, 0, 0, 0, 1 },
		.addr_len = 6,
	};
	assert_int_equal(nla_put_u32(info, IFLA_BR_STP_STATE, 1), 0);
	assert_int_equal(nla_put_u32(info, IFLA_BR_AGEING_TIME, 120000), 0);
	assert_int_equal(nla_put(info, IFLA_BR_BRIDGE_ID, 8, id), 0);
	assert_int_equal(nla_put(info, IFLA_BR_ROOT_ID, 8, id), 0);
	payload(info, &l->info_data, &l->info_data_len);
}

static void make_member(struct nl_msg *info, struct nl_link *l)
{
	*l = (struct nl_link){
		.index = 7,
		.name = "gtest-0a",
		.kind = "veth",
		.master = 3,
		.master_kind = "bridge",
	};
	assert_int_equal(nla_put_u8(info, IFLA_BRPORT_STATE, BR_STATE_BLOCKING),
			 0);
	assert_int_equal(nla_put_u16(info, IFLA_BRPORT_PRIORITY, 32), 0);
	assert_int_equal(nla_put_u32(info, IFLA_BRPORT_COST, 2000), 0);
	assert_int_equal(nla_put_u8(info, IFLA_BRPORT_LEARNING, 1), 0);
	assert_int_equal(nla_put_u8(info, IFLA_BRPORT_ISOLATED, 1), 0);
	assert_int_equal(nla_put_u16(info, IFLA_BRPORT_ID, 0x8001), 0);
	assert_int_equal(nla_put_u16(info, IFLA_BRPORT_DESIGNATED_PORT, 0x8002),
			 0);
	payload(info, &l->slave_data, &l->slave_data_len);
}

static void a_bridge_with_stp_tells_roles_and_states(void **state)
{
	cleanup_nl_msg struct nl_msg *a = nlmsg_alloc(), *b = nlmsg_alloc();
	cleanup_view struct view v = { 0 };
	cleanup_free char *got = NULL;
	struct style st = { 0 };
	struct nl_link links[2];
	const struct gather g = { .links = links, .n_links = 2 };
	size_t n = 0;
	FILE *f = open_memstream(&got, &n);

	(void)state;
	assert_non_null(f);
	make_bridge(a, &links[0]);
	make_member(b, &links[1]);
	assert_int_equal(gather_view(&g, &links[0], &v, NULL), 0);
	format_view(f, &v, &st);
	assert_int_equal(fclose(f), 0);
	assert_string_equal(
		got,
		"gtest-br: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 0 mtu 1500\n"
		"\toptions=0\n"
		"\tether 02:00:00:00:00:01\n"
		"\tid 02:00:00:00:00:01 priority 0 hellotime 0 fwddelay 0\n"
		"\tmaxage 0 holdcnt 6 proto stp maxaddr 0 timeout 1200\n"
		"\troot id 02:00:00:00:00:01 priority 32768 ifcost 0 port 0\n"
		"\tbridge flags=0<>\n"
		"\tmember: gtest-0a flags=945<LEARNING,STP,PRIVATE,AUTOEDGE,AUTOPTP>\n"
		"\t        port 7 priority 128 path cost 2000 proto stp\n"
		"\t        role alternate state blocking\n"
		"\tgroups: bridge\n");
}

static void addresses_get_what_freebsd_tells(void **state)
{
	static const struct {
		unsigned prefix;
		const char *want;
	} t[] = {
		{ 32, "broadcast 10.0.0.5" },
		{ 31, "broadcast 255.255.255.255" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		struct nl_link l = { .index = 5,
				     .name = "gtest-e",
				     .flags = IFF_BROADCAST };
		struct nl_ifaddr addr = {
			.index = 5,
			.prefixlen = t[i].prefix,
			.ip = { AF_INET, { 10, 0, 0, 5 } },
			.valid = NL_FOREVER,
			.preferred = NL_FOREVER,
		};
		const struct gather g = {
			.links = &l, .n_links = 1, .addrs = &addr, .n_addrs = 1
		};
		cleanup_view struct view v = { 0 };
		struct style st = { .family = STYLE_INET };
		cleanup_free char *got = NULL;
		size_t n = 0;
		FILE *f = open_memstream(&got, &n);

		assert_non_null(f);
		assert_true(gather_has(&g, &l, AF_INET));
		assert_false(gather_has(&g, &l, AF_INET6));
		assert_int_equal(gather_view(&g, &l, &v, NULL), 0);
		format_view(f, &v, &st);
		assert_int_equal(fclose(f), 0);
		assert_non_null(strstr(got, t[i].want));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(flags_are_freebsds),
		cmocka_unit_test(what_is_set_of_a_bridge_is_what_is_read),
		cmocka_unit_test(a_bridge_with_stp_tells_roles_and_states),
		cmocka_unit_test(addresses_get_what_freebsd_tells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
