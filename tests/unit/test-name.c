/* SPDX-License-Identifier: BSD-2-Clause */
/* test-name.c - What a jail may be called */

#include <errno.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "libjail/name.h"
#include "test.h"

static void good_names_are_taken(void **state)
{
	static const char *const good[] = { "www", "a.b.c", "db-1", "1a" };
	struct errbuf eb;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		assert_int_equal(jail_name_check(good[i], &eb), 0);
}

static void bad_names_are_refused_with_the_reason(void **state)
{
	static const struct {
		const char *name, *why;
	} bad[] = {
		{ "", ": empty name" },
		{ "a..b", "a..b: empty name" },
		{ "a/b", "a/b: slash in name" },
		{ "42", "42: name is a number" },
		{ "a.7", "a.7: name is a number" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct errbuf eb;

		assert_int_equal(jail_name_check(bad[i].name, &eb), -EINVAL);
		assert_string_equal(eb.msg, bad[i].why);
	}
}

static void the_parent_is_what_is_before_the_last_dot(void **state)
{
	cleanup_free char *p = NULL, *top = NULL;

	(void)state;
	assert_int_equal(jail_name_parent("a.b.c", &p), 0);
	assert_string_equal(p, "a.b");
	assert_int_equal(jail_name_parent("www", &top), 0);
	assert_null(top);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_names_are_taken),
		cmocka_unit_test(bad_names_are_refused_with_the_reason),
		cmocka_unit_test(the_parent_is_what_is_before_the_last_dot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
