/* SPDX-License-Identifier: BSD-2-Clause */
/* test-jib.c - Names and addresses that follow from a jail's name */

#include <errno.h>
#include <stdio.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "../../cmd/jib/jib.h"
#include "test.h"

/* As FreeBSD's sum(1) prints them. */
static void checksums_are_those_of_sum(void **state)
{
	static const struct {
		const char *text;
		uint16_t sum;
	} table[] = {
		{ "", 0 },     { "a", 97 },	{ "b", 98 },
		{ "v1", 108 }, { "jail", 198 }, { "xxx", 210 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		assert_int_equal(jib_sum(table[i].text), table[i].sum);
}

static void format_mac(const uint8_t *m, char buf[18])
{
	(void)snprintf(buf, 18, "%02x:%02x:%02x:%02x:%02x:%02x", m[0], m[1],
		       m[2], m[3], m[4], m[5]);
}

static void addresses_are_those_freebsd_derives(void **state)
{
	static const struct {
		uint8_t parent[MAC_LEN];
		const char *name;
		unsigned n;
		const char *a, *b;
	} table[] = {
		{ { 0x00, 0x25, 0x90, 0xaa, 0xbb, 0xcc },
		  "xxx",
		  0,
		  "02:00:d2:aa:bb:cc",
		  "0e:00:d2:aa:bb:cc" },
		{ { 0x52, 0x54, 0x00, 0x12, 0x34, 0x56 },
		  "xxx",
		  0,
		  "0a:00:d2:12:34:56",
		  "0e:00:d2:12:34:56" },
		{ { 0x0e, 0x54, 0x00, 0x12, 0x34, 0x56 },
		  "jail",
		  0,
		  "02:00:c6:12:34:56",
		  "06:00:c6:12:34:56" },
		{ { 0x00, 0x25, 0x90, 0xaa, 0xbb, 0xcc },
		  "v1",
		  1,
		  "12:00:6c:aa:bb:cc",
		  "1e:00:6c:aa:bb:cc" },
		{ { 0x00, 0x25, 0x90, 0xaa, 0xbb, 0xcc },
		  "v1",
		  15,
		  "f2:00:6c:aa:bb:cc",
		  "fe:00:6c:aa:bb:cc" },
	};
	uint8_t a[MAC_LEN], b[MAC_LEN];
	char text[18];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		jib_derive_mac(table[i].parent, table[i].name, table[i].n, a,
			       b);
		format_mac(a, text);
		assert_string_equal(text, table[i].a);
		format_mac(b, text);
		assert_string_equal(text, table[i].b);
		/* Locally administered, and no multicast. */
		assert_int_equal(a[0] & 3, 2);
		assert_int_equal(b[0] & 3, 2);
	}
}

static void names_are_letters_digits_and_underscores(void **state)
{
	static const char *const bad[] = { "", "a.b", "a-b", "a b", "a/b" };
	struct errbuf eb;

	(void)state;
	assert_int_equal(jib_name_check("Www_1", NULL), 0);
	assert_int_equal(jib_name_check("1", NULL), 0);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(jib_name_check(bad[i], &eb), -EINVAL);
		assert_ptr_equal(strstr(eb.msg, bad[i]), eb.msg);
	}
}

static void pairs_are_known_by_their_names(void **state)
{
	static const char *const others[] = { "e0b_www", "ea_www", "e0a_",
					      "e0a",	 "em0",	   "epair0a",
					      "e99a_www" };
	unsigned n = 0;

	(void)state;
	assert_string_equal(jib_pair_of("e0a_www", &n), "www");
	assert_int_equal(n, 0);
	assert_string_equal(jib_pair_of("e12a_e0a_x", &n), "e0a_x");
	assert_int_equal(n, 12);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		assert_null(jib_pair_of(others[i], &n));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(checksums_are_those_of_sum),
		cmocka_unit_test(addresses_are_those_freebsd_derives),
		cmocka_unit_test(names_are_letters_digits_and_underscores),
		cmocka_unit_test(pairs_are_known_by_their_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
