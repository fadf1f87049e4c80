/* SPDX-License-Identifier: BSD-2-Clause */
/* test-jail-opts.c - jail(8)'s command lines, and what they mean */

#include <errno.h>
#include <stdio.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "jail/opts.h"
#include "test.h"

#define MAX_ARGS 12

static bool is_param(const char *word)
{
	return streq(word, "vnet") || streq(word, "persist");
}

static int parse(const char *const *words, struct opts *o)
{
	static char *argv[MAX_ARGS + 2];
	struct errbuf eb;
	int n = 0;

	argv[n++] = (char *)(uintptr_t) "jail";
	while (n <= MAX_ARGS && words[n - 1]) {
		argv[n] = (char *)(uintptr_t)words[n - 1];
		n++;
	}
	argv[n] = NULL;
	return opts_parse(n, argv, is_param, o, &eb);
}

static void each_style_is_recognised(void **state)
{
	static const struct {
		const char *words[MAX_ARGS];
		enum style style;
		unsigned op;
		int nargs;
	} cases[] = {
		{ { "-c" }, STYLE_CONFIG, OP_START, 0 },
		{ { "-c", "www" }, STYLE_CONFIG, OP_START, 1 },
		{ { "-c", "www", "db" }, STYLE_CONFIG, OP_START, 2 },
		{ { "-cm", "www" }, STYLE_CONFIG, OP_START | OP_SET, 1 },
		{ { "-c", "-m", "-r" },
		  STYLE_CONFIG,
		  OP_START | OP_SET | OP_STOP,
		  0 },
		{ { "-rc", "www" }, STYLE_CONFIG, OP_START | OP_STOP, 1 },
		{ { "-c", "path=/" }, STYLE_PARAMS, OP_START, 1 },
		{ { "-c", "vnet", "persist" }, STYLE_PARAMS, OP_START, 2 },
		{ { "-c", "-l", "path=/", "x" }, STYLE_PARAMS, OP_START, 2 },
		{ { "-r", "www", "5", "foo.*" }, STYLE_REMOVE, OP_STOP, 3 },
		{ { "-R", "*" }, STYLE_REMOVE, OP_STOP, 1 },
		{ { "-C", "www" }, STYLE_REMOVE, OP_CLEAN, 1 },
		{ { "/jails/a", "a", "10.0.0.1", "/bin/sh" },
		  STYLE_OLD,
		  OP_START,
		  4 },
		{ { "-e", ":" }, STYLE_EXHIBIT, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct opts o;

		assert_int_equal(parse(cases[i].words, &o), 0);
		assert_int_equal(o.style, cases[i].style);
		assert_int_equal(o.op, cases[i].op);
		assert_int_equal(o.nargs, cases[i].nargs);
		opts_done(&o);
	}
}

static void what_makes_no_sense_is_usage(void **state)
{
	static const char *const cases[][MAX_ARGS] = {
		{ NULL },
		{ "www" },
		{ "-r" },
		{ "-r", "name=www" },
		{ "-R", "-c", "www" },
		{ "-C" },
		{ "-C", "-r", "www" },
		{ "-C", "-m", "www" },
		{ "-l", "-c", "www" },
		{ "-l", "-r", "www" },
		{ "-e", ":", "www" },
		{ "-e", ":", "-c" },
		{ "/jails/a", "a", "10.0.0.1" },
		{ "jails/a", "a", "10.0.0.1", "/bin/sh" },
		{ "-p", "x", "-c" },
		{ "-p", "-1", "-c" },
		{ "-p", "", "-c" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct opts o;

		assert_int_equal(parse(cases[i], &o), -EINVAL);
		opts_done(&o);
	}
}

static void options_are_kept(void **state)
{
	static const char *const words[] = { "-q", "-p", "3",  "-f", "-",
					     "-J", "f",	 "-c", NULL };
	static const char *const quiet[] = { "-i", "-c", "path=/", NULL };
	struct opts o;

	(void)state;
	assert_int_equal(parse(words, &o), 0);
	assert_int_equal(o.verbose, -1);
	assert_int_equal(o.parallel, 3);
	assert_string_equal(o.conf_file, "-");
	assert_string_equal(o.jid_file, "f");
	opts_done(&o);

	assert_int_equal(parse(quiet, &o), 0);
	assert_true(o.print_jid);
	assert_int_equal(o.verbose, -1);
	opts_done(&o);
}

/* "name=value|name+=value|name": one string to compare */
static void show(const struct arg_params *ap, char *buf, size_t size)
{
	size_t n = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < ap->n && n < size; i++)
		n += (size_t)snprintf(buf + n, size - n, "%s%s%s%s%s",
				      i ? "|" : "", ap->p[i].name,
				      ap->p[i].append ? "+" : "",
				      ap->p[i].value ? "=" : "",
				      ap->p[i].value ? ap->p[i].value : "");
}

static void words_become_parameters(void **state)
{
	static const struct {
		const char *words[MAX_ARGS];
		const char *params;
	} cases[] = {
		{ { "-c", "path=/", "vnet", "host.hostname=a=b" },
		  "path=/|vnet|host.hostname=a=b" },
		{ { "-c", "path=/", "command=/bin/echo", "a=b", "c d" },
		  "path=/|command=/bin/echo|command+=a=b|command+=c d" },
		{ { "-c", "x=y", "command", "/bin/echo", "-n" },
		  "x=y|command=/bin/echo|command+=-n" },
		{ { "-c", "ip4.addr=10.0.0.1,10.0.0.2" },
		  "ip4.addr=10.0.0.1|ip4.addr+=10.0.0.2" },
		{ { "-c", "ip4.addr=" }, "ip4.addr=" },
		{ { "-c", "vnet.interface=a,b", "vnet.interface+=c" },
		  "vnet.interface=a|vnet.interface+=b|vnet.interface+=c" },
		{ { "-c", "-n", "www", "-s", "2", "-l", "path=/" },
		  "name=www|securelevel=2|exec.clean|path=/" },
		{ { "-c", "-u", "bob", "path=/" },
		  "exec.jail_user=bob|exec.system_jail_user|path=/" },
		{ { "-c", "-U", "bob", "-h", "path=/" },
		  "exec.jail_user=bob|exec.nosystem_jail_user|ip_hostname|path=/" },
		{ { "/j", "host", "10.0.0.1,fe80::1,10.0.0.2", "/bin/sh",
		    "-c" },
		  "path=/j|host.hostname=host|ip4.addr=10.0.0.1|ip6.addr=fe80::1|ip4.addr+=10.0.0.2|command=/bin/sh|command+=-c" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct arg_params ap;
		struct opts o;
		char buf[512];

		assert_int_equal(parse(cases[i].words, &o), 0);
		assert_int_equal(opts_params(&o, &ap), 0);
		show(&ap, buf, sizeof(buf));
		assert_string_equal(buf, cases[i].params);
		arg_params_done(&ap);
		opts_done(&o);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_style_is_recognised),
		cmocka_unit_test(what_makes_no_sense_is_usage),
		cmocka_unit_test(options_are_kept),
		cmocka_unit_test(words_become_parameters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
