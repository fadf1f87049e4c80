/* SPDX-License-Identifier: BSD-2-Clause */
/* test-sysctl.c - The tables of sysctl names hold what they promise */

#include "test.h"

#include <errno.h>
#include <stdlib.h>

#include "../../cmd/sysctl/oid.h"
#include "base/cleanup.h"
#include "base/util.h"

static struct oid_list oids;

static int fill(void **state)
{
	(void)state;
	return oid_list_init(&oids);
}

static int empty(void **state)
{
	(void)state;
	oid_list_done(&oids);
	return 0;
}

static void every_name_is_there_once(void **state)
{
	(void)state;
	assert_true(oids.n > 100);
	for (size_t i = 0; i < oids.n; i++)
		assert_ptr_equal(oid_find(&oids, oids.v[i]->name), oids.v[i]);
}

static void no_name_is_a_node_too(void **state)
{
	(void)state;
	for (size_t i = 0; i < oids.n; i++) {
		const char *name = oids.v[i]->name;

		if (str_starts(name, "security.jail.param."))
			continue; /* "allow" is, and "allow.mount" */
		for (size_t j = 0; j < oids.n; j++)
			assert_true(i == j || !oid_in(oids.v[j], name));
	}
}

static void entries_are_complete(void **state)
{
	(void)state;
	for (size_t i = 0; i < oids.n; i++) {
		const struct oid *o = oids.v[i];
		bool star = o->path && strchr(o->path, '*');

		assert_non_null(o->descr);
		assert_int_not_equal(o->type, OID_NODE);
		assert_int_equal(star, o->star != NULL);
		assert_false(o->type == OID_OPAQUE && !o->get && !o->value);
		assert_false(o->get && (o->flags & OID_RW) && !o->set);
	}
}

static void nodes_hold_what_is_below_them(void **state)
{
	const struct oid *o = oid_find(&oids, "net.inet.ip.ttl");

	(void)state;
	assert_true(oid_in(o, "net"));
	assert_true(oid_in(o, "net.inet.ip"));
	assert_true(oid_in(o, "net.inet.ip.ttl"));
	assert_true(oid_in(o, ""));
	assert_false(oid_in(o, "net.inet.i"));
	assert_false(oid_in(o, "net.inet.ip.ttl.x"));
	assert_non_null(oid_node_descr(&oids, "net.inet.ip"));
	assert_null(oid_node_descr(&oids, "net.inet.i"));
	assert_null(oid_node_descr(&oids, "net.inet.ip.ttl"));
}

static void fixed_values_can_be_set_to_themselves_only(void **state)
{
	const struct oid *fixed = oid_find(&oids, "net.link.bridge.ipfw");
	const struct oid *none = oid_find(&oids, "net.inet.icmp.quotelen");
	cleanup_free char *value = NULL;

	(void)state;
	assert_int_equal(oid_get(fixed, &value), 0);
	assert_string_equal(value, "0");
	assert_int_equal(oid_set(fixed, "0"), 0);
	assert_int_equal(oid_set(fixed, "1"), -EOPNOTSUPP);
	assert_false(oid_has_answer(none));
	assert_int_equal(oid_set(none, "1"), -ENOSYS);
}

static void jail_parameters_are_described(void **state)
{
	const struct oid *o =
		oid_find(&oids, "security.jail.param.allow.mount");

	(void)state;
	assert_non_null(o);
	assert_int_equal(o->type, OID_INT);
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(every_name_is_there_once),
		cmocka_unit_test(no_name_is_a_node_too),
		cmocka_unit_test(entries_are_complete),
		cmocka_unit_test(nodes_hold_what_is_below_them),
		cmocka_unit_test(fixed_values_can_be_set_to_themselves_only),
		cmocka_unit_test(jail_parameters_are_described),
	};

	return cmocka_run_group_tests(all, fill, empty);
}
