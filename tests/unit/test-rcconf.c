/* SPDX-License-Identifier: BSD-2-Clause */
/* test-rcconf.c - What rc.conf(5) sets, and what in it is refused */

#include <errno.h>
#include <stdio.h>

#include "base/util.h"
#include "conf/rcconf.h"
#include "test.h"

static struct rcconf *rc_of(const char *text)
{
	struct rcconf *rc = rcconf_new();
	struct strv errs = { 0 };

	assert_non_null(rc);
	(void)rcconf_parse(rc, "rc.conf", text, strlen(text), &errs);
	for (size_t i = 0; i < errs.n; i++)
		print_message("%s\n", errs.v[i]);
	assert_int_equal(errs.n, 0);
	return rc;
}

static void assignments_are_read_as_a_shell_would(void **state)
{
	/* What the variable v is then. */
	static const struct {
		const char *text, *v;
	} cases[] = {
		{ "v=x", "x" },
		{ "v=", "" },
		{ "v=\"\"", "" },
		{ "v=\"a b\" # note", "a b" },
		{ "v='a b'#c", "a b#c" },
		{ "  v=x;", "x" },
		{ "u=1; v=2; w=3", "2" },
		{ "u=1 v=$u", "1" },
		{ "v=1\nv=2\n", "2" },
		{ "v=a\"b c\"'d e'f", "ab cd ef" },
		{ "v='$u\\'", "$u\\" },
		{ "u=x\nv=$u", "x" },
		{ "u=x\nv=\"${u}y $u\"", "xy x" },
		{ "u=x\nv=\\$u", "$u" },
		{ "u=x\nv=\"\\$u \\\" \\\\ \\a\"", "$u \" \\ \\a" },
		{ "v=$none", "" },
		{ "v=\"$ $\"", "$ $" },
		{ "v=a\\\nb", "ab" },
		{ "v=\"a\\\nb\"", "ab" },
		{ "v=\"a\nb\"", "a\nb" },
		{ "v='a\nb'", "a\nb" },
		{ "v=\\ x", " x" },
		{ "export v=x", "x" },
		{ "export u=1 v=\"x y\" w", "x y" },
		{ "v=1\nexport v", "1" },
		{ "exported=1 v=2", "2" },
		{ ": ${v:=x}", "x" },
		{ ": ${v:=x} ${u=y}", "x" },
		{ "v=1\n: ${v:=x}", "1" },
		{ "v=\n: ${v:=x}", "x" },
		{ "v=\n: ${v=x}", "" },
		{ "v=${u:-x}", "x" },
		{ "u=\nv=${u-x}", "" },
		{ "u=1\nv=${u:+x}", "x" },
		{ "v=${u:+x}", "" },
		{ "u=\nv=${u+x}", "x" },
		{ "w=z\nv=${u:-${t:-a$w}b}", "azb" },
		{ "v=${u:-a b}", "a b" },
		{ "v=\"${u:-it's}\"", "it's" },
		{ "v=\"${u:-\"a b\"}\"", "a b" },
		{ "v=\"${u:-a\\}b}\"", "a}b" },
		{ "u=1\nv=${u:-${v:=lost}}", "1" },
		{ "v=x\r\n", "x" },
		{ "v=x\t", "x" },
		{ "# v=x\nv=y # v=z\n#", "y" },
		{ "v=a#b", "a#b" },
		{ "v=a=b", "a=b" },
		{ "v=http://x/?a~b*", "http://x/?a~b*" },
		{ "v=\\\n", "" },
		{ "\\\nv=1", "1" },
		{ "v=x\\", "x\\" },
		{ "ab=x; v=$a\\\nb", "x" },
		{ "a=x; v=$a\\\n.b", "x.b" },
		{ "v=\"$'x\"", "$'x" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct rcconf *rc = rc_of(cases[i].text);

		if (!rcconf_get(rc, "v"))
			fail_msg("%s: v is not set", cases[i].text);
		assert_string_equal(rcconf_get(rc, "v"), cases[i].v);
		rcconf_free(rc);
	}
}

/* What is no assignment.  After each, w=2 follows on a line of its own. */
static const struct {
	const char *text, *why;
} code[] = {
	{ "echo hello", "rc line 1: echo: shell code is not run" },
	{ "v=1 ls", "rc line 1: ls: shell code is not run" },
	{ "v=$(hostname; date)",
	  "rc line 1: $(hostname: shell code is not run" },
	{ "v=\"a `date`\"", "rc line 1: `date`: shell code is not run" },
	{ "v=\"$(date \"+%s\")\"", "rc line 1: $(date: shell code is not run" },
	{ "v=${u%x*}", "rc line 1: ${u%x*}: shell code is not run" },
	{ "v=${#u}", "rc line 1: ${#u}: shell code is not run" },
	{ "v=${u:?no}", "rc line 1: ${u:?no}: shell code is not run" },
	{ "v=$((1+2))", "rc line 1: $((1+2)): shell code is not run" },
	{ "v=$1", "rc line 1: $1: shell code is not run" },
	{ "v=$?", "rc line 1: $?: shell code is not run" },
	{ "v=$'x'", "rc line 1: $'x': shell code is not run" },
	{ "v=~/x", "rc line 1: v=~/x: shell code is not run" },
	{ "v+=x", "rc line 1: v+=x: shell code is not run" },
	{ "1v=x", "rc line 1: 1v=x: shell code is not run" },
	{ "v = x", "rc line 1: v: shell code is not run" },
	{ "u=1;;", "rc line 1: ;: shell code is not run" },
	{ "v=$\\\nx", "rc line 1: $\\: shell code is not run" },
	{ "export # x", "rc line 1: export: shell code is not run" },
	{ "export -p", "rc line 1: -p: shell code is not run" },
	{ "v=1 && u=2", "rc line 1: &&: shell code is not run" },
	{ "v=1 | u=2", "rc line 1: |: shell code is not run" },
	{ "v=1 > /tmp/x", "rc line 1: >: shell code is not run" },
	{ ". /etc/rc.conf.other", "rc line 1: .: shell code is not run" },
	{ "if [ -f /x ]; then\n v=1\nfi",
	  "rc line 1: if: shell code is not run" },
	{ "\nif a; then v=1; elif b; then if c; then v=3; fi; fi",
	  "rc line 2: if: shell code is not run" },
	{ "while x\ndo\n v=1\ndone",
	  "rc line 1: while: shell code is not run" },
	{ "for i in if fi; do\nv=1\ndone",
	  "rc line 1: for: shell code is not run" },
	{ "case $x in\na) v=1;;\n(b) v=1 ;;\nesac",
	  "rc line 1: case: shell code is not run" },
	{ "f() {\nv=1\n}", "rc line 1: f(): shell code is not run" },
	{ "f()\n{ v=1; }\nif x; then v=1; fi", NULL },
	{ "(\nv=1\n)", "rc line 1: (: shell code is not run" },
	/* Here-documents */
	{ "cat <<EOF\nv=1\nEOF", "rc line 1: cat: shell code is not run" },
	{ "cat << 'EOF' >/x\nif\n EOF\n\tEOF\nv=1\nEOF",
	  "rc line 1: cat: shell code is not run" },
	{ "cat <<-\"E F\" | x\n\tv=1\nE\n\t\tE F",
	  "rc line 1: cat: shell code is not run" },
	{ "cat <<\\EOF; v=1\n' \" ( {\nv=1\nEOF",
	  "rc line 1: cat: shell code is not run" },
	{ "while read x; do\ncat <<A\nv=1\nA\nv=1\ndone <<B\nv=1\nB",
	  "rc line 1: while: shell code is not run" },
	{ "v=$((1<<2))", "rc line 1: $((1<<2)): shell code is not run" },
	{ "x && (cat <<E)\nv=1\nE", "rc line 1: x: shell code is not run" },
	{ "x && {\n v=1 # }\n}", "rc line 1: x: shell code is not run" },
	{ "x '\nfi' \"\n\\\" v=1\n\"; u=1",
	  "rc line 1: x: shell code is not run" },
	{ "v=${u:-${u:-${u:-$(x)}}}",
	  "rc line 1: $(x)}}}: shell code is not run" },
};

static void shell_code_is_refused_and_sets_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(code); i++) {
		struct rcconf *rc = rcconf_new();
		struct strv errs = { 0 };
		char text[256];

		assert_non_null(rc);
		(void)snprintf(text, sizeof(text), "%s\nw=2\n", code[i].text);
		assert_int_equal(
			rcconf_parse(rc, "rc", text, strlen(text), &errs),
			-EINVAL);
		if (code[i].why) {
			assert_string_equal(errs.v[0], code[i].why);
			assert_int_equal(errs.n, 1);
		} else {
			assert_true(errs.n > 1);
		}
		if (!rcconf_get(rc, "w"))
			fail_msg("%s: took too much", code[i].text);
		assert_null(rcconf_get(rc, "v"));
		strv_done(&errs);
		rcconf_free(rc);
	}
}

static void what_is_not_ended_is_told_where_it_began(void **state)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
		{ "a=1\nv=\"x\n\n", "rc line 2: unterminated string" },
		{ "v='x\n", "rc line 1: unterminated string" },
		{ "v=${u:-x", "rc line 1: unterminated variable" },
		{ "v=${u", "rc line 1: ${u: shell code is not run" },
		{ "v=x\0y", "rc: a zero byte" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct rcconf *rc = rcconf_new();
		struct strv errs = { 0 };
		size_t len = strlen(bad[i].text);

		/* All but the last have no zero byte in them. */
		len += i == ARRAY_SIZE(bad) - 1 ? 2 : 0;
		assert_non_null(rc);
		assert_int_equal(
			rcconf_parse(rc, "rc", bad[i].text, len, &errs),
			-EINVAL);
		assert_int_equal(errs.n, 1);
		assert_string_equal(errs.v[0], bad[i].why);
		assert_null(rcconf_get(rc, "v"));
		strv_done(&errs);
		rcconf_free(rc);
	}
}

static void values_that_explode_are_stopped(void **state)
{
	struct rcconf *rc = rcconf_new();
	struct strv errs = { 0 };
	char text[1024] = "x=0123456789abcdef\n";

	(void)state;
	assert_non_null(rc);
	for (int i = 0; i < 40; i++)
		memcpy(text + strlen(text), "x=\"$x$x\"\n", 10);
	assert_int_equal(rcconf_parse(rc, "rc", text, strlen(text), &errs),
			 -EINVAL);
	assert_true(strstr(errs.v[0], "value too long") != NULL);
	assert_true(strlen(rcconf_get(rc, "x")) <= (size_t)1 << 20);
	strv_done(&errs);
	rcconf_free(rc);
}

static void later_files_win_and_names_keep_their_order(void **state)
{
	struct rcconf *rc = rc_of("ifconfig_em0=a\nb=1\nifconfig_em1=c\n");
	static const char later[] = "ifconfig_em0=z\nifconfig_lo0=d\n";
	static const char *const want[] = { "ifconfig_em0", "ifconfig_em1",
					    "ifconfig_lo0" };
	struct strv errs = { 0 };
	size_t pos = 0;

	(void)state;
	assert_int_equal(rcconf_parse(rc, "local", later, strlen(later), &errs),
			 0);
	assert_string_equal(rcconf_get(rc, "ifconfig_em0"), "z");
	for (size_t i = 0; i < ARRAY_SIZE(want); i++) {
		const char *name = rcconf_next(rc, "ifconfig_", &pos);

		assert_non_null(name);
		assert_string_equal(name, want[i]);
	}
	assert_null(rcconf_next(rc, "ifconfig_", &pos));
	assert_null(rcconf_get(rc, "ifconfig_"));
	rcconf_free(rc);
}

static void what_others_are_made_from_is_used(void **state)
{
	struct rcconf *rc = rc_of("net=10.0.0\na=${net}.1\nb=x c=$b d=${e:-f}\n"
				  "g='$h' h=1 i=2\n");
	static const struct {
		const char *name;
		bool used;
	} cases[] = {
		{ "net", true }, { "a", false }, { "b", true },	 { "c", false },
		{ "d", false },	 { "g", false }, { "h", false }, { "i", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(rcconf_is_used(rc, cases[i].name),
				 cases[i].used);
	assert_false(rcconf_is_used(rc, "e"));
	rcconf_free(rc);
}

static void what_is_assigned_again_is_no_default(void **state)
{
	struct rcconf *rc = rc_of("a=1\nb=2\n");
	struct strv errs = { 0 };

	(void)state;
	assert_false(rcconf_is_default(rc, "a"));
	rcconf_set_defaults(rc);
	assert_int_equal(rcconf_parse(rc, "later", "b=2\nc=$a\n", 9, &errs), 0);
	assert_true(rcconf_is_default(rc, "a"));
	assert_false(rcconf_is_default(rc, "b"));
	assert_false(rcconf_is_default(rc, "c"));
	assert_false(rcconf_is_default(rc, "d"));
	rcconf_free(rc);
}

static void booleans_are_the_words_of_checkyesno(void **state)
{
	static const struct {
		const char *value;
		int is;
	} cases[] = {
		{ "YES", 1 },	 { "yes", 1 },	   { "True", 1 },
		{ "on", 1 },	 { "1", 1 },	   { "NO", 0 },
		{ "false", 0 },	 { "oFF", 0 },	   { "0", 0 },
		{ "", -EINVAL }, { "y", -EINVAL }, { "NONE", -EINVAL },
	};
	struct rcconf *rc = rcconf_new();

	(void)state;
	assert_non_null(rc);
	assert_int_equal(rcconf_bool(rc, "v", true), 1);
	assert_int_equal(rcconf_bool(rc, "v", false), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(rcconf_set(rc, "v", cases[i].value), 0);
		assert_int_equal(rcconf_bool(rc, "v", true), cases[i].is);
	}
	rcconf_free(rc);
}

static void files_of_ezjail_are_read(void **state)
{
	struct rcconf *rc = rc_of(
		"# To specify the start up order\n"
		"export jail_www_hostname=\"www\"\n"
		"export jail_www_ip=\"\"\n"
		"export jail_www_vnet_interface=\"e0b_www\"\n"
		"export jail_www_exec_prestart0=\"/usr/local/sbin/jib addm www re0\"\n");

	(void)state;
	assert_string_equal(rcconf_get(rc, "jail_www_hostname"), "www");
	assert_string_equal(rcconf_get(rc, "jail_www_ip"), "");
	assert_string_equal(rcconf_get(rc, "jail_www_exec_prestart0"),
			    "/usr/local/sbin/jib addm www re0");
	rcconf_free(rc);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(assignments_are_read_as_a_shell_would),
		cmocka_unit_test(shell_code_is_refused_and_sets_nothing),
		cmocka_unit_test(what_is_not_ended_is_told_where_it_began),
		cmocka_unit_test(values_that_explode_are_stopped),
		cmocka_unit_test(later_files_win_and_names_keep_their_order),
		cmocka_unit_test(what_others_are_made_from_is_used),
		cmocka_unit_test(what_is_assigned_again_is_no_default),
		cmocka_unit_test(booleans_are_the_words_of_checkyesno),
		cmocka_unit_test(files_of_ezjail_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
