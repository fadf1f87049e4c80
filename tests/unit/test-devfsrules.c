/* SPDX-License-Identifier: BSD-2-Clause */
/* test-devfsrules.c - devfs.rules(5), and what its rules make of nodes */

#include <errno.h>

#include "base/util.h"
#include "conf/devfsrules.h"
#include "test.h"

static struct devfs_rules *rules_of(const char *text)
{
	struct devfs_rules *rules = devfs_rules_new();
	struct strv errs = { 0 };

	assert_non_null(rules);
	assert_int_equal(
		devfs_rules_parse(rules, "t", text, strlen(text), &errs), 0);
	assert_int_equal(errs.n, 0);
	return rules;
}

static struct devfs_verdict verdict_of(const struct devfs_rules *rules,
				       int number, const char *path,
				       const char *type)
{
	struct devfs_verdict v;

	assert_int_equal(devfs_rules_apply(rules, number, path, type, &v), 0);
	return v;
}

static void the_standard_rulesets_show_what_a_jail_needs(void **state)
{
	static const struct {
		int number;
		const char *path;
		bool hidden;
	} nodes[] = {
		{ 0, "sda", false },	 { 1, "null", true },
		{ 4, "null", false },	 { 4, "zero", false },
		{ 4, "full", false },	 { 4, "random", false },
		{ 4, "urandom", false }, { 4, "tty", false },
		{ 4, "ptmx", false },	 { 4, "pts", false },
		{ 4, "pts/0", false },	 { 4, "pts/0/x", true },
		{ 4, "fd", false },	 { 4, "fd/1", false },
		{ 4, "stdin", false },	 { 4, "stdout", false },
		{ 4, "stderr", false },	 { 4, "fuse", false },
		{ 4, "zfs", false },	 { 4, "shm", false },
		{ 4, "pf", true },	 { 5, "pf", false },
		{ 5, "null", false },	 { 4, "ttyS0", true },
		{ 4, "tty1", true },	 { 4, "ttyp0", false },
		{ 4, "sda", true },	 { 4, "mem", true },
		{ 4, "kmsg", true },	 { 4, "bpf", true },
		{ 4, "tun", true },	 { 4, "net/tun", true },
	};
	struct devfs_rules *rules = devfs_rules_new();

	(void)state;
	assert_non_null(rules);
	for (size_t i = 0; i < ARRAY_SIZE(nodes); i++)
		assert_int_equal(
			verdict_of(rules, nodes[i].number, nodes[i].path, "")
				.hidden,
			nodes[i].hidden);
	devfs_rules_free(rules);
}

static void a_ruleset_that_is_not_there_is_said_to_be_missing(void **state)
{
	struct devfs_rules *rules = devfs_rules_new();
	struct devfs_verdict v;

	(void)state;
	assert_non_null(rules);
	for (int i = 1; i <= 5; i++)
		assert_true(devfs_rules_has(rules, i));
	assert_false(devfs_rules_has(rules, 6));
	assert_int_equal(devfs_rules_apply(rules, 6, "null", "", &v), -ENOENT);
	devfs_rules_free(rules);
}

static void the_rulesets_of_routers_add_to_those_of_jails(void **state)
{
	struct devfs_rules *rules =
		rules_of("# tools\n"
			 "[devfsrules_bpfjail=10]\n"
			 "add include $devfsrules_jail\n"
			 "add path 'bpf*' unhide\n"
			 "\n"
			 "[devfsrules_tunjail=11]\n"
			 "add include $devfsrules_jail\n"
			 "add path \"tun*\" unhide # the tunnel's\n");

	(void)state;
	assert_false(verdict_of(rules, 10, "bpf0", "").hidden);
	assert_false(verdict_of(rules, 10, "null", "").hidden);
	assert_true(verdict_of(rules, 10, "tun0", "").hidden);
	assert_false(verdict_of(rules, 11, "tun0", "").hidden);
	assert_true(verdict_of(rules, 11, "bpf0", "").hidden);
	devfs_rules_free(rules);
}

static void conditions_all_must_hold_and_later_rules_win(void **state)
{
	struct devfs_rules *rules = rules_of(
		"[x=20]\n"
		"add hide\n"
		"add type disk path 'sd*' unhide user root group 6 mode 0640\n"
		"add path sdb hide mode 600\n"
		"add 150 path 'null' unhide\n"
		"add 350 path 'last' unhide user nobody\n");
	struct devfs_verdict v;

	(void)state;
	v = verdict_of(rules, 20, "sda", "disk");
	assert_false(v.hidden);
	assert_true(v.has_user && v.has_group && v.has_mode);
	assert_string_equal(v.user, "root");
	assert_string_equal(v.group, "6");
	assert_int_equal(v.mode, 0640);

	v = verdict_of(rules, 20, "sdb", "disk");
	assert_true(v.hidden);
	assert_string_equal(v.user, "root");
	assert_int_equal(v.mode, 0600);

	v = verdict_of(rules, 20, "sda", "mem");
	assert_true(v.hidden);
	assert_false(v.has_user || v.has_group || v.has_mode);
	assert_false(verdict_of(rules, 20, "null", "mem").hidden);
	devfs_rules_free(rules);
}

static void rules_go_by_their_numbers(void **state)
{
	struct devfs_rules *rules = rules_of("[x=20]\n"
					     "add 200 path a hide\n"
					     "add 100 path a unhide\n"
					     "add path b hide\n" /* 300 */
					     "add 299 path b unhide\n"
					     "add 7 path c hide\n"
					     "del 7\n");

	(void)state;
	assert_true(verdict_of(rules, 20, "a", "").hidden);
	assert_true(verdict_of(rules, 20, "b", "").hidden);
	assert_false(verdict_of(rules, 20, "c", "").hidden);
	devfs_rules_free(rules);
}

static void an_include_is_done_only_where_its_conditions_hold(void **state)
{
	struct devfs_rules *rules =
		rules_of("[y=21]\nadd path 'x*' include 20\n"
			 "[x=20]\nadd hide\n");

	(void)state;
	assert_true(verdict_of(rules, 21, "x1", "").hidden);
	assert_false(verdict_of(rules, 21, "a", "").hidden);
	devfs_rules_free(rules);
}

static void a_set_of_the_same_number_takes_the_place_of_the_first(void **state)
{
	struct devfs_rules *rules = rules_of("[mine=4]\n"
					     "add path 'n*' \\\n"
					     "  hide\n"
					     "[other=30]\n"
					     "add include $devfsrules_jail\n"
					     "[gone=31]\n"
					     "add hide\n"
					     "delset\n");

	(void)state;
	assert_true(verdict_of(rules, 4, "null", "").hidden);
	assert_false(verdict_of(rules, 4, "sda", "").hidden);
	assert_true(verdict_of(rules, 5, "null", "").hidden);
	assert_true(verdict_of(rules, 30, "null", "").hidden);
	assert_false(verdict_of(rules, 31, "null", "").hidden);
	devfs_rules_free(rules);
}

static void globs_know_directories_and_quotes_keep_words_together(void **state)
{
	struct devfs_rules *rules = rules_of("[x=20]\n"
					     "add path '*' hide\n"
					     "add path 'a b' unhide\n"
					     "add path c\\ d unhide\n"
					     "add path '[!a-c]x' unhide\n"
					     "add path 'e?' unhide\n"
					     "add path 'sub/*' hide\n"
					     "add path '#' unhide\n"
					     "add path '$x' unhide\n");

	(void)state;
	assert_true(verdict_of(rules, 20, "a", "").hidden);
	assert_false(verdict_of(rules, 20, "dir/a", "").hidden);
	assert_true(verdict_of(rules, 20, "sub/a", "").hidden);
	assert_false(verdict_of(rules, 20, "a b", "").hidden);
	assert_false(verdict_of(rules, 20, "c d", "").hidden);
	assert_false(verdict_of(rules, 20, "dx", "").hidden);
	assert_true(verdict_of(rules, 20, "ax", "").hidden);
	assert_false(verdict_of(rules, 20, "e1", "").hidden);
	assert_false(verdict_of(rules, 20, "#", "").hidden);
	assert_false(verdict_of(rules, 20, "$x", "").hidden);
	devfs_rules_free(rules);
}

static void bad_lines_are_refused_with_the_reason(void **state)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
		{ "add hide", "f line 1: add: outside of a ruleset" },
		{ "[x]", "f line 1: a ruleset starts with [name=number]" },
		{ "[x=1", "f line 1: a ruleset starts with [name=number]" },
		{ "[x=1] y", "f line 1: a ruleset starts with [name=number]" },
		{ "[x=0]",
		  "f line 1: x: \"0\" is not the number of a ruleset" },
		{ "[x=65536]",
		  "f line 1: x: \"65536\" is not the number of a ruleset" },
		{ "[x=9]\n\nfoo", "f line 3: unknown command: foo" },
		{ "[x=9]\napply 4",
		  "f line 2: apply: not in a file of rulesets" },
		{ "[x=9]\nadd foo", "f line 2: unknown argument: foo" },
		{ "[x=9]\nadd path null", "f line 2: rule without an action" },
		{ "[x=9]\nadd", "f line 2: rule without an action" },
		{ "[x=9]\nadd hide path",
		  "f line 2: path: expects an argument" },
		{ "[x=9]\nadd path '' hide", "f line 2: path: \"\" is empty" },
		{ "[x=9]\nadd path /dev/null hide",
		  "f line 2: path: \"/dev/null\" must be relative to /dev" },
		{ "[x=9]\nadd type net hide",
		  "f line 2: type: \"net\" is not disk, mem, tape or tty" },
		{ "[x=9]\nadd mode 888",
		  "f line 2: mode: \"888\" is not an octal mode" },
		{ "[x=9]\nadd mode 17777",
		  "f line 2: mode: \"17777\" is not an octal mode" },
		{ "[x=9]\nadd user 012345678901234567890123456789012",
		  "f line 2: user: \"012345678901234567890123456789012\" is too long" },
		{ "[x=9]\nadd include y",
		  "f line 2: include: \"y\" is not the number of a ruleset" },
		{ "[x=9]\nadd include $y", "f line 2: $y: no such ruleset" },
		{ "[x=9]\nadd include 8",
		  "f line 2: include 8: no such ruleset" },
		{ "[x=9]\nadd include 9",
		  "f line 2: include 9: ruleset 9 includes itself" },
		{ "[x=9]\nadd path 'a hide", "f line 2: unterminated string" },
		{ "[x=9]\nadd 5 hide\nadd 5 hide",
		  "f line 3: rule 5: already there" },
		{ "[x=9]\nadd 65500 hide\nadd hide",
		  "f line 3: no number left for a rule" },
		{ "[x=9]\nadd 65536 hide",
		  "f line 2: 65536: no number of a rule" },
		{ "[x=9]\ndel 5", "f line 2: rule 5: not there" },
		{ "[x=9]\ndel", "f line 2: del: expects the number of a rule" },
		{ "[x=9]\ndelset 9", "f line 2: unknown argument: 9" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct devfs_rules *rules = devfs_rules_new();
		struct strv errs = { 0 };

		assert_non_null(rules);
		assert_int_equal(devfs_rules_parse(rules, "f", bad[i].text,
						   strlen(bad[i].text), &errs),
				 -EINVAL);
		assert_int_equal(errs.n, 1);
		assert_string_equal(errs.v[0], bad[i].why);
		strv_done(&errs);
		devfs_rules_free(rules);
	}
}

static void all_problems_of_a_file_are_told(void **state)
{
	static const char text[] = "add hide\n[x=9]\nfoo\nadd hide\nadd\n"
				   "[y=10]\nadd include 11\n"
				   "[z=11]\nadd include 10\nadd\0 hide\n";
	static const char *const want[] = {
		"f line 1: add: outside of a ruleset",
		"f line 3: unknown command: foo",
		"f line 5: rule without an action",
		"f line 10: a zero byte",
		"f line 7: include 11: ruleset 10 includes itself",
		"f line 9: include 10: ruleset 11 includes itself",
	};
	struct devfs_rules *rules = devfs_rules_new();
	struct devfs_verdict v;
	struct strv errs = { 0 };

	(void)state;
	assert_non_null(rules);
	assert_int_equal(
		devfs_rules_parse(rules, "f", text, sizeof(text) - 1, &errs),
		-EINVAL);
	assert_int_equal(errs.n, ARRAY_SIZE(want));
	for (size_t i = 0; i < errs.n; i++)
		assert_string_equal(errs.v[i], want[i]);
	assert_int_equal(devfs_rules_apply(rules, 10, "x", "", &v), -ELOOP);
	strv_done(&errs);
	devfs_rules_free(rules);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_standard_rulesets_show_what_a_jail_needs),
		cmocka_unit_test(
			a_ruleset_that_is_not_there_is_said_to_be_missing),
		cmocka_unit_test(the_rulesets_of_routers_add_to_those_of_jails),
		cmocka_unit_test(conditions_all_must_hold_and_later_rules_win),
		cmocka_unit_test(rules_go_by_their_numbers),
		cmocka_unit_test(
			an_include_is_done_only_where_its_conditions_hold),
		cmocka_unit_test(
			a_set_of_the_same_number_takes_the_place_of_the_first),
		cmocka_unit_test(
			globs_know_directories_and_quotes_keep_words_together),
		cmocka_unit_test(bad_lines_are_refused_with_the_reason),
		cmocka_unit_test(all_problems_of_a_file_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
