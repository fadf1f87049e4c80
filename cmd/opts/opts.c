/* SPDX-License-Identifier: BSD-2-Clause */
/* opts.c - The options of a tool, from a table */

#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/strv.h"
#include "opts.h"

#define LETTERS_SIZE 256 /* all that there are, each with a colon */
#define HELP 256 /* no letter */
#define VERSION 257

static const struct option longs[] = {
	{ "help", no_argument, NULL, HELP },
	{ "version", no_argument, NULL, VERSION },
	{ 0 },
};

int opts_usage(const struct opt_tool *tool)
{
	if (tool->named)
		fprintf(stderr, "%s: ", tool->name);
	fputs(tool->usage, stderr);
	return tool->usage_status;
}

int opts_refuse(const struct opt_tool *tool, int letter)
{
	const struct opt_elsewhere *e = tool->elsewhere;

	for (; e && e->letters; e++) {
		if (!strchr(e->letters, letter))
			continue;
		warnx("-%c: not supported on Linux: %s", letter, e->instead);
		return EXIT_FAILURE;
	}
	return opts_usage(tool);
}

static bool has_argument(const struct opt *o)
{
	return o->kind == OPT_TEXT || o->kind == OPT_WORD;
}

/* As getopt(3) wants them: "+ao:". */
static void letters_of(const struct opt_tool *tool, char s[LETTERS_SIZE])
{
	const struct opt_elsewhere *e = tool->elsewhere;
	size_t n = 0;

	s[n++] = '+';
	for (const struct opt *o = tool->opts; o->letter; o++) {
		s[n++] = o->letter;
		if (has_argument(o))
			s[n++] = ':';
	}
	s[n] = '\0';
	for (; e && e->letters; e++)
		n += (size_t)snprintf(s + n, LETTERS_SIZE - n, "%s",
				      e->letters);
}

static bool say_once(const char **to, const char *word)
{
	if (*to)
		return false;
	*to = word;
	return true;
}

static bool take(const struct opt *o, char *arg, void *ret)
{
	void *to = (char *)ret + o->at;

	switch (o->kind) {
	case OPT_ON:
	case OPT_OFF:
		*(bool *)to = o->kind == OPT_ON;
		return true;
	case OPT_COUNT:
		++*(int *)to;
		return true;
	case OPT_TEXT:
	case OPT_SAY:
		*(const char **)to = o->kind == OPT_TEXT ? arg : o->word;
		return true;
	case OPT_ONE:
		return say_once(to, o->word);
	case OPT_WORD:
	case OPT_ADD:
		return strv_add(to, o->kind == OPT_WORD ? arg : o->word) == 0;
	case OPT_VOID:
		return true;
	}
	return false;
}

static const struct opt *find(const struct opt_tool *tool, int letter)
{
	for (const struct opt *o = tool->opts; o->letter; o++)
		if (o->letter == letter)
			return o;
	return NULL;
}

int opts_parse(const struct opt_tool *tool, int argc, char **argv, void *ret)
{
	char letters[LETTERS_SIZE];
	int c;

	letters_of(tool, letters);
	optind = 0;
	while ((c = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		const struct opt *o = find(tool, c);

		if (c == HELP)
			return printf("%s%s", tool->usage,
				      tool->help ? tool->help : "") < 0;
		if (c == VERSION)
			return printf("%s (vjail) %s\n", tool->name,
				      VJAIL_VERSION) < 0;
		if (c == '?')
			return opts_usage(tool);
		if (!o)
			return opts_refuse(tool, c);
		if (!take(o, optarg, ret))
			return opts_usage(tool);
	}
	return -1;
}
