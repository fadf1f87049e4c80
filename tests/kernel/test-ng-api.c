/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ng-api.c - A program written for FreeBSD's libnetgraph works */

#include <errno.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "netgraph.h"
#include "netgraph/ng_hub.h"
#include "netgraph/ng_socket.h"

struct pair {
	int cs, ds;
};

static void open_named(struct pair *p, const char *name)
{
	assert_int_equal(NgMkSockNode(name, &p->cs, &p->ds), 0);
}

static void connect_to(const struct pair *p, const char *path,
		       const char *ourhook, const char *peerhook)
{
	struct ngm_connect m = { 0 };

	(void)snprintf(m.path, sizeof(m.path), "%s", path);
	(void)snprintf(m.ourhook, sizeof(m.ourhook), "%s", ourhook);
	(void)snprintf(m.peerhook, sizeof(m.peerhook), "%s", peerhook);
	assert_return_code(NgSendMsg(p->cs, ".", NGM_GENERIC_COOKIE,
				     NGM_CONNECT, &m, sizeof(m)),
			   errno);
}

static void close_both(struct pair *p)
{
	(void)close(p->cs);
	(void)close(p->ds);
}

static void wait_readable(int fd)
{
	struct timeval soon = { .tv_sec = 5 };
	fd_set set;

	FD_ZERO(&set);
	FD_SET(fd, &set);
	assert_int_equal(select(fd + 1, &set, NULL, NULL, &soon), 1);
}

static void messages_are_answered(void **state)
{
	struct {
		struct ng_mesg m;
		char room[4096];
	} reply;
	const struct nodeinfo *info = (const void *)reply.m.data;
	char path[NG_PATHSIZ];
	struct pair a;
	int token;

	(void)state;
	open_named(&a, "alpha");
	token = NgSendMsg(a.cs, ".:", NGM_GENERIC_COOKIE, NGM_NODEINFO, NULL,
			  0);
	assert_true(token >= 0);
	wait_readable(a.cs);
	assert_true(NgRecvMsg(a.cs, &reply.m, sizeof(reply), path) > 0);
	assert_int_equal(reply.m.header.token, token);
	assert_int_equal(reply.m.header.flags, NGF_RESP);
	assert_string_equal(info->name, "alpha");
	assert_string_equal(info->type, "socket");
	assert_int_equal(path[0], '[');
	close_both(&a);
}

static void errors_are_netgraphs(void **state)
{
	struct pair a;

	(void)state;
	open_named(&a, NULL);
	assert_int_equal(NgSendMsg(a.cs, "nobody:", NGM_GENERIC_COOKIE,
				   NGM_SHUTDOWN, NULL, 0),
			 -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(NgSendAsciiMsg(a.cs, ".", "nonsense"), -1);
	assert_int_equal(errno, ENOSYS);
	assert_int_equal(NgNameNode(a.cs, ".", "a.b"), -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(NgSendMsg(STDIN_FILENO, ".", 0, 0, NULL, 0), -1);
	close_both(&a);
}

static void name_is_the_socket_s(void **state)
{
	struct sockaddr_ng sg = { 0 };
	socklen_t len = sizeof(sg);
	struct pair a;

	(void)state;
	open_named(&a, "beta");
	assert_int_equal(getsockname(a.cs, (struct sockaddr *)&sg, &len), 0);
	assert_string_equal(sg.sg_data, "beta");
	close_both(&a);
}

/* Every length that a frame can have, and more. */
static void packets_of_any_length_arrive(void **state)
{
	static const size_t lengths[] = { 1,  13,   14,	  15,	33,   34,
					  60, 1500, 4000, 9000, 65000 };
	static unsigned char out[65536], in[65536];
	char hook[NG_HOOKSIZ];
	struct pair a, b;

	(void)state;
	for (size_t i = 0; i < sizeof(out); i++)
		out[i] = (unsigned char)(i * 7 + 1);
	open_named(&a, "a");
	open_named(&b, "b");
	connect_to(&a, "b:", "left", "right");
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		assert_return_code(NgSendData(a.ds, "left", out, lengths[i]),
				   errno);
		wait_readable(b.ds);
		assert_int_equal(NgRecvData(b.ds, in, sizeof(in), hook),
				 lengths[i]);
		assert_memory_equal(in, out, lengths[i]);
		assert_string_equal(hook, "right");
	}
	/* With one hook, send(2) itself does. */
	assert_int_equal(send(b.ds, out, 100, 0), 100);
	wait_readable(a.ds);
	assert_int_equal(recv(a.ds, in, sizeof(in), 0), 100);
	assert_memory_equal(in, out, 100);
	close_both(&a);
	close_both(&b);
}

static void hub_copies_to_all_others(void **state)
{
	struct ngm_mkpeer m = { "hub", "h", "0" };
	unsigned char in[100];
	struct pair p[4];

	(void)state;
	for (int i = 0; i < 4; i++)
		open_named(&p[i], NULL);
	assert_return_code(NgSendMsg(p[0].cs, ".", NGM_GENERIC_COOKIE,
				     NGM_MKPEER, &m, sizeof(m)),
			   errno);
	assert_return_code(NgNameNode(p[0].cs, "h", "hub%d", 7), errno);
	for (int i = 1; i < 4; i++) {
		char hook[8];

		(void)snprintf(hook, sizeof(hook), "%d", i);
		connect_to(&p[i], "hub7:", "h", hook);
	}
	for (int from = 0; from < 4; from++) {
		assert_return_code(NgSendData(p[from].ds, "h",
					      (const unsigned char *)"hello",
					      5),
				   errno);
		for (int i = 0; i < 4; i++) {
			if (i == from)
				continue;
			wait_readable(p[i].ds);
			assert_int_equal(
				NgRecvData(p[i].ds, in, sizeof(in), NULL), 5);
		}
		assert_int_equal(recv(p[from].ds, in, sizeof(in), MSG_DONTWAIT),
				 -1);
	}
	for (int i = 0; i < 4; i++)
		close_both(&p[i]);
}

static void messages_reach_programs(void **state)
{
	struct {
		struct ng_mesg m;
		char room[100];
	} got;
	char path[NG_PATHSIZ];
	struct pair a, b;

	(void)state;
	open_named(&a, "asker");
	open_named(&b, "teller");
	assert_return_code(NgSendMsg(a.cs, "teller:", 4711, 1, "why", 4),
			   errno);
	wait_readable(b.cs);
	assert_true(NgRecvMsg(b.cs, &got.m, sizeof(got), path) > 0);
	assert_string_equal(got.m.data, "why");
	assert_return_code(NgSendReplyMsg(b.cs, path, &got.m, "because", 8),
			   errno);
	wait_readable(a.cs);
	assert_true(NgRecvMsg(a.cs, &got.m, sizeof(got), path) > 0);
	assert_string_equal(got.m.data, "because");
	assert_int_equal(got.m.header.flags, NGF_RESP);
	close_both(&a);
	close_both(&b);
}

/* The descriptors outlive the program that made them, if another has them. */
static void another_program_uses_them(void **state)
{
	struct pair a;
	int status = 0;
	pid_t pid;

	(void)state;
	open_named(&a, "handed");
	pid = fork();
	if (pid == 0) {
		char cs[12], ds[12];

		(void)snprintf(cs, sizeof(cs), "%d", a.cs);
		(void)snprintf(ds, sizeof(ds), "%d", a.ds);
		execl("/proc/self/exe", "child", cs, ds, (char *)NULL);
		_exit(99);
	}
	close_both(&a);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), 0);
}

static int child(char **argv)
{
	struct ngm_mkpeer m = { "echo", "e", "x" };
	int cs = atoi(argv[1]), ds = atoi(argv[2]);
	unsigned char buf[16];

	if (NgSendMsg(cs, ".", NGM_GENERIC_COOKIE, NGM_MKPEER, &m, sizeof(m)) <
	    0)
		return 1;
	if (NgSendData(ds, "e", (const unsigned char *)"back", 4) < 0)
		return 2;
	wait_readable(ds);
	if (NgRecvData(ds, buf, sizeof(buf), NULL) != 4)
		return 3;
	return NgNameNode(cs, "handed:", "%s", "other") < 0 ? 4 : 0;
}

static void node_goes_with_its_program(void **state)
{
	struct pair a, b;

	(void)state;
	open_named(&a, "dying");
	close_both(&a);
	open_named(&b, "looking");
	assert_int_equal(NgSendMsg(b.cs, "dying:", NGM_GENERIC_COOKIE,
				   NGM_NODEINFO, NULL, 0),
			 -1);
	assert_int_equal(errno, ENOENT);
	close_both(&b);
}

/* Who looked before sees it gone as well, and its hook with it. */
static void others_see_at_once_that_it_went(void **state)
{
	struct {
		struct ng_mesg m;
		char room[4096];
	} reply;
	const struct namelist *l = (const void *)reply.m.data;
	struct pair a, b;

	(void)state;
	open_named(&a, "staying");
	open_named(&b, "dying");
	connect_to(&a, "dying:", "left", "right");
	close_both(&b);
	assert_true(NgSendMsg(a.cs, ".", NGM_GENERIC_COOKIE, NGM_LISTNODES,
			      NULL, 0) >= 0);
	assert_true(NgRecvMsg(a.cs, &reply.m, sizeof(reply), NULL) > 0);
	for (uint32_t i = 0; i < l->numnames; i++)
		assert_string_not_equal(l->nodeinfo[i].name, "dying");
	assert_int_equal(
		NgSendData(a.ds, "left", (const unsigned char *)"x", 1), -1);
	assert_int_equal(errno, EHOSTUNREACH);
	close_both(&a);
}

/* What its hook is connected to is its first, for want of a name. */
/* Somebody shuts it down: an end of file, and no more of anything */
static void shutdown_is_heard(void **state)
{
	struct pair a, b;
	struct ng_mesg m;
	unsigned char byte = 1;
	char hook[NG_HOOKSIZ];

	(void)state;
	open_named(&a, "a");
	open_named(&b, "b");
	connect_to(&a, "b:", "x", "y");
	assert_return_code(NgSendMsg(b.cs, "a:", NGM_GENERIC_COOKIE,
				     NGM_SHUTDOWN, NULL, 0),
			   errno);
	wait_readable(a.cs);
	assert_int_equal(NgRecvMsg(a.cs, &m, sizeof(m), NULL), 0);
	wait_readable(a.ds);
	assert_int_equal(NgRecvData(a.ds, &byte, sizeof(byte), hook), 0);
	assert_string_equal(hook, "");
	close_both(&b);
	assert_int_equal(
		NgSendMsg(a.cs, ".", NGM_GENERIC_COOKIE, NGM_NODEINFO, NULL, 0),
		-1);
	assert_int_equal(errno, ENOTCONN);
	assert_int_equal(NgSendData(a.ds, "x", &byte, sizeof(byte)), -1);
	assert_int_equal(errno, ENOTCONN);
	close_both(&a);
}

/* The last hook of one that does not linger takes it along. */
static void not_lingering_is_heard(void **state)
{
	const struct ngm_rmhook hook = { "x" };
	struct pair a, b;
	struct ng_mesg m;

	(void)state;
	open_named(&a, "a");
	open_named(&b, "b");
	connect_to(&a, "b:", "x", "y");
	assert_return_code(NgSendMsg(a.cs, ".", NGM_SOCKET_COOKIE,
				     NGM_SOCK_CMD_NOLINGER, NULL, 0),
			   errno);
	assert_return_code(NgSendMsg(b.cs, "a:", NGM_GENERIC_COOKIE, NGM_RMHOOK,
				     &hook, sizeof(hook)),
			   errno);
	wait_readable(a.cs);
	assert_int_equal(NgRecvAsciiMsg(a.cs, &m, sizeof(m), NULL), 0);
	close_both(&a);
	close_both(&b);
}

static void hooks_need_names_when_there_are_several(void **state)
{
	unsigned char in[16];
	struct pair a, b;

	(void)state;
	open_named(&a, "a");
	open_named(&b, "b");
	assert_int_equal(NgSendData(a.ds, "", in, 1), -1);
	assert_int_equal(errno, EDESTADDRREQ);
	connect_to(&a, "b:", "one", "1");
	assert_return_code(NgSendData(a.ds, "", (const unsigned char *)"x", 1),
			   errno);
	assert_int_equal(NgRecvData(b.ds, in, sizeof(in), NULL), 1);
	connect_to(&a, "b:", "two", "2");
	assert_int_equal(NgSendData(a.ds, "", in, 1), -1);
	assert_int_equal(errno, EDESTADDRREQ);
	close_both(&a);
	close_both(&b);
}

/* Its queue holds so many messages, and no more. */
static void full_queue_is_told(void **state)
{
	struct pair a, b;
	int n = 0;

	(void)state;
	open_named(&a, "asker");
	open_named(&b, "deaf");
	while (n < 100000 && NgSendMsg(a.cs, "deaf:", 4711, 1, "why", 4) >= 0)
		n++;
	assert_int_equal(errno, ENOBUFS);
	assert_in_range(n, 8, 10000);
	close_both(&a);
	close_both(&b);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_are_answered),
		cmocka_unit_test(errors_are_netgraphs),
		cmocka_unit_test(name_is_the_socket_s),
		cmocka_unit_test(packets_of_any_length_arrive),
		cmocka_unit_test(hub_copies_to_all_others),
		cmocka_unit_test(messages_reach_programs),
		cmocka_unit_test(another_program_uses_them),
		cmocka_unit_test(node_goes_with_its_program),
		cmocka_unit_test(others_see_at_once_that_it_went),
		cmocka_unit_test(shutdown_is_heard),
		cmocka_unit_test(not_lingering_is_heard),
		cmocka_unit_test(hooks_need_names_when_there_are_several),
		cmocka_unit_test(full_queue_is_told),
	};

	if (argc == 3)
		return child(argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
