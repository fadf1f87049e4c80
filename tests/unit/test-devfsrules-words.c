/* SPDX-License-Identifier: BSD-2-Clause */
/* test-devfsrules-words.c - devfs.rules(5), word by word, up to its limits */

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/strv.h"
#include "base/util.h"
#include "conf/devfsrules.h"
#include "test.h"

#define SET 20

/* "shown user u group g mode 640", or the first problem.  Caller frees. */
static char *verdict(const char *text, const char *path, const char *type)
{
	struct devfs_rules *rules = devfs_rules_new();
	cleanup_strv struct strv errs = { 0 };
	struct devfs_verdict v;
	char *ret = NULL;
	size_t len;
	FILE *f = open_memstream(&ret, &len);

	assert_non_null(rules);
	assert_non_null(f);
	if (devfs_rules_parse(rules, "f", text, strlen(text), &errs) < 0) {
		fputs(errs.v[0], f);
	} else {
		assert_int_equal(devfs_rules_apply(rules, SET, path, type, &v),
				 0);
		fputs(v.hidden ? "hidden" : "shown", f);
		if (v.has_user)
			fprintf(f, " user %s", v.user);
		if (v.has_group)
			fprintf(f, " group %s", v.group);
		if (v.has_mode)
			fprintf(f, " mode %o", v.mode);
	}
	fclose(f);
	devfs_rules_free(rules);
	return ret;
}

static void check(const char *text, const char *path, const char *type,
		  const char *want)
{
	cleanup_free char *got = verdict(text, path, type);

	if (!streq(got, want))
		fail_msg("%s\n makes %s %s, not %s", text, path, got, want);
}

/* What one line makes of the node sda, a disk */
static void a_rule_has_its_words_in_any_order(void **state)
{
	static const char *const rules[][2] = {
		{ "hide", "hidden" },
		{ "unhide", "shown" },
		{ "hide unhide", "shown" },
		{ "path sda hide", "hidden" },
		{ "hide path sda", "hidden" },
		{ "path sdb hide", "shown" },
		{ "path sdb path sda hide", "hidden" },
		{ "type disk hide", "hidden" },
		{ "hide type disk path 'sd?'", "hidden" },
		{ "type disk path 'sdb' hide", "shown" },
		{ "type tty path 'sda' hide", "shown" },
		{ "user root", "shown user root" },
		{ "user 1001 user 0", "shown user 0" },
		{ "group wheel mode 640", "shown group wheel mode 640" },
		{ "mode 0", "shown mode 0" },
		{ "mode 00000", "shown mode 0" },
		{ "mode 7777", "shown mode 7777" },
		{ "mode 07777", "shown mode 7777" },
		{ "mode 0640 mode 600 hide user a group b",
		  "hidden user a group b mode 600" },
		{ "include 1", "hidden" },
		{ "include 1 unhide", "hidden" },
		{ "include 1 path null", "shown" },
		{ "100 hide", "hidden" },
		{ "65535 hide", "hidden" },
		{ "00001 hide", "hidden" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		char text[128];

		(void)snprintf(text, sizeof(text), "[s=20]\nadd %s\n",
			       rules[i][0]);
		check(text, "sda", "disk", rules[i][1]);
	}
}

static void each_word_is_refused_with_the_reason(void **state)
{
	static const char *const rules[][2] = {
		{ "add 0 hide", "0: no number of a rule" },
		{ "add 99999999999 hide", "99999999999: no number of a rule" },
		{ "add 1.5 hide", "1.5: no number of a rule" },
		{ "add HIDE", "unknown argument: HIDE" },
		{ "add hide all", "unknown argument: all" },
		{ "add '' hide", "unknown argument: " },
		{ "add type", "type: expects an argument" },
		{ "add type '' hide",
		  "type: \"\" is not disk, mem, tape or tty" },
		{ "add type Disk hide",
		  "type: \"Disk\" is not disk, mem, tape or tty" },
		{ "add mode ''", "mode: \"\" is not an octal mode" },
		{ "add mode u+w", "mode: \"u+w\" is not an octal mode" },
		{ "add mode -1", "mode: \"-1\" is not an octal mode" },
		{ "add mode 10000", "mode: \"10000\" is not an octal mode" },
		{ "add mode 000640", "mode: \"000640\" is not an octal mode" },
		{ "add user", "user: expects an argument" },
		{ "add user ''", "user: \"\" is empty" },
		{ "add group \"\" hide", "group: \"\" is empty" },
		{ "add include", "include: expects an argument" },
		{ "add include 0",
		  "include: \"0\" is not the number of a ruleset" },
		{ "add include 65536",
		  "include: \"65536\" is not the number of a ruleset" },
		{ "add include '$devfsrules_jail'",
		  "include: \"$devfsrules_jail\" is not the number of a ruleset" },
		{ "add include $",
		  "include: \"$\" is not the number of a ruleset" },
		{ "add include $devfsrules", "$devfsrules: no such ruleset" },
		{ "add include 77", "include 77: no such ruleset" },
		{ "add type disk path sda", "rule without an action" },
		{ "del 1 2", "del: expects the number of a rule" },
		{ "del x", "del: expects the number of a rule" },
		{ "del 0", "del: expects the number of a rule" },
		{ "del 100", "rule 100: not there" },
		{ "delset x", "unknown argument: x" },
		{ "Add hide", "unknown command: Add" },
		{ "''", "unknown command: " },
		{ "addhide", "unknown command: addhide" },
		{ "applyset", "applyset: not in a file of rulesets" },
		{ "show 100", "show: not in a file of rulesets" },
		{ "add path \"a", "unterminated string" },
		{ "add path a\" hide", "unterminated string" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		char text[128], want[128];

		(void)snprintf(text, sizeof(text), "[s=20]\n\n%s\n",
			       rules[i][0]);
		(void)snprintf(want, sizeof(want), "f line 3: %s", rules[i][1]);
		check(text, "sda", "disk", want);
	}
}

static void headers_are_a_name_and_a_number(void **state)
{
	static const char *const headers[][2] = {
		{ "[s=20]", "hidden" },
		{ "[ s = 20 ]", "hidden" },
		{ "\t[s=20]", "hidden" },
		{ "[s=20] # a comment", "hidden" },
		{ "[s=20]#", "hidden" },
		{ "[s=00020]", "hidden" },
		{ "[_A9=20]\r", "hidden" },
		{ "[s=21]", "" },
		{ "[=20]", "f line 1: a ruleset starts with [name=number]" },
		{ "[s=]", "f line 1: a ruleset starts with [name=number]" },
		{ "[]", "f line 1: a ruleset starts with [name=number]" },
		{ "[s-t=20]", "f line 1: a ruleset starts with [name=number]" },
		{ "[s=-1]", "f line 1: a ruleset starts with [name=number]" },
		{ "[s=20]x", "f line 1: a ruleset starts with [name=number]" },
		{ "[s=20 20]",
		  "f line 1: a ruleset starts with [name=number]" },
		{ "[s=99999]",
		  "f line 1: s: \"99999\" is not the number of a ruleset" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(headers); i++) {
		struct devfs_rules *rules = devfs_rules_new();
		cleanup_strv struct strv errs = { 0 };
		char text[128];

		assert_non_null(rules);
		(void)snprintf(text, sizeof(text), "%s\nadd hide\n",
			       headers[i][0]);
		(void)devfs_rules_parse(rules, "f", text, strlen(text), &errs);
		assert_int_equal(devfs_rules_has(rules, SET),
				 streq(headers[i][1], "hidden"));
		if (headers[i][1][0] == 'f')
			assert_string_equal(errs.v[0], headers[i][1]);
		else
			assert_int_equal(errs.n, 0);
		devfs_rules_free(rules);
	}
}

static void words_are_split_as_the_shell_does(void **state)
{
	static const char *const rules[][3] = {
		{ "add path 'a b' hide", "a b", "hidden" },
		{ "add path \"a b\" hide", "a b", "hidden" },
		{ "add path a\\ b hide", "a b", "hidden" },
		{ "add path a' 'b hide", "a b", "hidden" },
		{ "add path \"a'b\" hide", "a'b", "hidden" },
		{ "add path 'a\"b' hide", "a\"b", "hidden" },
		{ "add\tpath\t\tx  hide", "x", "hidden" },
		{ "  add path x hide  ", "x", "hidden" },
		{ "add path x hide\r", "x", "hidden" },
		{ "add path x \\\nhide", "x", "hidden" },
		{ "add path x\\\ny hide", "xy", "hidden" },
		{ "add path x hide # path y unhide", "x", "hidden" },
		{ "add path x#y hide", "x#y", "hidden" },
		{ "add path '#' hide", "#", "hidden" },
		{ "add path x hide #\\\nadd path x unhide", "x", "hidden" },
		{ "# add path x hide", "x", "shown" },
		{ "\"add\" 'path' x h'id'e", "x", "hidden" },
		{ "add path ${x} hide", "${x}", "hidden" },
		{ "add path x$ hide", "x$", "hidden" },
		{ "add path \"n$s\" hide", "n20", "hidden" },
		{ "add path '$s' hide", "$s", "hidden" },
		{ "add path $s$s hide", "2020", "hidden" },
		{ "add path \\$s hide", "$s", "hidden" },
		{ "add path 'x\\*' hide", "x*", "hidden" },
		{ "add path 'x\\*' hide", "xy", "shown" },
		{ "add path x\\* hide", "xy", "hidden" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		char text[128];

		(void)snprintf(text, sizeof(text), "[s=20]\n%s\n", rules[i][0]);
		check(text, rules[i][1], "", rules[i][2]);
	}
}

static void patterns_do_not_cross_directories(void **state)
{
	static const char *const patterns[] = {
		"*",	 "a*",	   "*a",	"a?",  "?",	  "[ab]",
		"[!a]",	 "[a-c]*", "*/*",	"a/*", "*/a",	  "a/b",
		"a*/b*", "[a/]b",  "pts/[0-9]", "?/?", "*.[0-9]", "a\\*",
	};
	static const char *const paths[] = {
		"a",	 "b",	   "ab",    "abc", "a/b", "a/a", "b/a",
		"pts/3", "pts/30", "a/b/c", "x.1", "a*",  ".a",	 "c/.a",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(patterns); i++) {
		for (size_t j = 0; j < ARRAY_SIZE(paths); j++) {
			char text[64];

			(void)snprintf(text, sizeof(text),
				       "[s=20]\nadd path '%s' hide\n",
				       patterns[i]);
			check(text, paths[j], "",
			      fnmatch(patterns[i], paths[j], FNM_PATHNAME) == 0
				      ? "hidden"
				      : "shown");
		}
	}
}

static void lengths_have_their_limits(void **state)
{
	static const struct {
		const char *word;
		size_t max;
	} words[] = { { "path", 200 }, { "user", 32 }, { "group", 32 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		for (size_t more = 0; more < 2; more++) {
			char arg[256] = "", text[512], want[512];

			memset(arg, 'x', words[i].max + more);
			(void)snprintf(text, sizeof(text),
				       "[s=20]\nadd %s %s hide\n",
				       words[i].word, arg);
			if (more)
				(void)snprintf(
					want, sizeof(want),
					"f line 2: %s: \"%s\" is too long",
					words[i].word, arg);
			else if (i == 0)
				(void)snprintf(want, sizeof(want), "hidden");
			else
				(void)snprintf(want, sizeof(want),
					       "hidden %s %s", words[i].word,
					       arg);
			check(text, arg, "", want);
		}
	}
}

static void rules_without_a_number_go_a_hundred_after_the_last(void **state)
{
	/* The node is called by the mode that won. */
	static const char *const sets[][2] = {
		{ "add mode 1\nadd mode 2\nadd 150 mode 3", "shown mode 2" },
		{ "add mode 1\nadd mode 2\nadd 201 mode 3", "shown mode 3" },
		{ "add 5 mode 1\nadd mode 2\nadd 104 mode 3", "shown mode 2" },
		{ "add 5 mode 1\nadd mode 2\nadd 106 mode 3", "shown mode 3" },
		{ "add mode 1\nadd mode 2\ndel 200\nadd 101 mode 3",
		  "shown mode 3" },
		{ "add mode 1\ndel 100\nadd mode 2\nadd 100 mode 3",
		  "f line 5: rule 100: already there" },
		{ "add 65435 mode 1\nadd mode 2", "shown mode 2" },
		{ "add 65436 mode 1\nadd mode 2",
		  "f line 3: no number left for a rule" },
		{ "add mode 1\ndelset\nadd mode 2", "shown mode 2" },
		{ "add mode 1\n[t=21]\nadd mode 2\n[u=20]\nadd hide",
		  "hidden" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sets); i++) {
		char text[128];

		(void)snprintf(text, sizeof(text), "[s=20]\n%s\n", sets[i][0]);
		check(text, "node", "", sets[i][1]);
	}
}

/* Sets from 1000 on, each of which includes the next one. */
static char *chain(int n, const char *last)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	assert_non_null(f);
	fputs("[s=20]\nadd include 1000\n", f);
	for (int i = 0; i < n; i++)
		fprintf(f, "[c%d=%d]\nadd include %d\n", i, 1000 + i, 1001 + i);
	fprintf(f, "[end=%d]\nadd %s\n", 1000 + n, last);
	fclose(f);
	return text;
}

static void includes_may_be_deep_but_not_endless(void **state)
{
	cleanup_free char *deep = chain(500, "hide mode 0600");
	cleanup_free char *loop = chain(500, "include 20");

	(void)state;
	check(deep, "x", "", "hidden mode 600");
	check(loop, "x", "",
	      "f line 2: include 1000: ruleset 20 includes itself");
}

/* 2^30 rules, were they all done: each set includes the next one twice. */
static void includes_that_multiply_are_stopped(void **state)
{
	struct devfs_rules *rules = devfs_rules_new();
	cleanup_strv struct strv errs = { 0 };
	struct devfs_verdict v = { .mode = 7 };
	cleanup_free char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	(void)state;
	assert_non_null(rules);
	assert_non_null(f);
	for (int i = 0; i < 30; i++)
		fprintf(f, "[c%d=%d]\nadd include %d\nadd include %d\n", i,
			100 + i, 101 + i, 101 + i);
	fputs("[end=130]\nadd hide\n", f);
	fclose(f);
	assert_int_equal(devfs_rules_parse(rules, "f", text, len, &errs), 0);
	assert_int_equal(devfs_rules_apply(rules, 100, "x", "", &v), -ELOOP);
	assert_int_equal(v.mode, 7); /* untouched */
	assert_int_equal(devfs_rules_apply(rules, 120, "x", "", &v), 0);
	assert_true(v.hidden);
	devfs_rules_free(rules);
}

static void names_last_over_files_and_may_be_given_anew(void **state)
{
	static const char one[] = "[mine=40]\nadd hide\n";
	static const char two[] = "[s=20]\nadd include $mine\n"
				  "[mine=41]\nadd mode 1\n"
				  "[t=21]\nadd include $mine\n";
	struct devfs_rules *rules = devfs_rules_new();
	cleanup_strv struct strv errs = { 0 };
	struct devfs_verdict v;

	(void)state;
	assert_non_null(rules);
	assert_int_equal(devfs_rules_parse(rules, "a", one, strlen(one), &errs),
			 0);
	assert_int_equal(devfs_rules_parse(rules, "b", two, strlen(two), &errs),
			 0);
	assert_int_equal(devfs_rules_apply(rules, 20, "x", "", &v), 0);
	assert_true(v.hidden && !v.has_mode);
	assert_int_equal(devfs_rules_apply(rules, 21, "x", "", &v), 0);
	assert_true(!v.hidden && v.has_mode);
	devfs_rules_free(rules);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_has_its_words_in_any_order),
		cmocka_unit_test(each_word_is_refused_with_the_reason),
		cmocka_unit_test(headers_are_a_name_and_a_number),
		cmocka_unit_test(words_are_split_as_the_shell_does),
		cmocka_unit_test(patterns_do_not_cross_directories),
		cmocka_unit_test(lengths_have_their_limits),
		cmocka_unit_test(
			rules_without_a_number_go_a_hundred_after_the_last),
		cmocka_unit_test(includes_may_be_deep_but_not_endless),
		cmocka_unit_test(includes_that_multiply_are_stopped),
		cmocka_unit_test(names_last_over_files_and_may_be_given_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
