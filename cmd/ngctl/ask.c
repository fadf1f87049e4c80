/* SPDX-License-Identifier: BSD-2-Clause */
/* ask.c - Send a message to a node and have its answer */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "ask.h"
#include "base/bsderr.h"
#include "base/cleanup.h"
#include "libnetgraph/msg.h"
#include "libnetgraph/session.h"
#include "ngctl.h"

void complain(const char *what)
{
	warnx("%s: %s", what, bsd_strerror(errno));
}

void tell_sending(const struct ngctl *ng, const char *path, const char *what)
{
	if (ng->debug > 0)
		warnx("sending %s to \"%s\"", what, path);
}

int ask(struct ngctl *ng, const char *path, uint32_t cmd, const void *args,
	size_t len, struct ng_mesg **ret)
{
	cleanup_free struct ng_mesg *m = NULL, *answer = NULL;
	char what[32];
	uint32_t id = 0;
	int r;

	(void)snprintf(what, sizeof(what), "message %u", cmd & 0xffff);
	tell_sending(ng, path, what);
	m = msg_new(NGM_GENERIC_COOKIE, cmd, "", args, len);
	r = m ? session_msg(ng->s, path, m, &answer, &id) : -ENOMEM;
	if (r < 0) {
		errno = -r;
		return r;
	}
	if (ret)
		*ret = TAKE_PTR(answer);
	return 0;
}
