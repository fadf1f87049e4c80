/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ng-several.c - Threads of a program, and its children, use one node */

#include <pthread.h>
#include <sys/wait.h>

#include "ng.h"
#include "netgraph/ng_echo.h"
#include "netgraph/ng_hub.h"

#define SEVERAL 4
#define TIMES 600
#define NOBODY 65534
#define HANGING_S 60 /* then something waits for itself */

struct worker {
	pthread_t thread;
	int cs, ds, number;
	int failed; /* calls of its own */
};

/* One node after the other: made, asked, given a packet, and taken away */
static void *work(void *arg)
{
	struct worker *w = arg;
	struct ngm_mkpeer peer = { .type = NG_HUB_NODE_TYPE, .peerhook = "x" };
	struct ngm_rmhook hook = { "" };
	const unsigned char byte = 1;
	struct answer a;

	for (int i = 0; i < TIMES; i++) {
		(void)snprintf(peer.ourhook, NG_HOOKSIZ, "h%d_%d", w->number,
			       i);
		memcpy(hook.ourhook, peer.ourhook, NG_HOOKSIZ);
		w->failed += NgSendMsg(w->cs, ".", NGM_GENERIC_COOKIE,
				       NGM_MKPEER, &peer, sizeof(peer)) < 0;
		w->failed += NgSendMsg(w->cs, peer.ourhook, NGM_GENERIC_COOKIE,
				       NGM_NODEINFO, NULL, 0) < 0;
		/* Whoever's it is: each takes as many as it has asked for. */
		w->failed += NgRecvMsg(w->cs, &a.m, sizeof(a), NULL) < 0;
		w->failed += NgSendData(w->ds, peer.ourhook, &byte, 1) < 0;
		w->failed += NgSendMsg(w->cs, ".", NGM_GENERIC_COOKIE,
				       NGM_RMHOOK, &hook, sizeof(hook)) < 0;
	}
	return NULL;
}

static unsigned hooks_of(int cs)
{
	struct answer a;

	must(NgSendMsg(cs, ".", NGM_GENERIC_COOKIE, NGM_NODEINFO, NULL, 0),
	     "nodeinfo");
	must(NgRecvMsg(cs, &a.m, sizeof(a), NULL), "answer");
	return ((struct nodeinfo *)(void *)a.m.data)->hooks;
}

static void open_workers(struct worker w[SEVERAL], int *cs, int *ds)
{
	must(NgMkSockNode("several", cs, ds), "socket node");
	for (int i = 0; i < SEVERAL; i++)
		w[i] = (struct worker){ .cs = *cs, .ds = *ds, .number = i };
	(void)alarm(HANGING_S);
}

static void threads_take_turns(void **state)
{
	struct worker w[SEVERAL];
	int cs, ds;

	(void)state;
	open_workers(w, &cs, &ds);
	for (int i = 0; i < SEVERAL; i++)
		assert_int_equal(
			pthread_create(&w[i].thread, NULL, work, &w[i]), 0);
	for (int i = 0; i < SEVERAL; i++) {
		assert_int_equal(pthread_join(w[i].thread, NULL), 0);
		assert_int_equal(w[i].failed, 0);
	}
	assert_int_equal(hooks_of(cs), 0);
	(void)close(cs);
	(void)close(ds);
}

static void children_take_turns(void **state)
{
	struct worker w[SEVERAL];
	int cs, ds, status;

	(void)state;
	open_workers(w, &cs, &ds);
	for (int i = 0; i < SEVERAL; i++) {
		pid_t pid = fork();

		assert_return_code(pid, errno);
		if (pid == 0) {
			(void)alarm(HANGING_S);
			(void)work(&w[i]);
			_exit(w[i].failed != 0);
		}
	}
	for (int i = 0; i < SEVERAL; i++) {
		assert_return_code(wait(&status), errno);
		assert_int_equal(status, 0);
	}
	assert_int_equal(hooks_of(cs), 0);
	(void)close(cs);
	(void)close(ds);
}

/* What was the parent's: packets go out and come back, and no messages */
static int as_nobody(const struct port *p)
{
	unsigned char byte = 7;

	if (setgid(NOBODY) < 0 || setuid(NOBODY) < 0)
		return 1;
	if (NgSendData(p->ds, "p", &byte, 1) < 0)
		return 2;
	if (NgRecvData(p->ds, &byte, 1, NULL) != 1)
		return 3;
	if (NgSendMsg(p->cs, ".", NGM_GENERIC_COOKIE, NGM_NODEINFO, NULL, 0) >=
		    0 ||
	    errno != EPERM)
		return 4;
	return 0;
}

static void a_child_may_give_root_up(void **state)
{
	struct port p;
	int status;
	pid_t pid;

	(void)state;
	node_make(&p, NG_ECHO_NODE_TYPE, "e", "mirror");
	pid = fork();
	assert_return_code(pid, errno);
	if (pid == 0) {
		(void)alarm(HANGING_S);
		_exit(as_nobody(&p));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(hooks_of(p.cs), 1);
	port_close(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_take_turns),
		cmocka_unit_test(children_take_turns),
		cmocka_unit_test(a_child_may_give_root_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
