/* SPDX-License-Identifier: BSD-2-Clause */
/* api-data.c - Packets */

#include <stdlib.h>
#include <sys/socket.h>

#include "libnetgraph/api.h"
#include "libnetgraph/session.h"
#include "libnetgraph/sock.h"
#include "netgraph.h"

int NgSendData(int ds, const char *hook, const unsigned char *buf, size_t len)
{
	struct session *s = api_session(ds);
	uint32_t slot;
	int r;

	if (!s)
		return -1;
	/* As FreeBSD: without a name it is the only one. */
	r = session_hook(s, hook, &slot);
	if (r == 0)
		r = session_send(s, ds, slot, buf, len);
	return r < 0 ? api_fail(r, "NgSendData") : 0;
}

int NgRecvData(int ds, unsigned char *buf, size_t len, char *hook)
{
	struct session *s = api_session(ds);
	uint32_t slot = 0;
	int r;

	if (!s)
		return -1;
	r = sock_recv(ds, buf, len, 0, &slot);
	if (r < 0)
		return api_fail(r, "NgRecvData");
	if (hook)
		session_hook_name(s, slot, hook);
	return r;
}

int NgAllocRecvData(int ds, unsigned char **buf, char *hook)
{
	uint32_t slot;
	int r = sock_recv(ds, NULL, 0, MSG_PEEK | MSG_TRUNC, &slot);

	if (r < 0)
		return api_fail(r, "NgAllocRecvData");
	*buf = malloc((size_t)r + 1);
	if (!*buf)
		return -1;
	r = NgRecvData(ds, *buf, (size_t)r, hook);
	if (r < 0) {
		free(*buf);
		*buf = NULL;
	}
	return r;
}
