/* SPDX-License-Identifier: BSD-2-Clause */
/* test-jps.c - Processes are read right, and columns by their names */

#include "test.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/sysmacros.h>

#include "../../cmd/jps/keyword.h"
#include "../../cmd/jps/print.h"
#include "../../cmd/jps/proc-list.h"
#include "base/cleanup.h"
#include "base/util.h"

#define STAT_TAIL                                                              \
	" S 7 8 9 34816 10 4194304 1 2 3 4 250 50 5 6 20 -5 3 0 1000 8192000"

static void names_may_hold_parentheses_and_blanks(void **state)
{
	struct process p = { 0 };

	(void)state;
	assert_int_equal(process_parse_stat("42 (a) b (c)" STAT_TAIL " 9", &p),
			 0);
	assert_string_equal(p.comm, "a) b (c");
	assert_int_equal(p.pid, 42);
	assert_int_equal(p.ppid, 7);
	assert_int_equal(p.sid, 9);
	assert_int_equal(p.tty, 34816);
	assert_int_equal(p.nice, -5);
	assert_int_equal(p.threads, 3);
	assert_int_equal(p.start, 1000);
	assert_int_equal(p.vsize, 8192000);
}

static void broken_stat_is_refused(void **state)
{
	static const char *const texts[] = { "",       "42",
					     "42 (a",  "42 a) S 1",
					     ") 42 (", "42 (a) S 1 2 3" };
	struct process p = { .pid = 5 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		assert_int_equal(process_parse_stat(texts[i], &p), -EINVAL);
	assert_int_equal(p.pid, 5);
}

static void long_names_are_cut(void **state)
{
	struct process p = { 0 };

	(void)state;
	assert_int_equal(
		process_parse_stat("1 (abcdefghijklmnopqrstuvwxyz)" STAT_TAIL,
				   &p),
		0);
	assert_string_equal(p.comm, "abcdefghijklmno");
}

static void terminals_have_short_names(void **state)
{
	const struct {
		unsigned tty;
		const char *name;
	} cases[] = {
		{ 0, "-" },
		{ makedev(136, 3), "3" },
		{ makedev(137, 1), "257" },
		{ makedev(4, 1), "v1" },
		{ makedev(4, 64), "S0" },
		{ makedev(204, 5), "204:5" },
	};
	char name[16];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		process_tty(cases[i].tty, name, sizeof(name));
		assert_string_equal(name, cases[i].name);
	}
}

static void a_header_is_all_that_follows(void **state)
{
	cleanup_strv struct strv unknown = { 0 };
	struct columns c = { 0 };

	(void)state;
	assert_int_equal(columns_add(&c, "pid, jid nosuch,user", &unknown), 0);
	assert_int_equal(columns_add(&c, "command=What, and why", &unknown), 0);
	assert_int_equal(c.n, 4);
	assert_string_equal(c.v[0].header, "PID");
	assert_string_equal(c.v[1].header, "JID");
	assert_string_equal(c.v[2].header, "USER");
	assert_string_equal(c.v[3].header, "What, and why");
	assert_int_equal(unknown.n, 1);
	assert_string_equal(unknown.v[0], "nosuch");
	columns_done(&c);
}

static void every_keyword_is_found(void **state)
{
	cleanup_strv struct strv names = { 0 };
	cleanup_strv struct strv unknown = { 0 };
	struct columns c = { 0 };

	(void)state;
	assert_int_equal(keyword_list(&names), 0);
	for (size_t i = 0; i < names.n; i++)
		assert_int_equal(columns_add(&c, names.v[i], &unknown), 0);
	assert_int_equal(c.n, names.n);
	assert_int_equal(unknown.n, 0);
	columns_done(&c);
}

/* Two processes, one of a jail, and what is to be printed of them. */
static char *print(const char *list, unsigned width)
{
	char first[] = "/bin/sh", second[] = "-c", odd[] = "-sh";
	char *args[] = { first, second, NULL }, *login[] = { odd, NULL };
	const struct process a = { .pid = 7,
				   .state = 'S',
				   .comm = "sh",
				   .args = { args, 2 },
				   .has_args = true };
	const struct process b = { .pid = 1234,
				   .jid = 12,
				   .state = 'R',
				   .nice = 5,
				   .tty = makedev(136, 0),
				   .tpgid = 3,
				   .pgid = 3,
				   .comm = "s\033",
				   .args = { login, 1 },
				   .has_args = true,
				   .user_ticks = 6150 };
	const struct process *both[] = { &a, &b };
	struct machine m = { .ticks = 100 };
	cleanup_strv struct strv unknown = { 0 };
	struct columns c = { 0 };
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(columns_add(&c, list, &unknown), 0);
	assert_int_equal(print_text(out, &m, &c, both, 2, width), 0);
	assert_int_equal(fclose(out), 0);
	columns_done(&c);
	return text;
}

static void columns_are_as_wide_as_their_widest_cell(void **state)
{
	static const struct {
		const char *list;
		unsigned width;
		const char *want;
	} cases[] = {
		{ "pid,jid,command", 0,
		  " PID JID COMMAND\n   7   0 /bin/sh -c\n1234  12 -sh (s?)\n" },
		{ "pid,jid,command", 12,
		  " PID JID COM\n   7   0 /bi\n1234  12 -sh\n" },
		{ "command,pid", 0,
		  "COMMAND     PID\n/bin/sh -c    7\n-sh (s?)   1234\n" },
		{ "tt,state,time", 0,
		  "TT STAT    TIME\n-  S    0:00.00\n0  RN+J 1:01.50\n" },
		{ "jid=", 0, " 0\n12\n" },
		{ "comm=NAME", 0, "NAME\nsh\ns?\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free char *got = print(cases[i].list, cases[i].width);

		assert_string_equal(got, cases[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(names_may_hold_parentheses_and_blanks),
		cmocka_unit_test(broken_stat_is_refused),
		cmocka_unit_test(long_names_are_cut),
		cmocka_unit_test(terminals_have_short_names),
		cmocka_unit_test(a_header_is_all_that_follows),
		cmocka_unit_test(every_keyword_is_found),
		cmocka_unit_test(columns_are_as_wide_as_their_widest_cell),
	};

	return cmocka_run_group_tests(all, NULL, NULL);
}
