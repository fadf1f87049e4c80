/* SPDX-License-Identifier: BSD-2-Clause */
/* test-hosts.c - Names of addresses */

#include <arpa/inet.h>
#include <errno.h>

#include "base/hosts.h"
#include "base/util.h"
#include "test.h"

static const char hosts[] = "127.0.0.1\tlocalhost\n"
			    "# 10.0.0.9 commented\n"
			    "::1 localhost ip6-localhost\n"
			    "10.0.0.1 GW.example gw # 10.0.0.8 no\n"
			    "not-an-address gw2\n"
			    "10.0.0.2 last";

static void a_name_has_the_address_of_its_family(void **state)
{
	static const struct {
		const char *name, *addr;
		int family, r;
	} t[] = {
		{ "localhost", "127.0.0.1", AF_INET, 0 },
		{ "localhost", "::1", AF_INET6, 0 },
		{ "gw.EXAMPLE", "10.0.0.1", AF_INET, 0 },
		{ "gw", "10.0.0.1", AF_INET, 0 },
		{ "last", "10.0.0.2", AF_INET, 0 },
		{ "gw", NULL, AF_INET6, -ENOENT },
		{ "gw2", NULL, AF_INET, -ENOENT },
		{ "no", NULL, AF_INET, -ENOENT },
		{ "commented", NULL, AF_INET, -ENOENT },
		{ "10.0.0.1", NULL, AF_INET, -ENOENT },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		char buf[INET6_ADDRSTRLEN];
		struct in6_addr a;

		assert_int_equal(hosts_addr(hosts, t[i].family, t[i].name, &a),
				 t[i].r);
		if (t[i].r)
			continue;
		inet_ntop(t[i].family, &a, buf, sizeof(buf));
		assert_string_equal(buf, t[i].addr);
	}
}

static void an_address_has_its_first_name(void **state)
{
	struct in_addr a = { htonl(0x0a000001) };
	char name[32];

	(void)state;
	assert_int_equal(hosts_name(hosts, AF_INET, &a, name, sizeof(name)), 0);
	assert_string_equal(name, "GW.example");
	assert_int_equal(hosts_name(hosts, AF_INET, &a, name, 4),
			 -ENAMETOOLONG);
	a.s_addr = htonl(0x0a000008);
	assert_int_equal(hosts_name(hosts, AF_INET, &a, name, sizeof(name)),
			 -ENOENT);
}

static void a_network_number_may_be_short(void **state)
{
	static const char text[] = "loopback 127\nlab 10.1 test # x\n"
				   "full 192.168.1.0\nbad 1.2.3.4.5\n";
	static const struct {
		const char *name;
		uint32_t addr;
	} t[] = {
		{ "loopback", 0x7f000000 },
		{ "test", 0x0a010000 },
		{ "full", 0xc0a80100 },
	};
	struct in_addr a;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		assert_int_equal(networks_addr(text, t[i].name, &a), 0);
		assert_int_equal(ntohl(a.s_addr), t[i].addr);
	}
	assert_int_equal(networks_addr(text, "bad", &a), -ENOENT);
	assert_int_equal(networks_addr(text, "x", &a), -ENOENT);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_has_the_address_of_its_family),
		cmocka_unit_test(an_address_has_its_first_name),
		cmocka_unit_test(a_network_number_may_be_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
