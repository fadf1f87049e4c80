/* SPDX-License-Identifier: BSD-2-Clause */
/* msg.c - msg: send a command and print what is answered */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arrive.h"
#include "ask.h"
#include "base/cleanup.h"
#include "libnetgraph/session.h"
#include "ngctl.h"

/* The words as one text: as FreeBSD, with spaces between them. */
static char *join(int argc, char **argv)
{
	size_t len = 1;
	char *text;

	for (int i = 0; i < argc; i++)
		len += strlen(argv[i]) + 1;
	text = calloc(1, len);
	for (int i = 0; text && i < argc; i++) {
		if (i)
			text[strlen(text)] = ' ';
		memcpy(text + strlen(text), argv[i], strlen(argv[i]));
	}
	return text;
}

static enum result msg(struct ngctl *ng, int argc, char **argv)
{
	cleanup_free struct ng_mesg *m = NULL, *answer = NULL;
	cleanup_free char *args = NULL;
	char from[NG_NODESIZ];
	uint32_t id = 0;
	int r;

	if (argc < 3)
		return CMD_USAGE;
	args = join(argc - 3, argv + 3);
	if (!args) {
		complain("msg");
		return CMD_ERROR;
	}
	r = session_from_text(ng->s, argv[1], argv[2], args, &m);
	if (r == 0) {
		tell_message(ng, "SENDING MESSAGE", argv[1], m);
		r = session_msg(ng->s, argv[1], m, &answer, &id);
	}
	if (r < 0) {
		(void)tell_failure(ng, argv[1], r);
		complain("send msg");
		return CMD_ERROR;
	}
	(void)snprintf(from, sizeof(from), "[%x]:", id);
	if (answer)
		show_message(ng, from, answer);
	else /* from a program, whose node answers later, or from an echo */
		read_message(ng);
	return CMD_OK;
}

const struct command cmd_msg = {
	"msg <path> <command> [args ... ]",
	"Send a command to the node at <path>",
	"Arguments are written as the type of the node says; an answer that is there at once is printed.",
	(const char *const[]){ "cmd", NULL },
	msg,
};
