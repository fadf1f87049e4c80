/* SPDX-License-Identifier: BSD-2-Clause */
/* test-opts.c - The options of a tool, from a table */

#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/strv.h"
#include "base/util.h"
#include "opts/opts.h"

#define WRONG 64

struct got {
	bool on, off;
	int count;
	const char *text, *said, *one;
	struct strv words;
};

#define AT(member) offsetof(struct got, member)

static const struct opt_elsewhere elsewhere[] = {
	{ "xy:", "another tool" },
	{ NULL, NULL },
};

static const struct opt_tool tool = {
	.name = "tool",
	.usage = "usage: tool\n",
	.help = "  -a  something\n",
	.usage_status = WRONG,
	.elsewhere = elsewhere,
	.opts = {
		{ 'a', OPT_ON, AT(on) },
		{ 'b', OPT_OFF, AT(on) },
		{ 'c', OPT_COUNT, AT(count) },
		{ 'd', OPT_TEXT, AT(text) },
		{ 'e', OPT_SAY, AT(said), "e" },
		{ 'f', OPT_SAY, AT(said), "f" },
		{ 'g', OPT_ONE, AT(one), "g" },
		{ 'h', OPT_ONE, AT(one), "h" },
		{ 'i', OPT_WORD, AT(words) },
		{ 'j', OPT_ADD, AT(words), "jj" },
		{ 'k', OPT_VOID },
	},
};

static char text[8]; /* of -d */

/* As from a command line; what is printed is of no interest here. */
static int parse(const char *line, struct got *ret, int *ret_operands)
{
	struct strv words = { 0 };
	int err = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	int r;

	assert_int_equal(strv_split(&words, line, " "), 0);
	(void)dup2(null, STDERR_FILENO);
	r = opts_parse(&tool, (int)words.n, words.v, ret);
	(void)dup2(err, STDERR_FILENO);
	close(err);
	close(null);
	*ret_operands = (int)words.n - optind;
	/* It points into the words. */
	(void)snprintf(text, sizeof(text), "%s", ret->text ? ret->text : "");
	strv_done(&words);
	return r;
}

static void each_kind_does_what_it_says(void **state)
{
	struct got g = { .off = true };
	int operands;

	(void)state;
	assert_int_equal(parse("tool -abacc -d x -dy -fe -g -i 1 -jk -i2 op -a",
			       &g, &operands),
			 -1);
	assert_int_equal(operands, 2);
	assert_true(g.on && g.off);
	assert_int_equal(g.count, 2);
	assert_string_equal(text, "y");
	assert_string_equal(g.said, "e");
	assert_string_equal(g.one, "g");
	assert_int_equal(g.words.n, 3);
	assert_string_equal(g.words.v[0], "1");
	assert_string_equal(g.words.v[1], "jj");
	assert_string_equal(g.words.v[2], "2");
	strv_done(&g.words);
}

static void what_cannot_be_is_refused(void **state)
{
	static const struct {
		const char *line;
		int status;
	} lines[] = {
		{ "tool -z", WRONG }, /* no such letter */
		{ "tool --nothing", WRONG },
		{ "tool -d", WRONG }, /* no argument */
		{ "tool -gh", WRONG }, /* one of them, once */
		{ "tool -x", EXIT_FAILURE }, /* elsewhere on Linux */
		{ "tool -y 1", EXIT_FAILURE },
		{ "tool -a", -1 },
		{ "tool -- -z", -1 },
		{ "tool op -z", -1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		struct got g = { 0 };
		int operands;

		assert_int_equal(parse(lines[i].line, &g, &operands),
				 lines[i].status);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_does_what_it_says),
		cmocka_unit_test(what_cannot_be_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
