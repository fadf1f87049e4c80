/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * serve.c - What somebody in a jail asks of its netgraph
 *
 * Who asks is not trusted: lengths are bounded, a message is as long as it says,
 * texts end where they must.  What it can reach is the graph of its own jail.
 */

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/fdpass.h"
#include "base/util.h"
#include "libnetgraph/remote.h"
#include "libnetgraph/session-priv.h"
#include "serve.h"

struct question {
	struct session *s; /* NULL until one is open */
	struct remote_ask ask;
	char *part[REMOTE_PARTS]; /* with a NUL behind it */
	int fd; /* that came, or -1 */
	struct remote_answer answer;
	void *data; /* of the answer, answer.len bytes */
	int send; /* descriptor to hand over, the session's, or -1 */
};

/* The part as a message, or NULL */
static const struct ng_mesg *message(const struct question *q, int i)
{
	const struct ng_mesg *m = (const void *)q->part[i];
	size_t len = q->ask.len[i];

	return len >= sizeof(*m) && m->header.arglen == len - sizeof(*m) ? m
									 : NULL;
}

static int answer_with(struct question *q, struct ng_mesg *m)
{
	if (m) {
		q->data = m;
		q->answer.len = (uint32_t)(sizeof(*m) + m->header.arglen);
	}
	return 0;
}

static int do_open(struct question *q)
{
	int r;

	if (q->s)
		return -EINVAL;
	r = session_open(*q->part[0] ? q->part[0] : NULL, &q->s, NULL);
	if (r < 0)
		return r;
	session_guest(q->s);
	q->answer.number = q->s->id;
	q->send = q->s->cs;
	return 0;
}

static int adopt(struct question *q, int cs, int ds)
{
	uint32_t *user_if = calloc(1, sizeof(*user_if));
	int r = q->s || !user_if ? -EINVAL : session_adopt(cs, ds, &q->s);

	if (r < 0) {
		free(user_if);
		return r;
	}
	session_guest(q->s);
	*user_if = session_user_if(q->s);
	q->answer.number = q->s->id;
	q->answer.len = sizeof(*user_if);
	q->data = user_if;
	return 0;
}

static int do_adopt_cs(struct question *q)
{
	return q->fd < 0 ? -EBADF : adopt(q, q->fd, -1);
}

static int do_adopt_ds(struct question *q)
{
	return q->fd < 0 ? -EBADF : adopt(q, -1, q->fd);
}

static int do_close(struct question *q)
{
	session_close(q->s);
	q->s = NULL;
	return 0;
}

static int do_ds(struct question *q)
{
	q->send = session_ds(q->s);
	if (q->send < 0)
		return q->send;
	q->answer.number = session_user_if(q->s);
	return 0;
}

static int do_reply(struct question *q)
{
	const struct ng_mesg *m = message(q, 0);

	return m ? session_reply(q->s, q->ask.number, m) : -EINVAL;
}

static int do_hook(struct question *q)
{
	return session_hook(q->s, q->part[0], &q->answer.number);
}

static int do_hook_name(struct question *q)
{
	q->data = calloc(1, NG_HOOKSIZ);
	if (!q->data)
		return -ENOMEM;
	session_hook_name(q->s, q->ask.number, q->data);
	q->answer.len = NG_HOOKSIZ;
	return 0;
}

static int do_why(struct question *q)
{
	return here_why(q->s, q->ask.number);
}

static int do_ifindex(struct question *q)
{
	q->answer.number = session_ifindex(q->s, q->ask.number);
	return 0;
}

static int do_msg(struct question *q)
{
	const struct ng_mesg *m = message(q, 1);
	struct ng_mesg *answer = NULL;
	int r = m ? session_msg(q->s, q->part[0], m, &answer, &q->answer.number)
		  : -EINVAL;

	return r < 0 ? r : answer_with(q, answer);
}

static int do_from_text(struct question *q)
{
	struct ng_mesg *m = NULL;
	int r = session_from_text(q->s, q->part[0], q->part[1], q->part[2], &m);

	return r < 0 ? r : answer_with(q, m);
}

static int do_to_text(struct question *q)
{
	const struct ng_mesg *m = message(q, 0);
	struct ng_mesg *text = NULL;
	int r = m ? session_to_text(q->s, q->ask.number, m, &text) : -EINVAL;

	return r < 0 ? r : answer_with(q, text);
}

static int do_text_of(struct question *q)
{
	const struct ng_mesg *m = message(q, 1);
	struct ng_mesg *text = NULL;
	int r = m ? session_text_of(q->s, q->part[0], m, &text) : -EINVAL;

	return r < 0 ? r : answer_with(q, text);
}

static int (*const handlers[])(struct question *q) = {
	[REMOTE_OPEN] = do_open,
	[REMOTE_ADOPT_CS] = do_adopt_cs,
	[REMOTE_ADOPT_DS] = do_adopt_ds,
	[REMOTE_CLOSE] = do_close,
	[REMOTE_DS] = do_ds,
	[REMOTE_REPLY] = do_reply,
	[REMOTE_HOOK] = do_hook,
	[REMOTE_HOOK_NAME] = do_hook_name,
	[REMOTE_WHY] = do_why,
	[REMOTE_IFINDEX] = do_ifindex,
	[REMOTE_MSG] = do_msg,
	[REMOTE_FROM_TEXT] = do_from_text,
	[REMOTE_TO_TEXT] = do_to_text,
	[REMOTE_TEXT_OF] = do_text_of,
};
_Static_assert(ARRAY_SIZE(handlers) == REMOTE_OPS, "a handler for each");

static int handle(struct question *q)
{
	if (q->ask.op >= REMOTE_OPS)
		return -EINVAL;
	if (!q->s && q->ask.op > REMOTE_ADOPT_DS)
		return -ENOTCONN;
	return handlers[q->ask.op](q);
}

static int take_question(int sock, struct question *q)
{
	int r = fd_receive(sock, &q->fd, &q->ask, sizeof(q->ask));

	if (r >= 0 && r != sizeof(q->ask))
		return -EPIPE;
	for (int i = 0; r >= 0 && i < REMOTE_PARTS; i++) {
		if (q->ask.len[i] > REMOTE_PART_MAX)
			return -E2BIG;
		q->part[i] = calloc(1, (size_t)q->ask.len[i] + 1);
		r = q->part[i] ? remote_read(sock, q->part[i], q->ask.len[i])
			       : -ENOMEM;
	}
	return r < 0 ? r : 0;
}

static int give_answer(int sock, struct question *q)
{
	int r = fd_send(sock, q->send, &q->answer, sizeof(q->answer));

	return r < 0 ? r : remote_write(sock, q->data, q->answer.len);
}

/* Descriptors that were handed over are the other's alone: a node lives as long
 * as its program has them. */
static void forget(struct question *q)
{
	if (q->s) {
		close_fd(&q->s->cs);
		close_fd(&q->s->ds);
	}
	for (int i = 0; i < REMOTE_PARTS; i++)
		free(q->part[i]);
	free(q->data);
	close_fd(&q->fd);
}

void serve(int sock)
{
	struct session *s = NULL;
	int r = 0;

	while (r == 0) {
		struct question q = { .s = s, .fd = -1, .send = -1 };

		r = take_question(sock, &q);
		if (r == 0) {
			q.answer.result = handle(&q);
			s = q.s;
			r = give_answer(sock, &q);
		}
		forget(&q);
	}
	session_leave(s);
}
