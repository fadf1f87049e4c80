/* SPDX-License-Identifier: BSD-2-Clause */
/* opts.h - The options of a tool, from a table */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* What an option does to the member of the tool's own struct that lies at @at */
enum opt_kind {
	OPT_ON = 1, /* bool: true */
	OPT_OFF, /* bool: false */
	OPT_COUNT, /* int: one more */
	OPT_TEXT, /* const char *: its argument */
	OPT_SAY, /* const char *: the table's @word */
	OPT_ONE, /* the same, but where one was said already, usage */
	OPT_WORD, /* struct strv: its argument, behind those before */
	OPT_ADD, /* struct strv: the table's @word */
	OPT_VOID, /* takes nothing and has nothing to do here */
};

struct opt {
	char letter;
	enum opt_kind kind;
	size_t at;
	const char *word;
};

/* What FreeBSD's has besides, and what does that on Linux */
struct opt_elsewhere {
	const char *letters; /* as getopt(3) wants them; NULL at the end */
	const char *instead;
};

#define OPTS_MAX 32

struct opt_tool {
	const char *name;
	const char *usage; /* lines, newlines included */
	const char *help; /* of --help, behind the usage; or NULL */
	bool named; /* the usage is told with the name in front */
	int usage_status; /* of wrong usage */
	const struct opt_elsewhere *elsewhere; /* or NULL */
	struct opt opts[OPTS_MAX + 1]; /* the last one has no letter */
};

/* opts_usage() - Print it on standard error; the exit status */
int opts_usage(const struct opt_tool *tool);

/* opts_refuse() - Say what does on Linux what FreeBSD's @letter does, or, if
 * nothing is known of it, the usage; the exit status */
int opts_refuse(const struct opt_tool *tool, int letter);

/**
 * opts_parse() - Take the options; --help and --version are answered here
 * @ret:	The tool's own struct; a letter that is there again wins
 *
 * Return: -1, argv[optind] being the first operand; or the exit status
 */
int opts_parse(const struct opt_tool *tool, int argc, char **argv, void *ret);
