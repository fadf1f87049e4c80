/* SPDX-License-Identifier: BSD-2-Clause */
/* test-jailconf-errors.c - jail.conf(5): what is wrong in it, and where */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "conf/jailconf.h"
#include "test.h"

static int no_match(void *arg, const char *from, const char *pattern,
		    struct strv *ret, struct errbuf *eb)
{
	(void)arg;
	(void)from;
	if (streq(pattern, "broken*"))
		return errbuf_set(eb, EIO, "read error");
	return strv_add(ret, pattern);
}

static int no_file(void *arg, const char *path, char **ret_text,
		   size_t *ret_len, struct errbuf *eb)
{
	(void)arg;
	(void)ret_text;
	(void)ret_len;
	return errbuf_set(eb, ENOENT, "%s: No such file or directory", path);
}

static struct conf *conf_of(const char *text, size_t len,
			    struct conf_errors *errs)
{
	static const struct conf_source src = { no_match, no_file, NULL };
	struct conf *conf = conf_new();

	assert_non_null(conf);
	(void)conf_parse(conf, "f", text, len, &src, errs);
	return conf;
}

/* Parsed, and every jail merged: just these problems. */
static void check_problems(const char *text, size_t len,
			   const char *const *want, size_t n)
{
	struct conf_errors errs = { 0 };
	struct conf *conf = conf_of(text, len, &errs);
	struct strv names = { 0 };

	assert_int_equal(conf_jail_names(conf, &names), 0);
	for (size_t i = 0; i < names.n; i++) {
		size_t before = errs.msgs.n;
		struct conf_jail *jail = NULL;
		int r = conf_jail(conf, names.v[i], &jail, &errs);

		assert_int_equal(r, errs.msgs.n > before ? -EINVAL : 0);
		conf_jail_free(jail);
	}
	for (size_t i = 0; i < errs.msgs.n || i < n; i++)
		if (i >= n || i >= errs.msgs.n ||
		    !streq(errs.msgs.v[i], want[i]))
			fail_msg("%s\n said %s\n not  %s", text,
				 i < errs.msgs.n ? errs.msgs.v[i] : "nothing",
				 i < n ? want[i] : "that");
	strv_done(&names);
	strv_done(&errs.msgs);
	conf_free(conf);
}

static const struct {
	const char *text, *why;
} bad[] = {
	/* Lexer */
	{ "a;\n/* b", "f line 2: unterminated comment" },
	{ "/*/", "f line 1: unterminated comment" },
	{ "a;\nb = 'c\n\n", "f line 2: unterminated string" },
	{ "b = \"c", "f line 1: unterminated string" },
	{ "j { b = \"c", "f line 1: unterminated string" },
	{ "b = ${c\n;", "f line 1: unterminated variable" },
	{ "b = \"${c\";", "f line 1: unterminated variable" },
	{ "b = \"\\0\";", "f line 1: zero byte in a string" },
	{ "b = \\x00;", "f line 1: zero byte in a string" },
	{ "b = \303\244;", "f line 1: \303\244: syntax error" },
	{ "b = \001;", "f line 1: \\001: syntax error" },
	/* Grammar */
	{ "a", "f: unexpected EOF" },
	{ "a =", "f: unexpected EOF" },
	{ "a = b", "f: unexpected EOF" },
	{ "j {", "f: unexpected EOF" },
	{ "j { a = b", "f: unexpected EOF" },
	{ "\n}", "f line 2: }: syntax error" },
	{ "{ a; }", "f line 1: {: syntax error" },
	{ "= a;", "f line 1: =: syntax error" },
	{ "+= a;", "f line 1: +=: syntax error" },
	{ ", a;", "f line 1: ,: syntax error" },
	{ "a = ;", "f line 1: ;: syntax error" },
	{ "a += ;", "f line 1: ;: syntax error" },
	{ "a = b,;", "f line 1: ;: syntax error" },
	{ "a = = b;", "f line 1: =: syntax error" },
	{ "a = b c;", "f line 1: c: syntax error" },
	{ "a b c;", "f line 1: c: syntax error" },
	{ "a = b\nc = d;", "f line 2: c: syntax error" },
	{ "a = b 'c\nd';", "f line 1: 'c\\012d': syntax error" },
	{ "a, b;", "f line 1: ,: syntax error" },
	{ "j { a }", "f line 1: }: syntax error" },
	{ "j { a = b }", "f line 1: }: syntax error" },
	{ "j { k { a; } b; }", "f line 1: {: syntax error" },
	{ "$j { a; }", "f line 1: {: syntax error" },
	{ "a$j { a; }", "f line 1: a$j: syntax error" },
	{ "a$b = c;", "f line 1: a$b: syntax error" },
	{ "'' = c;", "f line 1: '': syntax error" },
	{ "${} = c;", "f line 1: ${}: syntax error" },
	{ "j = k { a; }", "f line 1: {: syntax error" },
	{ "a = x0123456789012345678901234567890123456789 "
	  "y0123456789012345678901234567890123456789012345678901234567890123456789012345;",
	  "f line 1: y01234567890123456789012345678901234567890123456789012345678901234567890...: syntax error" },
	/* Includes */
	{ ".include;", "f line 1: .include: no filename" },
	{ ".include \"\";", "f line 1: .include: no filename" },
	{ "$a=b; .include \"$a\";",
	  "f line 1: .include: variable in filename" },
	{ "\n.include none;", "f line 2: none: No such file or directory" },
	{ ".include 'broken*';",
	  "f line 1: broken*: filename glob failed: read error" },
	/* Merging */
	{ "j{\nname=k;}", "f line 2: j: cannot redefine parameter \"name\"." },
	{ "name=k; j{}", "f line 1: j: cannot redefine parameter \"name\"." },
	{ "7{jid=8;}", "f line 1: 7: cannot redefine parameter \"jid\"." },
	{ "j{a=1;\n$a=2;}",
	  "f line 2: j: variable \"$a\" cannot have the same name as a parameter." },
	{ "j{$a=1;\na=2;}",
	  "f line 2: j: variable \"$a\" cannot have the same name as a parameter." },
	{ "$name=1; j{}",
	  "f line 1: j: variable \"$name\" cannot have the same name as a parameter." },
	/* Variables */
	{ "j{p=$x;}", "f line 1: j: p: variable \"x\" not found" },
	{ "j{p=a${x y}b;}", "f line 1: j: p: variable \"x y\" not found" },
	{ "j{p=${};}", "f line 1: j: p: variable \"\" not found" },
	{ "j{$x; p=$x;}", "f line 1: j: p: variable \"x\" not found" },
	{ "j{q; p=$q;}", "f line 1: j: p: variable \"q\" not found" },
	{ "j{p=a;\np+=$x;}", "f line 2: j: p: variable \"x\" not found" },
	{ "p=$x; j{}", "f line 1: j: p: variable \"x\" not found" },
	{ "j{p=$q; q=$x;}", "f line 1: j: q: variable \"x\" not found" },
	{ "j{$x=$x;}", "f line 1: j: x: variable loop" },
	{ "j{$x=a$y; $y=b$x;}", "f line 1: j: x: variable loop" },
	{ "j{p=$p;}", "f line 1: j: p: variable loop" },
	{ "j{$x=1,2; p=a$x;}",
	  "f line 1: j: p: array cannot be substituted inline" },
	{ "7{p=$name;}", "f line 1: 7: p: variable \"name\" not found" },
};

static void every_problem_is_told_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		check_problems(bad[i].text, strlen(bad[i].text), &bad[i].why,
			       1);
}

static void all_problems_of_a_text_are_told(void **state)
{
	static const char text[] = "a = ;\n"
				   "b c d;\n"
				   "j {\n"
				   "  e = = f;\n"
				   "  good = $x;\n"
				   "  g { h; i; }\n"
				   "  k\n"
				   "}\n"
				   "}\n"
				   "l { p = ${m\n"
				   "; $y = 1, 2; p = $z$y; }\n"
				   "n \0 = o;\n"
				   "q = r";
	static const char *const want[] = {
		"f line 1: ;: syntax error",
		"f line 2: d: syntax error",
		"f line 4: =: syntax error",
		"f line 6: {: syntax error",
		"f line 8: }: syntax error",
		"f line 9: }: syntax error",
		"f line 10: unterminated variable",
		"f line 12: \\000: syntax error",
		"f: unexpected EOF",
		"f line 5: j: good: variable \"x\" not found",
		"f line 11: l: p: variable \"z\" not found",
		"f line 11: l: p: array cannot be substituted inline",
	};

	(void)state;
	check_problems(text, sizeof(text) - 1, want, ARRAY_SIZE(want));
}

static void an_include_without_a_source_is_refused(void **state)
{
	struct conf_errors errs = { 0 };
	struct conf *conf = conf_new();

	(void)state;
	assert_non_null(conf);
	assert_int_equal(conf_parse(conf, "f", ".include x;", 11, NULL, &errs),
			 -EINVAL);
	assert_string_equal(errs.msgs.v[0],
			    "f line 1: .include: not possible here");
	strv_done(&errs.msgs);
	conf_free(conf);
}

/* $v0 = x…; $v1 = $v0$v0; … : the last is of 2^n letters, or of 2^n values. */
static void values_that_explode_are_stopped(void **state)
{
	static const char *const between[] = { "", "," };

	(void)state;
	for (size_t s = 0; s < ARRAY_SIZE(between); s++) {
		struct conf_errors errs = { 0 };
		char text[4096] = "j { $v0 = xxxxxxxxxxxxxxxx;";
		struct conf_jail *jail = NULL;
		struct conf *conf;

		for (int i = 1; i < 60; i++) {
			size_t n = strlen(text);

			(void)snprintf(text + n, sizeof(text) - n,
				       "$v%d=$v%d%s$v%d;", i, i - 1, between[s],
				       i - 1);
		}
		memcpy(text + strlen(text), "}", 2);
		conf = conf_of(text, strlen(text), &errs);
		assert_int_equal(errs.msgs.n, 0);
		assert_int_equal(conf_jail(conf, "j", &jail, &errs), -EINVAL);
		assert_null(jail);
		assert_int_equal(errs.msgs.n, 1);
		assert_non_null(strstr(errs.msgs.v[0], ": value too long"));
		strv_done(&errs.msgs);
		conf_free(conf);
	}
}

static void variables_nested_too_deep_are_told(void **state)
{
	struct conf_errors errs = { 0 };
	cleanup_free char *text = NULL;
	struct conf_jail *jail = NULL;
	struct conf *conf;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	(void)state;
	assert_non_null(f);
	fprintf(f, "j { p = $v9999; $v0 = x;");
	for (int i = 1; i < 10000; i++)
		fprintf(f, "$v%d=$v%d;", i, i - 1);
	fprintf(f, "}");
	fclose(f);
	conf = conf_of(text, len, &errs);
	assert_int_equal(conf_jail(conf, "j", &jail, &errs), -EINVAL);
	assert_null(jail);
	assert_non_null(strstr(errs.msgs.v[0], ": variables nested too deep"));
	strv_done(&errs.msgs);
	conf_free(conf);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_problem_is_told_with_its_place),
		cmocka_unit_test(all_problems_of_a_text_are_told),
		cmocka_unit_test(an_include_without_a_source_is_refused),
		cmocka_unit_test(values_that_explode_are_stopped),
		cmocka_unit_test(variables_nested_too_deep_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
