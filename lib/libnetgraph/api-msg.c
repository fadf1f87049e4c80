/* SPDX-License-Identifier: BSD-2-Clause */
/* api-msg.c - Nodes and control messages */

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "libnetgraph/api.h"
#include "libnetgraph/msg.h"
#include "libnetgraph/session.h"
#include "libnetgraph/sock.h"
#include "netgraph.h"

int NgMkSockNode(const char *name, int *csp, int *dsp)
{
	struct session *s = NULL;
	struct errbuf eb = { 0 };
	int ds = -1;
	int r = session_open(name && *name ? name : NULL, &s, &eb);

	if (r < 0) {
		api_debug(1, "%s", eb.msg);
		return api_fail(r, "NgMkSockNode");
	}
	if (dsp) {
		ds = session_ds(s);
		if (ds < 0) {
			session_close(s);
			return api_fail(ds, "data socket");
		}
	}
	if (api_add(session_cs(s), ds, s) < 0) {
		close_fd(&ds);
		session_close(s);
		return -1;
	}
	if (csp)
		*csp = session_cs(s);
	if (dsp)
		*dsp = ds;
	return 0;
}

int NgNameNode(int cs, const char *path, const char *fmt, ...)
{
	struct ngm_name m = { 0 };
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(m.name, sizeof(m.name), fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof(m.name))
		return api_fail(-EINVAL, "NgNameNode");
	n = NgSendMsg(cs, path, NGM_GENERIC_COOKIE, NGM_NAME, &m, sizeof(m));
	return n < 0 ? -1 : 0;
}

static uint32_t new_token(void)
{
	uint32_t token = 0;

	(void)getrandom(&token, sizeof(token), GRND_NONBLOCK);
	return token & INT32_MAX;
}

/* A node answers before its message has been sent, a program when it likes. */
static int wait_for_answer(int cs)
{
	struct pollfd p = { .fd = cs, .events = POLLIN };

	while (poll(&p, 1, -1) < 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

static int sending_failed(int r, const char *path)
{
	char what[NG_PATHSIZ + 16];

	(void)snprintf(what, sizeof(what), "sendto(%s)", path);
	return api_fail(r, what);
}

/* Deliver, and put what is answered where NgRecvMsg() finds it. */
static int deliver(int cs, struct session *s, const char *path,
		   struct ng_mesg *m)
{
	cleanup_free struct ng_mesg *answer = NULL;
	bool question = !(m->header.flags & NGF_RESP);
	uint32_t id = 0;
	int r;

	if (question)
		m->header.token = new_token();
	api_trace(cs, question ? "SENDING MESSAGE" : "SENDING RESPONSE", path,
		  m);
	r = session_msg(s, path, m, &answer, &id);
	if (r == 0 && answer)
		r = session_reply(s, id, answer);
	if (r < 0)
		return sending_failed(r, path);
	if (question && m->header.cmd & NGM_HASREPLY && !answer)
		r = wait_for_answer(cs);
	return r < 0 ? api_fail(r, "poll") : (int)m->header.token;
}

int NgSendMsg(int cs, const char *path, int cookie, int cmd, const void *arg,
	      size_t arglen)
{
	struct session *s = api_session(cs);
	cleanup_free struct ng_mesg *m = NULL;

	if (!s)
		return -1;
	m = msg_new((uint32_t)cookie, (uint32_t)cmd, "", arg, arg ? arglen : 0);
	if (!m)
		return -1;
	(void)snprintf((char *)m->header.cmdstr, NG_CMDSTRSIZ, "cmd%d", cmd);
	return deliver(cs, s, path, m);
}

int NgSendReplyMsg(int cs, const char *path, const struct ng_mesg *msg,
		   const void *arg, size_t arglen)
{
	struct session *s = api_session(cs);
	cleanup_free struct ng_mesg *m = NULL;

	if (!s)
		return -1;
	m = msg_new(msg->header.typecookie, msg->header.cmd, "", arg,
		    arg ? arglen : 0);
	if (!m)
		return -1;
	memcpy(m->header.cmdstr, msg->header.cmdstr, NG_CMDSTRSIZ);
	m->header.flags = NGF_RESP;
	m->header.token = msg->header.token;
	return deliver(cs, s, path, m) < 0 ? -1 : 0;
}

int NgSendAsciiMsg(int cs, const char *path, const char *fmt, ...)
{
	struct session *s = api_session(cs);
	cleanup_free struct ng_mesg *m = NULL;
	cleanup_free char *text = NULL;
	const char *args;
	va_list ap;
	char *name;
	int r;

	if (!s)
		return -1;
	va_start(ap, fmt);
	r = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (r < 0) {
		text = NULL;
		return -1;
	}
	name = text + strspn(text, " \t\n");
	args = "";
	if (name[strcspn(name, " \t\n")]) {
		args = name + strcspn(name, " \t\n") + 1;
		name[strcspn(name, " \t\n")] = '\0';
	}
	r = session_from_text(s, path, name, args, &m);
	return r < 0 ? sending_failed(r, path) : deliver(cs, s, path, m);
}

static void received(int cs, const struct ng_mesg *m, const char *path)
{
	api_trace(cs,
		  m->header.flags & NGF_RESP ? "RECEIVED RESPONSE"
					     : "RECEIVED MESSAGE",
		  path, m);
}

int NgRecvMsg(int cs, struct ng_mesg *rep, size_t replen, char *path)
{
	char from[NG_PATHSIZ];
	int r = sock_message(cs, rep, replen, from);

	if (r < 0)
		return api_fail(r, "NgRecvMsg");
	if (r > 0)
		received(cs, rep, from);
	if (r > 0 && path)
		(void)snprintf(path, NG_PATHSIZ, "%s", from);
	return r;
}

int NgAllocRecvMsg(int cs, struct ng_mesg **rep, char *path)
{
	char from[NG_PATHSIZ];
	int r;

	*rep = NULL;
	r = sock_message_alloc(cs, rep, from);
	if (r < 0)
		return api_fail(r, "NgAllocRecvMsg");
	if (r > 0)
		received(cs, *rep, from);
	if (r > 0 && path)
		(void)snprintf(path, NG_PATHSIZ, "%s", from);
	return r;
}

/* Ask the node that sent it what it says. */
static int to_text(int cs, const char *path, const struct ng_mesg *msg,
		   struct ng_mesg **ret)
{
	struct session *s = api_session(cs);
	uint32_t id = 0;
	int r;

	if (!s)
		return -1;
	if (sscanf(path, "[%x]:", &id) != 1)
		return api_fail(-EINVAL, path);
	r = session_to_text(s, id, msg, ret);
	return r < 0 ? api_fail(r, path) : 0;
}

int NgAllocRecvAsciiMsg(int cs, struct ng_mesg **rep, char *path)
{
	cleanup_free struct ng_mesg *msg = NULL;
	char from[NG_PATHSIZ];
	int r = NgAllocRecvMsg(cs, &msg, from);

	*rep = NULL;
	if (r <= 0)
		return r;
	if (path)
		(void)snprintf(path, NG_PATHSIZ, "%s", from);
	if (to_text(cs, from, msg, rep) < 0 || !*rep)
		return -1;
	return (int)(sizeof(**rep) + (*rep)->header.arglen);
}

int NgRecvAsciiMsg(int cs, struct ng_mesg *rep, size_t replen, char *path)
{
	cleanup_free struct ng_mesg *text = NULL;
	int n = NgAllocRecvAsciiMsg(cs, &text, path);

	if (n <= 0)
		return n;
	if ((size_t)n > replen)
		return api_fail(-ENOBUFS, "message does not fit");
	memcpy(rep, text, (size_t)n);
	return n;
}
