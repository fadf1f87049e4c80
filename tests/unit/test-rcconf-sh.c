/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test-rcconf-sh.c - rc.conf(5) means here what it means to sh(1)
 *
 * What is read without a complaint is given to the shell too, which must come
 * to the same variables.
 */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "conf/rcconf.h"
#include "test.h"

static const char *const vars[] = { "u", "v", "w", "x1", "_y" };

/* "u=[…]\nv unset\n…", as we read it; NULL: with a complaint */
static char *ours(const char *text)
{
	cleanup_strv struct strv errs = { 0 };
	struct rcconf *rc = rcconf_new();
	char *ret = NULL;
	size_t len;
	FILE *f;

	assert_non_null(rc);
	if (rcconf_parse(rc, "rc", text, strlen(text), &errs) < 0) {
		assert_true(errs.n > 0);
		rcconf_free(rc);
		return NULL;
	}
	assert_int_equal(errs.n, 0);
	f = open_memstream(&ret, &len);
	assert_non_null(f);
	for (size_t i = 0; i < ARRAY_SIZE(vars); i++) {
		const char *value = rcconf_get(rc, vars[i]);

		if (value)
			fprintf(f, "%s=[%s]\n", vars[i], value);
		else
			fprintf(f, "%s unset\n", vars[i]);
	}
	fclose(f);
	rcconf_free(rc);
	return ret;
}

/* The same from a shell, one for all @texts: the answers in @ret. */
static void theirs(const char *const *texts, size_t n, char **ret)
{
	char name[] = "/tmp/test-rcconf-sh.XXXXXX";
	int fd = mkstemp(name);
	cleanup_free char *command = NULL;
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");

	assert_non_null(f);
	fputs("unset u v w x1 _y\n"
	      "show() { for n in u v w x1 _y; do\n"
	      "eval \"[ \\\"\\${$n+set}\\\" = set ]\" || "
	      "{ printf '%s unset\\n' $n; continue; }\n"
	      "eval \"printf '%s=[%s]\\\\n' $n \\\"\\$$n\\\"\"\n"
	      "done; printf '\\001'; }\n",
	      f);
	for (size_t i = 0; i < n; i++)
		fprintf(f, "(\n%s\nshow )\n", texts[i]);
	fclose(f);
	assert_true(asprintf(&command, "env -i /bin/sh %s", name) > 0);
	f = popen(command, "re"); /* NOLINT(cert-env33-c): sh is what we ask */
	assert_non_null(f);
	for (size_t i = 0; i < n; i++) {
		size_t size = 0;
		ssize_t len = getdelim(&ret[i], &size, '\001', f);

		if (len <= 0)
			fail_msg("sh does not take %s", texts[i]);
		ret[i][len - 1] = '\0';
	}
	assert_int_equal(pclose(f), 0);
	assert_int_equal(unlink(name), 0);
}

static void check_all(const char *const *texts, size_t n)
{
	char **want = calloc(n, sizeof(*want));

	assert_non_null(want);
	theirs(texts, n, want);
	for (size_t i = 0; i < n; i++) {
		cleanup_free char *got = ours(texts[i]);

		if (!got)
			fail_msg("%s: refused", texts[i]);
		else if (!streq(got, want[i]))
			fail_msg("%s\nis\n%s\nnot\n%s", texts[i], got, want[i]);
		free(want[i]);
	}
	free(want);
}

static void what_administrators_write_is_what_sh_reads(void **state)
{
	static const char *const texts[] = {
		"v=YES",
		"v=\"YES\" # comment",
		"v='a\"b' w=\"a'b\" u=a\\'b\\\"c",
		"v=\"a b\"\\ c'd e'",
		"v=${u}",
		"u=1; v=$u$u; w=${u}2",
		"u='a  b'\nv=$u",
		"u='*'\nv=$u w=*",
		"u='a b'; v=\"<$u>\"'$u'\"$u\"",
		"v=one\nv=\"$v two\"\nv=\"${v} three\"\n",
		"v=\"lo1 \\\n\tepair0 \\\n\tbridge0\"",
		"v='lo1 \\\n\tepair0'",
		"v=a\\\nb\\\nc",
		"v=\\\n\nw=1",
		"x1=1 _y=2;v=$x1$_y",
		"v=$u.x w=$_y-z",
		"v=\"$\" w=$ u=a$",
		"v=\"\\$u \\`x\\` \\\"q\\\" \\\\ \\n \\a\"",
		"v=\\$u\\`\\n\\a\\\\",
		"v=;w=\"\";u=''",
		"v=a=b=c w==x",
		"v=#x w=a#b u='#'",
		"v=a~ w=\"~\" u='~/x'",
		"v=${u:-default} w=${u-default} u=${u:-}",
		"u=; v=${u:-a b} w=${u-c}",
		"u=x; v=${u:+yes}${w:+no} w=${u+yes}",
		"u=; v=\"${u:+no}${u+yes}\"",
		": ${v:=x} ${w=y}; u=$v$w",
		"v=; : ${v:=x}",
		"v=; : ${v=x}",
		"w=1; : ${w:=${v:=lost}}",
		"v=${u:-${w:-${x1:-deep}}}",
		"v=\"${u:-\"in quotes\"}\"",
		"v=\"${u:-'single'}\" w=${u:-'single  s'}",
		"v=${u:-a\\}b} w=\"${u:-a\\}b}\"",
		"v=${u:-\"}\"} w=${u:-'}'}",
		"v=\"${u:-$x1 \\$x1 \\\\}\"",
		"v=\"${u:=a}$u\" w=${u}",
		"export v=1 w='2 3' u; u=4",
		"export u",
		"export v=$w; v=2",
		"  v=1  ;  w=2  ",
		"\t\tv=1\t\n\n\n\tw=2",
		"# v=1\n#\n  # w=2\nu=3 # x1=4",
		"v=1;# w=2",
		"v=\"a;b|c&d<e>f(g)h\"",
		"v='a;b|c&d<e>f(g)h'",
		"v=a\\;b\\|c\\&d\\<e\\>f\\(g\\)h",
		"v=[a] w={b,c} u=!x",
		"v=a? w=%d u=a,b:c@d+e^f",
		"v=\xc3\xa4\xff w=\"\xe2\x82\xac\"",
		"v=$u\\\nx1 w=\"$u\\\nx1\"",
		"u=1 v=$u\\\n2",
		"v=\"line\n\nline\"w",
	};

	(void)state;
	check_all(texts, ARRAY_SIZE(texts));
}

/* A word of random pieces */
static void word_write(FILE *f, uint32_t *seed)
{
	static const char *const pieces[] = {
		"a",	"b c",	   "$u",      "${v}",	 "\\$",	   "\\\"",
		"\\\\", "\\\n",	   "'",	      "\"",	 " ",	   "#",
		"=",	"${w:-x}", "${w:+y}", "${u:-'",	 "${v-\"", "}",
		"\n",	";",	   "${x1:=",  "\\}",	 "$",	   "~",
		":",	"*",	   "\t",      "export ", "u=",	   "\nv=",
		" w=",	"; x1=",   "\\",      "{",	 "!",
	};

	for (int n = 0; n < 8; n++) {
		*seed ^= *seed << 13;
		*seed ^= *seed >> 17;
		*seed ^= *seed << 5;
		fputs(pieces[*seed % ARRAY_SIZE(pieces)], f);
	}
}

static void what_is_read_at_all_is_what_sh_reads(void **state)
{
	enum { TRIES = 20000, MOST = 2000 };
	char **texts = calloc(MOST, sizeof(*texts));
	uint32_t seed = 7;
	size_t n = 0;

	(void)state;
	assert_non_null(texts);
	for (int i = 0; i < TRIES && n < MOST; i++) {
		cleanup_free char *got = NULL, *text = NULL;
		size_t len;
		FILE *f = open_memstream(&text, &len);

		assert_non_null(f);
		fputs("u=1 v=\nw=", f);
		word_write(f, &seed);
		fclose(f);
		got = ours(text);
		/* A last backslash would take the line that follows in sh. */
		if (got && text[len - 1] != '\\')
			texts[n++] = TAKE_PTR(text);
	}
	assert_true(n > MOST / 4);
	check_all((const char *const *)texts, n);
	while (n > 0)
		free(texts[--n]);
	free(texts);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_administrators_write_is_what_sh_reads),
		cmocka_unit_test(what_is_read_at_all_is_what_sh_reads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
