/* SPDX-License-Identifier: BSD-2-Clause */
/* test-inet.c - Addresses as text and as bytes */

#include <errno.h>

#include "base/util.h"
#include "nl/inet.h"
#include "test.h"

static void addresses_round_trip(void **state)
{
	static const char *const texts[] = { "192.0.2.1", "0.0.0.0",
					     "::", "2001:db8::1", "fe80::1" };
	char buf[INET6_ADDRSTRLEN];
	struct nl_inet ip;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		assert_int_equal(nl_inet_parse(texts[i], 0, &ip), 0);
		assert_string_equal(nl_inet_format(&ip, buf), texts[i]);
	}
}

static void what_is_no_address_is_refused(void **state)
{
	static const char *const texts[] = {
		"", "10", "1.2.3.4/8", "256.1.1.1", "fe80::1%em0", "x"
	};
	struct nl_inet ip = { .family = 77 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		assert_int_equal(nl_inet_parse(texts[i], 0, &ip), -EINVAL);
	assert_int_equal(nl_inet_parse("::1", AF_INET, &ip), -EINVAL);
	assert_int_equal(nl_inet_parse("1.1.1.1", AF_INET6, &ip), -EINVAL);
	assert_int_equal(ip.family, 77);
}

static void masks_and_lengths_agree(void **state)
{
	struct nl_inet mask;

	(void)state;
	for (unsigned n = 0; n <= 32; n++) {
		mask = nl_inet_mask(AF_INET, n, NULL);
		assert_int_equal(nl_inet_prefixlen(&mask), n);
	}
	for (unsigned n = 0; n <= 128; n++) {
		mask = nl_inet_mask(AF_INET6, n, NULL);
		assert_int_equal(nl_inet_prefixlen(&mask), n);
	}
	assert_int_equal(nl_inet_parse("255.0.255.0", 0, &mask), 0);
	assert_int_equal(nl_inet_prefixlen(&mask), -EINVAL);
}

static void host_bits_are_cleared(void **state)
{
	char buf[INET6_ADDRSTRLEN];
	struct nl_inet ip;

	(void)state;
	assert_int_equal(nl_inet_parse("10.1.2.255", 0, &ip), 0);
	ip = nl_inet_mask(AF_INET, 25, &ip);
	assert_string_equal(nl_inet_format(&ip, buf), "10.1.2.128");
	assert_int_equal(nl_inet_parse("2001:db8:ffff::1", 0, &ip), 0);
	ip = nl_inet_mask(AF_INET6, 33, &ip);
	assert_string_equal(nl_inet_format(&ip, buf), "2001:db8:8000::");
}

static void link_local_is_fe80_to_febf(void **state)
{
	static const struct {
		const char *text;
		bool is;
	} table[] = { { "fe80::1", true },  { "febf::1", true },
		      { "fec0::1", false }, { "fe7f::1", false },
		      { "ff02::1", false }, { "169.254.1.1", false } };
	struct nl_inet ip;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		assert_int_equal(nl_inet_parse(table[i].text, 0, &ip), 0);
		assert_int_equal(nl_inet_link_local(&ip), table[i].is);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_round_trip),
		cmocka_unit_test(what_is_no_address_is_refused),
		cmocka_unit_test(masks_and_lengths_agree),
		cmocka_unit_test(host_bits_are_cleared),
		cmocka_unit_test(link_local_is_fe80_to_febf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
