/* SPDX-License-Identifier: BSD-2-Clause */
/* test-nl.c - Interfaces over rtnetlink, against the running kernel */

#include <errno.h>
#include <net/if_arp.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "kernel/links.h"
#include "unit/test.h"

#define LONG_NAME "a-name-much-longer-than-fifteen-characters"

static void add_bridge(const char *name)
{
	const struct nl_link_new req = { .kind = "bridge", .name = name };

	assert_int_equal(nl_link_add(nl, &req, NULL), 0);
}

static void loopback_is_found_by_name_and_index(void **state)
{
	cleanup_nl_link struct nl_link lo = { 0 };
	cleanup_nl_link struct nl_link same = { 0 };

	(void)state;
	assert_int_equal(nl_link_get(nl, "lo", 0, &lo, NULL), 0);
	assert_string_equal(lo.name, "lo");
	assert_int_equal(lo.type, ARPHRD_LOOPBACK);
	assert_int_equal(lo.link_netnsid, -1);
	assert_non_null(lo.stats64);
	assert_int_equal(nl_link_get(nl, NULL, lo.index, &same, NULL), 0);
	assert_string_equal(same.name, "lo");
}

static void absent_names_are_enodev_in_words(void **state)
{
	static const char *const names[] = { "em7", "", LONG_NAME };
	struct nl_link l;
	struct errbuf eb;

	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(nl_link_get(nl, names[i], 0, &l, &eb),
				 -ENODEV);
	assert_int_equal(nl_link_get(nl, "em7", 0, &l, &eb), -ENODEV);
	assert_string_equal(eb.msg, "em7: No such device");
	assert_int_equal(nl_link_get(nl, NULL, 4711, &l, &eb), -ENODEV);
}

static void a_long_name_is_as_good(void **state)
{
	cleanup_nl_link struct nl_link l = { 0 };
	struct errbuf eb;
	int index;

	(void)state;
	add_bridge("short0");
	index = index_of("short0");
	assert_int_equal(nl_link_altname_add(nl, index, LONG_NAME, &eb), 0);
	assert_int_equal(nl_link_altname_add(nl, index, "other", &eb), 0);
	assert_int_equal(nl_link_altname_add(nl, index, "other", &eb), -EEXIST);
	assert_int_equal(index_of(LONG_NAME), index);
	assert_int_equal(nl_link_get(nl, "other", 0, &l, NULL), 0);
	assert_int_equal(l.index, index);
	assert_int_equal(l.altnames.n, 2);
	assert_true(strv_has(&l.altnames, LONG_NAME));
	assert_int_equal(nl_link_altname_del(nl, index, LONG_NAME, &eb), 0);
	assert_int_equal(index_of(LONG_NAME), -ENODEV);
}

static void a_new_interface_is_as_asked(void **state)
{
	static const uint8_t mac[] = { 2, 0, 0xd2, 1, 2, 3 };
	cleanup_nl_link struct nl_link l = { 0 };
	struct nl_link_new req = {
		.kind = "veth",
		.name = "e0a",
		.change = { .has = NL_LINK_HAS_MTU | NL_LINK_HAS_ADDR |
				   NL_LINK_HAS_MASTER | NL_LINK_HAS_GROUP |
				   NL_LINK_HAS_ALIAS,
			    .flags = IFF_UP,
			    .flags_mask = IFF_UP,
			    .mtu = 1400,
			    .addr = mac,
			    .addr_len = 6,
			    .group = 77,
			    .alias = "the first" },
		.peer_name = "e0b",
		.peer_netns_fd = -1,
	};

	(void)state;
	add_bridge("bridge0");
	req.change.master = index_of("bridge0");
	assert_int_equal(nl_link_add(nl, &req, NULL), 0);
	assert_int_equal(nl_link_get(nl, "e0a", 0, &l, NULL), 0);
	assert_string_equal(l.kind, "veth");
	assert_string_equal(l.master_kind, "bridge");
	assert_string_equal(l.alias, "the first");
	assert_int_equal(l.mtu, 1400);
	assert_int_equal(l.group, 77);
	assert_int_equal(l.addr_len, 6);
	assert_memory_equal(l.addr, mac, 6);
	assert_true(l.flags & IFF_UP);
	assert_int_equal(l.master, req.change.master);
	assert_int_equal(l.link, index_of("e0b"));
	assert_int_equal(nl_link_add(nl, &req, NULL), -EEXIST);
}

static void refusals_name_what_they_refuse(void **state)
{
	struct nl_link_new req = { .kind = "nosuchkind", .name = "x0" };
	struct errbuf eb = { 0 };

	(void)state;
	assert_int_equal(nl_link_add(nl, &req, &eb), -EOPNOTSUPP);
	assert_non_null(strstr(eb.msg, "x0: "));
	req.name = LONG_NAME;
	assert_int_equal(nl_link_add(nl, &req, &eb), -ENAMETOOLONG);
	assert_non_null(strstr(eb.msg, LONG_NAME));
	req = (struct nl_link_new){ .kind = "bridge",
				    .change = { .has = NL_LINK_HAS_ALIAS,
						.alias = "x" } };
	assert_int_equal(nl_link_add(nl, &req, &eb), -EINVAL);
	/* The kernel would say ENOTCONN: its own peer is not there yet. */
	req = (struct nl_link_new){ .kind = "veth",
				    .peer_change = { .flags = IFF_UP,
						     .flags_mask = IFF_UP },
				    .peer_netns_fd = -1 };
	assert_int_equal(nl_link_add(nl, &req, &eb), -EINVAL);
}

static void a_peer_is_made_in_another_namespace(void **state)
{
	cleanup_close int far_fd = netns_another();
	cleanup_nl struct nl *far = NULL;
	cleanup_nl_link struct nl_link near = { 0 };
	struct nl_link_new req = {
		.kind = "veth",
		.name = "e0a",
		.peer_name = "lan0",
		.peer_netns_fd = far_fd,
	};

	(void)state;
	assert_true(far_fd >= 0);
	assert_int_equal(nl_open_at(far_fd, &far, NULL), 0);
	assert_int_equal(nl_link_add(nl, &req, NULL), 0);
	assert_int_equal(index_of("lan0"), -ENODEV);
	assert_true(index_at(far, "lan0") > 0);
	assert_int_equal(nl_link_get(nl, "e0a", 0, &near, NULL), 0);
	assert_int_not_equal(near.link_netnsid, -1);
	assert_int_equal(near.link, index_at(far, "lan0"));
	assert_int_equal(nl_link_del(nl, near.index, NULL), 0);
	assert_int_equal(index_at(far, "lan0"), -ENODEV);
}

static void changes_change_only_what_they_say(void **state)
{
	cleanup_nl_link struct nl_link l = { 0 };
	struct nl_link_change up = { .flags = IFF_UP, .flags_mask = IFF_UP };
	struct nl_link_change name = { .has = NL_LINK_HAS_NAME |
					      NL_LINK_HAS_ALIAS,
				       .name = "lan",
				       .alias = "described" };
	struct nl_link_change unalias = { .has = NL_LINK_HAS_ALIAS,
					  .alias = "" };
	int index;

	(void)state;
	add_bridge("b0");
	index = index_of("b0");
	assert_int_equal(nl_link_set(nl, index, &name, NULL), 0);
	assert_int_equal(nl_link_set(nl, index, &up, NULL), 0);
	assert_int_equal(nl_link_get(nl, NULL, index, &l, NULL), 0);
	assert_string_equal(l.name, "lan");
	assert_string_equal(l.alias, "described");
	assert_true(l.flags & IFF_UP);
	assert_int_equal(l.mtu, 1500);
	nl_link_done(&l);
	assert_int_equal(nl_link_set(nl, index, &unalias, NULL), 0);
	assert_int_equal(nl_link_get(nl, NULL, index, &l, NULL), 0);
	assert_null(l.alias);
	assert_true(l.flags & IFF_UP);
	assert_int_equal(nl_link_set(nl, 4711, &up, NULL), -ENODEV);
}

static void a_move_keeps_the_name_that_is_free(void **state)
{
	cleanup_close int far_fd = netns_another();
	cleanup_nl struct nl *far = NULL;
	const struct nl_link_new em = { .kind = "veth",
					.name = "em3",
					.peer_name = "x",
					.peer_netns_fd = -1 };

	(void)state;
	assert_int_equal(nl_open_at(far_fd, &far, NULL), 0);
	assert_int_equal(nl_link_add(nl, &em, NULL), 0);
	assert_int_equal(
		nl_link_move(nl, index_of("em3"), far_fd, "em%d", NULL), 0);
	assert_int_equal(index_of("em3"), -ENODEV);
	assert_true(index_at(far, "em3") > 0);
}

static void a_move_to_a_taken_name_wants_a_pattern(void **state)
{
	cleanup_close int far_fd = netns_another();
	cleanup_nl struct nl *far = NULL;
	const struct nl_link_new em = { .kind = "veth",
					.name = "em0",
					.peer_name = "x",
					.peer_netns_fd = -1 };
	struct nl_link *links = NULL;
	size_t n = 0;
	int index;

	(void)state;
	assert_int_equal(nl_open_at(far_fd, &far, NULL), 0);
	assert_int_equal(nl_link_add(nl, &em, NULL), 0);
	assert_int_equal(nl_link_add(far, &em, NULL), 0);
	index = index_of("em0");
	assert_int_equal(nl_link_move(nl, index, far_fd, NULL, NULL), -EEXIST);
	assert_int_equal(index_of("em0"), index);
	assert_int_equal(nl_link_move(nl, index, far_fd, "em%d", NULL), 0);
	assert_int_equal(nl_link_list(far, &links, &n, NULL), 0);
	assert_int_equal(n, 4);
	assert_memory_equal(links[n - 1].name, "em", 2);
	assert_string_not_equal(links[n - 1].name, "em0");
	nl_link_list_free(links, n);
}

static void a_group_is_deleted_together(void **state)
{
	struct nl_link_new req = { .kind = "veth",
				   .change = { .has = NL_LINK_HAS_GROUP,
					       .group = 4242 },
				   .peer_netns_fd = -1 };
	struct nl_link *links = NULL;
	size_t n = 0;

	(void)state;
	assert_int_equal(nl_link_del_group(nl, 4242, NULL), -ENODEV);
	for (int i = 0; i < 20; i++)
		assert_int_equal(nl_link_add(nl, &req, NULL), 0);
	assert_int_equal(nl_link_del_group(nl, 4242, NULL), 0);
	assert_int_equal(nl_link_list(nl, &links, &n, NULL), 0);
	assert_int_equal(n, 1);
	nl_link_list_free(links, n);
}

static void a_long_list_is_told_whole(void **state)
{
	struct nl_link_new req = { .kind = "bridge" };
	struct nl_link *links = NULL;
	size_t n = 0;

	(void)state;
	for (int i = 0; i < 200; i++)
		assert_int_equal(nl_link_add(nl, &req, NULL), 0);
	assert_int_equal(nl_link_list(nl, &links, &n, NULL), 0);
	assert_int_equal(n, 201);
	for (size_t i = 0; i < n; i++)
		assert_non_null(links[i].stats64);
	nl_link_list_free(links, n);
}

#define T(name) cmocka_unit_test_setup_teardown(name, here, gone)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(loopback_is_found_by_name_and_index),
		T(absent_names_are_enodev_in_words),
		T(a_long_name_is_as_good),
		T(a_new_interface_is_as_asked),
		T(refusals_name_what_they_refuse),
		T(a_peer_is_made_in_another_namespace),
		T(changes_change_only_what_they_say),
		T(a_move_keeps_the_name_that_is_free),
		T(a_move_to_a_taken_name_wants_a_pattern),
		T(a_group_is_deleted_together),
		T(a_long_list_is_told_whole),
	};

	netns_enter();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
