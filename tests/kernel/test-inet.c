/* SPDX-License-Identifier: BSD-2-Clause */
/* test-inet.c - Addresses, routes, neighbours, against the running kernel */

#include <errno.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "nl/addr.h"
#include "nl/neigh.h"
#include "nl/route.h"
#include "kernel/links.h"
#include "unit/test.h"

static int veth; /* up, its peer too */
static int bridge; /* veth's master */

static int with_bridge(void **state)
{
	const struct nl_link_new br = { .kind = "bridge", .name = "bridge0" };
	const struct nl_link_change up = { .flags = IFF_UP,
					   .flags_mask = IFF_UP };
	const struct nl_link_new pair = { .kind = "veth",
					  .name = "v0",
					  .peer_name = "v1",
					  .change = up,
					  .peer_netns_fd = -1 };

	if (here(state) < 0 || nl_link_add(nl, &br, NULL) < 0 ||
	    nl_link_add(nl, &pair, NULL) < 0)
		return -1;
	veth = index_of("v0");
	bridge = index_of("bridge0");
	return nl_link_set(nl, index_of("v1"), &up, NULL);
}

static struct nl_inet ip(const char *text)
{
	struct nl_inet ret = { 0 };

	assert_int_equal(nl_inet_parse(text, 0, &ret), 0);
	return ret;
}

static void assert_ip(const struct nl_inet *got, const char *want)
{
	char buf[INET6_ADDRSTRLEN];

	assert_string_equal(nl_inet_format(got, buf), want);
}

static void add_addr(const char *text, unsigned prefixlen)
{
	const struct nl_ifaddr a = { .index = veth,
				     .prefixlen = prefixlen,
				     .flags = IFA_F_NODAD,
				     .ip = ip(text) };

	assert_int_equal(nl_ifaddr_add(nl, &a, NULL), 0);
}

static void an_address_is_listed_as_it_was_added(void **state)
{
	struct nl_ifaddr a = { .index = veth,
			       .prefixlen = 24,
			       .ip = ip("192.0.2.1"),
			       .broadcast = ip("192.0.2.255") };
	cleanup_free struct nl_ifaddr *list = NULL;
	size_t n = 0;

	(void)state;
	assert_int_equal(nl_ifaddr_add(nl, &a, NULL), 0);
	assert_int_equal(nl_ifaddr_add(nl, &a, NULL), -EEXIST);
	assert_int_equal(nl_ifaddr_list(nl, AF_INET, 0, &list, &n, NULL), 0);
	assert_int_equal(n, 1);
	assert_int_equal(list[0].index, veth);
	assert_int_equal(list[0].prefixlen, 24);
	assert_ip(&list[0].ip, "192.0.2.1");
	assert_ip(&list[0].broadcast, "192.0.2.255");
	assert_int_equal(list[0].peer.family, 0);
	assert_int_equal(list[0].valid, NL_FOREVER);
}

static void a_peer_address_is_told_from_the_own(void **state)
{
	static const char *const pairs[][2] = {
		{ "10.0.0.1", "10.0.0.2" }, { "2001:db8::1", "2001:db8::2" }
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++) {
		struct nl_inet own = ip(pairs[i][0]), peer = ip(pairs[i][1]);
		struct nl_ifaddr a = { .index = veth,
				       .prefixlen = 8 * nl_inet_len(own.family),
				       .flags = IFA_F_NODAD,
				       .ip = own,
				       .peer = peer };
		cleanup_free struct nl_ifaddr *list = NULL;
		size_t n = 0;

		assert_int_equal(nl_ifaddr_add(nl, &a, NULL), 0);
		assert_int_equal(
			nl_ifaddr_list(nl, own.family, veth, &list, &n, NULL),
			0);
		assert_ip(&list[0].ip, pairs[i][0]);
		assert_ip(&list[0].peer, pairs[i][1]);
		assert_int_equal(nl_ifaddr_del(nl, &a, NULL), 0);
	}
}

static void an_address_is_deleted_without_its_length(void **state)
{
	struct nl_ifaddr four = { .index = veth, .ip = ip("10.1.0.1") };
	struct nl_ifaddr six = { .index = veth, .ip = ip("2001:db8::5") };

	(void)state;
	add_addr("10.1.0.1", 16);
	add_addr("2001:db8::5", 64);
	assert_int_equal(nl_ifaddr_del(nl, &four, NULL), 0);
	assert_int_equal(nl_ifaddr_del(nl, &six, NULL), 0);
	assert_int_equal(nl_ifaddr_del(nl, &four, NULL), -EADDRNOTAVAIL);
	assert_int_equal(nl_ifaddr_del(nl, &six, NULL), -EADDRNOTAVAIL);
}

static void lifetimes_are_kept(void **state)
{
	struct nl_ifaddr a = { .index = veth,
			       .prefixlen = 64,
			       .flags = IFA_F_NODAD,
			       .ip = ip("2001:db8::5"),
			       .valid = 5000,
			       .preferred = 4000 };
	cleanup_free struct nl_ifaddr *list = NULL;
	size_t n = 0;

	(void)state;
	assert_int_equal(nl_ifaddr_add(nl, &a, NULL), 0);
	a.valid = NL_FOREVER;
	a.preferred = 3000;
	assert_int_equal(nl_ifaddr_replace(nl, &a, NULL), 0);
	assert_int_equal(nl_ifaddr_list(nl, AF_INET6, veth, &list, &n, NULL),
			 0);
	assert_ip(&list[0].ip, "2001:db8::5");
	assert_int_equal(list[0].valid, NL_FOREVER);
	assert_in_range(list[0].preferred, 2990, 3000);
}

static void a_route_is_listed_as_it_was_added(void **state)
{
	struct nl_route rt = { .dst = ip("198.51.100.0"),
			       .dst_len = 24,
			       .gateway = ip("10.1.0.9"),
			       .mtu = 1280 };
	cleanup_free struct nl_route *list = NULL;
	struct nl_route got = { 0 };
	size_t n = 0;

	(void)state;
	assert_int_equal(nl_route_add(nl, &rt, NULL), -ENETUNREACH);
	add_addr("10.1.0.1", 16);
	assert_int_equal(nl_route_add(nl, &rt, NULL), 0);
	assert_int_equal(nl_route_add(nl, &rt, NULL), -EEXIST);
	assert_int_equal(
		nl_route_list(nl, AF_INET, RT_TABLE_MAIN, &list, &n, NULL), 0);
	for (size_t i = 0; i < n; i++)
		if (nl_inet_same(&list[i].dst, &rt.dst))
			got = list[i];
	assert_int_equal(got.dst_len, 24);
	assert_ip(&got.gateway, "10.1.0.9");
	assert_int_equal(got.oif, veth);
	assert_int_equal(got.mtu, 1280);
	assert_int_equal(got.protocol, RTPROT_STATIC);
	assert_int_equal(got.type, RTN_UNICAST);
}

static void a_route_is_replaced_and_deleted(void **state)
{
	struct nl_route rt = { .dst = ip("0.0.0.0"),
			       .gateway = ip("10.1.0.9") };
	struct nl_inet far = ip("198.51.100.7");
	struct nl_route got;

	(void)state;
	add_addr("10.1.0.1", 16);
	assert_int_equal(nl_route_get(nl, &far, 0, &got, NULL), -ENETUNREACH);
	assert_int_equal(nl_route_add(nl, &rt, NULL), 0);
	rt.gateway = ip("10.1.0.10");
	assert_int_equal(nl_route_replace(nl, &rt, NULL), 0);
	assert_int_equal(nl_route_get(nl, &far, 0, &got, NULL), 0);
	assert_ip(&got.gateway, "10.1.0.10");
	assert_int_equal(got.dst_len, 0);
	rt.gateway.family = 0;
	assert_int_equal(nl_route_del(nl, &rt, NULL), 0);
	assert_int_equal(nl_route_del(nl, &rt, NULL), -ESRCH);
}

static void an_ipv6_route_is_looked_up(void **state)
{
	struct nl_route rt = { .dst = ip("2001:db8:5::"),
			       .dst_len = 48,
			       .gateway = ip("fe80::1"),
			       .oif = veth };
	struct nl_inet far = ip("2001:db8:5::7");
	struct nl_route got;

	(void)state;
	add_addr("2001:db8::5", 64);
	assert_int_equal(nl_route_get(nl, &far, 0, &got, NULL), -ENETUNREACH);
	assert_int_equal(nl_route_add(nl, &rt, NULL), 0);
	assert_int_equal(nl_route_get(nl, &far, 0, &got, NULL), 0);
	assert_int_equal(got.dst_len, 48);
	assert_ip(&got.gateway, "fe80::1");
	assert_int_equal(got.oif, veth);
}

static void routes_of_both_families_and_kinds(void **state)
{
	struct nl_route six = { .dst = ip("2001:db8:5::"),
				.dst_len = 48,
				.gateway = ip("fe80::1"),
				.oif = veth };
	struct nl_route hole = { .dst = ip("192.0.2.0"),
				 .dst_len = 24,
				 .type = RTN_BLACKHOLE };
	struct nl_route over6 = { .dst = ip("203.0.113.0"),
				  .dst_len = 24,
				  .gateway = ip("fe80::1"),
				  .oif = veth };
	cleanup_free struct nl_route *list = NULL;
	unsigned seen = 0;
	size_t n = 0;

	(void)state;
	assert_int_equal(nl_route_add(nl, &six, NULL), 0);
	assert_int_equal(nl_route_add(nl, &hole, NULL), 0);
	assert_int_equal(nl_route_add(nl, &over6, NULL), 0);
	assert_int_equal(nl_route_list(nl, 0, 0, &list, &n, NULL), 0);
	for (size_t i = 0; i < n; i++) {
		if (nl_inet_same(&list[i].dst, &six.dst))
			seen |= 1;
		if (nl_inet_same(&list[i].dst, &hole.dst) &&
		    list[i].type == RTN_BLACKHOLE)
			seen |= 2;
		if (nl_inet_same(&list[i].dst, &over6.dst) &&
		    nl_inet_same(&list[i].gateway, &over6.gateway))
			seen |= 4;
	}
	assert_int_equal(seen, 7);
}

static void neighbours_come_and_go(void **state)
{
	struct nl_neigh n = { .family = AF_INET,
			      .index = veth,
			      .ip = ip("10.1.0.7"),
			      .addr = { 2, 0, 0, 0, 0, 7 },
			      .addr_len = 6 };
	cleanup_free struct nl_neigh *list = NULL;
	size_t count = 0;

	(void)state;
	assert_int_equal(nl_neigh_del(nl, &n, NULL), -ENOENT);
	assert_int_equal(nl_neigh_add(nl, &n, NULL), 0);
	assert_int_equal(nl_neigh_list(nl, AF_INET, veth, &list, &count, NULL),
			 0);
	assert_int_equal(count, 1);
	assert_ip(&list[0].ip, "10.1.0.7");
	assert_int_equal(list[0].addr_len, 6);
	assert_memory_equal(list[0].addr, n.addr, 6);
	assert_int_equal(list[0].state, NUD_PERMANENT);
	assert_int_equal(nl_neigh_del(nl, &n, NULL), 0);
}

static void a_bridge_tells_its_table(void **state)
{
	const struct nl_link_change enslave = { .has = NL_LINK_HAS_MASTER,
						.master = bridge };
	struct nl_neigh n = { .family = AF_BRIDGE,
			      .index = veth,
			      .addr = { 2, 0, 0, 0, 0, 9 },
			      .addr_len = 6,
			      .state = NUD_NOARP,
			      .flags = NTF_MASTER };
	cleanup_free struct nl_neigh *list = NULL;
	size_t count = 0;
	bool seen = false;

	(void)state;
	assert_int_equal(nl_link_set(nl, veth, &enslave, NULL), 0);
	assert_int_equal(nl_neigh_add(nl, &n, NULL), 0);
	assert_int_equal(
		nl_neigh_list(nl, AF_BRIDGE, bridge, &list, &count, NULL), 0);
	for (size_t i = 0; i < count; i++)
		if (list[i].index == veth && list[i].master == bridge &&
		    memcmp(list[i].addr, n.addr, 6) == 0)
			seen = true;
	assert_true(seen);
	assert_int_equal(nl_neigh_del(nl, &n, NULL), 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, with_bridge, gone)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(an_address_is_listed_as_it_was_added),
		T(a_peer_address_is_told_from_the_own),
		T(an_address_is_deleted_without_its_length),
		T(lifetimes_are_kept),
		T(a_route_is_listed_as_it_was_added),
		T(a_route_is_replaced_and_deleted),
		T(an_ipv6_route_is_looked_up),
		T(routes_of_both_families_and_kinds),
		T(neighbours_come_and_go),
		T(a_bridge_tells_its_table),
	};

	netns_enter();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
