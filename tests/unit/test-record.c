/* SPDX-License-Identifier: BSD-2-Clause */
/* test-record.c - A jail's record comes back as it was written, or not at all */

#include "test.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "libjail/record.h"

static void put(struct jail_params *ps, const char *name, const char *words)
{
	cleanup_strv struct strv value = { 0 };

	assert_int_equal(strv_split(&value, words, "|"), 0);
	assert_int_equal(jail_params_put(ps, name, &value, NULL), 0);
}

/* As it is written and read again. */
static void round_trip(const struct jail_rec *rec, struct jail_rec *ret)
{
	cleanup_free char *text = jail_rec_format(rec);
	struct errbuf eb = { "" };

	assert_non_null(text);
	if (jail_rec_parse(text, ret, &eb) < 0)
		fail_msg("%s: %s", eb.msg, text);
}

static void assert_strv_equal(const struct strv *a, const struct strv *b)
{
	assert_int_equal(a->n, b->n);
	for (size_t i = 0; i < a->n; i++)
		assert_string_equal(a->v[i], b->v[i]);
}

static void numbers_come_back(void **state)
{
	static const struct jail_rec cases[] = {
		{ .jid = 1, .ids = -1 },
		{ .jid = 999999, .ids = 11999 },
		{ .jid = INT_MAX, .ids = 0 },
		{ .jid = 7, .init_pid = 4194304, .watch_pid = 1 },
		{ .jid = 7, .init_start = 1, .watch_start = INT64_MAX },
		{ .jid = 7, .init_start = 1ULL << 53, .watch_start = 0 },
		{ .jid = 7, .home = 4026532353 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_jail_rec struct jail_rec got = { 0 };
		struct jail_rec rec = cases[i];
		char name[] = "www";

		rec.name = name;
		round_trip(&rec, &got);
		assert_int_equal(got.jid, rec.jid);
		assert_int_equal(got.ids, rec.ids);
		assert_int_equal(got.init_pid, rec.init_pid);
		assert_int_equal(got.watch_pid, rec.watch_pid);
		assert_true(got.init_start == rec.init_start);
		assert_true(got.watch_start == rec.watch_start);
		assert_true(got.home == rec.home);
	}
}

static void every_state_and_every_flag_comes_back(void **state)
{
	char name[] = "www";

	(void)state;
	for (unsigned bits = 0; bits < 8; bits++) {
		for (int s = JAIL_CREATING; s <= JAIL_REMOVING; s++) {
			cleanup_jail_rec struct jail_rec got = { 0 };
			const struct jail_rec rec = {
				.jid = 1,
				.name = name,
				.state = (enum jail_state)s,
				.persist = bits & 1,
				.own_user = bits & 2,
				.own_net = bits & 4,
			};

			round_trip(&rec, &got);
			assert_int_equal(got.state, s);
			assert_int_equal(got.persist, rec.persist);
			assert_int_equal(got.own_user, rec.own_user);
			assert_int_equal(got.own_net, rec.own_net);
		}
	}
}

/* What people and kernels put into names, paths and descriptions. */
static const char *const strings[] = {
	"www",
	"a.b-c_d",
	"with blanks  and\ttabs",
	"\"quoted\" and \\back\\slashed",
	"line\nafter line",
	"gr\xc3\xbc\xc3\x9f",
	"/a/path/with/slashes",
	"{\"json\": [\"in\", \"json\"]}",
	"\x01\x1f\x7f",
	"' $HOME `id`",
};

static void any_text_comes_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(strings); i++) {
		cleanup_jail_rec struct jail_rec rec = { .jid = 3 };
		cleanup_jail_rec struct jail_rec got = { 0 };
		cleanup_strv struct strv one = { 0 };
		struct jail_rec_if *f;

		rec.name = strdup(strings[i]);
		assert_int_equal(strv_add(&one, strings[i]), 0);
		assert_int_equal(
			jail_params_put(&rec.params, "path", &one, NULL), 0);
		assert_int_equal(strv_add(&rec.workdirs, strings[i]), 0);
		f = jail_rec_if_add(&rec, strings[i]);
		assert_non_null(f);
		assert_int_equal(strv_add(&f->altnames, strings[i]), 0);

		round_trip(&rec, &got);
		assert_string_equal(got.name, strings[i]);
		assert_string_equal(jail_params_str(&got.params, "path"),
				    strings[i]);
		assert_strv_equal(&got.workdirs, &one);
		assert_string_equal(got.ifs[0].name, strings[i]);
		assert_strv_equal(&got.ifs[0].altnames, &one);
	}
}

static void every_parameter_comes_back(void **state)
{
	static const char *const words[] = {
		[JAIL_PARAM_INT] = "-5",
		[JAIL_PARAM_UINT] = "4294967295",
		[JAIL_PARAM_ULONG] = "18446744073709551615",
		[JAIL_PARAM_BOOL] = "1",
		[JAIL_PARAM_STRING] = "some text",
		[JAIL_PARAM_JAILSYS] = "inherit",
		[JAIL_PARAM_IP4] = "10.0.0.1|192.0.2.7",
		[JAIL_PARAM_IP6] = "fd00::1|2001:db8::2",
		[JAIL_PARAM_LIST] = "em0 br0|em1 br1",
		[JAIL_PARAM_KEYVALUE] = "role=db\ntier=2",
	};
	cleanup_jail_rec struct jail_rec rec = { .jid = 3 };
	cleanup_jail_rec struct jail_rec got = { 0 };
	size_t n;
	const struct jail_param_desc *table = jail_param_table(&n);

	(void)state;
	rec.name = strdup("all");
	for (size_t i = 0; i < n; i++)
		put(&rec.params, table[i].name, words[table[i].type]);
	round_trip(&rec, &got);
	assert_int_equal(got.params.n, n);
	for (size_t i = 0; i < n; i++) {
		const struct strv *was, *is;

		was = jail_params_get(&rec.params, table[i].name);
		is = jail_params_get(&got.params, table[i].name);
		assert_non_null(is);
		assert_strv_equal(is, was);
	}
}

static void an_empty_list_is_not_no_list(void **state)
{
	cleanup_jail_rec struct jail_rec rec = { .jid = 3 };
	cleanup_jail_rec struct jail_rec got = { 0 };

	(void)state;
	rec.name = strdup("x");
	put(&rec.params, "ip4.addr", "");
	round_trip(&rec, &got);
	assert_non_null(jail_params_get(&got.params, "ip4.addr"));
	assert_int_equal(jail_params_get(&got.params, "ip4.addr")->n, 0);
	assert_null(jail_params_get(&got.params, "ip6.addr"));
}

static void interfaces_keep_their_order_and_details(void **state)
{
	cleanup_jail_rec struct jail_rec rec = { .jid = 3 };
	cleanup_jail_rec struct jail_rec got = { 0 };

	(void)state;
	rec.name = strdup("x");
	for (int i = 0; i < 20; i++) {
		char name[16];
		struct jail_rec_if *f;

		(void)snprintf(name, sizeof(name), "em%d", i);
		f = jail_rec_if_add(&rec, name);
		assert_non_null(f);
		f->index = i;
		f->remade = i % 3 == 0;
		for (int k = 0; k < i % 4; k++)
			assert_int_equal(
				strv_addf(&f->altnames, "alt%d.%d", i, k), 0);
	}
	round_trip(&rec, &got);
	assert_int_equal(got.nifs, 20);
	for (size_t i = 0; i < 20; i++) {
		assert_string_equal(got.ifs[i].name, rec.ifs[i].name);
		assert_int_equal(got.ifs[i].index, rec.ifs[i].index);
		assert_int_equal(got.ifs[i].remade, rec.ifs[i].remade);
		assert_strv_equal(&got.ifs[i].altnames, &rec.ifs[i].altnames);
	}
}

static void check_names(const struct jail_rec *rec, const char *want)
{
	cleanup_strv struct strv names = { 0 };
	cleanup_free char *joined = NULL;

	for (size_t i = 0; i < rec->nifs; i++)
		assert_int_equal(strv_add(&names, rec->ifs[i].name), 0);
	joined = strv_join(&names, ",");
	assert_string_equal(joined, want);
}

static void interfaces_are_forgotten_one_by_one(void **state)
{
	static const struct {
		size_t del;
		const char *left;
	} steps[] = {
		{ 1, "a,c,d,e" }, { 0, "c,d,e" }, { 2, "c,d" },
		{ 1, "c" },	  { 0, "" },
	};
	cleanup_jail_rec struct jail_rec rec = { .jid = 3 };

	(void)state;
	for (const char *c = "abcde"; *c; c++) {
		const char name[] = { *c, '\0' };

		assert_non_null(jail_rec_if_add(&rec, name));
	}
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		jail_rec_if_del(&rec, steps[i].del);
		check_names(&rec, steps[i].left);
	}
	assert_non_null(jail_rec_if_add(&rec, "again"));
	check_names(&rec, "again");
}

static void the_form_on_disk_is_what_older_versions_wrote(void **state)
{
	static const char want[] =
		"{\"jid\":12,\"name\":\"www\",\"state\":\"active\","
		"\"persist\":true,\"own_user\":true,\"own_net\":false,"
		"\"ids\":12,\"init_pid\":100,\"init_start\":5000,"
		"\"watch_pid\":101,\"watch_start\":5001,"
		"\"params\":{\"path\":[\"/jails/www\"],\"persist\":[\"1\"]},"
		"\"ifs\":[{\"name\":\"em0\",\"kind\":\"\",\"mtu\":0,"
		"\"index\":4,\"remade\":false,"
		"\"altnames\":[\"enp0s1\"]}],\"workdirs\":[\"/a.work\"]}";
	cleanup_jail_rec struct jail_rec rec = {
		.jid = 12,
		.state = JAIL_ACTIVE,
		.persist = true,
		.own_user = true,
		.ids = 12,
		.init_pid = 100,
		.init_start = 5000,
		.watch_pid = 101,
		.watch_start = 5001,
	};
	cleanup_free char *text = NULL;
	struct jail_rec_if *f;

	(void)state;
	rec.name = strdup("www");
	put(&rec.params, "path", "/jails/www");
	put(&rec.params, "persist", "1");
	f = jail_rec_if_add(&rec, "em0");
	assert_non_null(f);
	f->index = 4;
	assert_int_equal(strv_add(&f->altnames, "enp0s1"), 0);
	assert_int_equal(strv_add(&rec.workdirs, "/a.work"), 0);
	text = jail_rec_format(&rec);
	assert_string_equal(text, want);
}

/* A sound record with one member of it exchanged for @json; NULL: left out */
static char *with_member(const char *member, const char *json)
{
	static const struct {
		const char *name, *json;
	} sound[] = {
		{ "jid", "5" },
		{ "name", "\"www\"" },
		{ "state", "\"active\"" },
		{ "params", "{}" },
		{ "ifs", "[]" },
		{ "workdirs", "[]" },
	};
	cleanup_strv struct strv all = { 0 };
	cleanup_free char *inner = NULL;
	char *text;

	for (size_t i = 0; i < ARRAY_SIZE(sound); i++) {
		bool it = streq(sound[i].name, member);

		if (!it || json)
			assert_int_equal(strv_addf(&all, "\"%s\":%s",
						   sound[i].name,
						   it ? json : sound[i].json),
					 0);
	}
	inner = strv_join(&all, ",");
	assert_true(asprintf(&text, "{%s}", inner) > 0);
	return text;
}

static void damaged(const char *text, int code, const char *words)
{
	static const struct jail_rec untouched = { .jid = 4711, .ids = 4712 };
	struct jail_rec rec = untouched;
	struct errbuf eb = { "" };
	int r = jail_rec_parse(text, &rec, &eb);

	if (r != -code || !streq(eb.msg, words))
		fail_msg("%s: %d, \"%s\"", text, r, eb.msg);
	assert_memory_equal(&rec, &untouched, sizeof(rec));
	assert_int_equal(jail_rec_parse(text, &rec, NULL), -code);
}

static void what_is_no_record_is_said_to_be_damaged(void **state)
{
	static const char *const cases[] = {
		"",
		" ",
		"\n",
		"x",
		"{",
		"{}",
		"[]",
		"[{}]",
		"\"www\"",
		"5",
		"true",
		"null",
		"{\"jid\":5",
		"{\"jid\":5}",
		"{\"jid\":5,\"name\":\"www\"}",
		"{\"jid\":5,\"name\":\"www\",\"state\":\"active\"",
		"{\"jid\" 5}",
		"{'jid'",
		"\xff\xfe",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		damaged(cases[i], EBADMSG, "damaged record");
}

static void members_of_the_wrong_kind_are_damage(void **state)
{
	static const struct {
		const char *member, *json;
	} cases[] = {
		{ "jid", NULL },
		{ "jid", "0" },
		{ "jid", "-1" },
		{ "jid", "null" },
		{ "jid", "\"x\"" },
		{ "jid", "[]" },
		{ "name", NULL },
		{ "name", "null" },
		{ "name", "5" },
		{ "name", "[]" },
		{ "name", "{}" },
		{ "state", NULL },
		{ "state", "null" },
		{ "state", "1" },
		{ "state", "\"\"" },
		{ "state", "\"Active\"" },
		{ "state", "\"active \"" },
		{ "state", "\"dying\"" },
		{ "state", "[\"active\"]" },
		{ "params", NULL },
		{ "params", "null" },
		{ "params", "[]" },
		{ "params", "5" },
		{ "params", "\"path=/\"" },
		{ "params", "{\"path\":\"/\"}" },
		{ "params", "{\"path\":null}" },
		{ "params", "{\"path\":{}}" },
		{ "params", "{\"path\":[null]}" },
		{ "params", "{\"path\":[5]}" },
		{ "params", "{\"path\":[[\"/\"]]}" },
		{ "ifs", "{}" },
		{ "ifs", "\"em0\"" },
		{ "ifs", "[\"em0\"]" },
		{ "ifs", "[null]" },
		{ "ifs", "[{}]" },
		{ "ifs", "[{\"name\":5,\"altnames\":[]}]" },
		{ "ifs", "[{\"name\":\"em0\",\"altnames\":\"x\"}]" },
		{ "ifs", "[{\"name\":\"em0\",\"altnames\":[5]}]" },
		{ "ifs", "[{\"name\":\"em0\",\"altnames\":[]},5]" },
		{ "workdirs", "{}" },
		{ "workdirs", "\"/x\"" },
		{ "workdirs", "[null]" },
		{ "workdirs", "[\"/x\",7]" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free char *text =
			with_member(cases[i].member, cases[i].json);

		damaged(text, EBADMSG, "damaged record");
	}
}

static void parameters_nobody_knows_are_named(void **state)
{
	static const struct {
		const char *json;
		int code;
		const char *words;
	} cases[] = {
		{ "{\"nosuch\":[\"1\"]}", ENOENT, "unknown parameter: nosuch" },
		{ "{\"\":[]}", ENOENT, "unknown parameter: " },
		{ "{\"persist\":[\"maybe\"]}", EINVAL,
		  "persist: unknown boolean value \"maybe\"" },
		{ "{\"jid\":[]}", EINVAL, "jid: non-integer value \"\"" },
		{ "{\"path\":[\"/\"],\"ip4.addr\":[\"x\"]}", EINVAL,
		  "ip4.addr: not an IPv4 address: x" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free char *text = with_member("params", cases[i].json);

		damaged(text, cases[i].code, cases[i].words);
	}
}

static void a_record_cut_anywhere_is_never_taken(void **state)
{
	cleanup_jail_rec struct jail_rec rec = { .jid = 5 };
	cleanup_free char *text = NULL;
	size_t len;

	(void)state;
	rec.name = strdup("www");
	put(&rec.params, "path", "/jails/www");
	assert_non_null(jail_rec_if_add(&rec, "em0"));
	text = jail_rec_format(&rec);
	for (len = strlen(text); len-- > 0;) {
		struct errbuf eb;

		text[len] = '\0';
		assert_int_equal(jail_rec_parse(text, &rec, &eb), -EBADMSG);
		assert_string_equal(eb.msg, "damaged record");
	}
}

static void what_is_unknown_to_us_is_passed_over(void **state)
{
	cleanup_jail_rec struct jail_rec got = { 0 };
	cleanup_free char *text =
		with_member("workdirs", "[\"/x\"],\"later\":{\"a\":[1]}");

	(void)state;
	assert_int_equal(jail_rec_parse(text, &got, NULL), 0);
	assert_int_equal(got.workdirs.n, 1);
}

static void lists_that_are_not_there_are_empty(void **state)
{
	static const char *const members[] = { "ifs", "workdirs" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
		cleanup_jail_rec struct jail_rec got = { 0 };
		cleanup_free char *text = with_member(members[i], NULL);

		assert_int_equal(jail_rec_parse(text, &got, NULL), 0);
		assert_int_equal(got.nifs, 0);
		assert_int_equal(got.workdirs.n, 0);
	}
}

static void nothing_is_given_back_twice(void **state)
{
	struct jail_rec rec = { .jid = 5 };

	(void)state;
	rec.name = strdup("x");
	assert_non_null(jail_rec_if_add(&rec, "em0"));
	jail_rec_done(&rec);
	assert_int_equal(rec.jid, 0);
	assert_null(rec.name);
	assert_int_equal(rec.nifs, 0);
	jail_rec_done(&rec);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_come_back),
		cmocka_unit_test(every_state_and_every_flag_comes_back),
		cmocka_unit_test(any_text_comes_back),
		cmocka_unit_test(every_parameter_comes_back),
		cmocka_unit_test(an_empty_list_is_not_no_list),
		cmocka_unit_test(interfaces_keep_their_order_and_details),
		cmocka_unit_test(interfaces_are_forgotten_one_by_one),
		cmocka_unit_test(the_form_on_disk_is_what_older_versions_wrote),
		cmocka_unit_test(what_is_no_record_is_said_to_be_damaged),
		cmocka_unit_test(members_of_the_wrong_kind_are_damage),
		cmocka_unit_test(parameters_nobody_knows_are_named),
		cmocka_unit_test(a_record_cut_anywhere_is_never_taken),
		cmocka_unit_test(what_is_unknown_to_us_is_passed_over),
		cmocka_unit_test(lists_that_are_not_there_are_empty),
		cmocka_unit_test(nothing_is_given_back_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
