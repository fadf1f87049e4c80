/* SPDX-License-Identifier: BSD-2-Clause */
/* ask.c - Send a message to a node and have its answer */

#include <err.h>
#include <errno.h>
#include <stdlib.h>

#include "ask.h"
#include "base/bsderr.h"
#include "base/cleanup.h"
#include "libnetgraph/msg.h"
#include "libnetgraph/session.h"
#include "libnetgraph/trace.h"
#include "ngctl.h"

#define DEBUG_MESSAGES 2 /* above: as text */

void complain(const char *what)
{
	warnx("%s: %s", what, bsd_strerror(errno));
}

void tell_message(struct ngctl *ng, const char *what, const char *path,
		  const struct ng_mesg *m)
{
	cleanup_free struct ng_mesg *text = NULL;

	if (ng->debug < DEBUG_MESSAGES)
		return;
	if (ng->debug > DEBUG_MESSAGES)
		(void)session_text_of(ng->s, path, m, &text);
	trace_message(warnx, what, path, m, text);
}

int tell_failure(struct ngctl *ng, const char *path, int r)
{
	if (ng->debug > 0)
		warnx("sendto(%s): %s", path, bsd_strerror(-r));
	errno = -r;
	return r;
}

int ask(struct ngctl *ng, const char *path, uint32_t cmd, const void *args,
	size_t len, struct ng_mesg **ret)
{
	cleanup_free struct ng_mesg *m = NULL, *answer = NULL;
	uint32_t id = 0;
	int r;

	m = msg_new(NGM_GENERIC_COOKIE, cmd, "", args, len);
	if (!m)
		return tell_failure(ng, path, -ENOMEM);
	tell_message(ng, "SENDING MESSAGE", path, m);
	r = session_msg(ng->s, path, m, &answer, &id);
	if (r < 0)
		return tell_failure(ng, path, r);
	if (answer)
		tell_message(ng, "RECEIVED RESPONSE", path, answer);
	if (ret)
		*ret = TAKE_PTR(answer);
	return 0;
}
