/* SPDX-License-Identifier: BSD-2-Clause */
/* test-jail-values.c - jail(8)'s own parameters: commands, addresses, mounts */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "jail/addr.h"
#include "jail/mounts.h"
#include "jail/pseudo.h"
#include "jail/words.h"
#include "test.h"

static void lines_are_split_or_given_to_the_shell(void **state)
{
	static const struct {
		const char *line, *argv;
		bool shell, background;
	} cases[] = {
		{ "/bin/sh /etc/rc", "/bin/sh,/etc/rc", false, false },
		{ "  a\t b ", "a,b", false, false },
		{ "", "", false, false },
		{ "echo $x", "/bin/sh,-c,echo $x", true, false },
		{ "a; b", "/bin/sh,-c,a; b", true, false },
		{ "echo \"a b\"", "/bin/sh,-c,echo \"a b\"", true, false },
		{ "daemon -x &", "daemon,-x", false, true },
		{ "daemon & ", "daemon", false, true },
		{ "a && b", "/bin/sh,-c,a && b", true, false },
		{ "echo $x &", "/bin/sh,-c,echo $x &", true, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free char *argv = NULL;
		struct words w;

		assert_int_equal(words_parse(cases[i].line, &w), 0);
		argv = strv_join(&w.argv, ",");
		assert_string_equal(argv ? argv : "", cases[i].argv);
		assert_int_equal(w.shell, cases[i].shell);
		assert_int_equal(w.background, cases[i].background);
		words_done(&w);
	}
}

static void addresses_become_ifconfig_commands(void **state)
{
	static const struct {
		const char *text;
		bool v6, add;
		const char *addr, *command;
	} cases[] = {
		{ "10.0.0.1", false, true, "10.0.0.1",
		  "ifconfig em0 inet 10.0.0.1 netmask 255.255.255.255 alias" },
		{ "lo1|10.0.0.1", false, false, "10.0.0.1",
		  "ifconfig lo1 inet 10.0.0.1 netmask 255.255.255.255 -alias" },
		{ "lo1|10.0.0.1/255.255.0.0", false, true, "10.0.0.1",
		  "ifconfig lo1 inet 10.0.0.1 netmask 255.255.0.0 alias" },
		{ "lo1|10.0.0.1/24 vhid 1", false, true, "10.0.0.1",
		  "ifconfig lo1 inet 10.0.0.1/24 vhid 1 alias" },
		{ "lo1|10.0.0.1/24 vhid 1", false, false, "10.0.0.1",
		  "ifconfig lo1 inet 10.0.0.1/24 -alias" },
		{ "em1|2001:db8::1", true, true, "2001:db8::1",
		  "ifconfig em1 inet6 2001:db8::1 prefixlen 128 alias" },
		{ "2001:db8::1/64", true, false, "2001:db8::1",
		  "ifconfig em0 inet6 2001:db8::1 prefixlen 64 -alias" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strv argv cleanup_strv = { 0 };
		cleanup_free char *command = NULL;
		struct addr a;

		assert_int_equal(
			addr_parse(cases[i].text, cases[i].v6, "em0", &a), 0);
		assert_string_equal(a.addr, cases[i].addr);
		assert_int_equal(addr_command(&a, cases[i].add, &argv), 0);
		command = strv_join(&argv, " ");
		assert_string_equal(command, cases[i].command);
		addr_done(&a);
	}
}

static void an_address_without_interface_has_none(void **state)
{
	struct addr a;

	(void)state;
	assert_int_equal(addr_parse("10.0.0.1", false, NULL, &a), 0);
	assert_null(a.ifname);
	addr_done(&a);
}

static void no_forms_are_found(void **state)
{
	static const struct {
		const char *name;
		enum pseudo p;
		bool no;
	} cases[] = {
		{ "exec.start", P_EXEC_START, false },
		{ "mount.devfs", P_MOUNT_DEVFS, false },
		{ "mount.nodevfs", P_MOUNT_DEVFS, true },
		{ "noip_hostname", P_IP_HOSTNAME, true },
		{ "exec.nostart", P_NONE, false },
		{ "nomount.devfs", P_NONE, false },
		{ "host.hostname", P_NONE, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		bool no = false;

		assert_int_equal(pseudo_find(cases[i].name, &no), cases[i].p);
		assert_int_equal(no, cases[i].no);
	}
}

static int put(struct pseudos *ps, const char *name, const char *value,
	       struct errbuf *eb)
{
	struct strv words cleanup_strv = { 0 };
	bool no;
	enum pseudo p = pseudo_find(name, &no);

	if (value)
		assert_int_equal(strv_add(&words, value), 0);
	return pseudo_put(ps, p, no, &words, eb);
}

static void bad_values_are_refused_in_freebsds_words(void **state)
{
	static const struct {
		const char *name, *value;
		int r;
		const char *msg;
	} cases[] = {
		{ "exec.clean", "maybe", -EINVAL,
		  "exec.clean: unknown boolean value \"maybe\"" },
		{ "exec.timeout", "5s", -EINVAL,
		  "exec.timeout: non-integer value \"5s\"" },
		{ "stop.timeout", NULL, -EINVAL,
		  "stop.timeout: non-integer value \"\"" },
		{ "exec.fib", "256", -EINVAL,
		  "exec.fib: 256: not from 0 to 255" },
		{ "zfs.dataset", "tank/a", -EOPNOTSUPP,
		  "zfs.dataset: tank/a: datasets cannot be given to a jail" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct pseudos ps = { 0 };
		struct errbuf eb;

		assert_int_equal(put(&ps, cases[i].name, cases[i].value, &eb),
				 cases[i].r);
		assert_string_equal(eb.msg, cases[i].msg);
		pseudos_done(&ps);
	}
}

static void booleans_are_read_in_all_their_forms(void **state)
{
	static const struct {
		const char *name, *value;
		bool is;
	} cases[] = {
		{ "exec.clean", NULL, true },
		{ "exec.clean", "", true },
		{ "exec.clean", "TRUE", true },
		{ "exec.clean", "false", false },
		{ "exec.clean", "0", false },
		{ "exec.clean", "2", true },
		{ "exec.noclean", NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct pseudos ps = { 0 };
		struct errbuf eb;

		assert_int_equal(put(&ps, cases[i].name, cases[i].value, &eb),
				 0);
		assert_int_equal(pseudo_bool(&ps, P_EXEC_CLEAN), cases[i].is);
		pseudos_done(&ps);
	}
}

static void mounts_come_in_the_documented_order(void **state)
{
	char fstab[] = "/tmp/test-jail-fstab.XXXXXX";
	struct strv lines cleanup_strv = { 0 };
	cleanup_free char *all = NULL, *want = NULL;
	struct pseudos ps = { 0 };
	struct errbuf eb;
	int fd = mkstemp(fstab);

	(void)state;
	assert_true(fd >= 0);
	assert_true(dprintf(fd, "# a comment\n\n/b /j/b nullfs ro 0 0\n") > 0);
	close(fd);
	assert_int_equal(put(&ps, "mount.procfs", NULL, &eb), 0);
	assert_int_equal(put(&ps, "mount.fdescfs", NULL, &eb), 0);
	assert_int_equal(put(&ps, "mount.devfs", NULL, &eb), 0);
	assert_int_equal(put(&ps, "mount.fstab", fstab, &eb), 0);
	assert_int_equal(put(&ps, "mount", "/a /j/a nullfs rw 0 0", &eb), 0);
	assert_int_equal(mounts_lines(&ps, "/j", "10", &lines, &eb), 0);
	unlink(fstab);
	all = strv_join(&lines, "\n");
	assert_true(asprintf(&want,
			     "/a /j/a nullfs rw 0 0 #@ mount\n"
			     "/b /j/b nullfs ro 0 0 #@ mount.fstab: %s line 3\n"
			     "devfs /j/dev devfs ruleset=10 0 0\n"
			     "fdescfs /j/dev/fd fdescfs rw 0 0\n"
			     "proc /j/proc procfs rw 0 0",
			     fstab) > 0);
	assert_string_equal(all, want);
	pseudos_done(&ps);
}

static void what_a_jail_gets_anyway_can_be_declined(void **state)
{
	struct strv lines cleanup_strv = { 0 };
	cleanup_free char *all = NULL;
	struct pseudos ps = { 0 };
	struct errbuf eb;

	(void)state;
	assert_int_equal(put(&ps, "mount.nodevfs", NULL, &eb), 0);
	assert_int_equal(put(&ps, "mount.procfs", "false", &eb), 0);
	assert_int_equal(put(&ps, "mount.nofdescfs", NULL, &eb), 0);
	assert_int_equal(mounts_lines(&ps, "/a b", NULL, &lines, &eb), 0);
	all = strv_join(&lines, "\n");
	assert_string_equal(all, "none /a\\040b/dev devfs none 0 0\n"
				 "none /a\\040b/proc procfs none 0 0");
	pseudos_done(&ps);
}

static void bad_mounts_are_named(void **state)
{
	static const struct {
		const char *name, *value, *path, *msg;
	} cases[] = {
		{ "mount", "/a /b", "/j", "mount: /a /b: missing information" },
		{ "mount", "/a b nullfs", "/j",
		  "mount: b: not an absolute pathname" },
		{ "mount.fstab", "/nonexistent/fstab", "/j",
		  "mount.fstab: /nonexistent/fstab: No such file or directory" },
		{ "mount.devfs", NULL, NULL,
		  "mount.devfs: no jail root path defined" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strv lines cleanup_strv = { 0 };
		struct pseudos ps = { 0 };
		struct errbuf eb;

		assert_int_equal(put(&ps, cases[i].name, cases[i].value, &eb),
				 0);
		assert_true(mounts_lines(&ps, cases[i].path, NULL, &lines,
					 &eb) < 0);
		assert_string_equal(eb.msg, cases[i].msg);
		pseudos_done(&ps);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_split_or_given_to_the_shell),
		cmocka_unit_test(addresses_become_ifconfig_commands),
		cmocka_unit_test(an_address_without_interface_has_none),
		cmocka_unit_test(no_forms_are_found),
		cmocka_unit_test(bad_values_are_refused_in_freebsds_words),
		cmocka_unit_test(booleans_are_read_in_all_their_forms),
		cmocka_unit_test(mounts_come_in_the_documented_order),
		cmocka_unit_test(what_a_jail_gets_anyway_can_be_declined),
		cmocka_unit_test(bad_mounts_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
