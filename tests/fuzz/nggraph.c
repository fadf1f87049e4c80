/* SPDX-License-Identifier: BSD-2-Clause */
/* nggraph.c - A real graph for fuzzers, in a network namespace of their own */

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "libnetgraph/edit.h"
#include "libnetgraph/session.h"
#include "nggraph.h"

static struct session *session;
static struct graph *view; /* the same graph, looked at from aside */

static void fail(const char *what)
{
	(void)fprintf(stderr, "nggraph: %s\n", what);
	abort();
}

static int say(const char *path, const char *name, const char *args)
{
	struct ng_mesg *answer = NULL;
	uint32_t id;
	int r = session_text(session, path, name, args, &answer, &id);

	free(answer);
	return r;
}

/* Where most types are, with names of one letter */
static void furnish(void)
{
	static const char *const made[][3] = {
		{ ".", "mkpeer", "{ type=bridge ourhook=b peerhook=link0 }" },
		{ "b", "name", "{ name=b }" },
		{ "b:", "mkpeer", "{ type=tee ourhook=link1 peerhook=left }" },
		{ "b:link1", "name", "{ name=t }" },
		{ "t:", "mkpeer", "{ type=hub ourhook=right peerhook=x }" },
		{ "t:right", "name", "{ name=h }" },
		{ "h:", "mkpeer", "{ type=echo ourhook=e peerhook=x }" },
		{ "h:", "mkpeer", "{ type=hole ourhook=o peerhook=x }" },
		{ "h:e", "name", "{ name=e }" },
		{ "h:o", "name", "{ name=o }" },
		{ "h:", "mkpeer", "{ type=split ourhook=s peerhook=in }" },
		{ "h:s", "name", "{ name=s }" },
		{ "h:", "mkpeer", "{ type=one2many ourhook=m peerhook=one }" },
		{ "h:m", "name", "{ name=m }" },
		{ "h:", "mkpeer",
		  "{ type=vlan ourhook=v peerhook=downstream }" },
		{ "h:v", "name", "{ name=v }" },
		{ "h:", "mkpeer",
		  "{ type=macfilter ourhook=a peerhook=ether }" },
		{ "h:a", "name", "{ name=a }" },
		{ "h:", "mkpeer", "{ type=patch ourhook=p peerhook=in }" },
		{ "h:p", "name", "{ name=p }" },
		{ "h:", "mkpeer", "{ type=source ourhook=c peerhook=output }" },
		{ "h:c", "name", "{ name=c }" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(made); i++)
		(void)say(made[i][0], made[i][1], made[i][2]);
}

static void leave(void)
{
	graph_close(view);
	view = NULL;
	session_close(session);
	session = NULL;
}

static void begin(void)
{
	struct errbuf eb = { 0 };

	if (session_open("f", &session, &eb) < 0 ||
	    graph_open(false, &view, &eb) < 0)
		fail(eb.msg);
}

struct session *nggraph_session(void)
{
	static bool alone;

	if (!alone && unshare(CLONE_NEWNET) < 0)
		fail("no network namespace: run it inside");
	alone = true;
	if (!session)
		begin();
	return session;
}

void nggraph_furnish(void)
{
	(void)nggraph_session();
	furnish();
}

static void check_hooks(const struct ng_node_rec *n, uint32_t *total)
{
	const struct ng_hook_rec *h;
	uint32_t count = 0;

	hook_foreach (h, view, n) {
		if (++count > n->nhooks)
			fail("more hooks than counted");
		if (h->node != node_slot(view, n))
			fail("a hook of another node");
		if (!h->peer || hook_peer(view, h)->peer != hook_slot(view, h))
			fail("a hook whose peer has another");
		if (hook_find(view, n, h->name) != h)
			fail("a hook that is not found");
	}
	if (count != n->nhooks)
		fail("fewer hooks than counted");
	*total += count;
}

void nggraph_check(void)
{
	const struct ng_node_rec *n;
	uint32_t nodes = 0, hooks = 0;
	int r = graph_lock(view);

	if (r == -ESTALE)
		return;
	if (r < 0)
		fail("no lock");
	node_foreach (n, view) {
		if (++nodes > view->head->nodes)
			fail("more nodes than counted");
		if (node_by_id(view, n->id) != n)
			fail("a node whose number is not found");
		if (*n->name && node_by_name(view, n->name) != n)
			fail("a node whose name is not found");
		if (strnlen(n->name, sizeof(n->name)) == sizeof(n->name))
			fail("a name without an end");
		check_hooks(n, &hooks);
	}
	if (nodes != view->head->nodes || hooks != view->head->hooks)
		fail("fewer than counted");
	graph_unlock(view);
}

void nggraph_known(int r)
{
	static const int known[] = {
		EINVAL,		 ENOENT,      EEXIST,	     EISCONN,
		EADDRINUSE,	 ENXIO,	      EALREADY,	     E2BIG,
		ERANGE,		 ENOSYS,      ENOTCONN,	     ELOOP,
		ENOBUFS,	 ENOMEM,      EOPNOTSUPP,    EPFNOSUPPORT,
		EAFNOSUPPORT,	 ENODEV,      EBUSY,	     EPROTONOSUPPORT,
		EPROTOTYPE,	 EDOM,	      EADDRNOTAVAIL, ENETDOWN,
		EHOSTUNREACH,	 ENETUNREACH, ESRCH,	     ENOPROTOOPT,
		ESOCKTNOSUPPORT,
	};

	if (r >= 0)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (r == -known[i])
			return;
	(void)fprintf(stderr, "nggraph: %s\n", strerror(-r));
	abort();
}

static void empty_queue(void)
{
	static char buf[1 << 16];

	while (recv(session_cs(session), buf, sizeof(buf), MSG_DONTWAIT) >= 0)
		;
}

/* All go; the session's own too, if it was shut down. */
void nggraph_reset(void)
{
	cleanup_free uint32_t *ids = NULL;
	const struct ng_node_rec *n;
	char path[32];
	size_t count = 0;

	if (graph_lock(view) == 0) {
		ids = calloc(view->head->nodes + 1, sizeof(*ids));
		node_foreach (n, view)
			if (ids && n->kind != NG_KIND_SOCKET)
				ids[count++] = n->id;
		graph_unlock(view);
	}
	for (size_t i = 0; i < count; i++) {
		(void)snprintf(path, sizeof(path), "[%x]:", ids[i]);
		(void)say(path, "shutdown", "");
	}
	empty_queue();
	if (say(".", "name", "{ name=f }") == -ENOTCONN)
		leave();
}
