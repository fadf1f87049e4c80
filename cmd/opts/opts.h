/* SPDX-License-Identifier: BSD-2-Clause */
/* opts.h - The options of a small tool, from a table */
#pragma once

#include <stddef.h>

/* What an option does to the member of the tool's own struct that lies at @at */
enum opt_kind {
	OPT_ON = 1, /* bool: true */
	OPT_OFF, /* bool: false */
	OPT_TEXT, /* const char *: its argument */
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

struct opt_tool {
	const char *name;
	const char *usage; /* lines, newlines included */
	int usage_status; /* of wrong usage */
	struct opt opts[16]; /* the last one has no letter */
};

/* opts_usage() - Print it on standard error; the exit status */
int opts_usage(const struct opt_tool *tool);

/**
 * opts_parse() - Take the options; --help and --version are answered here
 * @ret:	The tool's own struct; a letter that is there again wins
 *
 * Return: -1, argv[optind] being the first operand; or the exit status
 */
int opts_parse(const struct opt_tool *tool, int argc, char **argv, void *ret);
