/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz-ngtext.c - Messages of whatever text leave a graph that holds together
 *
 * A line each: a path, a command and its arguments, blanks between them.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "libnetgraph/msg.h"
#include "libnetgraph/session.h"
#include "nggraph.h"

#define LINES_MAX 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Nodes that turn a message to text and back must do it as we do. */
static void ask_node(const char *path, const struct ng_mesg *m,
		     const char *text)
{
	cleanup_free struct ng_mesg *q = NULL, *answer = NULL;
	size_t len = sizeof(*m) + m->header.arglen;
	uint32_t id = 0;

	(void)text;
	q = msg_new(NGM_GENERIC_COOKIE, NGM_BINARY2ASCII, "", m, len);
	if (!q)
		abort();
	nggraph_known(session_msg(nggraph_session(), path, q, &answer, &id));
}

static void send_line(char *line)
{
	cleanup_free struct ng_mesg *m = NULL, *answer = NULL, *text = NULL;
	struct session *s = nggraph_session();
	const char *path, *name;
	uint32_t id = 0;
	int r;

	path = strsep(&line, " ");
	name = strsep(&line, " ");
	if (!name)
		return;
	r = session_from_text(s, path, name, line ? line : "", &m);
	nggraph_known(r);
	if (r < 0)
		return;
	ask_node(path, m, line);
	r = session_msg(s, path, m, &answer, &id);
	nggraph_known(r);
	if (r == 0 && answer)
		nggraph_known(session_to_text(s, id, answer, &text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *text = strndup((const char *)data, size);
	char *rest = text, *line;

	if (!text)
		abort();
	nggraph_furnish();
	for (int i = 0; i < LINES_MAX && (line = strsep(&rest, "\n")); i++)
		send_line(line);
	nggraph_check();
	nggraph_reset();
	return 0;
}
