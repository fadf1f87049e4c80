/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ng-growth.c - Programs whose graph others make larger, or who may open
 * nothing more */

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "ng.h"
#include "netgraph/ng_hole.h"
#include "netgraph/ng_hub.h"

#define MANY 17000 /* then each chain of an index has new nodes in it */
#define FILES 64
#define HANGING_S 60 /* then something waits for itself */

static void mkpeer(int cs, const char *type, const char *ourhook)
{
	struct ngm_mkpeer m = { .peerhook = "x" };

	(void)snprintf(m.type, sizeof(m.type), "%s", type);
	(void)snprintf(m.ourhook, sizeof(m.ourhook), "%s", ourhook);
	must(NgSendMsg(cs, ".", NGM_GENERIC_COOKIE, NGM_MKPEER, &m, sizeof(m)),
	     "mkpeer");
}

/* In another process, which is waited for */
static void elsewhere(int (*what)(int arg), int arg)
{
	pid_t pid = fork();
	int status;

	assert_return_code(pid, errno);
	if (pid == 0) {
		(void)alarm(HANGING_S);
		_exit(what(arg));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* Many nodes, with the last of which the program "first" is connected; a packet
 * comes to it from there. */
static int grow(int arg)
{
	const struct ngm_connect m = {
		.path = "first:", .ourhook = "last", .peerhook = "late"
	};
	char hook[NG_HOOKSIZ];
	int cs, ds;

	(void)arg;
	must(NgMkSockNode(NULL, &cs, &ds), "socket node");
	for (int i = 0; i < MANY; i++) {
		(void)snprintf(hook, sizeof(hook), "h%d", i);
		mkpeer(cs, NG_HUB_NODE_TYPE, hook);
	}
	must(NgSendMsg(cs, ".", NGM_GENERIC_COOKIE, NGM_CONNECT, &m, sizeof(m)),
	     "connect");
	must(NgSendData(ds, "last", (const unsigned char *)"hello", 5), "data");
	return 0;
}

static void a_program_goes_on_when_others_add_nodes(void **state)
{
	static unsigned char buf[64];
	char hook[NG_HOOKSIZ] = "";
	struct port p;

	(void)state;
	node_make(&p, NG_HOLE_NODE_TYPE, "x", "hole");
	must(NgNameNode(p.cs, ".", "first"), "name");
	elsewhere(grow, 0);
	port_send(&p, "hello", 5);
	assert_true(port_ready(&p, 5));
	assert_int_equal(NgRecvData(p.ds, buf, sizeof(buf), hook), 5);
	assert_string_equal(hook, "late");
	must(NgSendData(p.ds, "late", buf, 5), "data to a new hook");
	port_close(&p);
}

/* No descriptors but @spare more */
static void leave_only(int spare)
{
	const struct rlimit l = { FILES, FILES };
	int fds[FILES], n = 0;

	assert_int_equal(setrlimit(RLIMIT_NOFILE, &l), 0);
	while (n < FILES &&
	       (fds[n] = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
		n++;
	while (spare-- > 0 && n > 0)
		(void)close(fds[--n]);
}

static int make_with(int spare)
{
	int cs, ds;

	leave_only(spare);
	return NgMkSockNode(NULL, &cs, &ds) < 0 && errno != EMFILE;
}

static int find_hole(int arg)
{
	int cs, ds;

	(void)arg;
	must(NgMkSockNode(NULL, &cs, &ds), "socket node");
	must(NgSendMsg(cs, "hole:", NGM_GENERIC_COOKIE, NGM_NODEINFO, NULL, 0),
	     "the node that was there");
	return 0;
}

static void who_may_open_little_takes_nothing_away(void **state)
{
	struct port p;

	(void)state;
	node_make(&p, NG_HOLE_NODE_TYPE, "x", "hole");
	for (int spare = 0; spare < 20; spare++) {
		elsewhere(make_with, spare);
		elsewhere(find_hole, 0);
		port_send(&p, "hello", 5);
	}
	port_close(&p);
}

static int look(int arg)
{
	int cs, ds;

	(void)close_range((unsigned)arg, ~0U, 0);
	return NgMkSockNode(NULL, &cs, &ds) < 0;
}

/* It must see what others have added first, and cannot. */
static int ask_in_vain(int arg)
{
	int cs, ds;

	(void)arg;
	must(NgMkSockNode("first", &cs, &ds), "socket node");
	elsewhere(grow, 0);
	leave_only(0);
	if (NgSendMsg(cs, ".", NGM_GENERIC_COOKIE, NGM_NODEINFO, NULL, 0) >=
		    0 ||
	    errno != EMFILE)
		return 1;
	elsewhere(look, FILES / 2);
	return 0;
}

static void who_cannot_look_keeps_nobody_waiting(void **state)
{
	(void)state;
	elsewhere(ask_in_vain, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ng_test(a_program_goes_on_when_others_add_nodes),
		ng_test(who_may_open_little_takes_nothing_away),
		ng_test(who_cannot_look_keeps_nobody_waiting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
