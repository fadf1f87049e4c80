/* SPDX-License-Identifier: BSD-2-Clause */
/* test-xo.c - `--libxo` is taken out of the words, and documents are spaced */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/errbuf.h"
#include "base/strv.h"
#include "base/util.h"
#include "test.h"
#include "xo/xo.h"

static void options_are_taken_out(void **state)
{
	static const struct {
		const char *words;
		const char *left; /* NULL: an error */
		bool json, pretty;
	} t[] = {
		{ "arp -a", "arp -a", false, false },
		{ "arp --libxo json -a", "arp -a", true, false },
		{ "arp -j 3 --libxo json,pretty x", "arp -j 3 x", true, true },
		{ "arp --libxo=json", "arp", true, false },
		{ "arp --libxo:JP -a", "arp -a", true, true },
		{ "arp --libxo json --libxo text", "arp", false, false },
		{ "arp --libxo", NULL, false, false },
		{ "arp --libxo xml", NULL, false, false },
		{ "arp --libxo:JX", NULL, false, false },
		{ "arp --libxonot", "arp --libxonot", false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		struct strv w = { 0 }, left = { 0 };
		char *argv[8] = { 0 };
		struct xo xo = { 0 };
		struct errbuf eb;
		int argc, r;

		assert_int_equal(strv_split(&w, t[i].words, " "), 0);
		argc = (int)w.n;
		memcpy(argv, w.v, w.n * sizeof(*argv));
		r = xo_take(&argc, argv, &xo, &eb);
		assert_int_equal(r < 0, !t[i].left);
		if (t[i].left) {
			assert_int_equal(strv_split(&left, t[i].left, " "), 0);
			assert_int_equal(argc, left.n);
			assert_null(argv[argc]);
			for (int k = 0; k < argc; k++)
				assert_string_equal(argv[k], left.v[k]);
			assert_int_equal(xo.json, t[i].json);
			assert_int_equal(xo.pretty, t[i].pretty);
		}
		strv_done(&left);
		strv_done(&w);
	}
}

static void documents_are_spaced_as_libxo_does(void **state)
{
	static const char want[] =
		"{\"__version\": \"1\", \"arp\": {\"n\":1,\"a/b\":\"c/d\", "
		"\"list\": [{\"x\":null}, {}], \"leafs\": [1,\"2\"]}}\n";
	const struct xo xo = { .json = true };
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	(void)state;
	assert_non_null(out);
	assert_int_equal(
		xo_print(out, &xo, "1", "arp",
			 json_tokener_parse("{\"n\":1,\"a/b\":\"c/d\",\"list\":"
					    "[{\"x\":null},{}],"
					    "\"leafs\":[1,\"2\"]}")),
		0);
	assert_int_equal(xo_print(out, &xo, "1", "arp", NULL), -ENOMEM);
	(void)fclose(out);
	assert_string_equal(text, want);
	free(text);
}

/* A process of a jail's may be called anything. */
static void what_is_no_utf8_stays_out(void **state)
{
	const struct xo plain = { .json = true };
	const struct xo pretty = { .json = true, .pretty = true };
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct json_object *o = json_object_new_object();

		assert_true(xo_add_str(o, "a", "\xc3\xa4\xe4\033"));
		assert_int_equal(
			xo_print(out, i ? &pretty : &plain, NULL, "o", o), 0);
	}
	(void)fclose(out);
	assert_string_equal(text,
			    "{\"o\": {\"a\":\"\xc3\xa4\\ufffd\\u001b\"}}\n"
			    "{\n  \"o\": {\n    \"a\": "
			    "\"\xc3\xa4\\ufffd\\u001b\"\n  }\n}\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_are_taken_out),
		cmocka_unit_test(documents_are_spaced_as_libxo_does),
		cmocka_unit_test(what_is_no_utf8_stays_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
