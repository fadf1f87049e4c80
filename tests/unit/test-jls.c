/* SPDX-License-Identifier: BSD-2-Clause */
/* test-jls.c - What jls(8) prints of jails, to the byte */

#include <json-c/json.h>
#include <stdio.h>
#include <sys/utsname.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "../../cmd/jls/jls.h"
#include "libjail/core.h"
#include "libjail/param-view.h"
#include "test.h"
#include "xo/xo.h"

static void put(struct jail_info *info, const char *name, const char *words)
{
	cleanup_strv struct strv value = { 0 };

	if (words)
		assert_int_equal(strv_split(&value, words, ","), 0);
	assert_int_equal(jail_params_put(&info->params, name, &value, NULL), 0);
}

/* A jail that no process is in: what was given is all there is to know. */
static struct jail_info www(void)
{
	struct jail_info info = { .jid = 7, .state = JAIL_ACTIVE };

	info.name = strdup("www");
	put(&info, "name", "www");
	put(&info, "path", "/jails/www");
	put(&info, "persist", NULL);
	put(&info, "vnet", NULL);
	put(&info, "host.hostname", "www.example.org");
	put(&info, "allow.raw_sockets", NULL);
	put(&info, "vjail.interface", "em0 br0,em1 br1");
	put(&info, "meta", "role=web server\ntier=2");
	return info;
}

/* Its own, so that this needs nothing of the registry */
static void done(struct jail_info *info)
{
	free(info->name);
	jail_params_done(&info->params);
}

/* Header and row as jls would print them; the words of @asked name parameters.
 * Caller frees. */
static char *text_of(const struct jls_format *f, const char *asked,
		     const struct jail_info *info)
{
	cleanup_strv struct strv words = { 0 }, columns = { 0 };
	cleanup_jls_row struct jls_row row = { 0 };
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(strv_split(&words, asked, " "), 0);
	assert_int_equal(jls_columns(f, &words, &columns, NULL), 0);
	assert_int_equal(jls_row_get(info, &columns, &row, NULL), 0);
	jls_text_header(out, f, &columns);
	jls_text_row(out, f, &row);
	assert_int_equal(fclose(out), 0);
	return text;
}

static char *json_of(const struct jls_format *f, const char *asked,
		     const struct jail_info *info, bool pretty)
{
	const struct xo xo = { .json = true, .pretty = pretty };
	cleanup_strv struct strv words = { 0 }, columns = { 0 };
	cleanup_jls_row struct jls_row row = { 0 };
	struct json_object *jails = json_object_new_array();
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(strv_split(&words, asked, " "), 0);
	assert_int_equal(jls_columns(f, &words, &columns, NULL), 0);
	assert_int_equal(jls_row_get(info, &columns, &row, NULL), 0);
	assert_int_equal(json_object_array_add(jails, jls_json_row(f, &row)),
			 0);
	assert_int_equal(jls_json_print(out, jails, &xo), 0);
	assert_int_equal(fclose(out), 0);
	json_object_put(jails);
	return text;
}

static void the_table_has_freebsds_columns(void **state)
{
	const struct jls_format f = { .style = JLS_TABLE };
	struct jail_info info = www();
	cleanup_free char *text = text_of(&f, "", &info);

	(void)state;
	assert_string_equal(
		text,
		"   JID  IP Address      Hostname                      Path\n"
		"     7                  www.example.org               /jails/www\n");
	done(&info);
}

static void a_long_host_name_is_cut_and_does_not_shift_the_path(void **state)
{
	const struct jls_format f = { .style = JLS_TABLE, .by_name = true };
	struct jail_info info = www();
	cleanup_free char *text = NULL;

	(void)state;
	put(&info, "host.hostname", "a-host-name-of-more-than-29-letters.org");
	text = text_of(&f, "", &info);
	assert_string_equal(
		text,
		" JID              IP Address      Hostname                      Path\n"
		" www                              a-host-name-of-more-than-29-l /jails/www\n");
	done(&info);
}

static void verbose_has_four_lines_and_one_per_address(void **state)
{
	const struct jls_format f = { .style = JLS_VERBOSE };
	struct jail_info info = www();
	cleanup_free char *text = NULL;

	(void)state;
	put(&info, "ip4.addr", "10.0.0.1,10.0.0.2");
	put(&info, "ip6.addr", "fd00::1");
	info.state = JAIL_REMOVING;
	text = text_of(&f, "", &info);
	assert_string_equal(text,
			    "   JID  Hostname                      Path\n"
			    "        Name                          State\n"
			    "        CPUSetID\n"
			    "        IP Address(es)\n"
			    "     7  www.example.org               /jails/www\n"
			    "        www                           DYING\n"
			    "        0\n"
			    "        10.0.0.1\n"
			    "        10.0.0.2\n"
			    "        fd00::1\n");
	done(&info);
}

static void parameters_are_printed_as_asked_for(void **state)
{
	static const struct {
		struct jls_format f;
		const char *asked, *text;
	} cases[] = {
		{ { 0 }, "jid name path", "7 www /jails/www\n" },
		{ { 0 }, "persist allow.mount", "true false\n" },
		{ { 0 }, "nopersist", "true\n" },
		{ { 0 }, "ip4.addr vnet", "- new\n" },
		{ { .quoted = true }, "ip4.addr env", "\"\" \"\"\n" },
		{ { .name_value = true },
		  "ip4.addr env",
		  "ip4.addr= env=\"\"\n" },
		{ { .name_value = true },
		  "persist allow.mount.tmpfs jid",
		  "persist allow.mount.notmpfs jid=7\n" },
		{ { .header = true }, "jid name", "jid name\n7 www\n" },
		{ { 0 }, "vjail.interface", "em0 br0,em1 br1\n" },
		{ { .quoted = true },
		  "vjail.interface",
		  "\"em0 br0,em1 br1\"\n" },
		{ { 0 }, "meta.tier meta.none meta.role", "2 - web server\n" },
		{ { .name_value = true, .quoted = true },
		  "meta.role",
		  "meta.role=\"web server\"\n" },
		{ { .name_value = true, .quoted = true, .skip = true },
		  "jid parent dying children.cur cpuset.id name",
		  "jid=7 name=www\n" },
		{ { .name_value = true, .quoted = true, .skip = true },
		  "host host.hostname ip4.addr ip4.saddrsel linux.osname",
		  "host=new host.hostname=www.example.org\n" },
	};
	struct jail_info info = www();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct jls_format f = cases[i].f;
		cleanup_free char *text = NULL;

		f.style = JLS_PARAMS;
		text = text_of(&f, cases[i].asked, &info);
		assert_string_equal(text, cases[i].text);
	}
	done(&info);
}

static void quotes_are_read_back_as_they_were(void **state)
{
	static const struct {
		const char *value, *text;
	} cases[] = {
		{ "plain", "plain\n" },
		{ "two words", "\"two words\"\n" },
		{ "it's", "\"it's\"\n" },
		{ "say \"x\"", "'say \"x\"'\n" },
		{ "it's \"x\"", "\"it's \\\"x\\\"\"\n" },
		{ "a\\b c", "\"a\\\\b c\"\n" },
	};
	const struct jls_format f = { .style = JLS_PARAMS, .quoted = true };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct jail_info info = www();
		cleanup_free char *text = NULL;

		put(&info, "env", cases[i].value);
		text = text_of(&f, "env", &info);
		assert_string_equal(text, cases[i].text);
		done(&info);
	}
}

static void all_is_sorted_and_hides_what_is_internal(void **state)
{
	const struct jls_format f = { .style = JLS_PARAMS, .name_value = true };
	struct jail_info info = www();
	cleanup_free char *text = text_of(&f, "all", &info);
	cleanup_free char *same = text_of(&f, "", &info);

	(void)state;
	assert_true(str_starts(text, "devfs_ruleset=0 nodying "));
	assert_non_null(strstr(text, " vnet=new allow.noadjtime "));
	assert_null(strstr(text, "vjail.mount"));
	assert_string_equal(text, same);
	done(&info);
}

static void what_was_not_given_is_the_default_or_the_hosts(void **state)
{
	const struct jls_format f = { .style = JLS_PARAMS };
	struct jail_info info = { .jid = 3 };
	cleanup_free char *text = NULL, *name = NULL, *want = NULL;
	struct utsname u;

	(void)state;
	text = text_of(&f, "jid name path securelevel enforce_statfs host",
		       &info);
	assert_string_equal(text, "3 3 / -1 2 inherit\n");
	assert_int_equal(uname(&u), 0);
	name = text_of(&f, "host.hostname", &info);
	assert_true(asprintf(&want, "%s\n", u.nodename) > 0);
	assert_string_equal(name, want);
	done(&info);
}

/* What -s shows can be given again, and makes the same. */
static void check_round_trip(struct jail_info *info)
{
	const struct jls_format f = { .style = JLS_PARAMS, .skip = true };
	cleanup_strv struct strv none = { 0 }, columns = { 0 };
	cleanup_jls_row struct jls_row row = { 0 };
	struct jail_info again = { .jid = info->jid };
	cleanup_free char *a = NULL, *b = NULL;
	struct errbuf eb = { 0 };

	assert_int_equal(jls_columns(&f, &none, &columns, NULL), 0);
	assert_int_equal(jls_row_get(info, &columns, &row, NULL), 0);
	for (size_t i = 0; i < row.n; i++)
		if (!row.v[i].skip)
			assert_int_equal(jail_params_put(&again.params,
							 row.v[i].name,
							 &row.v[i].value, &eb),
					 0);
	if (jail_params_check(&again.params, false, &eb) < 0)
		fail_msg("%s", eb.msg);
	again.name = strdup(jail_params_str(&again.params, "name"));
	a = text_of(&f, "all", info);
	b = text_of(&f, "all", &again);
	assert_string_equal(a, b);
	done(&again);
}

static void minus_s_shows_what_makes_the_same_jail(void **state)
{
	struct jail_info vnet = www(), plain = { .jid = 3 }, root = { 0 };

	(void)state;
	check_round_trip(&vnet);
	done(&vnet);

	plain.name = strdup("3");
	put(&plain, "path", "/jails/3");
	put(&plain, "ip4", "inherit");
	check_round_trip(&plain);
	done(&plain);

	root.jid = 4;
	root.name = strdup("root");
	put(&root, "path", "/");
	put(&root, "vjail.root", "rw");
	put(&root, "persist", NULL);
	check_round_trip(&root);
	done(&root);
}

static void json_is_as_libxo_writes_it(void **state)
{
	static const struct {
		struct jls_format f;
		const char *asked, *json;
	} cases[] = {
		{ { .style = JLS_TABLE },
		  "",
		  "{\"jid\":7,\"ipv4\":\"\",\"hostname\":\"www.example.org\",\"path\":\"/jails/www\"}" },
		{ { .style = JLS_TABLE, .by_name = true },
		  "",
		  "{\"name\":\"www\",\"ipv4\":\"\",\"hostname\":\"www.example.org\",\"path\":\"/jails/www\"}" },
		{ { .style = JLS_VERBOSE },
		  "",
		  "{\"jid\":7,\"hostname\":\"www.example.org\",\"path\":\"/jails/www\",\"name\":\"www\",\"state\":\"ACTIVE\",\"cpusetid\":0}" },
		{ { .style = JLS_PARAMS },
		  "jid persist",
		  "{\"jid\":\"7\",\"persist\":\"true\"}" },
		{ { .style = JLS_PARAMS, .name_value = true },
		  "persist",
		  "{\"persist\":true}" },
		{ { .style = JLS_PARAMS },
		  "vjail.interface",
		  "{\"vjail.interface\": [\"em0 br0\",\"em1 br1\"]}" },
		{ { .style = JLS_PARAMS },
		  "meta",
		  "{\"meta\":\"role=web server\\ntier=2\"}" },
		{ { .style = JLS_PARAMS }, "meta.none", "{}" },
	};
	struct jail_info info = www();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free char *text = NULL, *want = NULL;

		text = json_of(&cases[i].f, cases[i].asked, &info, false);
		assert_true(
			asprintf(
				&want,
				"{\"__version\": \"2\", \"jail-information\": {\"jail\": [%s]}}\n",
				cases[i].json) > 0);
		assert_string_equal(text, want);
	}
	done(&info);
}

static void pretty_json_says_the_same(void **state)
{
	const struct jls_format f = { .style = JLS_PARAMS };
	struct jail_info info = www();
	cleanup_free char *plain = json_of(&f, "all", &info, false);
	cleanup_free char *pretty = json_of(&f, "all", &info, true);
	struct json_object *a = json_tokener_parse(plain);
	struct json_object *b = json_tokener_parse(pretty);

	(void)state;
	assert_non_null(strstr(pretty, "\n  \"__version\": \"2\""));
	assert_non_null(a);
	assert_true(json_object_equal(a, b));
	json_object_put(a);
	json_object_put(b);
	done(&info);
}

static void unknown_parameters_are_named(void **state)
{
	const struct jls_format f = { .style = JLS_PARAMS };
	cleanup_strv struct strv words = { 0 }, columns = { 0 };
	struct errbuf eb;

	(void)state;
	assert_int_equal(strv_add(&words, "nosuch"), 0);
	assert_true(jls_columns(&f, &words, &columns, &eb) < 0);
	assert_string_equal(eb.msg, "unknown parameter: nosuch");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_has_freebsds_columns),
		cmocka_unit_test(
			a_long_host_name_is_cut_and_does_not_shift_the_path),
		cmocka_unit_test(verbose_has_four_lines_and_one_per_address),
		cmocka_unit_test(parameters_are_printed_as_asked_for),
		cmocka_unit_test(quotes_are_read_back_as_they_were),
		cmocka_unit_test(all_is_sorted_and_hides_what_is_internal),
		cmocka_unit_test(
			what_was_not_given_is_the_default_or_the_hosts),
		cmocka_unit_test(minus_s_shows_what_makes_the_same_jail),
		cmocka_unit_test(json_is_as_libxo_writes_it),
		cmocka_unit_test(pretty_json_says_the_same),
		cmocka_unit_test(unknown_parameters_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
