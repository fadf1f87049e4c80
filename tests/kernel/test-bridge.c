/* SPDX-License-Identifier: BSD-2-Clause */
/* test-bridge.c - Bridges and their ports, and interfaces that go together */

#include <errno.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "nl/addr.h"
#include "nl/bridge.h"
#include "nl/gone.h"
#include "nl/route.h"
#include "kernel/links.h"
#include "unit/test.h"

static int bridge, port; /* the port is up */

static int add(const char *kind, const char *name, const char *peer,
	       uint32_t group)
{
	const struct nl_link_new req = {
		.kind = kind,
		.name = name,
		.change = { .has = group ? NL_LINK_HAS_GROUP : 0,
			    .group = group },
		.peer_name = peer,
		.peer_netns_fd = -1,
	};

	return nl_link_add(nl, &req, NULL);
}

static int set_master(const char *name, int master)
{
	const struct nl_link_change change = { .has = NL_LINK_HAS_MASTER,
					       .flags = IFF_UP,
					       .flags_mask = IFF_UP,
					       .master = master };

	return nl_link_set(nl, index_of(name), &change, NULL);
}

static int with_bridge(void **state)
{
	if (here(state) < 0 || add("bridge", "br0", NULL, 0) < 0 ||
	    add("veth", "p0", "p1", 0) < 0)
		return -1;
	bridge = index_of("br0");
	port = index_of("p0");
	return set_master("p0", bridge);
}

static void read_bridge(struct nl_bridge *ret)
{
	cleanup_nl_link struct nl_link l = { 0 };

	assert_int_equal(nl_link_get(nl, NULL, bridge, &l, NULL), 0);
	assert_int_equal(nl_bridge_read(&l, ret), 0);
}

static void read_port(struct nl_bridge_port *ret)
{
	cleanup_nl_link struct nl_link l = { 0 };

	assert_int_equal(nl_link_get(nl, NULL, port, &l, NULL), 0);
	assert_int_equal(nl_bridge_port_read(&l, ret), 0);
}

/* Where in struct nl_bridge a setting is read again */
#define FIELD(s, f) offsetof(struct s, f), sizeof(((struct s *)0)->f)

static uint32_t field(const void *s, size_t at, size_t size)
{
	const char *p = (const char *)s + at;
	uint32_t v = 0;

	if (size == sizeof(bool))
		return *(const bool *)p;
	memcpy(&v, p, size);
	return v;
}

struct setting {
	int type;
	size_t at, size;
	uint32_t values[4];
	size_t n;
	uint32_t refused; /* 0: nothing is */
};

static void settings_of_a_bridge_are_read_as_they_were_set(void **state)
{
	static const struct setting settings[] = {
		{ IFLA_BR_PRIORITY,
		  FIELD(nl_bridge, priority),
		  { 0, 4096, 32768, 61440 },
		  4,
		  0 },
		{ IFLA_BR_HELLO_TIME,
		  FIELD(nl_bridge, hello),
		  { 100, 200, 1000 },
		  3,
		  5000 },
		{ IFLA_BR_FORWARD_DELAY,
		  FIELD(nl_bridge, fwd_delay),
		  { 200, 1500, 3000 },
		  3,
		  0 },
		{ IFLA_BR_MAX_AGE,
		  FIELD(nl_bridge, max_age),
		  { 600, 2000, 4000 },
		  3,
		  5000 },
		{ IFLA_BR_AGEING_TIME,
		  FIELD(nl_bridge, ageing),
		  { 1000, 30000, 100000 },
		  3,
		  0 },
		{ IFLA_BR_STP_STATE, FIELD(nl_bridge, stp), { 1, 0 }, 2, 0 },
		{ IFLA_BR_VLAN_FILTERING,
		  FIELD(nl_bridge, vlan_filter),
		  { 1, 0 },
		  2,
		  0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++) {
		const struct setting *s = &settings[i];
		struct nl_bridge_opt opt = { .type = s->type };
		struct nl_bridge b;

		for (size_t k = 0; k < s->n; k++) {
			int r;

			opt.value = s->values[k];
			r = nl_bridge_set(nl, bridge, &opt, 1, NULL);
			if (r == -EOPNOTSUPP &&
			    s->type == IFLA_BR_VLAN_FILTERING)
				continue; /* left out of some kernels */
			assert_int_equal(r, 0);
			read_bridge(&b);
			if (field(&b, s->at, s->size) != opt.value)
				fail_msg("setting %d: not %u", s->type,
					 opt.value);
		}
		opt.value = s->refused;
		if (s->refused)
			assert_int_equal(
				nl_bridge_set(nl, bridge, &opt, 1, NULL),
				-ERANGE);
	}
}

static void settings_of_a_port_are_read_as_they_were_set(void **state)
{
	static const struct setting settings[] = {
		{ IFLA_BRPORT_PRIORITY,
		  FIELD(nl_bridge_port, priority),
		  { 0, 1, 63 },
		  3,
		  64 },
		{ IFLA_BRPORT_COST,
		  FIELD(nl_bridge_port, cost),
		  { 1, 100, 65535 },
		  3,
		  70000 },
		{ IFLA_BRPORT_LEARNING,
		  FIELD(nl_bridge_port, learning),
		  { 0, 1 },
		  2,
		  0 },
		{ IFLA_BRPORT_UNICAST_FLOOD,
		  FIELD(nl_bridge_port, flood),
		  { 0, 1 },
		  2,
		  0 },
		{ IFLA_BRPORT_ISOLATED,
		  FIELD(nl_bridge_port, isolated),
		  { 1, 0 },
		  2,
		  0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++) {
		const struct setting *s = &settings[i];
		struct nl_bridge_opt opt = { .type = s->type };
		struct nl_bridge_port p;

		for (size_t k = 0; k < s->n; k++) {
			opt.value = s->values[k];
			assert_int_equal(
				nl_bridge_port_set(nl, port, &opt, 1, NULL), 0);
			read_port(&p);
			if (field(&p, s->at, s->size) != opt.value)
				fail_msg("setting %d: not %u", s->type,
					 opt.value);
		}
		opt.value = s->refused;
		if (s->refused)
			assert_int_equal(
				nl_bridge_port_set(nl, port, &opt, 1, NULL),
				-ERANGE);
	}
}

static void a_bridge_is_made_with_its_settings(void **state)
{
	static const struct nl_bridge_opt opts[] = {
		{ IFLA_BR_PRIORITY, 4096 },
		{ IFLA_BR_AGEING_TIME, 12300 },
		{ IFLA_BR_STP_STATE, 1 },
	};
	cleanup_free void *data = NULL;
	cleanup_nl_link struct nl_link l = { 0 };
	struct nl_link_new req = { .kind = "bridge",
				   .name = "br1",
				   .peer_netns_fd = -1 };
	struct nl_bridge b;
	int len = nl_bridge_data(opts, ARRAY_SIZE(opts), &data);

	(void)state;
	assert_true(len > 0);
	req.info_data = data;
	req.info_data_len = (unsigned)len;
	assert_int_equal(nl_link_add(nl, &req, NULL), 0);
	assert_int_equal(nl_link_get(nl, "br1", 0, &l, NULL), 0);
	assert_int_equal(nl_bridge_read(&l, &b), 0);
	assert_int_equal(b.priority, 4096);
	assert_int_equal(b.ageing, 12300);
	assert_true(b.stp);
	assert_int_equal(b.root_priority, 4096); /* alone, it is the root */
	assert_memory_equal(b.root_id, b.id, sizeof(b.id));
}

static void what_is_no_bridge_is_not_read_as_one(void **state)
{
	cleanup_nl_link struct nl_link br = { 0 }, far = { 0 };
	struct nl_bridge_port p = { .cost = 4711 };
	struct nl_bridge b = { .ageing = 4711 };

	(void)state;
	assert_int_equal(nl_link_get(nl, "br0", 0, &br, NULL), 0);
	assert_int_equal(nl_link_get(nl, "p1", 0, &far, NULL), 0);
	assert_int_equal(nl_bridge_read(&far, &b), -EINVAL);
	assert_int_equal(nl_bridge_port_read(&br, &p), -EINVAL);
	assert_int_equal(nl_bridge_port_read(&far, &p), -EINVAL);
	assert_int_equal(b.ageing, 4711);
	assert_int_equal(p.cost, 4711);
}

static void who_is_no_port_has_no_settings(void **state)
{
	const struct nl_bridge_opt cost = { IFLA_BRPORT_COST, 10 };
	const struct nl_bridge_opt hello = { IFLA_BR_HELLO_TIME, 200 };
	struct errbuf eb = { "" };

	(void)state;
	assert_int_equal(nl_bridge_port_set(nl, index_of("p1"), &cost, 1, &eb),
			 -EOPNOTSUPP);
	assert_true(eb.msg[0] != '\0');
	assert_int_equal(nl_bridge_set(nl, port, &hello, 1, &eb), -EOPNOTSUPP);
	assert_int_equal(nl_bridge_set(nl, 4711, &hello, 1, &eb), -ENODEV);
	assert_int_equal(nl_bridge_port_set(nl, 4711, &cost, 1, &eb), -ENODEV);
}

static void a_port_leaves_and_a_bridge_takes_no_bridge(void **state)
{
	cleanup_nl_link struct nl_link l = { 0 };

	(void)state;
	assert_int_equal(set_master("p0", 0), 0);
	assert_int_equal(nl_link_get(nl, "p0", 0, &l, NULL), 0);
	assert_int_equal(l.master, 0);
	assert_int_equal(add("bridge", "br1", NULL, 0), 0);
	assert_int_equal(set_master("br1", bridge), -ELOOP);
	assert_int_equal(set_master("lo", bridge), -EINVAL);
	assert_int_equal(set_master("p0", 4711), -EINVAL);
}

/* "names" that exist and belong to the group go; others do not matter */
static void a_group_is_gone_when_it_says_so(void **state)
{
	static const uint32_t group = 0x766a0001;
	cleanup_strv struct strv names = { 0 };

	(void)state;
	for (int i = 0; i < 8; i++) {
		char a[IFNAMSIZ], b[IFNAMSIZ];

		(void)snprintf(a, sizeof(a), "vj1_%d", i);
		(void)snprintf(b, sizeof(b), "in%d", i);
		assert_int_equal(add("veth", a, b, group), 0);
		assert_int_equal(set_master(a, bridge), 0);
		assert_int_equal(strv_add(&names, a), 0);
	}
	assert_int_equal(strv_split(&names, "p0 nosuch br0", " "), 0);
	assert_int_equal(nl_link_gone(group, &names, NULL), 0);
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(index_of(names.v[i]), -ENODEV);
	assert_int_equal(index_of("in3"), -ENODEV);
	assert_true(index_of("p0") > 0);
	assert_true(index_of("br0") > 0);
	/* again: nothing of it is there */
	assert_int_equal(nl_link_gone(group, &names, NULL), 0);
}

static struct nl_inet ip(const char *text)
{
	struct nl_inet ret = { 0 };

	assert_int_equal(nl_inet_parse(text, 0, &ret), 0);
	return ret;
}

static void addresses_that_cannot_be_are_refused(void **state)
{
	static const struct {
		const char *ip;
		unsigned len;
		int index; /* 0: the port's */
		int code;
	} cases[] = {
		{ "10.0.0.1", 33, 0, EINVAL },
		{ "fd00::1", 129, 0, EINVAL },
		{ "fd00::1", 128, 4711, ENODEV },
		{ "10.0.0.1", 24, 4711, ENODEV },
		{ "ff02::1", 64, 0, EADDRNOTAVAIL },
		{ "::", 64, 0, EADDRNOTAVAIL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct nl_ifaddr a = {
			.index = cases[i].index ? cases[i].index : port,
			.prefixlen = cases[i].len,
			.ip = ip(cases[i].ip),
		};
		struct errbuf eb = { "" };
		int r = nl_ifaddr_add(nl, &a, &eb);

		if (r != -cases[i].code)
			fail_msg("%s/%u: %d, %s", cases[i].ip, cases[i].len, r,
				 eb.msg);
		assert_true(eb.msg[0] != '\0');
	}
}

static void an_address_is_refused_twice_and_missed_once(void **state)
{
	const struct nl_ifaddr a = { .index = port,
				     .prefixlen = 24,
				     .ip = ip("10.0.0.1") };
	struct errbuf eb = { "" };

	(void)state;
	assert_int_equal(nl_ifaddr_del(nl, &a, &eb), -EADDRNOTAVAIL);
	assert_int_equal(nl_ifaddr_add(nl, &a, &eb), 0);
	assert_int_equal(nl_ifaddr_add(nl, &a, &eb), -EEXIST);
	assert_int_equal(nl_ifaddr_replace(nl, &a, &eb), 0);
	assert_int_equal(nl_ifaddr_del(nl, &a, &eb), 0);
	assert_int_equal(nl_ifaddr_del(nl, &a, &eb), -EADDRNOTAVAIL);
}

static void routes_that_lead_nowhere_are_refused(void **state)
{
	struct nl_route r = { .dst = ip("192.0.2.0"),
			      .dst_len = 24,
			      .gateway = ip("10.9.9.9") };
	struct nl_inet far = ip("198.51.100.1");
	struct errbuf eb = { "" };

	(void)state;
	assert_int_equal(nl_route_get(nl, &far, 0, &r, &eb), -ENETUNREACH);
	assert_int_equal(nl_route_add(nl, &r, &eb), -ENETUNREACH);
	assert_int_equal(nl_route_del(nl, &r, &eb), -ESRCH);
	r.gateway = (struct nl_inet){ 0 };
	r.oif = 4711;
	assert_int_equal(nl_route_add(nl, &r, &eb), -ENODEV);
	r.oif = 0;
	r.type = RTN_BLACKHOLE;
	assert_int_equal(nl_route_add(nl, &r, &eb), 0);
	assert_int_equal(nl_route_add(nl, &r, &eb), -EEXIST);
	assert_int_equal(nl_route_del(nl, &r, &eb), 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, with_bridge, gone)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(settings_of_a_bridge_are_read_as_they_were_set),
		T(settings_of_a_port_are_read_as_they_were_set),
		T(a_bridge_is_made_with_its_settings),
		T(what_is_no_bridge_is_not_read_as_one),
		T(who_is_no_port_has_no_settings),
		T(a_port_leaves_and_a_bridge_takes_no_bridge),
		T(a_group_is_gone_when_it_says_so),
		T(addresses_that_cannot_be_are_refused),
		T(an_address_is_refused_twice_and_missed_once),
		T(routes_that_lead_nowhere_are_refused),
	};

	netns_enter();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
