/* SPDX-License-Identifier: BSD-2-Clause */
/* far.c - Sessions whose graph somebody else has: each call is a question */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "libnetgraph/remote.h"
#include "libnetgraph/session-priv.h"

static struct remote_part text_part(const char *s)
{
	return (struct remote_part){ s, strlen(s) };
}

static struct remote_part msg_part(const struct ng_mesg *m)
{
	return (struct remote_part){ m, sizeof(*m) + m->header.arglen };
}

/* A whole message among the bytes that came, or none */
static int take_message(struct remote_back *b, struct ng_mesg **ret)
{
	const struct ng_mesg *m = (void *)b->data;
	size_t len = b->head.len;

	if (!len)
		return 0;
	if (len < sizeof(*m) || m->header.arglen != len - sizeof(*m))
		return -EINVAL;
	*ret = (void *)TAKE_PTR(b->data);
	return 0;
}

/* Ask for a message, or a number. */
static int ask(struct session *s, struct remote_ask *q,
	       const struct remote_part *parts, struct ng_mesg **ret,
	       uint32_t *ret_number)
{
	cleanup_remote_back struct remote_back b = REMOTE_BACK_NONE;
	int r = remote_call(s->remote, q, parts, -1, &b);

	if (r < 0)
		return r;
	if (ret_number)
		*ret_number = b.head.number;
	return ret ? take_message(&b, ret) : 0;
}

/* The descriptor that came, which a program may hand on to another */
static int take_fd(struct remote_back *b)
{
	if (b->fd < 0)
		return -EPROTO;
	return fcntl(b->fd, F_SETFD, 0) < 0 ? -errno : TAKE_FD(b->fd);
}

int far_open(struct session *s, const char *name, struct errbuf *eb)
{
	struct remote_ask q = { .op = REMOTE_OPEN };
	struct remote_part parts[REMOTE_PARTS] = { { 0 } };
	cleanup_remote_back struct remote_back b = REMOTE_BACK_NONE;
	int r;

	if (name)
		parts[0] = text_part(name);
	s->remote = remote_connect(eb);
	if (s->remote < 0)
		return s->remote;
	r = remote_call(s->remote, &q, parts, -1, &b);
	if (r == 0)
		r = s->cs = take_fd(&b);
	s->id = b.head.number;
	if (r < 0 && geteuid() != 0) /* it was hung up on */
		return remote_not_root(eb);
	return r < 0 ? errbuf_set(eb, -r, "netgraph of this jail: %s",
				  strerror(-r))
		     : 0;
}

int far_adopt(struct session *s, int cs, int ds)
{
	struct remote_ask q = { .op = cs >= 0 ? REMOTE_ADOPT_CS
					      : REMOTE_ADOPT_DS };
	cleanup_remote_back struct remote_back b = REMOTE_BACK_NONE;
	int r;

	s->remote = remote_connect(NULL);
	if (s->remote < 0)
		return s->remote;
	r = remote_call(s->remote, &q, NULL, cs >= 0 ? cs : ds, &b);
	if (r < 0 || b.head.len != sizeof(s->user_if))
		return r < 0 ? r : -EPROTO;
	memcpy(&s->user_if, b.data, sizeof(s->user_if));
	s->id = b.head.number;
	return 0;
}

void far_close(struct session *s)
{
	struct remote_ask q = { .op = REMOTE_CLOSE };

	close_fd(&s->cs);
	(void)ask(s, &q, NULL, NULL, NULL);
}

int far_ds(struct session *s)
{
	struct remote_ask q = { .op = REMOTE_DS };
	cleanup_remote_back struct remote_back b = REMOTE_BACK_NONE;
	int r;

	if (s->ds >= 0)
		return s->ds;
	r = remote_call(s->remote, &q, NULL, -1, &b);
	if (r == 0)
		r = s->ds = take_fd(&b);
	s->user_if = b.head.number;
	return r;
}

int far_reply(struct session *s, uint32_t from, const struct ng_mesg *msg)
{
	struct remote_ask q = { .op = REMOTE_REPLY, .number = from };
	const struct remote_part parts[REMOTE_PARTS] = { msg_part(msg) };

	return ask(s, &q, parts, NULL, NULL);
}

int far_hook(struct session *s, const char *name, uint32_t *ret)
{
	struct remote_ask q = { .op = REMOTE_HOOK };
	const struct remote_part parts[REMOTE_PARTS] = { text_part(name ? name
									: "") };

	return ask(s, &q, parts, NULL, ret);
}

void far_hook_name(struct session *s, uint32_t slot, char name[NG_HOOKSIZ])
{
	struct remote_ask q = { .op = REMOTE_HOOK_NAME, .number = slot };
	cleanup_remote_back struct remote_back b = REMOTE_BACK_NONE;

	memset(name, 0, NG_HOOKSIZ);
	if (remote_call(s->remote, &q, NULL, -1, &b) == 0)
		(void)snprintf(name, NG_HOOKSIZ, "%s", b.data);
}

int far_why(struct session *s, uint32_t hook)
{
	struct remote_ask q = { .op = REMOTE_WHY, .number = hook };

	return ask(s, &q, NULL, NULL, NULL);
}

uint32_t far_ifindex(struct session *s, uint32_t id)
{
	struct remote_ask q = { .op = REMOTE_IFINDEX, .number = id };
	uint32_t index = 0;

	return ask(s, &q, NULL, NULL, &index) < 0 ? 0 : index;
}

int far_msg(struct session *s, const char *path, const struct ng_mesg *msg,
	    struct ng_mesg **ret, uint32_t *ret_id)
{
	struct remote_ask q = { .op = REMOTE_MSG };
	const struct remote_part parts[REMOTE_PARTS] = { text_part(path),
							 msg_part(msg) };

	return ask(s, &q, parts, ret, ret_id);
}

int far_from_text(struct session *s, const char *path, const char *name,
		  const char *args, struct ng_mesg **ret)
{
	struct remote_ask q = { .op = REMOTE_FROM_TEXT };
	const struct remote_part parts[REMOTE_PARTS] = { text_part(path),
							 text_part(name),
							 text_part(args) };

	return ask(s, &q, parts, ret, NULL);
}

int far_to_text(struct session *s, uint32_t id, const struct ng_mesg *msg,
		struct ng_mesg **ret)
{
	struct remote_ask q = { .op = REMOTE_TO_TEXT, .number = id };
	const struct remote_part parts[REMOTE_PARTS] = { msg_part(msg) };

	return ask(s, &q, parts, ret, NULL);
}

int far_text_of(struct session *s, const char *path, const struct ng_mesg *msg,
		struct ng_mesg **ret)
{
	struct remote_ask q = { .op = REMOTE_TEXT_OF };
	const struct remote_part parts[REMOTE_PARTS] = { text_part(path),
							 msg_part(msg) };

	return ask(s, &q, parts, ret, NULL);
}
