/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * remote.h - A session of somebody who may not touch the graph himself
 *
 * In a jail with vjail.netgraph a socket of the host listens under an abstract
 * name.  Who connects is root of that jail, and asks for what session.h has; a
 * program on the host does it, in the jail's graph.  Descriptors of nodes are
 * handed over, so packets and answers take no detour.
 *
 * A question is a struct remote_ask and its parts, an answer a struct
 * remote_answer and its bytes; with either a descriptor may come.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "libnetgraph/session.h"

#define REMOTE_PARTS 3
#define REMOTE_PART_MAX (1u << 20)

enum remote_op {
	REMOTE_OPEN, /* name or nothing; the control socket */
	REMOTE_ADOPT_CS, /* with the socket; where data sockets send to */
	REMOTE_ADOPT_DS,
	REMOTE_CLOSE,
	REMOTE_DS, /* the data socket, and the device it sends to */
	REMOTE_REPLY, /* number, message */
	REMOTE_HOOK, /* name; slot */
	REMOTE_HOOK_NAME, /* slot; name */
	REMOTE_WHY, /* slot; an error */
	REMOTE_IFINDEX, /* number; index */
	REMOTE_MSG, /* path, message; number, answer */
	REMOTE_FROM_TEXT, /* path, command, arguments; message */
	REMOTE_TO_TEXT, /* number, message; message */
	REMOTE_TEXT_OF, /* path, message; message */
	REMOTE_OPS
};

struct remote_ask {
	uint32_t op; /* enum remote_op */
	uint32_t number;
	uint32_t len[REMOTE_PARTS]; /* of what follows */
};

struct remote_answer {
	int32_t result; /* 0 or -errno */
	uint32_t number;
	uint32_t len; /* of what follows */
};

struct remote_part {
	const void *p;
	size_t len;
};

/* remote_needed() - May this process not call bpf(2) at all, as in a jail? */
bool remote_needed(void);

/* remote_connect() - A descriptor, or -EPERM with words what to do */
int remote_connect(struct errbuf *eb);

/* remote_not_root() - The words for who is nobody's root; returns -EPERM */
int remote_not_root(struct errbuf *eb);

/* What came back */
struct remote_back {
	struct remote_answer head;
	char *data; /* head.len bytes and a NUL, or NULL */
	int fd; /* that came, or -1 */
};

#define REMOTE_BACK_NONE                                                       \
	(struct remote_back)                                                   \
	{                                                                      \
		.fd = -1                                                       \
	}
#define cleanup_remote_back __attribute__((cleanup(remote_back_done)))

void remote_back_done(struct remote_back *b);

/**
 * remote_call() - Ask, and wait for the answer
 * @ask:	Lengths are filled in from @parts, REMOTE_PARTS of them, or NULL
 * @fd:		One to hand over, or -1
 *
 * Return: the result that came, or -ENOTCONN when nobody is there any more
 */
int remote_call(int sock, struct remote_ask *ask,
		const struct remote_part *parts, int fd,
		struct remote_back *ret);

/* remote_read(), remote_write() - All of it; 0 or -errno */
int remote_read(int sock, void *buf, size_t len);
int remote_write(int sock, const void *buf, size_t len);
