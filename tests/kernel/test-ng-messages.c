/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ng-messages.c - Messages of node types that have no words, and limits of
 * those that have */

#include "netgraph/ng_bridge.h"
#include "netgraph/ng_echo.h"
#include "netgraph/ng_socket.h"
#include "ng.h"

#define NOBODYS 12345 /* a cookie */

static void echo_answers_with_what_it_got(void **state)
{
	struct port p;
	struct answer a;
	char from[NG_PATHSIZ];
	int token;

	(void)state;
	node_make(&p, "echo", "any", "echo");
	token = NgSendMsg(p.cs, "echo:", NOBODYS, 77, "some bytes", 11);
	must(token, "NgSendMsg");
	assert_int_equal(NgRecvMsg(p.cs, &a.m, sizeof(a), from),
			 sizeof(a.m) + 11);
	assert_int_equal(a.m.header.typecookie, NOBODYS);
	assert_int_equal(a.m.header.cmd, 77);
	assert_int_equal(a.m.header.flags, NGF_RESP);
	assert_int_equal(a.m.header.token, token);
	assert_string_equal(a.m.data, "some bytes");
	/* But not with what all nodes are to understand */
	assert_int_equal(
		NgSendMsg(p.cs, "echo:", NGM_GENERIC_COOKIE, 99, NULL, 0), -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(ng_refused(p.cs, "echo:", "hello"), ENOSYS);
	port_close(&p);
}

static void others_know_what_is_theirs(void **state)
{
	static const char *const types[] = { "bridge", "hub",	    "tee",
					     "hole",   "split",	    "one2many",
					     "vlan",   "macfilter", "patch",
					     "source" };
	static const char *const hooks[] = { "link0", "a",     "left", "a",
					     "in",    "one",   "x",    "ether",
					     "in",    "output" };
	struct port p;

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		node_make(&p, types[i], hooks[i], "n");
		assert_int_equal(NgSendMsg(p.cs, "n:", NOBODYS, 1, NULL, 0),
				 -1);
		assert_int_equal(errno, EINVAL);
		assert_int_equal(
			NgSendMsg(p.cs, "n:", NGM_BRIDGE_COOKIE, 99, NULL, 0),
			-1);
		assert_int_equal(errno, EINVAL);
		assert_int_equal(ng_refused(p.cs, "n:", "nonsense"), ENOSYS);
		port_close(&p);
		ng_settle();
	}
}

static int socket_says(struct port *p, int cmd)
{
	return NgSendMsg(p->cs, ".", NGM_SOCKET_COOKIE, cmd, NULL, 0);
}

static void rmhook(struct port *p)
{
	(void)ng_say(p->cs, ".", "rmhook { hook=\"p\" }");
}

static void a_program_may_go_with_its_last_hook(void **state)
{
	struct port p;

	(void)state;
	node_make(&p, "hub", "a", "hub");
	must(socket_says(&p, NGM_SOCK_CMD_NOLINGER), "no linger");
	must(socket_says(&p, NGM_SOCK_CMD_LINGER), "linger");
	rmhook(&p);
	must(NgSendMsg(p.cs, ".", NGM_GENERIC_COOKIE, NGM_NODEINFO, NULL, 0),
	     "nodeinfo");
	port_close(&p);
	ng_settle();

	node_make(&p, "hub", "a", "hub");
	must(socket_says(&p, NGM_SOCK_CMD_NOLINGER), "no linger");
	assert_int_equal(socket_says(&p, 9), -1);
	assert_int_equal(errno, EINVAL);
	rmhook(&p);
	assert_int_equal(
		NgSendMsg(p.cs, ".", NGM_GENERIC_COOKIE, NGM_NODEINFO, NULL, 0),
		-1);
	assert_int_equal(errno, ENOTCONN);
	port_close(&p);
	/* The list of programs is whole. */
	ng_settle();
	node_make(&p, "hub", "a", "hub");
	port_close(&p);
}

/* The smallest number of all has no opposite. */
static void links_of_any_number(void **state)
{
	static const int bad[] = { 1, -1, INT32_MAX, INT32_MIN, INT32_MIN + 1 };
	struct port p, up;
	int32_t n;

	(void)state;
	node_make(&p, "bridge", "link0", "br");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(NgSendMsg(p.cs, "br:", NGM_BRIDGE_COOKIE,
					   NGM_BRIDGE_GET_STATS, &bad[i],
					   sizeof(bad[i])),
				 -1);
		assert_int_equal(errno, ENOTCONN);
	}
	port_open(&up, "br:", "uplink2147483648");
	n = INT32_MIN;
	must(NgSendMsg(p.cs, "br:", NGM_BRIDGE_COOKIE, NGM_BRIDGE_CLR_STATS, &n,
		       sizeof(n)),
	     "clrstats");
	assert_int_equal(NgSendMsg(p.cs, "br:", NGM_BRIDGE_COOKIE,
				   NGM_BRIDGE_GET_STATS, &n, 3),
			 -1);
	assert_int_equal(errno, EINVAL);
	port_close(&p);
	port_close(&up);
}

/* Without a name it is the link by which the message comes. */
static void a_host_is_moved_to_who_says_so(void **state)
{
	struct ng_bridge_move_host m = { .addr = { 2, 0, 0, 0, 0, 9 } };
	struct port p[2];

	(void)state;
	node_make(&p[0], "bridge", "link0", "br");
	port_open(&p[1], "br:", "link1");
	must(NgSendMsg(p[1].cs, ".:p", NGM_BRIDGE_COOKIE, NGM_BRIDGE_MOVE_HOST,
		       &m, sizeof(m)),
	     "movehost");
	assert_string_equal(
		ng_say(p[0].cs, "br:", "gettable"),
		"{ numHosts=1 hosts=[ { addr=02:00:00:00:00:09 hook=\"link1\" } ] }");
	assert_int_equal(NgSendMsg(p[1].cs, "br:", NGM_BRIDGE_COOKIE,
				   NGM_BRIDGE_MOVE_HOST, &m, sizeof(m)),
			 -1);
	assert_int_equal(errno, ENOENT);
	port_close(&p[0]);
	port_close(&p[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ng_test(echo_answers_with_what_it_got),
		ng_test(others_know_what_is_theirs),
		ng_test(a_program_may_go_with_its_last_hook),
		ng_test(links_of_any_number),
		ng_test(a_host_is_moved_to_who_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
