/* SPDX-License-Identifier: BSD-2-Clause */
/* test-strv.c - Lists of strings, and words of errors */

#include "test.h"

#include <errno.h>
#include <stdlib.h>

#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/strv.h"
#include "base/util.h"

static void a_list_is_split_and_joined(void **state)
{
	static const struct {
		const char *text, *seps, *joined; /* with "|" */
		size_t n;
	} cases[] = {
		{ "", ",", "", 0 },
		{ ",", ",", "", 0 },
		{ ",,,", ",", "", 0 },
		{ "a", ",", "a", 1 },
		{ "a,b", ",", "a|b", 2 },
		{ ",a,,b,", ",", "a|b", 2 },
		{ "a b\tc", " \t", "a|b|c", 3 },
		{ " \t a \t ", " \t", "a", 1 },
		{ "a,b", "", "a,b", 1 },
		{ "a,b;c", ";", "a,b|c", 2 },
		{ "\xc3\xa9 \xc3\xa8", " ", "\xc3\xa9|\xc3\xa8", 2 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_strv struct strv sv = { 0 };
		cleanup_free char *joined = NULL;

		assert_int_equal(strv_split(&sv, cases[i].text, cases[i].seps),
				 0);
		assert_int_equal(sv.n, cases[i].n);
		joined = strv_join(&sv, "|");
		assert_string_equal(joined, cases[i].joined);
	}
}

static void separators_may_be_of_any_length(void **state)
{
	static const struct {
		const char *sep, *joined;
	} cases[] = {
		{ "", "abcd" },		{ ",", "a,bc,,d" },
		{ ", ", "a, bc, , d" }, { "<->", "a<->bc<-><->d" },
		{ "%s", "a%sbc%s%sd" },
	};
	cleanup_strv struct strv sv = { 0 };

	(void)state;
	assert_int_equal(strv_add(&sv, "a"), 0);
	assert_int_equal(strv_add(&sv, "bc"), 0);
	assert_int_equal(strv_add(&sv, ""), 0);
	assert_int_equal(strv_add(&sv, "d"), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free char *joined = strv_join(&sv, cases[i].sep);

		assert_string_equal(joined, cases[i].joined);
	}
}

static void splitting_appends_to_what_is_there(void **state)
{
	cleanup_strv struct strv sv = { 0 };

	(void)state;
	assert_int_equal(strv_add(&sv, "x"), 0);
	assert_int_equal(strv_split(&sv, "a b", " "), 0);
	assert_int_equal(sv.n, 3);
	assert_string_equal(sv.v[0], "x");
	assert_string_equal(sv.v[2], "b");
}

static void a_list_can_be_given_to_execve_at_any_time(void **state)
{
	cleanup_strv struct strv sv = { 0 };

	(void)state;
	for (size_t i = 0; i < 300; i++) {
		assert_int_equal(strv_addf(&sv, "%zu", i), 0);
		assert_int_equal(sv.n, i + 1);
		assert_null(sv.v[i + 1]);
	}
	assert_string_equal(sv.v[0], "0");
	assert_string_equal(sv.v[299], "299");
}

static void long_strings_are_formatted_whole(void **state)
{
	cleanup_strv struct strv sv = { 0 };

	(void)state;
	assert_int_equal(strv_addf(&sv, "%*s|", 100000, "x"), 0);
	assert_int_equal(strlen(sv.v[0]), 100001);
	assert_string_equal(sv.v[0] + 99999, "x|");
}

static void a_copy_is_its_own(void **state)
{
	cleanup_strv struct strv a = { 0 }, b = { 0 };
	const struct strv none = { 0 };

	(void)state;
	assert_int_equal(strv_split(&a, "one two", " "), 0);
	assert_int_equal(strv_add_all(&b, &a), 0);
	assert_int_equal(strv_add_all(&b, &a), 0);
	assert_int_equal(strv_add_all(&b, &none), 0);
	assert_int_equal(b.n, 4);
	a.v[0][0] = 'X';
	assert_string_equal(b.v[0], "one");
	assert_string_equal(b.v[2], "one");
}

static void whole_strings_are_looked_for(void **state)
{
	static const struct {
		const char *what;
		bool there;
	} cases[] = {
		{ "em0", true },   { "em1", true },  { "em", false },
		{ "em00", false }, { "EM0", false }, { "", false },
	};
	cleanup_strv struct strv sv = { 0 };

	(void)state;
	assert_false(strv_has(&sv, "em0"));
	assert_int_equal(strv_split(&sv, "em0 em1", " "), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(strv_has(&sv, cases[i].what), cases[i].there);
}

static void a_list_is_empty_after_it_is_freed(void **state)
{
	struct strv sv = { 0 };

	(void)state;
	assert_int_equal(strv_add(&sv, "x"), 0);
	strv_done(&sv);
	assert_int_equal(sv.n, 0);
	assert_null(sv.v);
	assert_int_equal(strv_add(&sv, "again"), 0);
	assert_string_equal(sv.v[0], "again");
	strv_done(&sv);
	strv_done(&sv);
}

static void the_code_comes_back_negative(void **state)
{
	struct errbuf eb = { "before" };

	(void)state;
	assert_int_equal(errbuf_set(&eb, ENOENT, "%s: %d", "a", 5), -ENOENT);
	assert_string_equal(eb.msg, "a: 5");
	errno = EACCES;
	assert_int_equal(errbuf_errno(&eb, "file %s", "x"), -EACCES);
	assert_string_equal(eb.msg, "file x: Permission denied");
	assert_int_equal(errbuf_in(&eb, -EBUSY, "jail %s", "www"), -EBUSY);
	assert_string_equal(eb.msg, "jail www: file x: Permission denied");
}

static void nobody_needs_to_listen(void **state)
{
	(void)state;
	assert_int_equal(errbuf_set(NULL, ENOENT, "%s", "x"), -ENOENT);
	errno = EPERM;
	assert_int_equal(errbuf_errno(NULL, "x"), -EPERM);
	assert_int_equal(errbuf_in(NULL, -EIO, "x"), -EIO);
}

/* Every way to fill it, with more than fits */
static void words_that_are_too_long_are_cut(void **state)
{
	char big[2 * ERRBUF_LEN];
	struct errbuf eb;

	(void)state;
	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	(void)errbuf_set(&eb, EINVAL, "%s", big);
	assert_int_equal(strlen(eb.msg), ERRBUF_LEN - 1);
	(void)errbuf_in(&eb, -1, "where");
	assert_int_equal(strlen(eb.msg), ERRBUF_LEN - 1);
	assert_memory_equal(eb.msg, "where: xxx", 10);
	(void)errbuf_in(&eb, -1, "%s", big);
	assert_int_equal(strlen(eb.msg), ERRBUF_LEN - 1);
	assert_int_equal(eb.msg[ERRBUF_LEN - 2], 'x');
	errno = ENOENT;
	(void)errbuf_errno(&eb, "%s", big);
	assert_int_equal(strlen(eb.msg), ERRBUF_LEN - 1);
}

static void places_are_put_in_front_again_and_again(void **state)
{
	struct errbuf eb;
	int r = errbuf_set(&eb, ENXIO, "em7: no such interface");

	(void)state;
	r = errbuf_in(&eb, r, "vnet.interface");
	r = errbuf_in(&eb, r, "jail %s", "www");
	assert_int_equal(r, -ENXIO);
	assert_string_equal(eb.msg,
			    "jail www: vnet.interface: em7: no such interface");
}

static void numbers_are_said_as_on_freebsd(void **state)
{
	static const struct {
		int code;
		const char *words;
	} cases[] = {
		{ 0, "No error: 0" },
		{ EPERM, "Operation not permitted" },
		{ ENOENT, "No such file or directory" },
		{ ESRCH, "No such process" },
		{ ENXIO, "Device not configured" },
		{ EACCES, "Permission denied" },
		{ EBUSY, "Device busy" },
		{ EEXIST, "File exists" },
		{ ENODEV, "Operation not supported by device" },
		{ ENOTDIR, "Not a directory" },
		{ EINVAL, "Invalid argument" },
		{ ENAMETOOLONG, "File name too long" },
		{ EAFNOSUPPORT,
		  "Address family not supported by protocol family" },
		{ EADDRINUSE, "Address already in use" },
		{ EADDRNOTAVAIL, "Can't assign requested address" },
		{ ENETUNREACH, "Network is unreachable" },
		{ ENOBUFS, "No buffer space available" },
		{ EISCONN, "Socket is already connected" },
		{ ENOTCONN, "Socket is not connected" },
		{ ETIMEDOUT, "Operation timed out" },
		{ ECONNREFUSED, "Connection refused" },
		{ ERANGE, "Result too large" },
		{ ESTALE, "Stale NFS file handle" },
		{ EDQUOT, "Disc quota exceeded" },
		{ EOVERFLOW, "Value too large to be stored in data type" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_string_equal(bsd_strerror(cases[i].code),
				    cases[i].words);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_is_split_and_joined),
		cmocka_unit_test(separators_may_be_of_any_length),
		cmocka_unit_test(splitting_appends_to_what_is_there),
		cmocka_unit_test(a_list_can_be_given_to_execve_at_any_time),
		cmocka_unit_test(long_strings_are_formatted_whole),
		cmocka_unit_test(a_copy_is_its_own),
		cmocka_unit_test(whole_strings_are_looked_for),
		cmocka_unit_test(a_list_is_empty_after_it_is_freed),
		cmocka_unit_test(the_code_comes_back_negative),
		cmocka_unit_test(nobody_needs_to_listen),
		cmocka_unit_test(words_that_are_too_long_are_cut),
		cmocka_unit_test(places_are_put_in_front_again_and_again),
		cmocka_unit_test(numbers_are_said_as_on_freebsd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
