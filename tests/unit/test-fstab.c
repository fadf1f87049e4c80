/* SPDX-License-Identifier: BSD-2-Clause */
/* test-fstab.c - Lines of fstab(5) */

#include <errno.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "conf/fstab.h"
#include "test.h"

static void lines_are_split_into_their_fields(void **state)
{
	static const struct {
		const char *line, *spec, *file, *type, *opts;
	} lines[] = {
		{ "/usr/ports /vm/h1/usr/ports nullfs ro 0 0", "/usr/ports",
		  "/vm/h1/usr/ports", "nullfs", "ro" },
		{ "\ttmpfs\t/tmp \t tmpfs\n", "tmpfs", "/tmp", "tmpfs", "rw" },
		{ "a b nullfs # a note", "a", "b", "nullfs", "rw" },
		{ "a b nullfs ro#1 0 0", "a", "b", "nullfs", "ro#1" },
		{ "/a\\040b /c\\011d\\134 nullfs ro,noexec", "/a b", "/c\td\\",
		  "nullfs", "ro,noexec" },
		{ "/\\303\\244 /a\\sb\\\\ nullfs", "/\303\244", "/a b\\",
		  "nullfs", "rw" },
		{ "\\043a /b\\43c nullfs", "#a", "/b#c", "nullfs", "rw" },
		{ "a b t x\\040y", "a", "b", "t", "x\\040y" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		struct fstab_entry e;
		struct errbuf eb;

		assert_int_equal(fstab_parse_line(lines[i].line, &e, &eb), 1);
		assert_string_equal(e.spec, lines[i].spec);
		assert_string_equal(e.file, lines[i].file);
		assert_string_equal(e.type, lines[i].type);
		assert_string_equal(e.opts, lines[i].opts);
		fstab_entry_done(&e);
	}
}

static void blank_lines_and_comments_are_no_entries(void **state)
{
	static const char *const none[] = { "", " \t\r\n", "# a b nullfs",
					    "  #a b nullfs ro" };
	struct fstab_entry e = { .spec = NULL };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(none); i++) {
		assert_int_equal(fstab_parse_line(none[i], &e, NULL), 0);
		assert_null(e.spec);
	}
}

static void bad_lines_are_refused_with_the_reason(void **state)
{
	static const struct {
		const char *line, *why;
	} bad[] = {
		{ "/a", "missing information" },
		{ "/a /b", "missing information" },
		{ "/a /b # nullfs", "missing information" },
		{ "/a\\q /b nullfs", "fstab parse error" },
		{ "/a /b\\ nullfs", "fstab parse error" },
		{ "/a\\000b /b nullfs", "fstab parse error" },
		{ "/a\\777 /b nullfs", "fstab parse error" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct fstab_entry e = { .spec = NULL };
		struct errbuf eb;

		assert_int_equal(fstab_parse_line(bad[i].line, &e, &eb),
				 -EINVAL);
		assert_string_equal(eb.msg, bad[i].why);
		assert_null(e.spec);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_split_into_their_fields),
		cmocka_unit_test(blank_lines_and_comments_are_no_entries),
		cmocka_unit_test(bad_lines_are_refused_with_the_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
