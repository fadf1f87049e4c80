/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ifname.c - Interface names: FreeBSD's and Linux's, short and long */

#include <errno.h>
#include <stdio.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "test.h"

#define LONG_NAME "e0a_a-very-long-jail-name"

static void only_lo0_is_called_otherwise(void **state)
{
	(void)state;
	assert_string_equal(ifname_from_bsd("lo0"), "lo");
	assert_string_equal(ifname_from_bsd("lo1"), "lo1");
	assert_string_equal(ifname_from_bsd("em0"), "em0");
	assert_string_equal(ifname_to_bsd("lo"), "lo0");
	assert_string_equal(ifname_to_bsd("epair0a"), "epair0a");
}

static void good_names_are_taken(void **state)
{
	static const char *const good[] = { "e0a_www", "em0.5", LONG_NAME,
					    "123456789012345", "a" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		assert_int_equal(ifname_check(good[i], NULL), 0);
}

static void bad_names_are_refused_by_name(void **state)
{
	static const char *const bad[] = { "",	   ".",	  "..",	  "a/b",  "a:b",
					   "em%d", "a b", "a\tb", "a\x01" };
	char longest[IFNAME_LONG_MAX + 2];
	struct errbuf eb;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(ifname_check(bad[i], &eb), -EINVAL);
		assert_ptr_equal(strstr(eb.msg, bad[i]), eb.msg);
	}
	memset(longest, 'x', sizeof(longest));
	longest[IFNAME_LONG_MAX + 1] = '\0';
	assert_int_equal(ifname_check(longest, &eb), -ENAMETOOLONG);
	longest[IFNAME_LONG_MAX] = '\0';
	assert_int_equal(ifname_check(longest, &eb), 0);
}

static void what_fits_stays_what_it_is(void **state)
{
	char made[IFNAMSIZ];

	(void)state;
	ifname_short("e0a_123456789ab", 0, made);
	assert_string_equal(made, "e0a_123456789ab");
}

static void a_long_name_makes_a_short_one_of_its_own(void **state)
{
	char a[IFNAMSIZ], again[IFNAMSIZ], b[IFNAMSIZ], next[IFNAMSIZ];

	(void)state;
	ifname_short(LONG_NAME, 0, a);
	ifname_short(LONG_NAME, 0, again);
	ifname_short(LONG_NAME "x", 0, b);
	ifname_short(LONG_NAME, 1, next);
	assert_int_equal(strlen(a), IFNAMSIZ - 1);
	assert_memory_equal(a, "e0a_a-v-", 8);
	assert_string_equal(a, again);
	assert_string_not_equal(a, b);
	assert_string_not_equal(a, next);
	assert_int_equal(ifname_check(a, NULL), 0);
}

static void short_names_of_many_jails_differ(void **state)
{
	enum { N = 2000 };
	static char made[N][IFNAMSIZ];
	char full[64];

	(void)state;
	for (int i = 0; i < N; i++) {
		(void)snprintf(full, sizeof(full), "e0a_a-long-name-%d", i);
		ifname_short(full, 0, made[i]);
	}
	for (int i = 0; i < N; i++)
		for (int j = 0; j < i; j++)
			assert_string_not_equal(made[i], made[j]);
}

static void the_full_name_is_the_one_it_was_made_from(void **state)
{
	struct nl_link l = { 0 };

	(void)state;
	for (unsigned try = 0; try < 3; try++) {
		ifname_short(LONG_NAME, try, l.name);
		assert_string_equal(ifname_full(&l), l.name);
		assert_int_equal(strv_add(&l.altnames, "another-long-name"), 0);
		assert_int_equal(strv_add(&l.altnames, LONG_NAME), 0);
		assert_string_equal(ifname_full(&l), LONG_NAME);
		strv_done(&l.altnames);
	}
	(void)snprintf(l.name, sizeof(l.name), "em0");
	assert_int_equal(strv_add(&l.altnames, LONG_NAME), 0);
	assert_string_equal(ifname_full(&l), "em0");
	strv_done(&l.altnames);
}

static void what_cannot_be_a_name_is_not_shown(void **state)
{
	static const char bad[] = "e0a_\033[2Ja-very-long-name";
	struct nl_link l = { 0 };

	(void)state;
	ifname_short(bad, 0, l.name);
	assert_int_equal(strv_add(&l.altnames, bad), 0);
	assert_string_equal(ifname_full(&l), "?");
	(void)snprintf(l.name, sizeof(l.name), "em0");
	assert_string_equal(ifname_full(&l), "em0");
	strv_done(&l.altnames);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_lo0_is_called_otherwise),
		cmocka_unit_test(good_names_are_taken),
		cmocka_unit_test(bad_names_are_refused_by_name),
		cmocka_unit_test(what_fits_stays_what_it_is),
		cmocka_unit_test(a_long_name_makes_a_short_one_of_its_own),
		cmocka_unit_test(short_names_of_many_jails_differ),
		cmocka_unit_test(the_full_name_is_the_one_it_was_made_from),
		cmocka_unit_test(what_cannot_be_a_name_is_not_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
