/* SPDX-License-Identifier: BSD-2-Clause */
/* test-command.c - FreeBSD's paths become ours only where they are missing */

#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "libjail/command.h"

/* Names that no system has, and "sh", which every system has. */
static const char *const tools[] = { "vjtool", "sh", "rc", "rc.shutdown",
				     "ifconfig" };

static int make_tools(void **state)
{
	char *dir = strdup("/tmp/test-command.XXXXXX");

	*state = dir;
	if (!dir || !mkdtemp(dir))
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(tools); i++) {
		char path[128];
		int fd;

		(void)snprintf(path, sizeof(path), "%s/%s", dir, tools[i]);
		fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0755);
		if (fd < 0)
			return -1;
		close(fd);
	}
	return 0;
}

static int remove_tools(void **state)
{
	char *dir = *state;

	for (size_t i = 0; i < ARRAY_SIZE(tools); i++) {
		char path[128];

		(void)snprintf(path, sizeof(path), "%s/%s", dir, tools[i]);
		(void)unlink(path);
	}
	(void)rmdir(dir);
	free(dir);
	return 0;
}

/* "@" stands for the directory of our tools. */
static const struct {
	const char *line, *want;
} cases[] = {
	{ "/sbin/vjtool em0 up", "@/vjtool em0 up" },
	{ "/usr/local/sbin/vjtool", "@/vjtool" },
	{ "/usr/share/examples/jails/vjtool addm", "@/vjtool addm" },
	{ "/sbin/vjtool;true", "@/vjtool;true" },
	{ "  /bin/vjtool 'a  b'", "  @/vjtool 'a  b'" },
	{ "vjtool em0 up", "vjtool em0 up" },
	{ "/opt/sbin/vjtool", "/opt/sbin/vjtool" },
	{ "/sbin/x/vjtool", "/sbin/x/vjtool" },
	{ "/sbin/vjother", "/sbin/vjother" },
	{ "/sbin/vjtool$x", "/sbin/vjtool$x" },
	{ "/sbin/..", "/sbin/.." },
	{ "/sbin/vjtool a && /sbin/vjtool b", "@/vjtool a && @/vjtool b" },
	{ "true; /sbin/vjtool", "true; @/vjtool" },
	{ "echo /sbin/vjtool", "echo /sbin/vjtool" },
	{ "echo 'a; /sbin/vjtool'", "echo 'a; /sbin/vjtool'" },
	{ "echo \"a; /sbin/vjtool\"", "echo \"a; /sbin/vjtool\"" },
	{ "if true; then /bin/vjtool; fi", "if true; then @/vjtool; fi" },
	{ "echo \"$(/sbin/vjtool)\"", "echo \"$(@/vjtool)\"" },
	{ "x=`/sbin/vjtool a`", "x=`@/vjtool a`" },
	{ "echo \\; /sbin/vjtool", "echo \\; /sbin/vjtool" },
	{ "echo 'open /sbin/vjtool", "echo 'open /sbin/vjtool" },
	{ "a 2>&1 | /sbin/vjtool", "a 2>&1 | @/vjtool" },
	{ "! /sbin/vjtool || exec /sbin/vjtool",
	  "! @/vjtool || exec @/vjtool" },
	/* also where the system has one, as with net-tools */
	{ "/sbin/ifconfig lo0", "@/ifconfig lo0" },
	{ "/sbin/", "/sbin/" },
	{ "", "" },
	{ "/bin/sh -c true", "/bin/sh -c true" },
	{ "/bin/sh /etc/hosts", "/bin/sh /etc/hosts" },
};

static char *expected(const char *want, const char *dir)
{
	cleanup_strv struct strv parts = { 0 };
	const char *end;

	for (; (end = strchr(want, '@')); want = end + 1)
		assert_int_equal(
			strv_addf(&parts, "%.*s", (int)(end - want), want), 0);
	assert_int_equal(strv_add(&parts, want), 0);
	return strv_join(&parts, dir);
}

static void shell_lines_run_ours_only_where_freebsds_is_missing(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free char *want = expected(cases[i].want, *state);
		cleanup_free char *got = NULL;

		assert_int_equal(
			command_adapt_shell(cases[i].line, *state, &got), 0);
		assert_string_equal(got, want);
	}
}

static void check_argv(const char *line, const char *want, const char *dir)
{
	cleanup_strv struct strv argv = { 0 };
	cleanup_free char *full = expected(want, dir);
	cleanup_free char *got = NULL;

	assert_int_equal(strv_split(&argv, line, " "), 0);
	assert_int_equal(command_adapt(&argv, dir), 0);
	got = strv_join(&argv, " ");
	assert_string_equal(got, full);
	assert_null(argv.v[argv.n]);
}

static void argument_lists_do_too(void **state)
{
	check_argv("/sbin/vjtool a b", "@/vjtool a b", *state);
	check_argv("/sbin/vjother a", "/sbin/vjother a", *state);
	check_argv("/bin/sh -x", "/bin/sh -x", *state);
	check_argv("/bin/sh", "/bin/sh", *state);
	check_argv("vjtool", "vjtool", *state);
}

static void check_script(const char *shell, const char *script, const char *dir)
{
	char line[64], want[64];
	cleanup_free char *got = NULL;
	cleanup_free char *full = NULL;

	(void)snprintf(line, sizeof(line), "%s %s jail", shell, script);
	(void)snprintf(want, sizeof(want), "@%s jail", strrchr(script, '/'));
	if (access(script, F_OK) == 0)
		(void)snprintf(want, sizeof(want), "%s", line);
	full = expected(want, dir);
	check_argv(line, want, dir);
	assert_int_equal(command_adapt_shell(line, dir, &got), 0);
	assert_string_equal(got, full);
}

static void rc_is_ours_in_a_root_without_one(void **state)
{
	check_script("/bin/sh", "/etc/rc", *state);
	check_script("/bin/sh", "/etc/rc.shutdown", *state);
	check_script("sh", "/etc/rc", *state);
}

static void our_tools_lead_the_path(void **state)
{
	cleanup_free char *both = command_path("/t", "/sbin:/bin");
	cleanup_free char *only = command_path("/t", "");

	(void)state;
	assert_string_equal(both, "/t:/sbin:/bin");
	assert_string_equal(only, "/t");
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(
			shell_lines_run_ours_only_where_freebsds_is_missing),
		cmocka_unit_test(argument_lists_do_too),
		cmocka_unit_test(rc_is_ours_in_a_root_without_one),
		cmocka_unit_test(our_tools_lead_the_path),
	};

	return cmocka_run_group_tests(all, make_tools, remove_tools);
}
