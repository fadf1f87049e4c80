/* SPDX-License-Identifier: BSD-2-Clause */
/* test-view.c - What a jail's parameters are shown as */

#include "test.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/utsname.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "libjail/core.h"
#include "libjail/param-view.h"

/* A jail nobody is in, with the parameters "name=value;name" */
static struct jail_info jail(const char *text)
{
	struct jail_info info = { .jid = 7, .state = JAIL_ACTIVE };
	cleanup_strv struct strv all = { 0 };

	info.name = strdup("www");
	assert_int_equal(strv_split(&all, text, ";"), 0);
	for (size_t i = 0; i < all.n; i++) {
		cleanup_strv struct strv value = { 0 };
		char *eq = strchr(all.v[i], '=');

		if (eq) {
			*eq = '\0';
			assert_int_equal(strv_split(&value, eq + 1, "|"), 0);
		}
		assert_int_equal(
			jail_params_put(&info.params, all.v[i], &value, NULL),
			0);
	}
	return info;
}

/* Its own, so that nothing of the registry is wanted */
static void done(struct jail_info *info)
{
	free(info->name);
	jail_params_done(&info->params);
}

/* All of the words, with "|" between; caller frees */
static char *shown(const struct jail_info *info, const char *name)
{
	cleanup_strv struct strv value = { 0 };
	struct errbuf eb = { "" };

	if (jail_view(info, name, &value, &eb) < 0)
		fail_msg("%s: %s", name, eb.msg);
	return strv_join(&value, "|");
}

static void what_was_not_given_is_the_default(void **state)
{
	static const struct {
		const char *name, *value;
	} cases[] = {
		{ "jid", "7" },
		{ "name", "www" },
		{ "parent", "0" },
		{ "path", "/" },
		{ "persist", "0" },
		{ "dying", "0" },
		{ "devfs_ruleset", "0" },
		{ "enforce_statfs", "2" },
		{ "securelevel", "-1" },
		{ "children.cur", "0" },
		{ "children.max", "0" },
		{ "cpuset.id", "0" },
		{ "host", "inherit" },
		{ "vnet", "disable" },
		{ "ip4", "disable" },
		{ "ip6", "disable" },
		{ "ip4.addr", "" },
		{ "ip6.addr", "" },
		{ "ip4.saddrsel", "1" },
		{ "sysvmsg", "disable" },
		{ "linux", "inherit" },
		{ "linux.osname", "Linux" },
		{ "meta", "" },
		{ "env", "" },
		{ "allow.set_hostname", "1" },
		{ "allow.reserved_ports", "1" },
		{ "allow.suser", "1" },
		{ "allow.raw_sockets", "0" },
		{ "allow.mount", "0" },
		{ "allow.mount.tmpfs", "0" },
		{ "vjail.root", "overlay" },
		{ "vjail.userns", "new" },
		{ "vjail.interface", "" },
		{ "vjail.mount", "" },
	};
	struct jail_info info = jail("");

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free char *got = shown(&info, cases[i].name);

		if (!streq(got, cases[i].value))
			fail_msg("%s: %s", cases[i].name, got);
	}
	done(&info);
}

static void what_was_given_is_shown_or_what_it_means(void **state)
{
	static const struct {
		const char *params, *name, *value;
	} cases[] = {
		{ "path=/jails/www", "path", "/jails/www" },
		{ "path=/jails/www", "vjail.root", "rw" },
		{ "path=/", "vjail.root", "overlay" },
		{ "path=/;vjail.root=rw", "vjail.root", "rw" },
		{ "jid=99;name=other", "jid", "7" }, /* the jail knows better */
		{ "jid=99;name=other", "name", "www" },
		{ "persist", "persist", "1" },
		{ "vnet", "vnet", "new" },
		{ "vnet", "ip4",
		  "inherit" }, /* unrestricted, as FreeBSD says */
		{ "vnet", "ip6", "inherit" },
		{ "vnet=inherit", "ip4", "inherit" },
		{ "ip4=inherit", "ip6", "inherit" },
		{ "ip6=inherit", "ip4", "inherit" },
		{ "ip4=disable", "ip4", "disable" },
		{ "allow.mount", "allow.mount.nullfs", "1" },
		{ "allow.mount", "allow.mount.tmpfs", "1" },
		{ "allow.mount", "allow.mount.zfs", "0" },
		{ "allow.mount.tmpfs", "allow.mount", "0" },
		{ "allow.nomount", "allow.mount.procfs", "0" },
		{ "host", "host", "new" },
		{ "host.hostname=x", "host", "new" },
		{ "host.domainname=x", "host", "new" },
		{ "host.hostid=5", "host", "new" },
		{ "host.hostuuid=x", "host", "new" },
		{ "host=inherit", "host", "inherit" },
		{ "host.hostname=www.example.org", "host.hostname",
		  "www.example.org" },
		{ "host.domainname=nis", "host.domainname", "nis" },
		{ "host.domainname=(none)", "host.domainname", "" },
		{ "host.hostname=x", "host.domainname", "" },
		{ "host.hostid=4294967295", "host.hostid", "4294967295" },
		{ "host", "host.hostid", "0" },
		{ "host", "host.hostuuid",
		  "00000000-0000-0000-0000-000000000000" },
		{ "host.hostuuid=some-uuid", "host.hostuuid", "some-uuid" },
		{ "osrelease=15.0-RELEASE", "osrelease", "15.0-RELEASE" },
		{ "osreldate=1500000", "osreldate", "1500000" },
		{ "linux.osrelease=3.2", "linux.osrelease", "3.2" },
		{ "linux.oss_version=1", "linux.oss_version", "1" },
		{ "linux.osname=Lin", "linux.osname", "Lin" },
		{ "vjail.interface=em0 br0|em1 br1", "vjail.interface",
		  "em0 br0|em1 br1" },
		{ "meta=a=1\nb=2", "meta", "a=1\nb=2" },
		{ "meta.role=db", "meta", "role=db" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct jail_info info = jail(cases[i].params);
		cleanup_free char *got = shown(&info, cases[i].name);

		if (!streq(got, cases[i].value))
			fail_msg("%s, %s: %s", cases[i].params, cases[i].name,
				 got);
		done(&info);
	}
}

static void keys_are_shown_one_by_one(void **state)
{
	static const struct {
		const char *name, *value;
		size_t n;
	} cases[] = {
		{ "meta.role", "db", 1 },	 { "meta.tier", "a=b", 1 },
		{ "meta.empty", "", 1 },	 { "meta.rol", "", 0 },
		{ "meta.ROLE", "", 0 },		 { "meta.roles", "", 0 },
		{ "env.PATH", "/bin:/sbin", 1 }, { "env.role", "", 0 },
		{ "meta.a.b", "dotted", 1 },
	};
	struct jail_info info = jail(
		"meta=role=db\ntier=a=b\nempty=\na.b=dotted;env=PATH=/bin:/sbin");

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_strv struct strv value = { 0 };

		assert_int_equal(jail_view(&info, cases[i].name, &value, NULL),
				 0);
		assert_int_equal(value.n, cases[i].n);
		if (value.n)
			assert_string_equal(value.v[0], cases[i].value);
	}
	done(&info);
}

static void what_is_unknown_is_named(void **state)
{
	static const char *const names[] = {
		"nosuch", "",	    "meta.",	     ".meta", "nopersist",
		"path.x", "allow.", "allow.nomount", "PATH",  "metal.key"
	};
	struct jail_info info = jail("meta=a=1");

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		cleanup_strv struct strv value = { 0 };
		char want[64];
		struct errbuf eb;

		(void)snprintf(want, sizeof(want), "unknown parameter: %s",
			       names[i]);
		assert_int_equal(jail_view(&info, names[i], &value, &eb),
				 -ENOENT);
		assert_string_equal(eb.msg, want);
		assert_int_equal(value.n, 0);
	}
	done(&info);
}

static void the_hosts_names_are_shown_where_they_are_shared(void **state)
{
	struct jail_info info = jail("host=inherit");
	cleanup_free char *name = shown(&info, "host.hostname");
	cleanup_free char *domain = shown(&info, "host.domainname");
	cleanup_free char *uuid = shown(&info, "host.hostuuid");
	cleanup_free char *release = shown(&info, "osrelease");
	struct utsname u;

	(void)state;
	assert_int_equal(uname(&u), 0);
	assert_string_equal(name, u.nodename);
	assert_string_equal(domain,
			    streq(u.domainname, "(none)") ? "" : u.domainname);
	assert_int_equal(strlen(uuid), 36);
	for (size_t i = 0; i < 36; i++)
		assert_true(i == 8 || i == 13 || i == 18 || i == 23
				    ? uuid[i] == '-'
				    : strchr("0123456789abcdef", uuid[i]) != 0);
	assert_int_equal(strncmp(release, u.release, 31), 0);
	done(&info);
}

static void states_and_missing_names_are_shown(void **state)
{
	static const struct {
		enum jail_state state;
		const char *dying;
	} cases[] = {
		{ JAIL_CREATING, "0" },
		{ JAIL_ACTIVE, "0" },
		{ JAIL_REMOVING, "1" },
	};
	struct jail_info info = { .jid = 7 };
	cleanup_free char *name = shown(&info, "name");

	(void)state;
	assert_string_equal(name, "7");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free char *dying = NULL;

		info.state = cases[i].state;
		dying = shown(&info, "dying");
		assert_string_equal(dying, cases[i].dying);
	}
}

/* One that has no list form has exactly one word, which can be put again. */
static void every_parameter_can_be_shown_and_put_again(void **state)
{
	size_t n;
	const struct jail_param_desc *table = jail_param_table(&n);
	struct jail_info info = jail("vnet;host;meta.a=1");

	(void)state;
	for (size_t i = 0; i < n; i++) {
		cleanup_jail_params struct jail_params again = { 0 };
		cleanup_strv struct strv value = { 0 };
		bool list = table[i].type == JAIL_PARAM_IP4 ||
			    table[i].type == JAIL_PARAM_IP6 ||
			    table[i].type == JAIL_PARAM_LIST;

		assert_int_equal(jail_view(&info, table[i].name, &value, NULL),
				 0);
		assert_int_equal(value.n, list ? 0 : 1);
		if (jail_params_put(&again, table[i].name, &value, NULL) < 0)
			fail_msg("%s: %s", table[i].name, value.v[0]);
	}
	done(&info);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_not_given_is_the_default),
		cmocka_unit_test(what_was_given_is_shown_or_what_it_means),
		cmocka_unit_test(keys_are_shown_one_by_one),
		cmocka_unit_test(what_is_unknown_is_named),
		cmocka_unit_test(
			the_hosts_names_are_shown_where_they_are_shared),
		cmocka_unit_test(states_and_missing_names_are_shown),
		cmocka_unit_test(every_parameter_can_be_shown_and_put_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
