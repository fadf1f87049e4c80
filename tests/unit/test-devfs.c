/* SPDX-License-Identifier: BSD-2-Clause */
/* test-devfs.c - What rulesets show of nodes that Linux has no names for */

#include "test.h"

#include "base/strv.h"
#include "conf/devfsrules.h"
#include "libjail/devfs.h"

static const char text[] = "[capture=10]\n"
			   "add include $devfsrules_jail\n"
			   "add path 'bpf*' unhide\n"
			   "[nopts=11]\n"
			   "add include $devfsrules_jail\n"
			   "add path pts hide\n";

static int load(void **state)
{
	cleanup_strv struct strv errs = { 0 };
	struct devfs_rules *rules = devfs_rules_new();

	*state = rules;
	if (!rules)
		return -1;
	return devfs_rules_parse(rules, "rules", text, strlen(text), &errs);
}

static int unload(void **state)
{
	devfs_rules_free(*state);
	return 0;
}

static void capture_is_shown_only_where_it_is_unhidden(void **state)
{
	assert_false(devfs_shows(*state, 4, "bpf"));
	assert_false(devfs_shows(*state, 4, "bpf0"));
	assert_true(devfs_shows(*state, 10, "bpf"));
	assert_true(devfs_shows(*state, 10, "bpf0"));
	assert_true(devfs_shows(*state, 0, "bpf"));
}

static void the_ruleset_for_jails_shows_terminals(void **state)
{
	assert_true(devfs_shows(*state, 4, "pts"));
	assert_true(devfs_shows(*state, 5, "pts"));
	assert_false(devfs_shows(*state, 11, "pts"));
	assert_false(devfs_shows(*state, 1, "pts"));
}

static void disks_and_memory_are_hidden(void **state)
{
	static const char *const names[] = { "mem",  "kmem",	"ada0", "sda",
					     "kmsg", "console", "tun0" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_false(devfs_shows(*state, 4, names[i]));
}

static void rulesets_that_are_not_there_show_nothing(void **state)
{
	assert_false(devfs_rules_has(*state, 77));
	assert_false(devfs_shows(*state, 77, "null"));
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(capture_is_shown_only_where_it_is_unhidden),
		cmocka_unit_test(the_ruleset_for_jails_shows_terminals),
		cmocka_unit_test(disks_and_memory_are_hidden),
		cmocka_unit_test(rulesets_that_are_not_there_show_nothing),
	};

	return cmocka_run_group_tests(all, load, unload);
}
