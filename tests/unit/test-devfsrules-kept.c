/* SPDX-License-Identifier: BSD-2-Clause */
/* test-devfsrules-kept.c - Rulesets changed by hand are kept, and read again */

#include "test.h"

#include <errno.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/strv.h"
#include "base/util.h"
#include "conf/devfsrules-set.h"
#include "conf/devfsrules.h"

#define SET 20

static int load(void **state)
{
	*state = devfs_rules_new();
	return *state ? 0 : -1;
}

static int unload(void **state)
{
	devfs_rules_free(*state);
	return 0;
}

static void add(struct devfs_rules *rules, int number, const char *line)
{
	cleanup_strv struct strv words = { 0 }, errs = { 0 };
	struct devfs_rule rule = { 0 };

	assert_int_equal(devfs_rules_words(rules, "f", 1, line, &words, &errs),
			 0);
	assert_int_equal(devfs_rule_add_parse(&words, &rule, NULL), 0);
	if (!devfs_set_find(rules, number))
		assert_int_equal(devfs_set_add(rules, number), 0);
	devfs_set_find(rules, number)->kept = true;
	assert_int_equal(
		devfs_set_add_rule(devfs_set_find(rules, number), &rule), 0);
}

/* What is written reads as the same. */
static const struct {
	const char *line, *shown, *kept;
} forms[] = {
	{ "add hide", "100 hide", "add 100 hide" },
	{ "add 7 path null unhide", "7 path null unhide",
	  "add 7 path 'null' unhide" },
	{ "add type disk path 'sd*' hide unhide user bin group 5 mode 0640",
	  "100 type disk path sd* hide unhide user bin group 5 mode 640",
	  "add 100 type disk path 'sd*' hide unhide user 'bin' group '5' mode 640" },
	{ "add include 4 mode 0", "100 mode 0 include 4",
	  "add 100 mode 0 include 4" },
	{ "add path \"a 'b' $$\" hide", "100 path a 'b' $$ hide",
	  "add 100 path 'a '\\''b'\\'' $$' hide" },
	{ "add path \"'\" hide", "100 path ' hide",
	  "add 100 path ''\\''' hide" },
	{ "add path '#\\\"' hide", "100 path #\\\" hide",
	  "add 100 path '#\\\"' hide" },
};

static void rules_read_as_they_were_written(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		cleanup_free char *shown = NULL;
		cleanup_free char *kept = NULL;
		const struct devfs_rule *rule;

		if (devfs_set_find(*state, SET))
			devfs_set_del(*state, SET);
		add(*state, SET, forms[i].line);
		rule = devfs_set_find(*state, SET)->rules;
		shown = devfs_rule_format(rule, false);
		assert_string_equal(shown, forms[i].shown);
		devfs_set_del(*state, SET);
		add(*state, SET, forms[i].kept);
		rule = devfs_set_find(*state, SET)->rules;
		kept = devfs_rule_format(rule, true);
		assert_string_equal(kept, forms[i].kept + strlen("add "));
	}
}

static int parse_kept(struct devfs_rules *rules, const char *text)
{
	cleanup_strv struct strv errs = { 0 };

	return devfs_rules_parse_kept(rules, "kept", text, strlen(text), &errs);
}

static void only_what_was_changed_is_kept(void **state)
{
	cleanup_free char *text = devfs_rules_format_kept(*state);
	cleanup_free char *again = NULL;

	assert_string_equal(text, "");
	add(*state, SET, "add path x hide");
	free(text);
	text = devfs_rules_format_kept(*state);
	assert_string_equal(text, "[set20=20]\nadd 100 path 'x' hide\n");
	assert_int_equal(parse_kept(*state, text), 0);
	again = devfs_rules_format_kept(*state);
	assert_string_equal(again, text);
}

static void a_kept_set_is_there_instead_of_a_file_s(void **state)
{
	static const char file[] = "[site=20]\nadd path a hide\n"
				   "[other=21]\nadd include $site\n";
	cleanup_strv struct strv errs = { 0 };
	struct devfs_verdict v;

	assert_int_equal(
		devfs_rules_parse(*state, "file", file, strlen(file), &errs),
		0);
	assert_int_equal(parse_kept(*state, "[set20=20]\nadd path b hide\n"),
			 0);
	assert_int_equal(devfs_rules_apply(*state, 21, "a", "", &v), 0);
	assert_false(v.hidden);
	assert_int_equal(devfs_rules_apply(*state, 21, "b", "", &v), 0);
	assert_true(v.hidden);
}

static void
a_set_without_rules_is_gone_and_nothing_goes_through_it(void **state)
{
	struct devfs_verdict v = { .hidden = true };

	assert_int_equal(parse_kept(*state, "[set1=1]\n"), 0);
	assert_false(devfs_rules_has(*state, 1));
	assert_true(devfs_rules_has(*state, 4));
	assert_int_equal(devfs_rules_apply(*state, 1, "null", "", &v), -ENOENT);
	assert_int_equal(devfs_rules_apply(*state, 4, "null", "", &v), -ENOENT);
	assert_true(v.hidden);
}

static void what_is_kept_may_include_what_is_not_there(void **state)
{
	struct devfs_verdict v;

	assert_int_equal(parse_kept(*state, "[set20=20]\nadd 1 include 99\n"),
			 0);
	assert_int_equal(devfs_rules_apply(*state, 20, "x", "", &v), -ENOENT);
	assert_int_equal(parse_kept(*state, "[set20=20]\nadd frob\n"), -EINVAL);
}

static void rules_start_from_what_is(void **state)
{
	struct devfs_verdict v = { .hidden = true, .has_mode = true };

	add(*state, SET, "add path x mode 0600");
	assert_int_equal(devfs_rules_walk(*state, SET, "y", NULL, "", &v), 0);
	assert_true(v.hidden && !v.decided);
	assert_int_equal(devfs_rules_walk(*state, 4, "null", NULL, "", &v), 0);
	assert_true(!v.hidden && v.decided);
}

static void
a_node_is_shown_with_the_one_it_follows_but_hidden_alone(void **state)
{
	struct devfs_verdict v = { .hidden = true };

	add(*state, SET, "add path zero unhide");
	assert_int_equal(devfs_rules_walk(*state, SET, "full", "zero", "", &v),
			 0);
	assert_false(v.hidden);
	add(*state, SET, "add path zero hide mode 0");
	assert_int_equal(devfs_rules_walk(*state, SET, "full", "zero", "", &v),
			 0);
	assert_false(v.hidden || v.has_mode);
	add(*state, SET, "add path full hide");
	assert_int_equal(devfs_rules_walk(*state, SET, "full", "zero", "", &v),
			 0);
	assert_true(v.hidden);
}

static void includes_are_seen_at_any_depth(void **state)
{
	add(*state, SET, "add include 5");
	assert_true(devfs_set_includes(*state, SET, 1));
	assert_true(devfs_set_includes(*state, SET, SET));
	assert_false(devfs_set_includes(*state, 1, SET));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, load, unload)

int main(void)
{
	const struct CMUnitTest all[] = {
		TEST(rules_read_as_they_were_written),
		TEST(only_what_was_changed_is_kept),
		TEST(a_kept_set_is_there_instead_of_a_file_s),
		TEST(a_set_without_rules_is_gone_and_nothing_goes_through_it),
		TEST(what_is_kept_may_include_what_is_not_there),
		TEST(rules_start_from_what_is),
		TEST(a_node_is_shown_with_the_one_it_follows_but_hidden_alone),
		TEST(includes_are_seen_at_any_depth),
	};

	return cmocka_run_group_tests(all, NULL, NULL);
}
