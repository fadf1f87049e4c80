/* SPDX-License-Identifier: BSD-2-Clause */
/* test-jail.c - Jails come, change and go; and what they say when they do not */

#include "unit/test.h"

#include <errno.h>
#include <net/if.h>
#include <signal.h>

#include "base/util.h"
#include "kernel/inside.h"
#include "kernel/jails.h"
#include "nl/link.h"
#include "nl/nl.h"

#define NEVER_MS 20000 /* longer than anything here may take */

static int update(int jid, const char *text, struct errbuf *eb)
{
	cleanup_jail_params struct jail_params ps = { 0 };
	int r = jails_params(text, &ps, eb);

	return r < 0 ? r : jail_update(jid, &ps, eb);
}

/* "words" NULL: they are the kernel's own */
static const struct {
	const char *params;
	int code;
	const char *words;
} failures[] = {
	{ "path=/nowhere", ENOENT, "path /nowhere: No such file or directory" },
	{ "path=/run/root/etc/passwd", ENOTDIR,
	  "path /run/root/etc/passwd: Not a directory" },
	{ "path=/run/root/etc/passwd/x", ENOTDIR,
	  "path /run/root/etc/passwd/x: Not a directory" },
	{ "path=run/root", EINVAL, "path run/root: not an absolute pathname" },
	{ "path=/run/loop", ELOOP,
	  "path /run/loop: Too many levels of symbolic links" },
	{ "name=taken", EEXIST, "jail \"taken\" already exists" },
	{ "jid=77", EEXIST, "jail 77 already exists" },
	{ "jid=77;name=other", EEXIST, "jail 77 already exists" },
	{ "name=78", EINVAL, "name cannot be numeric (unless it is the jid)" },
	{ "name=a.b", ENOENT, "jail \"a\" not found" },
	{ "name=taken.b", EPERM, "prison limit exceeded" },
	{ "jid=7;name=7a.b", ENOENT, "jail \"7a\" not found" },
	{ "name=..", EINVAL, "..: empty name" },
	{ "jid=-7", EINVAL, "negative jid" },
	{ "devfs_ruleset=99", EINVAL, "devfs_ruleset: 99: no such ruleset" },
	{ "vjail.devfs_rules=/nowhere", ENOENT,
	  "/nowhere: No such file or directory" },
	{ "vnet;vjail.interface=em0 nosuch", ENXIO,
	  "vjail.interface: nosuch: no such interface" },
	{ "vnet;vjail.interface=em0 lo", EINVAL,
	  "vjail.interface: lo: not a bridge" },
	{ "vnet;vjail.interface=em0 br0 ether 1:2", EINVAL,
	  "vjail.interface: 1:2: not an Ethernet address" },
	{ "vnet;vjail.interface=em0 br0 ether 01:00:00:00:00:01", EINVAL,
	  "vjail.interface: 01:00:00:00:00:01: not an Ethernet address" },
	{ "vnet;vjail.interface=em0 br0 ether 02:00:00:00:00:01:02", EINVAL,
	  "vjail.interface: 02:00:00:00:00:01:02: not an Ethernet address" },
	{ "vnet;vjail.interface=a/b br0", EINVAL,
	  "vjail.interface: a/b: invalid interface name" },
	{ "vjail.mount=nonsense", EINVAL, NULL },
	{ "vjail.mount=tmpfs /elsewhere tmpfs rw 0 0", EINVAL,
	  "/elsewhere: not below the jail's path /run/root" },
	{ "vjail.mount=/x /run/root/mnt ufs rw 0 0", EOPNOTSUPP,
	  "/run/root/mnt: ufs: file system type not supported" },
	{ "vjail.mount=/nowhere /run/root/mnt nullfs rw 0 0", ENOENT,
	  "/nowhere: No such file or directory" },
	{ "vjail.mount=/run /run/root/absent nullfs rw 0 0", ENOENT,
	  "/run/root/absent: No such file or directory" },
	{ "vjail.mount=/run /run/root/mnt nullfs rw,async 0 0", EINVAL,
	  "/run/root/mnt: async: unknown mount option" },
	{ "vjail.mount=tmpfs /run/root/mnt tmpfs size=lots 0 0", EINVAL, NULL },
	{ "vjail.mount=tmpfs /run/root/mnt tmpfs nosuch=1 0 0", EINVAL, NULL },
	{ "vjail.mount=tmpfs /run/root/etc/passwd tmpfs rw 0 0", ENOTDIR,
	  "/run/root/etc/passwd: Not a directory" },
	{ "vjail.mount=fdescfs /run/root/mnt fdescfs rw 0 0", EOPNOTSUPP,
	  "/run/root/mnt: fdescfs can only be at /dev/fd" },
	{ "vjail.mount=proc /run/root/mnt procfs hidepid=2 0 0", EINVAL,
	  "/run/root/mnt: hidepid=2: unknown mount option" },
	{ "vjail.mount=devfs /run/root/mnt devfs ruleset=x 0 0", EINVAL,
	  "/run/root/mnt: ruleset=x: no such ruleset" },
	{ "vjail.mount=devfs /run/root/mnt devfs ruleset= 0 0", EINVAL,
	  "/run/root/mnt: ruleset=: no such ruleset" },
	{ "vjail.mount=devfs /run/root/mnt devfs ruleset=99 0 0", EINVAL,
	  "/run/root/mnt: ruleset=99: no such ruleset" },
	{ "vjail.mount=devfs /run/root/mnt devfs ruleset=-4 0 0", EINVAL,
	  "/run/root/mnt: ruleset=-4: no such ruleset" },
	{ "vjail.mount=devfs /run/root/mnt devfs nosuch 0 0", EINVAL,
	  "/run/root/mnt: nosuch: unknown mount option" },
	{ "vjail.mount=/nowhere /run/root/mnt unionfs rw 0 0", ENOENT, NULL },
};

static void what_cannot_be_made_says_why_and_leaves_nothing(void **state)
{
	(void)state;
	(void)jails_must_create("name=taken;jid=77");
	for (size_t i = 0; i < ARRAY_SIZE(failures); i++) {
		struct errbuf eb = { "" };
		int r = jails_create(failures[i].params, &eb);

		if (r != -failures[i].code ||
		    (failures[i].words && !streq(eb.msg, failures[i].words)))
			fail_msg("%s: %d, %s", failures[i].params, r, eb.msg);
		assert_true(eb.msg[0] != '\0');
		assert_int_equal(jail_next(0, true, NULL), 77);
		assert_int_equal(jail_next(77, true, NULL), 0);
	}
}

static void jails_are_found_by_name_and_number(void **state)
{
	static const struct {
		const char *what;
		int jid;
		const char *words;
	} cases[] = {
		{ "www", 5, NULL },
		{ "5", 5, NULL },
		{ "0005", 5, NULL },
		{ "6", 6, NULL },
		{ "7", -ENOENT, "jail 7 not found" },
		{ "0", -ENOENT, "jail 0 not found" },
		{ "-5", -ENOENT, "jail \"-5\" not found" },
		{ "ww", -ENOENT, "jail \"ww\" not found" },
		{ "WWW", -ENOENT, "jail \"WWW\" not found" },
		{ "", -ENOENT, "jail \"\" not found" },
		{ "../jails/5", -ENOENT, "jail \"../jails/5\" not found" },
		{ "4294967301", -ENOENT, "jail 4294967301 not found" },
		{ "18446744073709551621", -ENOENT,
		  "jail 18446744073709551621 not found" },
	};

	(void)state;
	assert_int_equal(jails_must_create("name=www;jid=5"), 5);
	assert_int_equal(jails_must_create("jid=6"), 6);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct errbuf eb = { "" };
		int r = jail_find(cases[i].what, &eb);

		if (r != cases[i].jid)
			fail_msg("%s: %d", cases[i].what, r);
		if (cases[i].words)
			assert_string_equal(eb.msg, cases[i].words);
	}
}

static void what_is_known_of_one_is_told(void **state)
{
	cleanup_jail_info struct jail_info info = { 0 };
	int jid = jails_must_create(
		"name=www;vnet;host.hostname=www.example.org");

	(void)state;
	assert_int_equal(jail_info_get(jid, &info, NULL), 0);
	assert_int_equal(info.jid, jid);
	assert_string_equal(info.name, "www");
	assert_int_equal(info.state, JAIL_ACTIVE);
	assert_true(info.init_pid > 1);
	assert_int_equal(jail_of_pid(info.init_pid), jid);
	assert_string_equal(jail_params_str(&info.params, "path"), JAILS_ROOT);
	assert_int_equal(info.vnet_ifs.n, 0);
	assert_int_equal(jail_of_pid(getpid()), 0);
	assert_int_equal(jail_of_pid(0x7fffffff), -ESRCH);
}

static void the_path_is_kept_without_links(void **state)
{
	static const char *const paths[] = { "path=/run/link",
					     "path=/run//root/",
					     "path=/run/root/etc/.." };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
		cleanup_jail_info struct jail_info info = { 0 };
		int jid = jails_must_create(paths[i]);

		assert_int_equal(jail_info_get(jid, &info, NULL), 0);
		assert_string_equal(jail_params_str(&info.params, "path"),
				    JAILS_ROOT);
	}
}

static void they_are_listed_in_order(void **state)
{
	static const int jids[] = { 30, 4, 999, 12 };
	int jid = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(jids); i++) {
		char text[16];

		(void)snprintf(text, sizeof(text), "jid=%d", jids[i]);
		assert_int_equal(jails_must_create(text), jids[i]);
	}
	for (int want = 0; want < 4; want++) {
		static const int order[] = { 4, 12, 30, 999 };

		jid = jail_next(jid, false, NULL);
		assert_int_equal(jid, order[want]);
	}
	assert_int_equal(jail_next(999, false, NULL), 0);
	assert_int_equal(jail_next(-1, false, NULL), 4);
}

static void changes_are_made_or_refused(void **state)
{
	static const struct {
		const char *params;
		int code;
		const char *words;
	} cases[] = {
		{ "host.hostname=new.example.org", 0, NULL },
		{ "meta=a=1", 0, NULL },
		{ "meta.b=2;env.X=y", 0, NULL },
		{ "name=fresh", 0, NULL },
		{ "name=fresh", 0, NULL },
		{ "name=5", 0, NULL }, /* its number */
		{ "name=www", 0, NULL },
		{ "securelevel=0", 0, NULL },
		{ "allow.settime", 0, NULL },
		{ "name=other", EEXIST, "jail \"other\" already exists" },
		{ "name=6", EINVAL,
		  "name cannot be numeric (unless it is the jid)" },
		{ "name=5a.b", ENOENT, "jail \"5a\" not found" },
		{ "name=no.parent", ENOENT, "jail \"no\" not found" },
		{ "name=other.child", EPERM, "prison limit exceeded" },
		{ "path=/", EINVAL, "path cannot be changed after creation" },
		{ "vnet", EINVAL, "vnet cannot be changed after creation" },
		{ "allow.mount", EINVAL,
		  "allow.mount cannot be changed after creation" },
		{ "dying", EINVAL, "dying: read-only parameter" },
		{ "children.max=1", EOPNOTSUPP,
		  "children.max: jails in jails are not supported yet; leave it 0" },
	};
	cleanup_jail_info struct jail_info info = { 0 };

	(void)state;
	assert_int_equal(jails_must_create("name=www;jid=5;host.hostname=old"),
			 5);
	assert_int_equal(jails_must_create("name=other;jid=6"), 6);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct errbuf eb = { "" };
		int r = update(5, cases[i].params, &eb);

		if (r != -cases[i].code)
			fail_msg("%s: %d, %s", cases[i].params, r, eb.msg);
		if (cases[i].words)
			assert_string_equal(eb.msg, cases[i].words);
	}
	assert_int_equal(jail_info_get(5, &info, NULL), 0);
	assert_string_equal(info.name, "www");
	assert_string_equal(jail_params_str(&info.params, "meta"), "a=1\nb=2");
	assert_string_equal(jail_params_str(&info.params, "env"), "X=y");
	assert_int_equal(jail_find("fresh", NULL), -ENOENT);
	assert_int_equal(jail_find("other", NULL), 6);
}

static void a_new_host_name_is_in_force_at_once(void **state)
{
	int jid = jails_must_create("host.hostname=before");
	char cat[] = "/bin/cat", file[] = "/proc/sys/kernel/hostname";
	char *const argv[] = { cat, file, NULL };
	struct jail_exec x = { .jid = jid, .argv = argv };
	static const char *const names[] = { "before", "after", "", "a" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		cleanup_strv struct strv value = { 0 };
		cleanup_jail_params struct jail_params ps = { 0 };
		cleanup_free char *text = NULL;
		int code;

		assert_int_equal(strv_add(&value, names[i]), 0);
		assert_int_equal(
			jail_params_put(&ps, "host.hostname", &value, NULL), 0);
		assert_int_equal(jail_update(jid, &ps, NULL), 0);
		text = jails_run(&x, &code, NULL);
		assert_int_equal(strlen(text), strlen(names[i]) + 1);
		assert_memory_equal(text, names[i], strlen(names[i]));
	}
}

static void the_absent_cannot_be_asked_anything(void **state)
{
	static const int jids[] = { 0, -1, 1, 4711 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(jids); i++) {
		struct errbuf eb;
		char want[32];
		char *name = NULL;
		int jid = jids[i];

		(void)snprintf(want, sizeof(want), "jail %d not found", jid);
		jails_assert_gone(jid);
		assert_int_equal(jail_destroy(jid, &eb), -ENOENT);
		assert_string_equal(eb.msg, want);
		assert_int_equal(jail_persist(jid, true, &eb), -ENOENT);
		assert_string_equal(eb.msg, want);
		assert_int_equal(update(jid, "meta=x", &eb), -ENOENT);
		assert_string_equal(eb.msg, want);
		assert_int_equal(jail_iface_in(jid, "x", &eb), -ENOENT);
		assert_string_equal(eb.msg, want);
		assert_int_equal(jail_iface_out(jid, "x", &name, &eb), -ENOENT);
		assert_string_equal(eb.msg, want);
		assert_int_equal(jail_reap(jid, &eb), 0);
		assert_int_equal(jail_wait_empty(jid, -1, &eb), 1);
		assert_true(jail_signal(jid, SIGKILL, NULL, &eb) < 0);
		assert_int_equal(jail_netns_open(jid, &eb), -ENOENT);
	}
}

static void add_bridge(const char *name)
{
	const struct nl_link_new req = { .kind = "bridge", .name = name };
	cleanup_nl struct nl *nl = NULL;

	assert_int_equal(nl_open(&nl, NULL), 0);
	(void)nl_link_add(nl, &req, NULL);
}

static void a_path_is_exposed_where_all_may_pass(void **state)
{
	static const struct {
		mode_t outer, inner;
		bool exposed;
	} cases[] = {
		{ 0755, 0755, true },  { 0711, 0755, true },
		{ 0700, 0755, false }, { 0755, 0700, false },
		{ 0754, 0755, false }, { 0755, 0750, false },
	};

	(void)state;
	assert_int_equal(mkdir("/run/outer", 0755), 0);
	assert_int_equal(mkdir("/run/outer/inner", 0755), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(chmod("/run/outer", cases[i].outer), 0);
		assert_int_equal(chmod("/run/outer/inner", cases[i].inner), 0);
		assert_int_equal(jail_path_exposed("/run/outer/inner"),
				 cases[i].exposed);
	}
	assert_false(jail_path_exposed("/nowhere"));
	assert_false(jail_path_exposed("/"));
}

static int setup(void **state)
{
	if (jails_make_root(state) < 0 || symlink("loop", "/run/loop") < 0 ||
	    symlink("root", "/run/link") < 0)
		return -1;
	add_bridge("br0");
	return 0;
}

#define T(name) cmocka_unit_test_teardown(name, jails_destroy_all)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(what_cannot_be_made_says_why_and_leaves_nothing),
		T(jails_are_found_by_name_and_number),
		T(what_is_known_of_one_is_told),
		T(the_path_is_kept_without_links),
		T(they_are_listed_in_order),
		T(changes_are_made_or_refused),
		T(a_new_host_name_is_in_force_at_once),
		T(the_absent_cannot_be_asked_anything),
		T(a_path_is_exposed_where_all_may_pass),
	};

	inside_only();
	return cmocka_run_group_tests(tests, setup, NULL);
}
