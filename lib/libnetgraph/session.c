/* SPDX-License-Identifier: BSD-2-Clause */
/* session.c - A program's socket node, wherever its graph is worked on */

#include <errno.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "libnetgraph/graph.h"
#include "libnetgraph/remote.h"
#include "libnetgraph/session-priv.h"
#include "libnetgraph/sock.h"

static bool far(const struct session *s)
{
	return s->remote >= 0;
}

static struct session *new_session(void)
{
	struct session *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->cs = s->ds = s->remote = -1;
	(void)pthread_mutex_init(&s->turn, NULL);
	return s;
}

static struct session *take_turn(struct session *s)
{
	(void)pthread_mutex_lock(&s->turn);
	return s;
}

static void give_turn(struct session **s)
{
	(void)pthread_mutex_unlock(&(*s)->turn);
}

/* The graph's lock, or the connection to who has it, is the whole program's. */
#define IN_TURN(s)                                                             \
	__attribute__((cleanup(give_turn), unused)) struct session *turn =     \
		take_turn(s)

int session_open(const char *name, struct session **ret, struct errbuf *eb)
{
	struct session *s = new_session();
	int r;

	if (!s)
		return errbuf_set(eb, ENOMEM, "out of memory");
	r = remote_needed() ? far_open(s, name, eb) : here_open(s, name, eb);
	if (r < 0) {
		session_close(s);
		return r;
	}
	*ret = s;
	return 0;
}

void session_close(struct session *s)
{
	if (!s)
		return;
	if (far(s))
		far_close(s);
	else
		here_close(s);
	close_fd(&s->cs);
	session_leave(s);
}

int session_adopt(int cs, int ds, struct session **ret)
{
	struct session *s = new_session();
	int r;

	if (!s)
		return -ENOMEM;
	r = remote_needed() ? far_adopt(s, cs, ds) : here_adopt(s, cs, ds);
	if (r < 0) {
		session_leave(s);
		return r;
	}
	*ret = s;
	return 0;
}

void session_share(struct session *s)
{
	if (s->shared)
		return;
	/* Another thread may have had it when we were forked. */
	(void)pthread_mutex_init(&s->turn, NULL);
	s->shared = true;
}

void session_leave(struct session *s)
{
	if (!s)
		return;
	graph_close(s->g);
	close_fd(&s->remote);
	free(s);
}

int session_cs(const struct session *s)
{
	return s->cs;
}

int session_ds(struct session *s)
{
	IN_TURN(s);
	return far(s) ? far_ds(s) : here_ds(s);
}

uint32_t session_user_if(const struct session *s)
{
	return far(s) ? s->user_if : s->g->head->sock_user;
}

int session_reply(struct session *s, uint32_t from, const struct ng_mesg *msg)
{
	IN_TURN(s);
	return far(s) ? far_reply(s, from, msg) : here_reply(s, from, msg);
}

int session_hook(struct session *s, const char *name, uint32_t *ret)
{
	IN_TURN(s);
	return far(s) ? far_hook(s, name, ret) : here_hook(s, name, ret);
}

void session_hook_name(struct session *s, uint32_t slot, char name[NG_HOOKSIZ])
{
	IN_TURN(s);
	if (far(s))
		far_hook_name(s, slot, name);
	else
		here_hook_name(s, slot, name);
}

uint32_t session_ifindex(struct session *s, uint32_t id)
{
	IN_TURN(s);
	return far(s) ? far_ifindex(s, id) : here_ifindex(s, id);
}

int session_send(struct session *s, int ds, uint32_t hook, const void *buf,
		 size_t len)
{
	IN_TURN(s);
	int r;

	if (!far(s))
		return here_send(s, ds, hook, buf, len);
	r = sock_send(ds, s->user_if, hook, NULL, buf, len);
	return r == -ENOBUFS ? far_why(s, hook) : r;
}

int session_msg(struct session *s, const char *path, const struct ng_mesg *msg,
		struct ng_mesg **ret, uint32_t *ret_id)
{
	IN_TURN(s);

	if (s->shared)
		return -EPERM;
	return far(s) ? far_msg(s, path, msg, ret, ret_id)
		      : here_msg(s, path, msg, ret, ret_id);
}

int session_from_text(struct session *s, const char *path, const char *name,
		      const char *args, struct ng_mesg **ret)
{
	IN_TURN(s);

	if (s->shared)
		return -EPERM;
	return far(s) ? far_from_text(s, path, name, args, ret)
		      : here_from_text(s, path, name, args, ret);
}

int session_text(struct session *s, const char *path, const char *name,
		 const char *args, struct ng_mesg **ret, uint32_t *ret_id)
{
	cleanup_free struct ng_mesg *msg = NULL;
	int r = session_from_text(s, path, name, args, &msg);

	return r < 0 ? r : session_msg(s, path, msg, ret, ret_id);
}

int session_to_text(struct session *s, uint32_t id, const struct ng_mesg *msg,
		    struct ng_mesg **ret)
{
	IN_TURN(s);

	if (s->shared)
		return -EPERM;
	return far(s) ? far_to_text(s, id, msg, ret)
		      : here_to_text(s, id, msg, ret);
}

int session_text_of(struct session *s, const char *path,
		    const struct ng_mesg *msg, struct ng_mesg **ret)
{
	IN_TURN(s);

	if (s->shared)
		return -EPERM;
	return far(s) ? far_text_of(s, path, msg, ret)
		      : here_text_of(s, path, msg, ret);
}
