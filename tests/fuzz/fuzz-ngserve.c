/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz-ngserve.c - Whatever root of a jail asks leaves a graph that holds
 * together, and who answers alive
 *
 * A question each: {operation, number, three lengths} in a byte each and then its
 * parts; from operation 128 on a length may say more than there is.
 */

#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "libnetgraph/remote.h"
#include "nggraph.h"
#include "ngserve/serve.h"

#define QUESTIONS_MAX 32
#define HEAD (2 + REMOTE_PARTS)
#define LIES 0x80

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put(int fd, const void *p, size_t n)
{
	(void)!send(fd, p, n, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* Ask it; how much of the input it was. */
static size_t ask_one(int fd, const uint8_t *p, size_t size)
{
	struct remote_ask ask = { .op = p[0] & ~LIES, .number = p[1] };
	size_t used = HEAD;

	for (int i = 0; i < REMOTE_PARTS; i++) {
		size_t left = size - used;

		ask.len[i] = p[2 + i] * (p[0] & LIES ? 0x10001u : 1u);
		if (!(p[0] & LIES) && ask.len[i] > left)
			ask.len[i] = (uint32_t)left;
		used += ask.len[i] < left ? ask.len[i] : left;
	}
	put(fd, &ask, sizeof(ask));
	put(fd, p + HEAD, used - HEAD);
	return used;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct timeval soon = { .tv_sec = 1 };
	int pair[2];

	nggraph_furnish();
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0 ||
	    setsockopt(pair[1], SOL_SOCKET, SO_SNDTIMEO, &soon, sizeof(soon)) <
		    0)
		abort();
	for (int i = 0; i < QUESTIONS_MAX && size >= HEAD; i++) {
		size_t n = ask_one(pair[0], data, size);

		data += n;
		size -= n;
	}
	(void)shutdown(pair[0], SHUT_WR);
	serve(pair[1]);
	(void)close(pair[0]);
	(void)close(pair[1]);
	nggraph_check();
	nggraph_reset();
	return 0;
}
