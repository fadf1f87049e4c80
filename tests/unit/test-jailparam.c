/* SPDX-License-Identifier: BSD-2-Clause */
/* test-jailparam.c - libjail's parameters, from and to text and bytes */

#include <errno.h>
#include <stdlib.h>

#include "base/util.h"
#include "jail.h"
#include "test.h"

static void types_are_told_by_flags(void **state)
{
	static const struct {
		const char *name;
		int type;
		unsigned flags;
		size_t elem;
	} cases[] = {
		{ "jid", CTLTYPE_INT, 0, 0 },
		{ "lastjid", CTLTYPE_INT, 0, 0 },
		{ "path", CTLTYPE_STRING, 0, 0 },
		{ "persist", CTLTYPE_INT, JP_BOOL, 0 },
		{ "allow.nomount", CTLTYPE_INT, JP_NOBOOL, 0 },
		{ "vnet", CTLTYPE_INT, JP_JAILSYS, 0 },
		{ "host.hostid", CTLTYPE_ULONG, 0, 0 },
		{ "ip4.addr", CTLTYPE_STRUCT, 0, 4 },
		{ "ip6.addr", CTLTYPE_STRUCT, 0, 16 },
		{ "meta", CTLTYPE_STRING, JP_KEYVALUE, 0 },
		{ "meta.role", CTLTYPE_STRING, JP_KEYVALUE, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct jailparam jp;

		assert_int_equal(jailparam_init(&jp, cases[i].name), 0);
		assert_string_equal(jp.jp_name, cases[i].name);
		assert_int_equal(jp.jp_ctltype & CTLTYPE, cases[i].type);
		assert_int_equal(jp.jp_flags, cases[i].flags);
		assert_int_equal(jp.jp_elemlen, cases[i].elem);
		assert_null(jp.jp_value);
		jailparam_free(&jp, 1);
	}
}

static void what_can_be_changed_is_told_too(void **state)
{
	static const struct {
		const char *name;
		unsigned flags;
	} cases[] = {
		{ "parent", CTLFLAG_RD },
		{ "persist", CTLFLAG_RW },
		{ "path", CTLFLAG_RD | CTLFLAG_TUN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct jailparam jp;

		assert_int_equal(jailparam_init(&jp, cases[i].name), 0);
		assert_int_equal((unsigned)jp.jp_ctltype & ~(unsigned)CTLTYPE,
				 cases[i].flags);
		jailparam_free(&jp, 1);
	}
}

static void text_comes_back_as_text(void **state)
{
	static const struct {
		const char *name, *in, *out;
		size_t len;
	} cases[] = {
		{ "jid", "42", "42", sizeof(int) },
		{ "securelevel", "-1", "-1", sizeof(int) },
		{ "host.hostid", "4294967296", "4294967296",
		  sizeof(unsigned long) },
		{ "path", "/jails/a b", "/jails/a b", 11 },
		{ "path", "", "", 1 },
		{ "persist", "", "true", sizeof(int) },
		{ "persist", "FALSE", "false", sizeof(int) },
		{ "nopersist", "1", "true", sizeof(int) },
		{ "vnet", "", "new", sizeof(int) },
		{ "vnet", "inherit", "inherit", sizeof(int) },
		{ "ip4.addr", "10.0.0.1,10.0.0.2", "10.0.0.1,10.0.0.2", 8 },
		{ "ip4.addr", "-", "", 0 },
		{ "ip6.addr", "FD00::1", "fd00::1", 16 },
		{ "vjail.interface", "em0 br0,em1 br1", "em0 br0,em1 br1", 16 },
		{ "meta.role", "web", "web", 4 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct jailparam jp;
		char *text;

		assert_int_equal(jailparam_init(&jp, cases[i].name), 0);
		assert_int_equal(jailparam_import(&jp, cases[i].in), 0);
		assert_int_equal(jp.jp_valuelen, cases[i].len);
		text = jailparam_export(&jp);
		assert_string_equal(text, cases[i].out);
		free(text);
		jailparam_free(&jp, 1);
	}
}

static void raw_values_stay_the_callers(void **state)
{
	struct jailparam jp;
	int jid = 7;
	char *text;

	(void)state;
	assert_int_equal(jailparam_init(&jp, "jid"), 0);
	assert_int_equal(jailparam_import_raw(&jp, &jid, sizeof(jid)), 0);
	assert_true(jp.jp_flags & JP_RAWVALUE);
	text = jailparam_export(&jp);
	assert_string_equal(text, "7");
	free(text);
	assert_int_equal(jailparam_import(&jp, "8"), 0);
	assert_false(jp.jp_flags & JP_RAWVALUE);
	assert_int_equal(jid, 7);
	jailparam_free(&jp, 1);
}

static void what_does_not_fit_is_refused_in_words(void **state)
{
	static const struct {
		const char *name, *value, *why;
	} cases[] = {
		{ "jid", "x", "jid: non-integer value \"x\"" },
		{ "persist", "maybe",
		  "persist: unknown boolean value \"maybe\"" },
		{ "vnet", "old", "vnet: unknown jailsys value \"old\"" },
		{ "ip4.addr", "10.0.0.1,x",
		  "ip4.addr: not an IPv4 address: x" },
	};
	struct jailparam jp;
	char text[] = "ab";

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(jailparam_init(&jp, cases[i].name), 0);
		errno = 0;
		assert_int_equal(jailparam_import(&jp, cases[i].value), -1);
		assert_int_equal(errno, EINVAL);
		assert_string_equal(jail_errmsg, cases[i].why);
		assert_null(jp.jp_value);
		jailparam_free(&jp, 1);
	}
	assert_int_equal(jailparam_init(&jp, "nosuch"), -1);
	assert_int_equal(errno, ENOENT);
	assert_string_equal(jail_errmsg, "unknown parameter: nosuch");

	/* Bytes of the wrong length, or without their end */
	assert_int_equal(jailparam_init(&jp, "path"), 0);
	assert_int_equal(jailparam_import_raw(&jp, text, 2), 0);
	assert_null(jailparam_export(&jp));
	assert_int_equal(errno, EINVAL);
	jailparam_free(&jp, 1);
}

static void all_of_them_are_there_once(void **state)
{
	struct jailparam *all;
	int n = jailparam_all(&all);

	(void)state;
	assert_true(n > 0);
	for (int i = 0; i < n; i++) {
		assert_string_not_equal(all[i].jp_name, "vjail.mount");
		for (int j = 0; j < i; j++)
			assert_string_not_equal(all[i].jp_name, all[j].jp_name);
	}
	jailparam_free(all, (unsigned)n);
	free(all);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_are_told_by_flags),
		cmocka_unit_test(what_can_be_changed_is_told_too),
		cmocka_unit_test(text_comes_back_as_text),
		cmocka_unit_test(raw_values_stay_the_callers),
		cmocka_unit_test(what_does_not_fit_is_refused_in_words),
		cmocka_unit_test(all_of_them_are_there_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
