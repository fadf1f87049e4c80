/* SPDX-License-Identifier: BSD-2-Clause */
/* test-kld.c - FreeBSD's modules are known by all their names */

#include "test.h"

#include <stdlib.h>

#include "../../cmd/kld/kld.h"

static void names_have_paths_and_suffixes(void **state)
{
	const struct kld *k = kld_find("if_bridge");

	(void)state;
	assert_non_null(k);
	assert_ptr_equal(kld_find("if_bridge.ko"), k);
	assert_ptr_equal(kld_find("/boot/kernel/if_bridge.ko"), k);
	assert_null(kld_find("if_bridge.kox"));
	assert_null(kld_find("if_brid"));
	assert_null(kld_find(""));
	assert_null(kld_find(".ko"));
}

static void every_module_is_found_and_has_a_number(void **state)
{
	int last = 1; /* the kernel's */

	(void)state;
	for (const struct kld *k = klds; k->name; k++) {
		assert_ptr_equal(kld_find(k->name), k);
		assert_int_equal(kld_id(k), last + 1);
		last = kld_id(k);
	}
}

static void probes_have_what_they_look_for(void **state)
{
	(void)state;
	for (const struct kld *k = klds; k->name; k++) {
		if (k->probe == PROBE_ALWAYS || k->probe == PROBE_NETFILTER)
			assert_null(k->what);
		else
			assert_non_null(k->what);
	}
}

static void what_has_no_module_is_never_loaded(void **state)
{
	const struct kld *k = kld_find("nullfs");

	(void)state;
	assert_null(k->module);
	assert_false(kld_loaded(k, NULL));
	assert_true(kld_offers(k));
	assert_true(kld_load(k) < 0);
}

static void the_file_of_a_module_is_found_by_its_name(void **state)
{
	static const char dep[] =
		"kernel/net/bridge/br_netfilter.ko: kernel/net/bridge/bridge.ko\n"
		"kernel/net/bridge/bridge.ko.xz: kernel/net/llc/llc.ko\n"
		"kernel/drivers/net/ip-gre.ko:\n"
		"veth.ko:\n"
		"kernel/broken.ko\n";
	static const struct {
		const char *module, *path;
	} want[] = {
		{ "bridge", "kernel/net/bridge/bridge.ko.xz" },
		{ "br_netfilter", "kernel/net/bridge/br_netfilter.ko" },
		{ "ip_gre", "kernel/drivers/net/ip-gre.ko" },
		{ "veth", "veth.ko" },
		{ "llc", NULL },
		{ "broken", NULL },
		{ "bridg", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		char *path = kld_path_in(dep, want[i].module);

		if (want[i].path)
			assert_string_equal(path, want[i].path);
		else
			assert_null(path);
		free(path);
	}
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(names_have_paths_and_suffixes),
		cmocka_unit_test(every_module_is_found_and_has_a_number),
		cmocka_unit_test(probes_have_what_they_look_for),
		cmocka_unit_test(what_has_no_module_is_never_loaded),
		cmocka_unit_test(the_file_of_a_module_is_found_by_its_name),
	};

	return cmocka_run_group_tests(all, NULL, NULL);
}
