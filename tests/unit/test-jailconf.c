/* SPDX-License-Identifier: BSD-2-Clause */
/* test-jailconf.c - jail.conf(5): what its texts mean */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "conf/jailconf.h"
#include "test.h"

/* Files that exist only here: NAME, TEXT, …, NULL. */
struct files {
	const char *const *pairs;
	unsigned reads;
};

static int files_match(void *arg, const char *from, const char *pattern,
		       struct strv *ret, struct errbuf *eb)
{
	const struct files *files = arg;
	int r = 0;

	(void)from;
	(void)eb;
	if (!strchr(pattern, '*'))
		return strv_add(ret, pattern);
	for (size_t i = 0; files->pairs[i] && r == 0; i += 2)
		if (str_starts(files->pairs[i], "d/"))
			r = strv_add(ret, files->pairs[i]);
	return r;
}

static int files_read(void *arg, const char *path, char **ret_text,
		      size_t *ret_len, struct errbuf *eb)
{
	struct files *files = arg;

	files->reads++;
	for (size_t i = 0; files->pairs[i]; i += 2) {
		if (!streq(files->pairs[i], path))
			continue;
		*ret_text = strdup(files->pairs[i + 1]);
		*ret_len = strlen(files->pairs[i + 1]);
		return *ret_text ? 0 : -ENOMEM;
	}
	return errbuf_set(eb, ENOENT, "%s: No such file or directory", path);
}

/* All of a jail but its name: `path=[/x] persist mount+=[a][b]`. */
static char *jail_text(const struct conf *conf, const char *name,
		       struct conf_errors *errs)
{
	struct conf_jail *jail = NULL;
	char *text = NULL;
	size_t len;
	FILE *f;

	if (conf_jail(conf, name, &jail, errs) < 0)
		return NULL;
	f = open_memstream(&text, &len);
	assert_non_null(f);
	for (size_t i = 1; i < jail->nparams; i++) {
		const struct conf_param *p = &jail->params[i];

		fprintf(f, "%s%s%s", i > 1 ? " " : "", p->name,
			p->append      ? "+="
			: p->has_value ? "="
				       : "");
		for (size_t j = 0; j < p->value.n; j++)
			fprintf(f, "[%s]", p->value.v[j]);
	}
	fclose(f);
	conf_jail_free(jail);
	return text;
}

static struct conf *conf_of(const char *text, size_t len,
			    struct conf_errors *errs)
{
	static const char *const none[] = { NULL };
	struct files files = { .pairs = none };
	struct conf_source src = { files_match, files_read, &files };
	struct conf *conf = conf_new();

	assert_non_null(conf);
	(void)conf_parse(conf, "f", text, len, &src, errs);
	return conf;
}

static void check_jail(const char *text, const char *name, const char *want)
{
	struct conf_errors errs = { 0 };
	struct conf *conf = conf_of(text, strlen(text), &errs);
	cleanup_free char *got = jail_text(conf, name, &errs);

	for (size_t i = 0; i < errs.msgs.n; i++)
		print_message("%s\n", errs.msgs.v[i]);
	assert_int_equal(errs.msgs.n, 0);
	if (!streq(got, want))
		fail_msg("%s\n gave %s\n not  %s", text, got, want);
	conf_free(conf);
}

/* Inside of j { … } */
static const struct {
	const char *text, *want;
} texts[] = {
	{ "", "" },
	{ ";;", "" },
	{ "persist;", "persist" },
	{ "path=/x;", "path=[/x]" },
	{ "path = /x;", "path=[/x]" },
	{ "path /x;", "path=[/x]" },
	{ "path \"/x\";", "path=[/x]" },
	{ "path = \"\";", "path=[]" },
	{ "mount = a, b,c;", "mount=[a][b][c]" },
	{ "mount += a;", "mount+=[a]" },
	{ "mount=a;mount+=b,c;", "mount+=[a][b][c]" },
	{ "mount+=a;mount=b;", "mount=[b]" },
	{ "mount=a,b;mount;", "mount" },
	/* Bare characters */
	{ "p = lo1|10.0.0.1/32;", "p=[lo1|10.0.0.1/32]" },
	{ "p = fd00::1/64;", "p=[fd00::1/64]" },
	{ "p = _!%&()-.:<>?@[]^`|~$*+/;", "p=[_!%&()-.:<>?@[]^`|~$*+/]" },
	{ "p = a/b*c;", "p=[a/b*c]" },
	{ "p = $1$;", "p=[$1$]" },
	{ "p = a+b;", "p=[a+b]" },
	/* Adjacency */
	{ "p = a\"b\"'c'd;", "p=[abcd]" },
	{ "p = \"a\"\"b\";", "p=[ab]" },
	{ "p = ''\"\";", "p=[]" },
	{ "p = a'b c'd;", "p=[ab cd]" },
	/* Quotes and escapes */
	{ "p = 'a \"b\" $x ${y}';", "p=[a \"b\" $x ${y}]" },
	{ "p = \"a 'b' # //c /*d*/;\";", "p=[a 'b' # //c /*d*/;]" },
	{ "p = \"a\nb\";", "p=[a\nb]" },
	{ "p = 'a\\\nb';", "p=[ab]" },
	{ "p = a\\\nb;", "p=[ab]" },
	{ "p \\\n = \\\n a;", "p=[a]" },
	{ "p = '\\a\\b\\f\\n\\r\\t\\v';", "p=[\a\b\f\n\r\t\v]" },
	{ "p = \"\\101\\x42\\x4a\\1013\";", "p=[ABJA3]" },
	{ "p = \\101\\x42\\ \\;\\\"\\#;", "p=[AB ;\"#]" },
	{ "p = '\\'\\q\\x';", "p=['qx]" },
	{ "p = \"\\$x \\\"\";", "p=[$x \"]" },
	{ "p = \"$ $1 $$\";", "p=[$ $1 $$]" },
	{ "p = \"\\303\\244\";", "p=[\303\244]" },
	{ "p = \"\303\244\";", "p=[\303\244]" },
	/* Comments and blanks */
	{ "p # c\n = /* c\n* */ a // c\n ;", "p=[a]" },
	{ "p = a#b\n;", "p=[a]" },
	{ "p = a//b\n;", "p=[a]" },
	{ "p = a/**/;", "p=[a]" },
	{ "p/**/a;", "p=[a]" },
	{ "\r\np = a;\r\n\f\v", "p=[a]" },
	/* No-forms */
	{ "mount.devfs; mount.nodevfs;", "mount.nodevfs" },
	{ "nopersist; persist;", "persist" },
	{ "persist=x; nopersist;", "nopersist" },
	{ "allow.mount; noallow.mount;", "noallow.mount" },
	{ "allow.mount.devfs; allow.mount.nodevfs;", "allow.mount.nodevfs" },
	{ "nopersist; persist += x;", "persist+=[x]" },
	{ "note; te;", "te" },
	{ "a.b; b;", "a.b b" },
	{ "a.nob; b;", "a.nob b" },
	/* Variables */
	{ "$a = 1; p = $a;", "p=[1]" },
	{ "p = $a; $a = 1;", "p=[1]" },
	{ "$a = 1; p = x$a/y;", "p=[x1/y]" },
	{ "$a = 1; p = \"x${a}y\";", "p=[x1y]" },
	{ "$a = 1; p = ${a}2${a};", "p=[121]" },
	{ "$a = 1; $b = $a$a; p = $b;", "p=[11]" },
	{ "$a = 1; $a += 2; p = $a;", "p=[1][2]" },
	{ "$a = 1, 2; p = 0, $a, 3;", "p=[0][1][2][3]" },
	{ "$a = 1, 2; $b = $a; p += $b;", "p+=[1][2]" },
	{ "$a = \"\"; p = x$a;", "p=[x]" },
	{ "${a.b} = 1; p = ${a.b};", "p=[1]" },
	{ "${a b} 1; p = \"${a b}\";", "p=[1]" },
	{ "$A_1 = x; p = $A_1.y;", "p=[x.y]" },
	{ "p = $name;", "p=[j]" },
	{ "host.hostname = h; p = ${host.hostname};",
	  "host.hostname=[h] p=[h]" },
	{ "p = '$name';", "p=[$name]" },
	{ "$a = '$name'; p = $a;", "p=[$name]" },
};

static void texts_of_one_jail_mean_what_they_should(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		char text[256];

		(void)snprintf(text, sizeof(text), "j {%s}", texts[i].text);
		check_jail(text, "j", texts[i].want);
	}
}

static void blocks_are_merged_in_file_order(void **state)
{
	static const struct {
		const char *text, *name, *want;
	} cases[] = {
		{ "a=1; j{b=2;} c=3;", "j", "a=[1] b=[2] c=[3]" },
		{ "a=1; j{a=2;} a=3;", "j", "a=[3]" },
		{ "j{a=2;} a=1;", "j", "a=[1]" },
		{ "a=1; j{a+=2;} a+=3;", "j", "a+=[1][2][3]" },
		{ "a=1; k{a=2;} j{}", "j", "a=[1]" },
		{ "*{a=1;} j{a=2;}", "j", "a=[2]" },
		{ "x.*{a=1;} x{} x.y{}", "x", "" },
		{ "x.*{a=1;} x{} x.y{}", "x.y", "a=[1]" },
		{ "x.*{a=1;} x.y.z{}", "x.y.z", "a=[1]" },
		{ "*.y{a=1;} x.y{}", "x.y", "a=[1]" },
		{ "*.y{a=1;} w.x.y{}", "w.x.y", "" },
		{ "x.*.z{a=1;} x.y.z{}", "x.y.z", "a=[1]" },
		{ "a=1; x.y{}", "x.y", "a=[1]" },
		{ "j{a=1;} j{b=2;}", "j", "a=[1] b=[2]" },
		{ "'j k'{a=1;}", "j k", "a=[1]" },
		{ "j*{a=1;} *{b=2;}", "j*", "a=[1] b=[2]" },
		{ "j*{a=1;} *{b=2;}", "jj", "b=[2]" },
		{ "$n=$name; j{p=$n;} k{p=$n$n;}", "k", "p=[kk]" },
		{ "p=/vm/$name; j{name2=x;}", "elsewhere",
		  "p=[/vm/elsewhere]" },
		{ "7{a=$jid;}", "7", "a=[7]" },
		{ "7{name=x;a=$name;}", "7", "name=[x] a=[x]" },
		{ "x{jid=7;}", "x", "jid=[7]" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		check_jail(cases[i].text, cases[i].name, cases[i].want);
}

static void the_name_comes_first_or_the_number(void **state)
{
	static const char text[] = "p=1; www{} 7{}";
	struct conf_errors errs = { 0 };
	struct conf *conf = conf_of(text, strlen(text), &errs);
	struct conf_jail *jail;

	(void)state;
	assert_int_equal(conf_jail(conf, "www", &jail, &errs), 0);
	assert_string_equal(jail->name, "www");
	assert_string_equal(jail->params[0].name, "name");
	assert_string_equal(jail->params[0].value.v[0], "www");
	assert_null(jail->params[0].file);
	assert_string_equal(jail->params[1].file, "f");
	assert_int_equal(jail->params[1].line, 1);
	conf_jail_free(jail);

	assert_int_equal(conf_jail(conf, "7", &jail, &errs), 0);
	assert_string_equal(jail->params[0].name, "jid");
	assert_string_equal(jail->params[0].value.v[0], "7");
	assert_null(conf_jail_get(jail, "name"));
	conf_jail_free(jail);
	conf_free(conf);
}

static void jails_are_listed_once_and_wildcards_never(void **state)
{
	static const char text[] =
		"p=1; b{} *{} a{} x.*{} b{p=2;} x.y{} *.z{} q*{}";
	static const char *const want[] = { "b", "a", "x.y", "q*" };
	struct conf_errors errs = { 0 };
	struct conf *conf = conf_of(text, strlen(text), &errs);
	struct strv names = { 0 };

	(void)state;
	assert_int_equal(errs.msgs.n, 0);
	assert_int_equal(conf_jail_names(conf, &names), 0);
	assert_int_equal(names.n, ARRAY_SIZE(want));
	for (size_t i = 0; i < names.n; i++)
		assert_string_equal(names.v[i], want[i]);
	strv_done(&names);
	conf_free(conf);
}

static void wildcards_fit_whole_components(void **state)
{
	static const struct {
		const char *pattern, *name;
		bool fits;
	} cases[] = {
		{ "*", "a", true },	   { "*", "a.b", true },
		{ "*", "", false },	   { "a", "a", true },
		{ "a", "b", false },	   { "a", "ab", false },
		{ "a.*", "a", false },	   { "a.*", "a.b", true },
		{ "a.*", "a.b.c", true },  { "a.*", "b.a", false },
		{ "a.*", "a.", false },	   { "*.a", "b.a", true },
		{ "*.a", "a", false },	   { "*.a", "b.c.a", false },
		{ "*.*", "a", false },	   { "*.*", "a.b", true },
		{ "*.*", "a.b.c", true },  { "a.*.c", "a.b.c", true },
		{ "a.*.c", "a.c", false }, { "a*", "ab", false },
		{ "a*", "a*", true },	   { "a.b", "a", false },
		{ "a", "a.b", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (conf_name_match(cases[i].pattern, cases[i].name) !=
		    cases[i].fits)
			fail_msg("%s and %s", cases[i].pattern, cases[i].name);
}

/* Parses "main" of @pairs, and returns what jail j became. */
static char *included(const char *const *pairs, struct conf_errors *errs,
		      unsigned *ret_reads)
{
	struct files files = { .pairs = pairs };
	struct conf_source src = { files_match, files_read, &files };
	struct conf *conf = conf_new();
	char *text;

	assert_non_null(conf);
	(void)conf_parse(conf, pairs[0], pairs[1], strlen(pairs[1]), &src,
			 errs);
	text = jail_text(conf, "j", errs);
	if (ret_reads)
		*ret_reads = files.reads;
	conf_free(conf);
	return text;
}

static void includes_stand_where_they_are_written(void **state)
{
	static const struct {
		const char *pairs[8], *want;
	} cases[] = {
		{ { "main", "a=1; .include x; a+=3;", "x", "a+=2; j{b=1;}" },
		  "a+=[1][2][3] b=[1]" },
		{ { "main", "j{a=1; .include \"x\"; a+=3;}", "x", "a+=2;" },
		  "a+=[1][2][3]" },
		{ { "main", ".include = x, y;", "x", "a=1;", "y", "a+=2;" },
		  "a+=[1][2]" },
		{ { "main", ".include 'd/*'; c=3;", "d/x", "a=1;", "d/y",
		    "j{b=2;}" },
		  "a=[1] b=[2] c=[3]" },
		{ { "main", ".include 'd/*'; c=3;" }, "c=[3]" },
		{ { "main", "$v=1; .include x;", "x", "j{a=$v;}" }, "a=[1]" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct conf_errors errs = { 0 };
		cleanup_free char *got = included(cases[i].pairs, &errs, NULL);

		assert_int_equal(errs.msgs.n, 0);
		assert_string_equal(got, cases[i].want);
	}
}

static void problems_in_includes_name_their_file(void **state)
{
	static const struct {
		const char *pairs[8], *why;
	} cases[] = {
		{ { "main", "\n.include x;", "x", "\n\na b c;" },
		  "x line 3: c: syntax error" },
		{ { "main", ".include x;", "x", "a" }, "x: unexpected EOF" },
		{ { "main", "j{ .include x; }", "x", "k { a; }" },
		  "x line 1: {: syntax error" },
		{ { "main", "j{ .include x; }", "x", "}" },
		  "x line 1: }: syntax error" },
		{ { "main", "j{ .include x; }", "x", "a = $b;" },
		  "x line 1: j: a: variable \"b\" not found" },
		{ { "main", ".include x;", "x", ".include main;" },
		  "main line 1: maximum include depth exceeded" },
		{ { "main", ".include x; .include x;", "x",
		    ".include main; .include main;" },
		  "main line 1: maximum include depth exceeded" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct conf_errors errs = { 0 };
		unsigned reads;
		cleanup_free char *got =
			included(cases[i].pairs, &errs, &reads);

		(void)got;
		assert_int_equal(errs.msgs.n, 1);
		assert_string_equal(errs.msgs.v[0], cases[i].why);
		assert_true(reads <= 32);
		strv_done(&errs.msgs);
	}
}

static void a_command_line_makes_a_jail_of_its_own(void **state)
{
	static const char text[] = "a=1; $v=x;";
	struct conf_errors errs = { 0 };
	struct conf *conf = conf_of(text, strlen(text), &errs);
	cleanup_free char *got = NULL;

	(void)state;
	assert_int_equal(conf_add_jail(conf, "j"), 0);
	assert_int_equal(conf_add_param(conf, "name", "j", false), 0);
	assert_int_equal(conf_add_param(conf, "path", "/$v", false), 0);
	assert_int_equal(conf_add_param(conf, "mount", "a b", false), 0);
	assert_int_equal(conf_add_param(conf, "mount", "c", true), 0);
	assert_int_equal(conf_add_param(conf, "host.hostname", "", false), 0);
	assert_int_equal(conf_add_param(conf, "persist", NULL, false), 0);
	assert_int_equal(conf_add_param(conf, "nopersist", NULL, false), 0);
	got = jail_text(conf, "j", &errs);
	assert_string_equal(
		got,
		"a=[1] path=[/$v] mount+=[a b][c] host.hostname=[] nopersist");

	assert_int_equal(conf_add_param(conf, "name", "k", false), 0);
	assert_null(jail_text(conf, "j", &errs));
	assert_string_equal(errs.msgs.v[0],
			    "j: cannot redefine parameter \"name\".");
	strv_done(&errs.msgs);
	conf_free(conf);
}

static void a_command_line_without_a_name_has_none(void **state)
{
	struct conf_errors errs = { 0 };
	struct conf *conf = conf_new();
	struct conf_jail *jail;

	(void)state;
	assert_non_null(conf);
	assert_int_equal(conf_add_jail(conf, ""), 0);
	assert_int_equal(conf_add_param(conf, "path", "/", false), 0);
	assert_int_equal(conf_jail(conf, "", &jail, &errs), 0);
	assert_int_equal(jail->nparams, 1);
	assert_string_equal(jail->params[0].name, "path");
	conf_jail_free(jail);
	conf_free(conf);
}

static void parameters_are_found_by_their_positive_names(void **state)
{
	static const char text[] =
		"j { nopersist; mount.nodevfs; allow.mount; noallow.chflags; }";
	static const struct {
		const char *name;
		bool is_set, is_no;
	} cases[] = {
		{ "persist", true, true },	{ "mount.devfs", true, true },
		{ "allow.mount", true, false }, { "allow.chflags", true, true },
		{ "vnet", false, false },	{ "mount", false, false },
	};
	struct conf_errors errs = { 0 };
	struct conf *conf = conf_of(text, strlen(text), &errs);
	struct conf_jail *jail;

	(void)state;
	assert_int_equal(conf_jail(conf, "j", &jail, &errs), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct conf_param *p = conf_jail_get(jail, cases[i].name);

		assert_int_equal(p != NULL, cases[i].is_set);
		if (p)
			assert_int_equal(conf_param_is_no(p, cases[i].name),
					 cases[i].is_no);
	}
	conf_jail_free(jail);
	conf_free(conf);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_of_one_jail_mean_what_they_should),
		cmocka_unit_test(blocks_are_merged_in_file_order),
		cmocka_unit_test(the_name_comes_first_or_the_number),
		cmocka_unit_test(jails_are_listed_once_and_wildcards_never),
		cmocka_unit_test(wildcards_fit_whole_components),
		cmocka_unit_test(includes_stand_where_they_are_written),
		cmocka_unit_test(problems_in_includes_name_their_file),
		cmocka_unit_test(a_command_line_makes_a_jail_of_its_own),
		cmocka_unit_test(a_command_line_without_a_name_has_none),
		cmocka_unit_test(parameters_are_found_by_their_positive_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
