/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ifname.c - Long interface names, against the running kernel */

#include <errno.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "nl/ifname.h"
#include "kernel/links.h"
#include "unit/test.h"

#define LONG_A "e0a_a-very-long-jail-name"
#define LONG_B "e0b_a-very-long-jail-name"

static int full_index(struct nl *where, const char *name)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = ifname_find(where, name, &l, NULL);

	return r < 0 ? r : l.index;
}

static int add_bridge(const char *name, struct errbuf *eb)
{
	const struct nl_link_new req = { .kind = "bridge", .name = name };

	return ifname_link_add(nl, &req, eb);
}

static int add_pair(int netns_fd)
{
	const struct nl_link_new req = { .kind = "veth",
					 .name = LONG_A,
					 .peer_name = LONG_B,
					 .peer_netns_fd = netns_fd };

	return ifname_link_add(nl, &req, NULL);
}

static void both_ends_get_their_long_names(void **state)
{
	cleanup_nl_link struct nl_link a = { 0 };
	struct errbuf eb;

	(void)state;
	assert_int_equal(add_pair(-1), 0);
	assert_int_equal(nl_link_get(nl, LONG_A, 0, &a, &eb), 0);
	assert_string_equal(ifname_full(&a), LONG_A);
	assert_int_equal(full_index(nl, LONG_B), a.link);
	assert_int_equal(add_pair(-1), -EEXIST);
	assert_int_equal(add_bridge(LONG_B, &eb), -EEXIST);
	assert_string_equal(eb.msg, LONG_B ": File exists");
}

static void a_peer_elsewhere_gets_its_long_name_there(void **state)
{
	cleanup_close int far_fd = netns_another();
	cleanup_nl struct nl *far = NULL;

	(void)state;
	assert_int_equal(nl_open_at(far_fd, &far, NULL), 0);
	assert_int_equal(add_pair(far_fd), 0);
	assert_true(full_index(nl, LONG_A) > 0);
	assert_int_equal(full_index(nl, LONG_B), -ENODEV);
	assert_true(full_index(far, LONG_B) > 0);
}

static void one_left_without_its_long_name_is_found(void **state)
{
	cleanup_nl_link struct nl_link l = { 0 };
	char made[IFNAMSIZ];

	(void)state;
	ifname_short(LONG_A, 0, made);
	assert_int_equal(add_bridge(made, NULL), 0);
	assert_int_equal(nl_link_get(nl, LONG_A, 0, &l, NULL), -ENODEV);
	assert_int_equal(ifname_find(nl, LONG_A, &l, NULL), 0);
	assert_string_equal(ifname_full(&l), LONG_A);
	assert_int_equal(add_bridge(LONG_A, NULL), -EEXIST);
}

static void a_rename_forgets_the_name_before(void **state)
{
	int index;

	(void)state;
	assert_int_equal(add_bridge("bridge0", NULL), 0);
	index = full_index(nl, "bridge0");
	assert_int_equal(ifname_rename(nl, index, LONG_A, NULL), 0);
	assert_int_equal(full_index(nl, LONG_A), index);
	assert_int_equal(full_index(nl, "bridge0"), -ENODEV);
	assert_int_equal(ifname_rename(nl, index, LONG_B, NULL), 0);
	assert_int_equal(full_index(nl, LONG_B), index);
	assert_int_equal(full_index(nl, LONG_A), -ENODEV);
	assert_int_equal(ifname_rename(nl, index, LONG_B, NULL), 0);
	assert_int_equal(ifname_rename(nl, index, "br9", NULL), 0);
	assert_int_equal(full_index(nl, "br9"), index);
	assert_int_equal(full_index(nl, LONG_B), -ENODEV);
}

static void a_rename_to_a_taken_name_changes_nothing(void **state)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int index;

	(void)state;
	assert_int_equal(add_bridge(LONG_A, NULL), 0);
	assert_int_equal(add_bridge("bridge0", NULL), 0);
	assert_int_equal(add_bridge("bridge1", NULL), 0);
	index = full_index(nl, "bridge0");
	assert_int_equal(ifname_rename(nl, index, LONG_A, NULL), -EEXIST);
	assert_int_equal(ifname_rename(nl, index, "bridge1", NULL), -EEXIST);
	assert_int_equal(ifname_rename(nl, index, "a/b", NULL), -EINVAL);
	assert_int_equal(nl_link_get(nl, NULL, index, &l, NULL), 0);
	assert_string_equal(l.name, "bridge0");
	assert_int_equal(l.altnames.n, 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, here, gone)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(both_ends_get_their_long_names),
		T(a_peer_elsewhere_gets_its_long_name_there),
		T(one_left_without_its_long_name_is_found),
		T(a_rename_forgets_the_name_before),
		T(a_rename_to_a_taken_name_changes_nothing),
	};

	netns_enter();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
