/* SPDX-License-Identifier: BSD-2-Clause */
/* test-jail-api.c - libjail's calls, as far as they need no jail */

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/strv.h"
#include "base/util.h"
#include "jail.h"
#include "libjail/api-priv.h"
#include "test.h"

static struct iovec bytes(const void *s, size_t len)
{
	return (struct iovec){ (void *)(uintptr_t)s, len };
}

static struct iovec text(const char *s)
{
	return bytes(s, s ? strlen(s) + 1 : 0);
}

/* jail_set() of one pair: what it says.  No operation is asked for, so that it
 * does nothing. */
static const char *said_of(struct iovec name, struct iovec value)
{
	static char words[JAIL_ERRMSGLEN];
	struct iovec iov[] = { name, value, text("errmsg"),
			       bytes(words, sizeof(words)) };

	errno = 0;
	assert_int_equal(jail_set(iov, ARRAY_SIZE(iov), 0), -1);
	assert_int_equal(errno, EINVAL);
	assert_string_equal(words, jail_errmsg);
	return words;
}

static const char nothing[] = "no valid operation (create or update)";

static void values_have_the_length_of_their_type(void **state)
{
	static const struct {
		const char *name;
		size_t fits;
	} cases[] = {
		{ "jid", sizeof(int) },
		{ "securelevel", sizeof(int) },
		{ "persist", sizeof(int) },
		{ "nopersist", sizeof(int) },
		{ "vnet", sizeof(int) },
		{ "host.hostid", sizeof(unsigned long) },
	};
	static const char zeros[16];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		for (size_t len = 1; len <= sizeof(zeros); len++) {
			char want[128];

			if (len == cases[i].fits)
				continue;
			(void)snprintf(want, sizeof(want),
				       "%s: value does not fit its type",
				       cases[i].name);
			assert_string_equal(
				said_of(text(cases[i].name), bytes(zeros, len)),
				want);
		}
	}
}

static void a_mode_is_one_that_there_is(void **state)
{
	static const int modes[] = { -1, 3, INT_MAX };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(modes); i++)
		assert_string_equal(
			said_of(text("vnet"), bytes(&modes[i], sizeof(int))),
			"vnet: value does not fit its type");
}

static void addresses_come_whole(void **state)
{
	static const char zeros[33];
	static const struct {
		const char *name;
		size_t size;
	} cases[] = { { "ip4.addr", 4 }, { "ip6.addr", 16 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		for (size_t len = 0; len < sizeof(zeros); len++) {
			const char *said =
				said_of(text(cases[i].name), bytes(zeros, len));

			if (len % cases[i].size == 0)
				assert_string_equal(said, nothing);
			else
				assert_non_null(strstr(said, "does not fit"));
		}
}

static void strings_end_with_a_nul(void **state)
{
	(void)state;
	assert_string_equal(said_of(text("path"), text("/x")), nothing);
	assert_string_equal(said_of(text("path"), text("")), nothing);
	assert_string_equal(said_of(text("path"), bytes("/x", 2)),
			    "path: value does not fit its type");
	assert_string_equal(said_of(bytes("path", 4), text("/x")),
			    "a parameter without a name");
	assert_string_equal(said_of(bytes(NULL, 0), text("/x")),
			    "a parameter without a name");
	assert_string_equal(said_of(bytes("", 0), text("/x")),
			    "a parameter without a name");
}

static void names_are_those_of_parameters(void **state)
{
	static const char *const unknown[] = {
		"",
		"nosuch",
		"Path",
		"path ",
		"ip4.addrs",
		"allow",
		"allow.",
		"allow.no",
		"nopath",
		"novnet",
		"allow.nonopersist",
		"no",
		"exec.start",
		"vnet.interface",
		"metakey",
		"lastjid",
		"noallow.mount",
	};
	static const char *const known[] = {
		"nopersist", "allow.nomount", "allow.mount.nozfs",
		"meta.key",  "env.a.b",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++) {
		char want[64];

		(void)snprintf(want, sizeof(want), "unknown parameter: %s",
			       unknown[i]);
		assert_string_equal(said_of(text(unknown[i]), text("x")), want);
	}
	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		const char *said = said_of(text(known[i]), bytes(NULL, 0));

		if (strstr(said, "unknown parameter"))
			fail_msg("%s: %s", known[i], said);
	}
}

static void what_is_asked_for_must_be_something(void **state)
{
	static const struct {
		int flags, err;
		const char *why;
	} cases[] = {
		{ 0, EINVAL, "no valid operation (create or update)" },
		{ JAIL_ATTACH, EINVAL,
		  "no valid operation (create or update)" },
		{ JAIL_DYING, EINVAL, "no valid operation (create or update)" },
		{ 0x10, EINVAL, "unknown flags: 0x10" },
		{ JAIL_CREATE | 0x100, EINVAL, "unknown flags: 0x100" },
		{ -1, EINVAL, "unknown flags: 0xfffffff0" },
		{ JAIL_UPDATE, ENOENT, "update specified no jail" },
		{ JAIL_UPDATE | JAIL_ATTACH, ENOENT,
		  "update specified no jail" },
		{ JAIL_CREATE, EINVAL, "new jail must persist or attach" },
		{ JAIL_CREATE | JAIL_UPDATE, EINVAL,
		  "new jail must persist or attach" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char words[JAIL_ERRMSGLEN] = "old";
		struct iovec iov[] = { text("path"), text("/"), text("errmsg"),
				       bytes(words, sizeof(words)) };

		assert_int_equal(jail_set(iov, 4, cases[i].flags), -1);
		assert_int_equal(errno, cases[i].err);
		assert_string_equal(jail_errmsg, cases[i].why);
		assert_string_equal(words, cases[i].why);
		assert_int_equal(jail_setv(cases[i].flags, "path", "/", NULL),
				 -1);
		assert_int_equal(errno, cases[i].err);
		assert_string_equal(jail_errmsg, cases[i].why);
	}
}

static void words_are_cut_to_the_callers_room(void **state)
{
	char words[8] = "1234567";
	struct iovec iov[] = { text("nosuch"), text("x"), text("errmsg"),
			       bytes(words, 5) };

	(void)state;
	assert_int_equal(jail_set(iov, 4, JAIL_CREATE), -1);
	assert_memory_equal(words, "unkn\00067", 8);
	iov[3].iov_len = 0;
	assert_int_equal(jail_set(iov, 4, JAIL_CREATE), -1);
	assert_memory_equal(words, "unkn\00067", 8);
	assert_string_equal(jail_errmsg, "unknown parameter: nosuch");
}

static void pairs_come_in_pairs(void **state)
{
	char words[JAIL_ERRMSGLEN] = "";
	struct iovec iov[] = { text("errmsg"), bytes(words, sizeof(words)),
			       text("persist") };

	(void)state;
	assert_int_equal(jail_set(iov, 3, JAIL_CREATE), -1);
	assert_int_equal(errno, EINVAL);
	assert_string_equal(words, "jail_set: Invalid argument");
	assert_int_equal(jail_get(iov, 3, 0), -1);
	assert_int_equal(errno, EINVAL);
	assert_string_equal(words, "jail_get: Invalid argument");
	assert_int_equal(jail_get(iov, 2, JAIL_CREATE), -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(jail_get(iov, 2, 0), -1);
	assert_int_equal(errno, ENOENT);
	assert_string_equal(words, "no jail specified");
}

/* Bytes and words */

static void check_words(const char *name, struct iovec in,
			const char *const *want, size_t n)
{
	cleanup_strv struct strv words = { 0 };
	cleanup_free void *back = NULL;
	struct api_name an;
	size_t len = 77;

	assert_int_equal(api_name(name, &an, NULL), 0);
	assert_int_equal(api_decode(&an, in.iov_base, in.iov_len, &words), 0);
	assert_int_equal(words.n, n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(words.v[i], want[i]);
	/* And back; a no-form turns what it says. */
	if (an.no)
		return;
	assert_int_equal(api_encode(&an, &words, &back, &len), 0);
	assert_int_equal(len, in.iov_len);
	if (len > 0)
		assert_memory_equal(back, in.iov_base, len);
}

static void numbers_keep_their_whole_range(void **state)
{
	static const int ints[] = { 0, 1, -1, 42, INT_MAX, INT_MIN };
	static const unsigned long longs[] = { 0, 1, UINT_MAX, ULONG_MAX };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(ints); i++) {
		char word[32];
		const char *want = word;

		(void)snprintf(word, sizeof(word), "%d", ints[i]);
		check_words("securelevel", bytes(&ints[i], sizeof(int)), &want,
			    1);
	}
	for (size_t i = 0; i < ARRAY_SIZE(longs); i++) {
		char word[32];
		const char *want = word;

		(void)snprintf(word, sizeof(word), "%lu", longs[i]);
		check_words("host.hostid",
			    bytes(&longs[i], sizeof(unsigned long)), &want, 1);
	}
}

static void the_other_types_are_words_too(void **state)
{
	static const int zero = 0, one = 1, two = 2, three = 3;
	static const char *const w01[] = { "0", "1" };
	static const char *const modes[] = { "disable", "new", "inherit" };
	static const char *const list[] = { "a b", "c d" };
	static const char *const line[] = { "a=1\nb=2" };
	struct api_name an;
	struct strv words = { 0 };

	(void)state;
	check_words("persist", bytes(&zero, sizeof(int)), &w01[0], 1);
	check_words("persist", bytes(&one, sizeof(int)), &w01[1], 1);
	check_words("nopersist", bytes(&one, sizeof(int)), &w01[1], 1);
	check_words("persist", bytes(NULL, 0), NULL, 0);
	check_words("vnet", bytes(&zero, sizeof(int)), &modes[0], 1);
	check_words("vnet", bytes(&one, sizeof(int)), &modes[1], 1);
	check_words("vnet", bytes(&two, sizeof(int)), &modes[2], 1);
	check_words("vjail.interface", text("a b\nc d"), list, 2);
	check_words("meta", text("a=1\nb=2"), line, 1);
	check_words("meta.x", text("a=1\nb=2"), line, 1);
	assert_int_equal(api_name("vnet", &an, NULL), 0);
	assert_int_equal(api_decode(&an, &three, sizeof(int), &words), -EINVAL);
	assert_int_equal(words.n, 0);
}

static void addresses_are_words_in_their_shortest_form(void **state)
{
	static const char *const four[] = { "0.0.0.0", "10.0.0.255",
					    "255.255.255.255" };
	static const char *const six[] = { "::", "2001:db8::1",
					   "fe80::200:ff:fe00:1" };
	struct in_addr in4[ARRAY_SIZE(four)];
	struct in6_addr in6[ARRAY_SIZE(six)];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(four); i++) {
		assert_int_equal(inet_pton(AF_INET, four[i], &in4[i]), 1);
		assert_int_equal(inet_pton(AF_INET6, six[i], &in6[i]), 1);
	}
	for (size_t n = 0; n <= ARRAY_SIZE(four); n++) {
		check_words("ip4.addr", bytes(n ? in4 : NULL, n * 4), four, n);
		check_words("ip6.addr", bytes(n ? in6 : NULL, n * 16), six, n);
	}
}

/* jailparam_*() */

static void a_value_can_be_given_again_and_again(void **state)
{
	struct jailparam jp;
	char own[] = "mine";
	char *s;

	(void)state;
	assert_int_equal(jailparam_init(&jp, "path"), 0);
	assert_int_equal(jailparam_import(&jp, "/a"), 0);
	assert_int_equal(jailparam_import(&jp, "/bb"), 0);
	assert_int_equal(jp.jp_valuelen, 4);
	assert_int_equal(jailparam_import_raw(&jp, own, sizeof(own)), 0);
	assert_ptr_equal(jp.jp_value, own);
	assert_int_equal(jailparam_import_raw(&jp, NULL, 0), 0);
	s = jailparam_export(&jp);
	assert_string_equal(s, "");
	free(s);
	assert_int_equal(jailparam_import(&jp, "/c"), 0);
	assert_int_equal(jailparam_import(&jp, NULL), 0);
	assert_null(jp.jp_value);
	assert_int_equal(jp.jp_valuelen, 0);
	jailparam_free(&jp, 1);
	assert_null(jp.jp_name);
	jailparam_free(&jp, 1); /* is harmless */
}

static void a_bad_value_leaves_the_good_one(void **state)
{
	static const struct {
		const char *name, *good, *bad, *why;
	} cases[] = {
		{ "jid", "7", "7x", "jid: non-integer value \"7x\"" },
		{ "jid", "7", "99999999999",
		  "jid: number too large: 99999999999" },
		{ "host.hostid", "7", "-x",
		  "host.hostid: non-integer value \"-x\"" },
		{ "persist", "true", "yes please",
		  "persist: unknown boolean value \"yes please\"" },
		{ "allow.nomount", "false", "off",
		  "allow.nomount: unknown boolean value \"off\"" },
		{ "nopersist", "true", "x",
		  "nopersist: unknown boolean value \"x\"" },
		{ "host.hostid", "7", "-1",
		  "host.hostid: number out of range: -1" },
		{ "vnet", "inherit", "Inherited",
		  "vnet: unknown jailsys value \"Inherited\"" },
		{ "ip4.addr", "10.0.0.1", "10.0.0.1,10.0.0",
		  "ip4.addr: not an IPv4 address: 10.0.0" },
		{ "ip6.addr", "::1",
		  "::1,:::", "ip6.addr: not an IPv6 address: :::" },
		{ "ip6.addr", "::1", "10.0.0.1",
		  "ip6.addr: not an IPv6 address: 10.0.0.1" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free char *got = NULL;
		struct jailparam jp;

		assert_int_equal(jailparam_init(&jp, cases[i].name), 0);
		assert_int_equal(jailparam_import(&jp, cases[i].good), 0);
		if (jailparam_import(&jp, cases[i].bad) != -1)
			fail_msg("%s=%s", cases[i].name, cases[i].bad);
		assert_int_equal(errno, EINVAL);
		assert_string_equal(jail_errmsg, cases[i].why);
		got = jailparam_export(&jp);
		assert_string_equal(got, cases[i].good);
		jailparam_free(&jp, 1);
	}
}

/* What is exported can be imported, and is the same then. */
static void every_parameter_says_its_type(void **state)
{
	struct jailparam *all;
	int n = jailparam_all(&all);

	(void)state;
	assert_true(n > 0);
	for (int i = 0; i < n; i++) {
		const struct jailparam *p = &all[i];
		unsigned type = (unsigned)p->jp_ctltype & CTLTYPE;
		struct jailparam again;

		assert_int_equal(jailparam_init(&again, p->jp_name), 0);
		assert_int_equal(again.jp_ctltype, p->jp_ctltype);
		assert_int_equal(again.jp_flags, p->jp_flags);
		assert_int_equal(again.jp_elemlen, p->jp_elemlen);
		jailparam_free(&again, 1);

		assert_true((unsigned)p->jp_ctltype & CTLFLAG_RD);
		assert_null(p->jp_value);
		if (p->jp_flags & (JP_BOOL | JP_JAILSYS))
			assert_int_equal(type, CTLTYPE_INT);
		if (p->jp_flags & JP_KEYVALUE)
			assert_int_equal(type, CTLTYPE_STRING);
		assert_int_equal(type == CTLTYPE_STRUCT, p->jp_elemlen > 0);
		assert_false(p->jp_flags & (JP_NOBOOL | JP_RAWVALUE));
	}
	jailparam_free(all, (unsigned)n);
	free(all);
}

/* Cut down to an int it would be another jail's. */
static void a_number_too_large_is_no_jail(void **state)
{
	(void)state;
	assert_int_equal(jail_getid("7"), 7);
	errno = 0;
	assert_int_equal(jail_getid("4294967297"), -1);
	assert_int_equal(errno, ENOENT);
	assert_string_equal(jail_errmsg, "jail 4294967297 not found");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_have_the_length_of_their_type),
		cmocka_unit_test(a_mode_is_one_that_there_is),
		cmocka_unit_test(addresses_come_whole),
		cmocka_unit_test(strings_end_with_a_nul),
		cmocka_unit_test(names_are_those_of_parameters),
		cmocka_unit_test(what_is_asked_for_must_be_something),
		cmocka_unit_test(words_are_cut_to_the_callers_room),
		cmocka_unit_test(pairs_come_in_pairs),
		cmocka_unit_test(numbers_keep_their_whole_range),
		cmocka_unit_test(the_other_types_are_words_too),
		cmocka_unit_test(addresses_are_words_in_their_shortest_form),
		cmocka_unit_test(a_value_can_be_given_again_and_again),
		cmocka_unit_test(a_bad_value_leaves_the_good_one),
		cmocka_unit_test(every_parameter_says_its_type),
		cmocka_unit_test(a_number_too_large_is_no_jail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
