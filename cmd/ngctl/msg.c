/* SPDX-License-Identifier: BSD-2-Clause */
/* msg.c - msg: send a command and print what is answered */

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "libnetgraph/session.h"
#include "ngctl.h"

#define PER_LINE 16

static void dump(const unsigned char *p, size_t n)
{
	for (size_t at = 0; at < n; at += PER_LINE) {
		printf("%04zx:  ", at);
		for (size_t i = at; i < at + PER_LINE; i++)
			if (i < n)
				printf("%02x ", p[i]);
			else
				printf("   ");
		printf(" ");
		for (size_t i = at; i < n && i < at + PER_LINE; i++)
			printf("%c", isprint(p[i]) ? p[i] : '.');
		printf("\n");
	}
}

static void print_answer(struct ngctl *ng, uint32_t id, const struct ng_mesg *m)
{
	cleanup_free struct ng_mesg *text = NULL;

	if (session_to_text(ng->s, id, m, &text) < 0) {
		printf("Rec'd response %d from \"[%x]:\":\n",
		       (int)m->header.cmd, id);
		if (m->header.arglen == 0)
			printf("No arguments\n");
		else
			dump((const unsigned char *)m->data, m->header.arglen);
		return;
	}
	printf("Rec'd response \"%s\" (%d) from \"[%x]:\":\n",
	       (const char *)text->header.cmdstr, (int)m->header.cmd, id);
	if (*text->data)
		printf("Args:\t%s\n", text->data);
	else
		printf("No arguments\n");
}

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
	cleanup_free struct ng_mesg *answer = NULL;
	cleanup_free char *args = NULL;
	uint32_t id = 0;
	int r;

	if (argc < 3)
		return CMD_USAGE;
	args = join(argc - 3, argv + 3);
	if (!args) {
		complain("msg");
		return CMD_ERROR;
	}
	tell_sending(ng, argv[1], argv[2]);
	r = session_text(ng->s, argv[1], argv[2], args, &answer, &id);
	if (r < 0) {
		errno = -r;
		complain("send msg");
		return CMD_ERROR;
	}
	if (answer)
		print_answer(ng, id, answer);
	return CMD_OK;
}

const struct command cmd_msg = {
	"msg <path> <command> [args ... ]",
	"Send a command to the node at <path>",
	(const char *const[]){ "cmd", NULL },
	msg,
};
