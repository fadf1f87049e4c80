/* SPDX-License-Identifier: BSD-2-Clause */
/* session-priv.h - What a session is: a graph, or somebody who has it */
#pragma once

#include <pthread.h>

#include "libnetgraph/session.h"

struct graph;

struct session {
	pthread_mutex_t turn; /* of the threads of a program */
	struct graph *g; /* NULL: @remote has it */
	uint32_t id;
	uint32_t slot; /* of the node, if it is that one still */
	int cs; /* alive as long as this is; -1: adopted */
	int ds; /* or -1 */
	int remote; /* or -1 */
	uint32_t user_if; /* what data sockets send to */
	bool shared; /* with another process: no messages */
};

/* What session.h says, for one with a graph */
int here_open(struct session *s, const char *name, struct errbuf *eb);
int here_adopt(struct session *s, int cs, int ds);
void here_close(struct session *s);
int here_ds(struct session *s);
int here_reply(struct session *s, uint32_t from, const struct ng_mesg *msg);
int here_hook(struct session *s, const char *name, uint32_t *ret);
void here_hook_name(struct session *s, uint32_t slot, char name[NG_HOOKSIZ]);
int here_send(struct session *s, int ds, uint32_t hook, const void *buf,
	      size_t len);
uint32_t here_ifindex(struct session *s, uint32_t id);
int here_msg(struct session *s, const char *path, const struct ng_mesg *msg,
	     struct ng_mesg **ret, uint32_t *ret_id);
int here_from_text(struct session *s, const char *path, const char *name,
		   const char *args, struct ng_mesg **ret);
int here_to_text(struct session *s, uint32_t id, const struct ng_mesg *msg,
		 struct ng_mesg **ret);
int here_text_of(struct session *s, const char *path, const struct ng_mesg *msg,
		 struct ng_mesg **ret);

/* here_why() - Why a packet out of that hook was refused; -ENOBUFS where the
 * kernel alone did */
int here_why(struct session *s, uint32_t hook);
int far_why(struct session *s, uint32_t hook);

/* The same, for one whose graph somebody else has */
int far_open(struct session *s, const char *name, struct errbuf *eb);
int far_adopt(struct session *s, int cs, int ds);
void far_close(struct session *s);
int far_ds(struct session *s);
int far_reply(struct session *s, uint32_t from, const struct ng_mesg *msg);
int far_hook(struct session *s, const char *name, uint32_t *ret);
void far_hook_name(struct session *s, uint32_t slot, char name[NG_HOOKSIZ]);
uint32_t far_ifindex(struct session *s, uint32_t id);
int far_msg(struct session *s, const char *path, const struct ng_mesg *msg,
	    struct ng_mesg **ret, uint32_t *ret_id);
int far_from_text(struct session *s, const char *path, const char *name,
		  const char *args, struct ng_mesg **ret);
int far_to_text(struct session *s, uint32_t id, const struct ng_mesg *msg,
		struct ng_mesg **ret);
int far_text_of(struct session *s, const char *path, const struct ng_mesg *msg,
		struct ng_mesg **ret);
