/* SPDX-License-Identifier: BSD-2-Clause */
/* test-text.c - Words of strangers do nothing to who sees them */

#include "test.h"

#include <stdio.h>

#include "base/text.h"
#include "base/util.h"

static void what_terminals_obey_is_gone(void **state)
{
	static const struct {
		const char *from, *to;
	} texts[] = {
		{ "", "" },
		{ "www", "www" },
		{ "\033[2Jwww\n", "?[2Jwww?" },
		{ "a\177b\tc", "a?b?c" },
		{ "J\xc3\xa4gerstra\xc3\x9f"
		  "e",
		  "J\xc3\xa4gerstra\xc3\x9f"
		  "e" },
		{ "\xe6\x97\xa5\xf0\x9f\x98\x80",
		  "\xe6\x97\xa5\xf0\x9f\x98\x80" },
		{ "\xc2\x9b"
		  "2J", /* CSI as one character */
		  "?2J" },
		{ "\x9b"
		  "2J", /* and as one byte */
		  "?2J" },
		{ "\xc2\x85x", "?x" }, /* a new line */
		{ "\xe9t\xe9", "\xe9t\xe9" }, /* ISO 8859 */
		{ "\xe2\x82", "\xe2?" }, /* cut off */
		{ "\xc1\x9b", "\xc1?" }, /* longer than it need be */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		char buf[32];

		(void)snprintf(buf, sizeof(buf), "%s", texts[i].from);
		assert_string_equal(text_plain(buf), texts[i].to);
		assert_true(text_is_plain(buf));
		assert_int_equal(text_is_plain(texts[i].from),
				 streq(texts[i].from, texts[i].to));
	}
}

static void characters_have_lengths(void **state)
{
	static const struct {
		const char *text;
		size_t len;
	} chars[] = {
		{ "a", 1 },
		{ "\n", 1 },
		{ "\xc3\xa4", 2 },
		{ "\xe6\x97\xa5x", 3 },
		{ "\xf0\x9f\x98\x80", 4 },
		{ "\x80", 0 },
		{ "\xc3", 0 },
		{ "\xc3x", 0 },
		{ "\xc0\xaf", 0 }, /* "/" in two */
		{ "\xed\xa0\x80", 0 }, /* half of a pair of UTF-16 */
		{ "\xf4\x90\x80\x80", 0 }, /* behind the last */
		{ "\xff", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(chars); i++)
		assert_int_equal(text_char(chars[i].text), chars[i].len);
}

static void octal_numbers_are_bytes(void **state)
{
	static const struct {
		const char *from, *to;
	} texts[] = {
		{ "/a\\040b", "/a b" }, { "\\134\\011", "\\\t" },
		{ "\\04", "\\04" }, /* no three digits */
		{ "\\089", "\\089" },	{ "\\\\040", "\\ " },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		char buf[32];

		(void)snprintf(buf, sizeof(buf), "%s", texts[i].from);
		text_unescape(buf);
		assert_string_equal(buf, texts[i].to);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_terminals_obey_is_gone),
		cmocka_unit_test(characters_have_lengths),
		cmocka_unit_test(octal_numbers_are_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
