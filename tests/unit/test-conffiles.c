/* SPDX-License-Identifier: BSD-2-Clause */
/* test-conffiles.c - jail.conf(5) from disk, with what it includes */

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "conf/conffiles.h"
#include "conf/jailconf.h"
#include "test.h"

/* The files that all tests see, below a directory that is the working one. */
static const struct {
	const char *path, *text;
} files[] = {
	{ "main.conf", ".include 'sub/*.conf'; v += main;" },
	{ "sub/20.conf", "v += twenty; .include here;" },
	{ "sub/10.conf", "v += ten; j { v += 'in j'; }" },
	{ "sub/9.conf", "v += nine;" },
	{ "sub/.hidden.conf", "v += hidden;" },
	{ "sub/other.txt", "v += txt;" },
	{ "sub/here", "v += here; .include \"../up\";" },
	{ "here", "v += wrong;" },
	{ "up", "v += up;" },
	{ "a b.conf", "v += blank;" },
	{ "[x].conf", "v += brackets;" },
	{ "x.conf", "v += x;" },
	{ "empty", "" },
	{ "comment", "# nothing" },
	{ "self", "v += self; .include self;" },
	{ "wrong", "\n\nv = ;" },
	{ "cut", "j { v = 'x" },
};

static int load(void **state)
{
	char *dir = strdup("/tmp/test-conffiles.XXXXXX");

	*state = dir;
	if (!dir || !mkdtemp(dir) || chdir(dir) < 0 || mkdir("sub", 0700) < 0 ||
	    mkdir("dir", 0700) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		FILE *f = fopen(files[i].path, "we");

		if (!f)
			return -1;
		fputs(files[i].text, f);
		fclose(f);
	}
	return 0;
}

static int drop(const char *path, const struct stat *st, int flag,
		struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static int unload(void **state)
{
	int r = chdir("/") < 0 ? -1
			       : nftw(*state, drop, 8, FTW_DEPTH | FTW_PHYS);

	free(*state);
	return r;
}

/* What j's v is: "a|b|", or the first problem.  Caller frees. */
static char *v_of(const char *text, const char *file)
{
	struct conf_errors errs = { 0 };
	struct conf *conf = conf_new();
	struct conf_jail *jail = NULL;
	const struct conf_param *p;
	char *ret = NULL;
	size_t len;
	FILE *f = open_memstream(&ret, &len);

	assert_non_null(conf);
	assert_non_null(f);
	if (text)
		(void)conf_parse(conf, file, text, strlen(text), &conf_files,
				 &errs);
	else
		(void)conf_parse_file(conf, file, &errs);
	if (errs.msgs.n == 0)
		(void)conf_jail(conf, "j", &jail, &errs);
	if (errs.msgs.n > 0) {
		fputs(errs.msgs.v[0], f);
	} else {
		p = conf_jail_get(jail, "v");
		for (size_t i = 0; p && i < p->value.n; i++)
			fprintf(f, "%s|", p->value.v[i]);
	}
	fclose(f);
	strv_done(&errs.msgs);
	conf_jail_free(jail);
	conf_free(conf);
	return ret;
}

static void includes_start_from_the_file_that_names_them(void **state)
{
	static const char want[] = "ten|in j|twenty|here|up|nine|main|";
	cleanup_free char *absolute = NULL;
	cleanup_free char *got = v_of(NULL, "main.conf");
	cleanup_free char *from = NULL;

	assert_string_equal(got, want);
	/* The same from elsewhere: nothing goes by the working directory. */
	assert_true(asprintf(&absolute, "%s/main.conf", (char *)*state) > 0);
	assert_int_equal(chdir("/"), 0);
	from = v_of(NULL, absolute);
	assert_int_equal(chdir(*state), 0);
	assert_string_equal(from, want);
}

static void patterns_are_those_of_glob(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ ".include 'sub/[0-9]*.conf';",
		  "ten|in j|twenty|here|up|nine|" },
		{ ".include 'sub/?.conf';", "nine|" },
		{ ".include 'sub/[!0-9]*';", "here|up|txt|" },
		{ ".include 'su?/9.conf';", "nine|" },
		{ ".include 'sub/*.none';", "" },
		{ ".include 'none/*';", "" },
		{ ".include 'a b.conf';", "blank|" },
		{ ".include a\\ b.conf, x.conf;", "blank|x|" },
		{ ".include '[x].conf';", "x|" },
		{ ".include '\\\\[x].conf';", "brackets|" },
		{ ".include empty, comment;", "" },
		{ ".include up; .include up;", "up|up|" },
		{ ".include './/sub/../up';", "up|" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free char *got = v_of(cases[i].text, "t");

		if (!streq(got, cases[i].want))
			fail_msg("%s gave %s", cases[i].text, got);
	}
}

static void what_cannot_be_read_is_told_where_it_is_named(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "\n.include gone;",
		  "t line 2: gone: No such file or directory" },
		{ ".include 'sub/gone';",
		  "t line 1: sub/gone: No such file or directory" },
		{ ".include dir;", "t line 1: dir: Is a directory" },
		{ ".include 'up/x';", "t line 1: up/x: Not a directory" },
		{ ".include wrong;", "wrong line 3: ;: syntax error" },
		{ ".include cut;", "cut line 1: unterminated string" },
		{ ".include self;",
		  "self line 1: maximum include depth exceeded" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free char *got = v_of(cases[i].text, "t");

		assert_string_equal(got, cases[i].want);
	}
}

static void a_file_that_cannot_be_read_is_told_by_its_name(void **state)
{
	static const char *const cases[][2] = {
		{ "gone.conf", "gone.conf: No such file or directory" },
		{ "dir", "dir: Is a directory" },
		{ "empty/x", "empty/x: Not a directory" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free char *got = v_of(NULL, cases[i][0]);

		assert_string_equal(got, cases[i][1]);
	}
}

static void parameters_know_the_file_they_are_from(void **state)
{
	static const struct {
		const char *text, *file;
		unsigned line;
	} cases[] = {
		{ ".include up;\nv += x;", "t", 2 },
		{ "v = x;\n.include up;", "up", 1 },
		{ ".include 'sub/here';", "sub/../up", 1 },
		{ "j { .include up; }", "up", 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct conf_errors errs = { 0 };
		struct conf *conf = conf_new();
		struct conf_jail *jail = NULL;
		const struct conf_param *p;

		assert_non_null(conf);
		assert_int_equal(conf_parse(conf, "t", cases[i].text,
					    strlen(cases[i].text), &conf_files,
					    &errs),
				 0);
		assert_int_equal(conf_jail(conf, "j", &jail, &errs), 0);
		p = conf_jail_get(jail, "v");
		assert_non_null(p);
		assert_string_equal(p->file, cases[i].file);
		assert_int_equal(p->line, cases[i].line);
		conf_jail_free(jail);
		conf_free(conf);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(includes_start_from_the_file_that_names_them),
		cmocka_unit_test(patterns_are_those_of_glob),
		cmocka_unit_test(what_cannot_be_read_is_told_where_it_is_named),
		cmocka_unit_test(
			a_file_that_cannot_be_read_is_told_by_its_name),
		cmocka_unit_test(parameters_know_the_file_they_are_from),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
