/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test-jailconf-laws.c - jail.conf(5): what holds for every text
 *
 * Texts are made at random, from the same seeds each time.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "conf/jailconf.h"
#include "test.h"

#define ROUNDS 300
#define STATEMENTS 12

static unsigned pick(uint32_t *seed, unsigned n)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed % n;
}

static void conf_add(struct conf *conf, const char *text)
{
	struct conf_errors errs = { 0 };

	if (conf_parse(conf, "f", text, strlen(text), NULL, &errs) < 0)
		fail_msg("%s\n said %s", text, errs.msgs.v[0]);
}

/* All of a jail but where it was written; with lengths, as values may hold
 * anything.  Caller frees. */
static char *model(const struct conf *conf, const char *name)
{
	struct conf_errors errs = { 0 };
	struct conf_jail *jail = NULL;
	char *text = NULL;
	size_t len;
	FILE *f;

	if (conf_jail(conf, name, &jail, &errs) < 0)
		fail_msg("%s", errs.msgs.v[0]);
	f = open_memstream(&text, &len);
	assert_non_null(f);
	for (size_t i = 0; i < jail->nparams; i++) {
		const struct conf_param *p = &jail->params[i];

		fprintf(f, "%s%s%s\n", p->name, p->has_value ? " =" : "",
			p->append ? " +" : "");
		for (size_t j = 0; j < p->value.n; j++)
			fprintf(f, "\t%zu:%s\n", strlen(p->value.v[j]),
				p->value.v[j]);
	}
	fclose(f);
	conf_jail_free(jail);
	return text;
}

static char *model_of(const char *text, const char *name)
{
	struct conf *conf = conf_new();
	char *m;

	assert_non_null(conf);
	conf_add(conf, text);
	m = model(conf, name);
	conf_free(conf);
	return m;
}

static void check_same(const char *want, const char *text, const char *name)
{
	cleanup_free char *got = model_of(text, name);

	if (!streq(got, want))
		fail_msg("%s\nmeans\n%s\nnot\n%s", text, got, want);
}

/* Five ways to write a value */

static void write_single(FILE *f, const char *s)
{
	putc('\'', f);
	for (; *s; s++)
		fprintf(f, strchr("\\'", *s) ? "\\%c" : "%c", *s);
	putc('\'', f);
}

static void write_double(FILE *f, const char *s)
{
	putc('"', f);
	for (; *s; s++)
		fprintf(f, strchr("\\\"$", *s) ? "\\%c" : "%c", *s);
	putc('"', f);
}

static void write_octal(FILE *f, const char *s)
{
	if (!*s)
		fputs("\"\"", f);
	for (; *s; s++)
		fprintf(f, "\\%03o", (unsigned char)*s);
}

static void write_hex(FILE *f, const char *s)
{
	putc('"', f);
	for (; *s; s++)
		fprintf(f, "\\x%02X", (unsigned char)*s);
	putc('"', f);
}

/* A quote a byte, in turns, and what needs none without. */
static void write_mixed(FILE *f, const char *s)
{
	if (!*s)
		fputs("''\"\"''", f);
	for (int i = 0; s[i]; i++) {
		char one[2] = { s[i], '\0' };

		if ((s[i] >= 'a' && s[i] <= 'z') ||
		    (s[i] >= '0' && s[i] <= '9'))
			putc(s[i], f);
		else if (i % 2)
			write_single(f, one);
		else
			write_double(f, one);
	}
}

static void (*const writers[])(FILE *f, const char *s) = {
	write_single, write_double, write_octal, write_hex, write_mixed,
};

static void check_writers(const char *value)
{
	for (size_t i = 0; i < ARRAY_SIZE(writers); i++) {
		cleanup_free char *text = NULL, *want = NULL;
		size_t len;
		FILE *f = open_memstream(&text, &len);

		assert_non_null(f);
		fputs("j { p = ", f);
		writers[i](f, value);
		fputs("; }", f);
		fclose(f);
		assert_true(asprintf(&want, "name =\n\t1:j\np =\n\t%zu:%s\n",
				     strlen(value), value) > 0);
		check_same(want, text, "j");
	}
}

static void every_byte_can_be_written_in_five_ways(void **state)
{
	(void)state;
	check_writers("");
	for (int c = 1; c < 256; c++) {
		char value[4] = { (char)c };

		check_writers(value);
		value[1] = '7'; /* not a digit of the escape before */
		value[2] = (char)c;
		check_writers(value);
	}
}

static void every_string_can_be_written_in_five_ways(void **state)
{
	uint32_t seed = 1;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		char value[40] = "";
		unsigned len = pick(&seed, sizeof(value));

		for (unsigned j = 0; j < len; j++)
			value[j] = (char)(1 + pick(&seed, 255));
		check_writers(value);
	}
}

/* Statements */

static const char *const names[] = {
	"path",		 "persist",    "nopersist", "allow.mount",
	"allow.nomount", "exec.start", "mount",	    "mount.nodevfs",
	"mount.devfs",	 "x",
};

static const char *const values[] = {
	"a", "\"\"", "'b c'", "/d/$name", "\"${v}e\"", "$v", "$list", "f\\ g",
};

static char *statement(uint32_t *seed)
{
	const char *name = names[pick(seed, ARRAY_SIZE(names))];
	const char *op = pick(seed, 2) ? "=" : "+=";
	const char *one = values[pick(seed, ARRAY_SIZE(values))];
	const char *two = values[pick(seed, ARRAY_SIZE(values))];
	char *s = NULL;
	int n;

	switch (pick(seed, 4)) {
	case 0:
		n = asprintf(&s, "%s ;", name);
		break;
	case 1:
		n = asprintf(&s, "%s %s %s , %s ;", name, op, one, two);
		break;
	default:
		n = asprintf(&s, "%s %s %s ;", name, op, one);
		break;
	}
	assert_true(n > 0);
	return s;
}

static void statements_make(uint32_t *seed, char *s[STATEMENTS])
{
	for (int i = 0; i < STATEMENTS; i++)
		s[i] = statement(seed);
}

static void statements_free(char *s[STATEMENTS])
{
	for (int i = 0; i < STATEMENTS; i++)
		free(s[i]);
}

static const char variables[] = "$v = V; $list = 1, 2;\n";

/* The statements, the first @cut of them in @before, the others in @after:
 * formats with one %s each. */
static char *text_of(char *const s[STATEMENTS], int cut, const char *before,
		     const char *after)
{
	const char *const opens[] = { before, after };
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	assert_non_null(f);
	fputs(variables, f);
	for (int part = 0; part < 2; part++) {
		fprintf(f, "%s ", opens[part]);
		for (int i = part ? cut : 0; i < (part ? STATEMENTS : cut); i++)
			fprintf(f, "%s\n", s[i]);
		fputs(strchr(opens[part], '{') ? "}\n" : "\n", f);
	}
	fclose(f);
	return text;
}

static void a_block_can_be_cut_anywhere(void **state)
{
	/* What is before and after the cut, and is to mean the same. */
	static const char *const cuts[][2] = {
		{ "j {", "j {" },
		{ "* {", "j {" },
		{ "j {", "* {" },
		{ "", "j {" },
		{ "j {", "" },
		{ "j {", "k { path = 'no'; x += never; } j {" },
		{ "j {", "*.j { x = no; } j.* { x += no; } j {" },
	};
	uint32_t seed = 2;

	(void)state;
	for (int i = 0; i < ROUNDS / 10; i++) {
		char *s[STATEMENTS];
		cleanup_free char *whole = NULL, *want = NULL;

		statements_make(&seed, s);
		whole = text_of(s, 0, "j {} j {", "j {");
		want = model_of(whole, "j");
		for (size_t c = 0; c < ARRAY_SIZE(cuts); c++) {
			for (int at = 0; at <= STATEMENTS; at += 3) {
				cleanup_free char *text =
					text_of(s, at, cuts[c][0], cuts[c][1]);

				check_same(want, text, "j");
			}
		}
		statements_free(s);
	}
}

static void files_read_one_after_the_other_are_one_text(void **state)
{
	uint32_t seed = 3;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		struct conf *conf = conf_new();
		cleanup_free char *whole = NULL, *want = NULL, *got = NULL;
		char *s[STATEMENTS];

		assert_non_null(conf);
		statements_make(&seed, s);
		whole = text_of(s, STATEMENTS, "", "j {");
		want = model_of(whole, "j");
		conf_add(conf, variables);
		for (int k = 0; k < STATEMENTS; k++)
			conf_add(conf, s[k]);
		conf_add(conf, "j {}");
		got = model(conf, "j");
		assert_string_equal(got, want);
		statements_free(s);
		conf_free(conf);
	}
}

/* What is merged, as a text again */
static char *printed(const struct conf *conf, const char *name, uint32_t *seed)
{
	struct conf_errors errs = { 0 };
	struct conf_jail *jail = NULL;
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	assert_non_null(f);
	assert_int_equal(conf_jail(conf, name, &jail, &errs), 0);
	fprintf(f, "%s {", name);
	for (size_t i = 1; i < jail->nparams; i++) {
		const struct conf_param *p = &jail->params[i];

		fprintf(f, "%s", p->name);
		for (size_t j = 0; j < p->value.n; j++) {
			fputs(j ? "," : p->append ? "+=" : "=", f);
			writers[pick(seed, ARRAY_SIZE(writers))](f,
								 p->value.v[j]);
		}
		fputs(";", f);
	}
	fputs("}", f);
	fclose(f);
	conf_jail_free(jail);
	return text;
}

static void what_is_printed_and_read_again_is_the_same(void **state)
{
	uint32_t seed = 4;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		struct conf *conf = conf_new();
		cleanup_free char *text = NULL, *want = NULL, *again = NULL;
		char *s[STATEMENTS];

		assert_non_null(conf);
		statements_make(&seed, s);
		text = text_of(s, 5, "* {", "j {");
		conf_add(conf, text);
		want = model(conf, "j");
		again = printed(conf, "j", &seed);
		check_same(want, again, "j");
		statements_free(s);
		conf_free(conf);
	}
}

/* @text with each blank put as one of what separates, as well as any */
static char *respaced(const char *text, uint32_t *seed)
{
	static const char *const blanks[] = {
		" ",	     "\t",    "\n",	"\r\n",	    "\\\n",
		"/* ; */",   "# }\n", "// {\n", "/**/",	    "\f\v",
		"/* '\n */", "#\\\n", "//\n",	" /*//*/ ",
	};
	char *ret = NULL;
	bool quoted = false;
	size_t len;
	FILE *f = open_memstream(&ret, &len);

	assert_non_null(f);
	for (; *text; text++) {
		quoted ^= *text == '\'';
		/* "f\ g" is one word. */
		if (quoted || *text != ' ' || text[-1] == '\\')
			putc(*text, f);
		else
			for (unsigned n = 1 + pick(seed, 3); n > 0; n--)
				fputs(blanks[pick(seed, ARRAY_SIZE(blanks))],
				      f);
	}
	fclose(f);
	return ret;
}

static void blanks_and_comments_separate_and_mean_nothing(void **state)
{
	uint32_t seed = 5;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		cleanup_free char *text = NULL, *want = NULL, *other = NULL;
		char *s[STATEMENTS];

		statements_make(&seed, s);
		text = text_of(s, 4, "j {", "j {");
		want = model_of(text, "j");
		other = respaced(text, &seed);
		check_same(want, other, "j");
		statements_free(s);
	}
}

/* Lines */

static const struct {
	const char *text, *what;
} wrong[] = {
	{ "a b c;", "c: syntax error" },
	{ "}", "}: syntax error" },
	{ "j { k { } }", "{: syntax error" },
	{ "a = 'x", "unterminated string" },
	{ "/* x", "unterminated comment" },
	{ "a = ${x;", "unterminated variable" },
	{ "a = \"\\0\";", "zero byte in a string" },
	{ ".include;", ".include: no filename" },
	{ ".include x;", ".include: not possible here" },
};

static void lines_are_counted_through_all_that_may_hold_one(void **state)
{
	static const struct {
		const char *text;
		unsigned lines;
	} before[] = {
		{ "", 0 },
		{ "\n\n", 2 },
		{ "# x\n", 1 },
		{ "// x\n\n", 2 },
		{ "/* \n\n\n */", 3 },
		{ "p = 'a\nb';", 1 },
		{ "p = \"a\n\n\";", 2 },
		{ "p = a\\\nb;", 1 },
		{ "p = 'a\\\nb';\n", 2 },
		{ "p = \"\\n\\012\";", 0 },
		{ "\r\n\r\n", 2 },
		{ "k {\n p;\n}\n", 3 },
		{ "p\n=\n'x'\n,\n'y'\n;", 5 },
		{ "\f\v\t", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(before); i++) {
		for (size_t j = 0; j < ARRAY_SIZE(wrong); j++) {
			struct conf_errors errs = { 0 };
			struct conf *conf = conf_new();
			char text[128], want[128];

			assert_non_null(conf);
			(void)snprintf(text, sizeof(text), "%s%s",
				       before[i].text, wrong[j].text);
			(void)snprintf(want, sizeof(want), "f line %u: %s",
				       1 + before[i].lines, wrong[j].what);
			assert_int_equal(conf_parse(conf, "f", text,
						    strlen(text), NULL, &errs),
					 -EINVAL);
			assert_string_equal(errs.msgs.v[0], want);
			strv_done(&errs.msgs);
			conf_free(conf);
		}
	}
}

static void a_parameter_is_where_its_name_stands(void **state)
{
	static const char text[] = "a\n =\n 1;\n"
				   "j {\n b = 'x\n y'; c\n;\n"
				   "/*\n*/ d += 1\n,2; b\n+= z; }\n"
				   "a += 2;\n";
	static const struct {
		const char *name;
		unsigned line;
	} want[] = {
		{ "name", 0 }, { "a", 12 }, { "b", 10 }, { "c", 6 }, { "d", 9 }
	};
	struct conf_errors errs = { 0 };
	struct conf *conf = conf_new();
	struct conf_jail *jail = NULL;

	(void)state;
	assert_non_null(conf);
	conf_add(conf, text);
	assert_int_equal(conf_jail(conf, "j", &jail, &errs), 0);
	assert_int_equal(jail->nparams, ARRAY_SIZE(want));
	for (size_t i = 0; i < ARRAY_SIZE(want); i++) {
		assert_string_equal(jail->params[i].name, want[i].name);
		if (jail->params[i].line != want[i].line)
			fail_msg("%s: line %u", want[i].name,
				 jail->params[i].line);
	}
	conf_jail_free(jail);
	conf_free(conf);
}

/* Size */

static void a_farm_of_jails_is_merged_each_by_itself(void **state)
{
	enum { JAILS = 1000 };
	cleanup_free char *text = NULL;
	struct conf *conf = conf_new();
	struct strv all = { 0 };
	size_t len;
	FILE *f = open_memstream(&text, &len);

	(void)state;
	assert_non_null(conf);
	assert_non_null(f);
	fputs("persist; path = /farm/$name; * { n = $i; } r7.* { odd; }", f);
	for (int i = 0; i < JAILS; i++)
		fprintf(f, "r%d.j%d { $i = %d; n += $i$i; }\n", i % 10, i, i);
	fputs("nopersist;", f);
	fclose(f);
	conf_add(conf, text);
	assert_int_equal(conf_jail_names(conf, &all), 0);
	assert_int_equal(all.n, JAILS);
	for (int i = 0; i < JAILS; i += 97) {
		char want[256], name[32];
		cleanup_free char *got = NULL;
		int n = snprintf(name, sizeof(name), "r%d.j%d", i % 10, i);
		int d = snprintf(want, sizeof(want), "%d", i);

		(void)snprintf(want, sizeof(want),
			       "name =\n\t%d:%s\nnopersist\npath =\n"
			       "\t%d:/farm/%s\nn = +\n\t%d:%d\n\t%d:%d%d\n%s",
			       n, name, n + 6, name, d, i, 2 * d, i, i,
			       i % 10 == 7 ? "odd\n" : "");
		assert_string_equal(all.v[i], name);
		got = model(conf, name);
		assert_string_equal(got, want);
	}
	strv_done(&all);
	conf_free(conf);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte_can_be_written_in_five_ways),
		cmocka_unit_test(every_string_can_be_written_in_five_ways),
		cmocka_unit_test(a_block_can_be_cut_anywhere),
		cmocka_unit_test(files_read_one_after_the_other_are_one_text),
		cmocka_unit_test(what_is_printed_and_read_again_is_the_same),
		cmocka_unit_test(blanks_and_comments_separate_and_mean_nothing),
		cmocka_unit_test(
			lines_are_counted_through_all_that_may_hold_one),
		cmocka_unit_test(a_parameter_is_where_its_name_stands),
		cmocka_unit_test(a_farm_of_jails_is_merged_each_by_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
