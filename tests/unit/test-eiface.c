/* SPDX-License-Identifier: BSD-2-Clause */
/* test-eiface.c - vjail.interface: which word is a node's, what is taken */

#include "test.h"

#include <errno.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "libjail/eiface.h"
#include "libjail/param.h"

static void a_node_ends_in_a_colon(void **state)
{
	static const struct {
		const char *word;
		bool node;
	} cases[] = {
		{ "em0bridge:", true }, { "[1f]:", true },	{ "b:", true },
		{ "em0bridge", false }, { "em0:lower", false }, { ":", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(eiface_is_node(cases[i].word), cases[i].node);
}

static int check(const char *line, struct errbuf *eb)
{
	cleanup_jail_params struct jail_params ps = { 0 };
	struct strv vnet = { .v = (char *[]){ (char *)"new" }, .n = 1 };
	cleanup_strv struct strv lines = { 0 };
	cleanup_strv struct strv path = { 0 };

	assert_int_equal(strv_add(&lines, line), 0);
	assert_int_equal(strv_add(&path, "/"), 0);
	assert_int_equal(jail_params_put(&ps, "path", &path, eb), 0);
	assert_int_equal(jail_params_put(&ps, "vnet", &vnet, eb), 0);
	assert_int_equal(jail_params_put(&ps, "vjail.interface", &lines, eb),
			 0);
	return jail_params_check(&ps, false, eb);
}

static void words_are_counted_before_a_jail_is_made(void **state)
{
	static const struct {
		const char *line;
		int r;
	} cases[] = {
		{ "e0 em0bridge:", 0 },
		{ "e0 em0bridge: ether 02:00:00:00:00:01", 0 },
		{ "e0 [1f]:", 0 },
		{ "e0", -EINVAL },
		{ "e0 em0bridge: link2", -EINVAL },
		{ "e0 em0bridge: ether", -EINVAL },
		{ "e0 em0bridge: mac 02:00:00:00:00:01", -EINVAL },
		{ "e0 em0bridge: ether 02:00:00:00:00:01 up", -EINVAL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct errbuf eb = { 0 };

		assert_int_equal(check(cases[i].line, &eb), cases[i].r);
		if (cases[i].r < 0)
			assert_non_null(strstr(eb.msg, cases[i].line));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_node_ends_in_a_colon),
		cmocka_unit_test(words_are_counted_before_a_jail_is_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
