/* SPDX-License-Identifier: BSD-2-Clause */
/* ng.h - Programs as nodes around what is tested: packets in, packets out */
#pragma once

#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "netgraph.h"

#define FRAME_MAX 2048
#define NEVER_MS 20000 /* longer than anything here may take */

/* A program with one hook, "p" */
struct port {
	int cs, ds;
	char peer[NG_HOOKSIZ]; /* the hook it is connected to */
};

/* A message with room for any answer that the tests ask for */
struct answer {
	struct ng_mesg m;
	char room[16384];
};

/* now_ms() - Of a clock that only goes on */
static inline long now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ng_alone() - Setup of each test: a network namespace, so a graph, of its own */
static inline int ng_alone(void **state)
{
	(void)state;
	return unshare(CLONE_NEWNET);
}

#define ng_test(f) cmocka_unit_test_setup(f, ng_alone)

/* must() - What a libnetgraph call returned must be no error */
static inline void must(int r, const char *what)
{
	if (r < 0)
		fail_msg("%s: %s", what, strerror(errno));
}

/* ng_say() - A message as text, which must be taken; has it an answer, the
 * answer's text, good until the next one */
static inline const char *ng_say(int cs, const char *path, const char *cmd)
{
	static struct answer a;
	char from[NG_PATHSIZ];
	fd_set set;
	struct timeval now = { 0 };
	int r;

	if (NgSendAsciiMsg(cs, path, "%s", cmd) < 0)
		fail_msg("%s %s: %s", path, cmd, strerror(errno));
	FD_ZERO(&set);
	FD_SET(cs, &set);
	if (select(cs + 1, &set, NULL, NULL, &now) != 1)
		return "";
	r = NgRecvAsciiMsg(cs, &a.m, sizeof(a), from);
	must(r, "answer");
	return r > 0 ? a.m.data : ""; /* the node was shut down */
}

/* ng_refused() - A message as text, which must not: why */
static inline int ng_refused(int cs, const char *path, const char *cmd)
{
	if (NgSendAsciiMsg(cs, path, "%s", cmd) >= 0)
		fail_msg("%s %s: was taken", path, cmd);
	return errno;
}

/* port_open() - A program connected to hook @hook of the node at @path */
static inline void port_open(struct port *p, const char *path, const char *hook)
{
	struct ngm_connect m = { 0 };

	(void)snprintf(m.path, sizeof(m.path), "%s", path);
	(void)snprintf(m.ourhook, sizeof(m.ourhook), "p");
	(void)snprintf(m.peerhook, sizeof(m.peerhook), "%s", hook);
	(void)snprintf(p->peer, sizeof(p->peer), "%s", hook);
	assert_int_equal(NgMkSockNode(NULL, &p->cs, &p->ds), 0);
	must(NgSendMsg(p->cs, ".", NGM_GENERIC_COOKIE, NGM_CONNECT, &m,
		       sizeof(m)),
	     "NgSendMsg");
}

static inline void port_close(struct port *p)
{
	(void)close(p->cs);
	(void)close(p->ds);
}

/* ng_settle() - Nodes of programs that ended go when the next one begins */
static inline void ng_settle(void)
{
	int cs = -1, ds = -1;

	must(NgMkSockNode(NULL, &cs, &ds), "NgMkSockNode");
	(void)close(cs);
	(void)close(ds);
}

/* node_make() - A node called @name, by a program of its own whose hook "p" it
 * hangs on at @hook */
static inline void node_make(struct port *p, const char *type, const char *hook,
			     const char *name)
{
	struct ngm_mkpeer m = { 0 };

	(void)snprintf(m.type, sizeof(m.type), "%s", type);
	(void)snprintf(m.ourhook, sizeof(m.ourhook), "p");
	(void)snprintf(m.peerhook, sizeof(m.peerhook), "%s", hook);
	(void)snprintf(p->peer, sizeof(p->peer), "%s", hook);
	assert_int_equal(NgMkSockNode(NULL, &p->cs, &p->ds), 0);
	must(NgSendMsg(p->cs, ".", NGM_GENERIC_COOKIE, NGM_MKPEER, &m,
		       sizeof(m)),
	     "NgSendMsg");
	must(NgNameNode(p->cs, "p", "%s", name), "NgNameNode");
}

/* port_send() - Bytes out of its hook */
static inline void port_send(const struct port *p, const void *data, size_t len)
{
	must(NgSendData(p->ds, "p", data, len), "NgSendData");
}

/* port_refused() - The same, which must fail: why */
static inline int port_refused(const struct port *p, const void *data,
			       size_t len)
{
	if (NgSendData(p->ds, "p", data, len) >= 0)
		fail_msg("hook %s: its packet was taken", p->peer);
	return errno;
}

static inline int port_ready(const struct port *p, int seconds)
{
	struct timeval t = { .tv_sec = seconds };
	fd_set set;

	FD_ZERO(&set);
	FD_SET(p->ds, &set);
	return select(p->ds + 1, &set, NULL, NULL, &t) == 1;
}

/* port_gets() - It must get exactly these bytes next */
static inline void port_gets(const struct port *p, const void *data, size_t len)
{
	static unsigned char buf[65536];

	if (!port_ready(p, 5))
		fail_msg("hook %s: nothing came", p->peer);
	assert_int_equal(NgRecvData(p->ds, buf, sizeof(buf), NULL), len);
	assert_memory_equal(buf, data, len);
}

/* port_silent() - It has got nothing.  What was sent before has gone all its
 * way when the sender's call returns */
static inline void port_silent(const struct port *p)
{
	if (port_ready(p, 0))
		fail_msg("hook %s: got something", p->peer);
}

/* frame() - An Ethernet frame; a MAC is 02:00:00:00:00:NN, or ff for all */
static inline size_t frame(unsigned char *f, int dst, int src, size_t len)
{
	memset(f, 0, len);
	f[0] = f[6] = 2;
	f[5] = (unsigned char)dst;
	f[11] = (unsigned char)src;
	if (dst == 0xff)
		memset(f, 0xff, 6);
	f[12] = 0x88;
	f[13] = 0xb5;
	for (size_t i = 14; i < len; i++)
		f[i] = (unsigned char)(i * 3);
	return len;
}
