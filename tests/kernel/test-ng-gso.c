/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ng-gso.c - How long the segments are that an interface takes in one piece */

#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdlib.h>

#include "ng.h"

#define GSO_IPV4_MAX_SIZE 63 /* IFLA_GSO_IPV4_MAX_SIZE */

/* What the kernel says of the interface; 0: it knows no such thing. */
static uint32_t gso(const char *name)
{
	struct {
		struct nlmsghdr h;
		struct ifinfomsg ifi;
	} ask = {
		.h = { .nlmsg_len = sizeof(ask),
		       .nlmsg_type = RTM_GETLINK,
		       .nlmsg_flags = NLM_F_REQUEST },
		.ifi = { .ifi_index = (int)if_nametoindex(name) },
	};
	static _Alignas(struct nlmsghdr) char buf[16384];
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	const struct nlmsghdr *h = (const void *)buf;
	const struct rtattr *a = IFLA_RTA(NLMSG_DATA(h));
	uint32_t v = 0;
	long left;

	assert_true(ask.ifi.ifi_index > 0);
	assert_int_equal(send(fd, &ask, sizeof(ask), 0), sizeof(ask));
	left = recv(fd, buf, sizeof(buf), 0) -
	       (long)NLMSG_SPACE(sizeof(struct ifinfomsg));
	assert_int_equal(h->nlmsg_type, RTM_NEWLINK);
	for (; RTA_OK(a, left); a = RTA_NEXT(a, left))
		if (a->rta_type == GSO_IPV4_MAX_SIZE)
			memcpy(&v, RTA_DATA(a), sizeof(v));
	(void)close(fd);
	return v;
}

/* The oldest kernels have one length for all, and it stays as it is. */
static bool kernel_can(void)
{
	return gso("lo") != 0;
}

static void make_nic(void)
{
	/* NOLINTNEXTLINE(cert-env33-c): fixed words */
	assert_int_equal(system("ip link add em0 type veth peer name wire0"),
			 0);
}

static void among_themselves_they_are_long(void **state)
{
	struct port p;

	(void)state;
	node_make(&p, "eiface", "ether", "first");
	if (kernel_can())
		assert_int_equal(gso("ngeth0"), 196608);
	must(NgSendMsg(p.cs, "first:", NGM_GENERIC_COOKIE, NGM_SHUTDOWN, NULL,
		       0),
	     "shutdown");
	port_close(&p);
}

/* Into a network namespace that ip netns knows, as a jail's would be */
static void in_a_jail_they_are_shortened_too(void **state)
{
	struct port p, nic;
	int home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	int away;

	(void)state;
	make_nic();
	node_make(&p, "eiface", "ether", "first");
	/* NOLINTNEXTLINE(cert-env33-c): fixed words */
	assert_int_equal(system("ip netns add away && "
				"ip link set ngeth0 netns away"),
			 0);
	port_open(&nic, "em0:", "lower");
	away = open("/run/netns/away", O_RDONLY | O_CLOEXEC);
	assert_int_equal(setns(away, CLONE_NEWNET), 0);
	if (kernel_can())
		assert_int_equal(gso("ngeth0"), 65536);
	assert_int_equal(setns(home, CLONE_NEWNET), 0);
	(void)close(home);
	(void)close(away);
	port_close(&p);
	port_close(&nic);
}

static void with_a_nic_they_are_as_a_nic_takes_them(void **state)
{
	struct port p, nic, q;

	(void)state;
	make_nic();
	node_make(&p, "eiface", "ether", "first");
	port_open(&nic, "em0:", "lower");
	node_make(&q, "eiface", "ether", "second");
	if (kernel_can()) {
		assert_int_equal(gso("ngeth0"), 65536);
		assert_int_equal(gso("ngeth1"), 65536);
	}
	port_close(&p);
	port_close(&nic);
	port_close(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ng_test(among_themselves_they_are_long),
		ng_test(in_a_jail_they_are_shortened_too),
		ng_test(with_a_nic_they_are_as_a_nic_takes_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
