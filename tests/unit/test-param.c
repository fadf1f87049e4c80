/* SPDX-License-Identifier: BSD-2-Clause */
/* test-param.c - The table of parameters, and sets of values */

#include <errno.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "libjail/param.h"
#include "test.h"

/* Puts "name=word,word" or "name"; the words are split at commas. */
static int put(struct jail_params *ps, const char *text, struct errbuf *eb)
{
	const char *eq = strchr(text, '=');
	size_t len = eq ? (size_t)(eq - text) : strlen(text);
	cleanup_free char *name = strndup(text, len);
	cleanup_strv struct strv words = { 0 };

	assert_non_null(name);
	if (eq && eq[1] == '\0')
		assert_int_equal(strv_add(&words, ""), 0);
	else if (eq)
		assert_int_equal(strv_split(&words, eq + 1, ","), 0);
	return jail_params_put(ps, name, eq ? &words : NULL, eb);
}

static int order(const char *a, const char *b)
{
	bool dotted_a = strchr(a, '.'), dotted_b = strchr(b, '.');

	return dotted_a != dotted_b ? dotted_a - dotted_b : strcmp(a, b);
}

static void the_table_is_in_the_order_of_jls(void **state)
{
	size_t n;
	const struct jail_param_desc *t = jail_param_table(&n);

	(void)state;
	for (size_t i = 1; i < n; i++)
		if (order(t[i - 1].name, t[i].name) >= 0)
			fail_msg("%s before %s", t[i - 1].name, t[i].name);
}

static void every_note_is_one_plain_clause(void **state)
{
	size_t n;
	const struct jail_param_desc *t = jail_param_table(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(t[i].note);

		assert_true(len > 0 && len < 120);
		assert_null(strchr(t[i].note, '\n'));
		assert_true(t[i].note[len - 1] != '.');
	}
}

static void defaults_are_in_normal_form(void **state)
{
	size_t n;
	const struct jail_param_desc *t = jail_param_table(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		cleanup_jail_params struct jail_params ps = { 0 };
		cleanup_strv struct strv def = { 0 };

		if (!t[i].def)
			continue;
		assert_int_equal(strv_add(&def, t[i].def), 0);
		assert_int_equal(jail_params_put(&ps, t[i].name, &def, NULL),
				 0);
		assert_string_equal(jail_params_str(&ps, t[i].name), t[i].def);
	}
}

static void no_forms_are_found_for_booleans_only(void **state)
{
	bool no = false;

	(void)state;
	assert_string_equal(jail_param_find("allow.nomount", &no)->name,
			    "allow.mount");
	assert_true(no);
	assert_string_equal(jail_param_find("nopersist", &no)->name, "persist");
	assert_true(no);
	assert_string_equal(jail_param_find("persist", &no)->name, "persist");
	assert_false(no);
	assert_null(jail_param_find("nopersist", NULL));
	assert_null(jail_param_find("nopath", &no));
	assert_null(jail_param_find("no.persist", &no));
	assert_null(jail_param_find("allow.mount.", &no));
}

static void values_get_their_normal_form(void **state)
{
	static const struct {
		const char *put, *name, *value; /* NULL: the empty list */
	} good[] = {
		{ "persist", "persist", "1" },
		{ "nopersist", "persist", "0" },
		{ "persist=TRUE", "persist", "1" },
		{ "persist=false", "persist", "0" },
		{ "persist=7", "persist", "1" },
		{ "nopersist=false", "persist", "1" },
		{ "allow.mount.notmpfs", "allow.mount.tmpfs", "0" },
		{ "vnet", "vnet", "new" },
		{ "vnet=", "vnet", "new" },
		{ "ip4=INHERIT", "ip4", "inherit" },
		{ "ip4=0", "ip4", "disable" },
		{ "jid=007", "jid", "7" },
		{ "securelevel=-1", "securelevel", "-1" },
		{ "host.hostid=4294967295", "host.hostid", "4294967295" },
		{ "host.hostname=a,b", "host.hostname", "b" },
		{ "path=", "path", "" },
		{ "path", "path", "" },
		{ "ip4.addr=10.0.0.1", "ip4.addr", "10.0.0.1" },
		{ "ip6.addr=2001:DB8:0::1", "ip6.addr", "2001:db8::1" },
		{ "ip4.addr=", "ip4.addr", NULL },
		{ "ip4.addr=-", "ip4.addr", NULL },
		{ "meta.role=db", "meta", "role=db" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		cleanup_jail_params struct jail_params ps = { 0 };
		const struct strv *value;
		struct errbuf eb;

		assert_int_equal(put(&ps, good[i].put, &eb), 0);
		value = jail_params_get(&ps, good[i].name);
		assert_non_null(value);
		assert_int_equal(value->n, good[i].value ? 1 : 0);
		if (good[i].value)
			assert_string_equal(value->v[0], good[i].value);
	}
}

static void bad_values_are_refused_in_freebsds_words(void **state)
{
	static const struct {
		const char *put;
		int code;
		const char *why;
	} bad[] = {
		{ "nosuch=1", -ENOENT, "unknown parameter: nosuch" },
		{ "nopath", -ENOENT, "unknown parameter: nopath" },
		{ "meta.", -ENOENT, "unknown parameter: meta." },
		{ "path.x", -ENOENT, "unknown parameter: path.x" },
		{ "persist=maybe", -EINVAL,
		  "persist: unknown boolean value \"maybe\"" },
		{ "jid=x1", -EINVAL, "jid: non-integer value \"x1\"" },
		{ "jid", -EINVAL, "jid: non-integer value \"\"" },
		{ "jid=99999999999", -EINVAL,
		  "jid: number too large: 99999999999" },
		{ "vnet=old", -EINVAL, "vnet: unknown jailsys value \"old\"" },
		{ "vnet=3", -EINVAL, "vnet: unknown jailsys value \"3\"" },
		{ "host.hostid=-1", -EINVAL,
		  "host.hostid: number out of range: -1" },
		{ "ip4.addr=10.0.0.1/24", -EINVAL,
		  "ip4.addr: not an IPv4 address: 10.0.0.1/24" },
		{ "ip6.addr=10.0.0.1", -EINVAL,
		  "ip6.addr: not an IPv6 address: 10.0.0.1" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		cleanup_jail_params struct jail_params ps = { 0 };
		struct errbuf eb;

		assert_int_equal(put(&ps, bad[i].put, &eb), bad[i].code);
		assert_string_equal(eb.msg, bad[i].why);
		assert_int_equal(ps.n, 0);
	}
}

static void what_is_put_twice_is_replaced(void **state)
{
	cleanup_jail_params struct jail_params ps = { 0 };

	(void)state;
	assert_int_equal(put(&ps, "vjail.mount=a,b", NULL), 0);
	assert_int_equal(put(&ps, "vjail.mount=c", NULL), 0);
	assert_int_equal(ps.n, 1);
	assert_int_equal(jail_params_get(&ps, "vjail.mount")->n, 1);
}

static void keys_of_meta_are_put_one_by_one(void **state)
{
	cleanup_jail_params struct jail_params ps = { 0 };

	(void)state;
	assert_int_equal(put(&ps, "meta.a=1", NULL), 0);
	assert_int_equal(put(&ps, "meta.ab=2", NULL), 0);
	assert_int_equal(put(&ps, "meta.a=3", NULL), 0);
	assert_string_equal(jail_params_str(&ps, "meta"), "ab=2\na=3");
	assert_int_equal(put(&ps, "meta=x=1", NULL), 0);
	assert_int_equal(put(&ps, "meta.x", NULL), 0);
	assert_string_equal(jail_params_str(&ps, "meta"), "");
}

static void keys_that_are_not_named_stay(void **state)
{
	cleanup_jail_params struct jail_params a = { 0 }, b = { 0 };
	cleanup_jail_params struct jail_params c = { 0 };

	(void)state;
	assert_int_equal(put(&a, "meta=one=1\ntwo=2\nplain\nsix=6", NULL), 0);
	assert_int_equal(put(&b, "meta.two=", NULL), 0);
	assert_int_equal(put(&b, "meta.six", NULL), 0);
	assert_int_equal(put(&b, "env.new=a=b", NULL), 0);
	for (size_t i = 0; i < b.n; i++)
		assert_int_equal(jail_params_add(&c, &b.p[i]), 0);
	assert_int_equal(jail_params_merge(&a, &c), 0);
	assert_string_equal(jail_params_str(&a, "meta"), "one=1\nplain\ntwo=");
	assert_string_equal(jail_params_str(&a, "env"), "new=a=b");
	assert_int_equal(put(&b, "meta=all", NULL), 0);
	assert_int_equal(jail_params_merge(&a, &b), 0);
	assert_string_equal(jail_params_str(&a, "meta"), "all");
}

static void defaults_stand_in_for_what_was_not_put(void **state)
{
	const struct jail_params ps = { 0 };

	(void)state;
	assert_string_equal(jail_params_str(&ps, "path"), "/");
	assert_string_equal(jail_params_str(&ps, "vnet"), "disable");
	assert_string_equal(jail_params_str(&ps, "host.hostname"), "");
	assert_int_equal(jail_params_int(&ps, "securelevel"), -1);
	assert_true(jail_params_bool(&ps, "allow.reserved_ports"));
	assert_false(jail_params_bool(&ps, "allow.raw_sockets"));
	assert_null(jail_params_get(&ps, "path"));
}

static void merging_lets_the_later_set_win(void **state)
{
	cleanup_jail_params struct jail_params a = { 0 }, b = { 0 };

	(void)state;
	assert_int_equal(put(&a, "path=/a", NULL), 0);
	assert_int_equal(put(&a, "persist", NULL), 0);
	assert_int_equal(put(&b, "nopersist", NULL), 0);
	assert_int_equal(put(&b, "name=www", NULL), 0);
	assert_int_equal(jail_params_merge(&a, &b), 0);
	assert_int_equal(a.n, 3);
	assert_string_equal(jail_params_str(&a, "path"), "/a");
	assert_string_equal(jail_params_str(&a, "name"), "www");
	assert_false(jail_params_bool(&a, "persist"));
}

/* Puts words separated by blanks and checks them. */
static int check(const char *text, bool update, struct errbuf *eb)
{
	cleanup_jail_params struct jail_params ps = { 0 };
	cleanup_strv struct strv all = { 0 };

	assert_int_equal(strv_split(&all, text, ";"), 0);
	for (size_t i = 0; i < all.n; i++)
		assert_int_equal(put(&ps, all.v[i], NULL), 0);
	return jail_params_check(&ps, update, eb);
}

static void what_can_be_honoured_passes(void **state)
{
	static const char *const good[] = {
		"",
		"name=www;path=/;vnet;persist;allow.raw_sockets",
		"name=7;jid=7",
		"vnet;vjail.interface=em0 br0,em1 br1 ether 02:00:00:00:00:01",
		"vnet;ip4=inherit",
		"ip4=inherit;ip6=inherit",
		"vnet=inherit",
		"ip4=disable;ip6=disable",
		"allow.mount;allow.mount.tmpfs",
		"allow.nomount;allow.mount.notmpfs",
		"ip4.addr=",
		"children.max=0",
		"allow.suser;allow.unprivileged_proc_debug",
		"allow.settime;allow.mount.zfs;allow.vmm",
		"vjail.root=rw",
		"host;host.hostname=a.example",
		"sysvshm=new;allow.sysvipc",
		"linux.osrelease=3.2.1;osrelease=15.0-RELEASE",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		struct errbuf eb;

		if (check(good[i], false, &eb) < 0)
			fail_msg("%s: %s", good[i], eb.msg);
	}
}

static void what_cannot_be_honoured_is_refused_by_name(void **state)
{
	static const struct {
		const char *put;
		int code;
		const char *why;
	} bad[] = {
		{ "parent=1", EINVAL, "parent: read-only parameter" },
		{ "jid=-1", EINVAL, "negative jid" },
		{ "name=12", EINVAL,
		  "name cannot be numeric (unless it is the jid)" },
		{ "name=12;jid=13", EINVAL,
		  "name cannot be numeric (unless it is the jid)" },
		{ "name=a/b", EINVAL, "a/b: slash in name" },
		{ "path=usr", EINVAL, "path usr: not an absolute pathname" },
		{ "ip4.addr=10.0.0.1", EOPNOTSUPP,
		  "ip4.addr: addresses shared with the host are not supported yet; use vnet, or ip4=inherit" },
		{ "vnet;ip4.addr=10.0.0.1", EINVAL,
		  "vnet jails cannot have IP address restrictions" },
		{ "vnet;ip6=disable", EINVAL,
		  "vnet jails cannot have IP address restrictions" },
		{ "vnet=inherit;ip4.addr=10.0.0.1", EOPNOTSUPP,
		  "ip4.addr: addresses shared with the host are not supported yet; use vnet, or ip4=inherit" },
		{ "allow.mount;allow.mount.notmpfs", EOPNOTSUPP,
		  "allow.mount: Linux cannot tell types apart; it comes with fusefs, nullfs, procfs and tmpfs: deny none of them" },
		{ "allow.mount;allow.mount.nofusefs", EOPNOTSUPP,
		  "allow.mount: Linux cannot tell types apart; it comes with fusefs, nullfs, procfs and tmpfs: deny none of them" },
		{ "allow.mount;vjail.userns=inherit", EOPNOTSUPP,
		  "allow.mount: with vjail.userns=inherit its root could mount the host's disks; not supported" },
		{ "children.max=3", EOPNOTSUPP,
		  "children.max: jails in jails are not supported yet; leave it 0" },
		{ "allow.nosuser", EOPNOTSUPP,
		  "allow.suser: a jail whose root has no privilege cannot be made" },
		{ "securelevel=3", EOPNOTSUPP,
		  "securelevel: 3 would protect packet filters, which root of a jail can change; use 2" },
		{ "enforce_statfs=0", EOPNOTSUPP,
		  "enforce_statfs: a jail sees its own mounts only; use 1 or 2" },
		{ "enforce_statfs=3", EINVAL,
		  "enforce_statfs: must be 1 or 2" },
		{ "sysvshm=inherit", EOPNOTSUPP,
		  "the host's System V IPC cannot be shared; use sysvmsg, sysvsem, sysvshm = new" },
		{ "host=disable", EINVAL, "host: must be new or inherit" },
		{ "host=inherit;host.hostname=x", EINVAL,
		  "host=inherit takes all of host.* from the host" },
		{ "vjail.interface=em0 br0", EINVAL,
		  "vjail.interface: only for jails with vnet" },
		{ "vnet;vjail.interface=em0", EINVAL,
		  "vjail.interface: not `NAME BRIDGE [ether MAC]`: em0" },
		{ "vnet;vjail.interface=em0 br0 mac x", EINVAL,
		  "vjail.interface: not `NAME BRIDGE [ether MAC]`: em0 br0 mac x" },
		{ "vjail.userns=old", EINVAL,
		  "vjail.userns: must be new or inherit" },
		{ "vjail.root=ro", EINVAL,
		  "vjail.root: must be overlay or rw" },
		{ "vjail.root=overlay;path=/x", EOPNOTSUPP,
		  "vjail.root: overlay is only for path=/" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct errbuf eb;

		assert_int_equal(check(bad[i].put, false, &eb), -bad[i].code);
		assert_string_equal(eb.msg, bad[i].why);
	}
}

static void an_update_cannot_change_what_is_made_once(void **state)
{
	struct errbuf eb;

	(void)state;
	assert_int_equal(check("jid=7;persist;host.hostname=x", true, &eb), 0);
	assert_int_equal(check("jid=7;vnet", true, &eb), -EINVAL);
	assert_string_equal(eb.msg, "vnet cannot be changed after creation");
	assert_int_equal(check("name=x;path=/x", true, &eb), -EINVAL);
	assert_string_equal(eb.msg, "path cannot be changed after creation");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_in_the_order_of_jls),
		cmocka_unit_test(every_note_is_one_plain_clause),
		cmocka_unit_test(defaults_are_in_normal_form),
		cmocka_unit_test(no_forms_are_found_for_booleans_only),
		cmocka_unit_test(values_get_their_normal_form),
		cmocka_unit_test(bad_values_are_refused_in_freebsds_words),
		cmocka_unit_test(what_is_put_twice_is_replaced),
		cmocka_unit_test(keys_of_meta_are_put_one_by_one),
		cmocka_unit_test(keys_that_are_not_named_stay),
		cmocka_unit_test(defaults_stand_in_for_what_was_not_put),
		cmocka_unit_test(merging_lets_the_later_set_win),
		cmocka_unit_test(what_can_be_honoured_passes),
		cmocka_unit_test(what_cannot_be_honoured_is_refused_by_name),
		cmocka_unit_test(an_update_cannot_change_what_is_made_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
