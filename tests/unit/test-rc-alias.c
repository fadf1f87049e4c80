/* SPDX-License-Identifier: BSD-2-Clause */
/* test-rc-alias.c - rc.conf's aliases become the addresses they mean */

#include "test.h"

#include <errno.h>
#include <stdlib.h>

#include "../../cmd/bsd/applet.h"
#include "../../cmd/rc/rc.h"
#include "base/cleanup.h"
#include "base/util.h"
#include "conf/rcconf.h"

/* No tool is run here. */
const struct applet applets[] = { { NULL, NULL, NULL } };

static const struct {
	const char *value, *want; /* NULL: refused */
} cases[] = {
	{ "inet 192.0.2.5/24", "inet 192.0.2.5/24" },
	{ "inet 192.0.2.5-7/24",
	  "inet 192.0.2.5/24;inet 192.0.2.6/32;inet 192.0.2.7/32" },
	{ "inet 192.0.2.5-6/24 vhid 1",
	  "inet 192.0.2.5/24 vhid 1;inet 192.0.2.6/32 vhid 1" },
	{ "inet 192.0.2.5 netmask 255.255.255.0",
	  "inet 192.0.2.5 netmask 255.255.255.0" },
	{ "inet6 2001:db8::9-b/64",
	  "inet6 2001:db8::9/64;inet6 2001:db8::a/64;inet6 2001:db8::b/64" },
	{ "inet6 2001:db8::1", "inet6 2001:db8::1" },
	{ "link 02:00:00:00:00:01", "link 02:00:00:00:00:01" },
	{ "192.0.2.5/24", NULL },
	{ "inet", NULL },
	{ "inet 192.0.2.7-5/24", NULL },
	{ "inet 192.0.2.7-300/24", NULL },
	{ "inet 192.0.2.-5/24", NULL },
	{ "inet 192.0.2.1-99/24", NULL }, /* over the limit of 20 */
	{ "inet6 2001:db8::1-fffff/64", NULL },
	{ "inet4 192.0.2.5", NULL },
};

static void values_expand_or_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_strv struct strv got = { 0 };
		cleanup_free char *text = NULL;
		int r = rc_alias_expand(cases[i].value, 20, &got);

		assert_int_equal(r, cases[i].want ? 0 : -EINVAL);
		text = strv_join(&got, ";");
		if (cases[i].want)
			assert_string_equal(text, cases[i].want);
	}
}

static char *aliases_of(const char *conf, const char *ifn)
{
	cleanup_strv struct strv errs = { 0 };
	cleanup_strv struct strv got = { 0 };
	struct rc rc = { .conf = rcconf_new() };

	assert_non_null(rc.conf);
	assert_int_equal(
		rcconf_parse(rc.conf, "rc.conf", conf, strlen(conf), &errs), 0);
	assert_int_equal(rc_aliases(&rc, ifn, &got), 0);
	rcconf_free(rc.conf);
	return strv_join(&got, ";");
}

static void numbers_count_gaps_are_fine_and_empty_ends(void **state)
{
	cleanup_free char *got =
		aliases_of("ifconfig_em0_alias10='inet 10.0.0.10/32'\n"
			   "ifconfig_em0_alias2='inet 10.0.0.2/32'\n"
			   "ifconfig_em0_aliasx='inet 10.0.0.99/32'\n"
			   "ifconfig_em0_alias11=''\n"
			   "ifconfig_em0_alias12='inet 10.0.0.12/32'\n",
			   "em0");

	(void)state;
	assert_string_equal(got, "inet 10.0.0.2/32;inet 10.0.0.10/32");
}

static void lists_come_before_and_ipv4_addrs_after(void **state)
{
	cleanup_free char *got = aliases_of(
		"ipv4_addrs_em0_5='10.0.2.1/24 10.0.3.1-2/24'\n"
		"ifconfig_em0_5_alias0='inet 10.0.1.1/32'\n"
		"ifconfig_em0_5_aliases='inet 10.0.0.1/24 inet6 2001:db8::1/64'\n",
		"em0.5");

	(void)state;
	assert_string_equal(
		got,
		"inet 10.0.0.1/24;inet6 2001:db8::1/64;inet 10.0.1.1/32;inet 10.0.2.1/24;inet 10.0.3.1/24;inet 10.0.3.2/32");
}

static void words_obey_quotes(void **state)
{
	cleanup_strv struct strv got = { 0 };
	cleanup_free char *text = NULL;

	(void)state;
	assert_int_equal(rc_words(" a 'b c'\t\"d 'e\"f \n g", &got), 0);
	text = strv_join(&got, ";");
	assert_string_equal(text, "a;b c;d 'ef;g");
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(values_expand_or_are_refused),
		cmocka_unit_test(numbers_count_gaps_are_fine_and_empty_ends),
		cmocka_unit_test(lists_come_before_and_ipv4_addrs_after),
		cmocka_unit_test(words_obey_quotes),
	};

	return cmocka_run_group_tests(all, NULL, NULL);
}
