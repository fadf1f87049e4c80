/* SPDX-License-Identifier: BSD-2-Clause */
/* test-fstab.c - Lines of fstab(5) */

#include <errno.h>
#include <stdio.h>

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

/* @s with every byte that cannot stand for itself as \\ooo */
static void encode(const char *s, bool all, char *to)
{
	for (; *s; s++) {
		if (all || strchr(" \t\f\v\r\n\\#", *s))
			to += snprintf(to, 5, "\\%03o", (unsigned char)*s);
		else
			*to++ = *s;
	}
	*to = '\0';
}

static void every_byte_can_be_part_of_a_path(void **state)
{
	(void)state;
	for (int c = 1; c < 256; c++) {
		for (int all = 0; all < 2; all++) {
			const char path[] = { '/', (char)c, '1', (char)c, 0 };
			char field[32], line[80];
			struct fstab_entry e;

			encode(path, all, field);
			(void)snprintf(line, sizeof(line), "%s %s nullfs\n",
				       field, field);
			assert_int_equal(fstab_parse_line(line, &e, NULL), 1);
			assert_string_equal(e.spec, path);
			assert_string_equal(e.file, path);
			fstab_entry_done(&e);
		}
	}
}

static void escapes_by_letter_are_those_of_vis(void **state)
{
	static const char letters[] = "\\stnrabfv",
			  bytes[] = "\\ \t\n\r\a\b\f\v";

	(void)state;
	for (int c = 1; c < 256; c++) {
		const char *l = strchr(letters, c);
		const char line[] = {
			'/', '\\', (char)c, ' ', 'b', ' ', 't', 0
		};
		struct fstab_entry e;
		int r;

		if (c >= '0' && c <= '7')
			continue;
		r = fstab_parse_line(line, &e, NULL);
		assert_int_equal(r, l ? 1 : -EINVAL);
		if (!l)
			continue;
		assert_int_equal(e.spec[1], bytes[l - letters]);
		assert_int_equal(e.spec[2], '\0');
		fstab_entry_done(&e);
	}
}

static void fields_after_the_fourth_may_be_anything(void **state)
{
	static const char *const rest[] = { "",	    " ",      " 0",   " 0 0",
					    " 1 2", " x y z", " # 0", " \\q" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rest); i++) {
		struct fstab_entry e;
		char line[64];

		(void)snprintf(line, sizeof(line), "/a /b nullfs ro%s",
			       rest[i]);
		assert_int_equal(fstab_parse_line(line, &e, NULL), 1);
		assert_string_equal(e.opts, "ro");
		fstab_entry_done(&e);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_split_into_their_fields),
		cmocka_unit_test(blank_lines_and_comments_are_no_entries),
		cmocka_unit_test(bad_lines_are_refused_with_the_reason),
		cmocka_unit_test(every_byte_can_be_part_of_a_path),
		cmocka_unit_test(escapes_by_letter_are_those_of_vis),
		cmocka_unit_test(fields_after_the_fourth_may_be_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
