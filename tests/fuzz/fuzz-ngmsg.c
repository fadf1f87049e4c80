/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz-ngmsg.c - Messages of whatever bytes leave a graph that holds together
 *
 * The input is a few of them, each {path, cookie, command, flags, length} in a
 * byte or two and then its arguments.
 */

#include <stdint.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "libnetgraph/msg.h"
#include "libnetgraph/session.h"
#include "libnetgraph/type.h"
#include "nggraph.h"

#define MESSAGES_MAX 16
#define HEAD 6

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const paths[] = {
	".",	"b:",	     "t:", "h:", "e:", "o:", "s:", "b",	 "lo:", "",
	"[1]:", "t:right.x", ":",  "m:", "n:", "v:", "a:", "p:", "c:",
};

static uint32_t cookie_of(uint8_t byte)
{
	size_t n = 0, want = byte & 0x7f;

	if (byte & 0x80)
		return NGM_GENERIC_COOKIE;
	for (const struct ng_type *const *t = ng_types; *t; t++)
		if ((*t)->commands && n++ == want)
			return (*t)->commands->cookie;
	return byte;
}

static uint32_t command_of(uint8_t byte)
{
	static const uint32_t bits[] = { 0, NGM_READONLY | NGM_HASREPLY,
					 NGM_HASREPLY, 0xffff0000 };

	return (byte & 0x3f) | bits[byte >> 6];
}

/* Makes it, sends it; how much of the input it was. */
static size_t send_one(const uint8_t *p, size_t size)
{
	cleanup_free struct ng_mesg *m = NULL, *answer = NULL, *text = NULL;
	size_t len = p[4] | (p[5] & 3) << 8;
	const char *path = paths[p[0] % (sizeof(paths) / sizeof(*paths))];
	uint32_t id = 0;
	int r;

	if (len > size - HEAD)
		len = size - HEAD;
	m = msg_new(cookie_of(p[1]), command_of(p[2]), "fuzz", p + HEAD, len);
	if (!m)
		abort();
	m->header.flags = p[3] & 1;
	if (p[3] & 0x80)
		m->header.version = p[3];
	r = session_msg(nggraph_session(), path, m, &answer, &id);
	nggraph_known(r);
	nggraph_known(session_text_of(nggraph_session(), path, m, &text));
	if (answer) {
		free(text);
		text = NULL;
		nggraph_known(
			session_to_text(nggraph_session(), id, answer, &text));
	}
	return HEAD + len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	nggraph_furnish();
	for (int i = 0; i < MESSAGES_MAX && size >= HEAD; i++) {
		size_t n = send_one(data, size);

		data += n;
		size -= n;
	}
	nggraph_check();
	nggraph_reset();
	return 0;
}
