/* SPDX-License-Identifier: BSD-2-Clause */
/* opts.c - The options of a small tool, from a table */

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/strv.h"
#include "base/util.h"
#include "opts.h"

int opts_usage(const struct opt_tool *tool)
{
	fputs(tool->usage, stderr);
	return tool->usage_status;
}

/* As getopt(3) wants them: "+ao:". */
static void letters_of(const struct opt_tool *tool, char *s)
{
	*s++ = '+';
	for (const struct opt *o = tool->opts; o->letter; o++) {
		*s++ = o->letter;
		if (o->kind == OPT_TEXT || o->kind == OPT_WORD)
			*s++ = ':';
	}
	*s = '\0';
}

static bool take(const struct opt *o, char *arg, void *ret)
{
	void *to = (char *)ret + o->at;

	switch (o->kind) {
	case OPT_ON:
	case OPT_OFF:
		*(bool *)to = o->kind == OPT_ON;
		return true;
	case OPT_TEXT:
		*(const char **)to = arg;
		return true;
	case OPT_WORD:
		return strv_add(to, arg) == 0;
	case OPT_ADD:
		return strv_add(to, o->word) == 0;
	case OPT_VOID:
		return true;
	}
	return false;
}

int opts_parse(const struct opt_tool *tool, int argc, char **argv, void *ret)
{
	char letters[2 * ARRAY_SIZE(tool->opts) + 2];
	int c;

	if (argc > 1 && streq(argv[1], "--help"))
		return fputs(tool->usage, stdout) < 0;
	if (argc > 1 && streq(argv[1], "--version"))
		return printf("%s (vjail) %s\n", tool->name, VJAIL_VERSION) < 0;
	letters_of(tool, letters);
	optind = 0;
	while ((c = getopt(argc, argv, letters)) != -1) {
		const struct opt *o = tool->opts;

		while (o->letter && o->letter != c)
			o++;
		if (!o->letter || !take(o, optarg, ret))
			return opts_usage(tool);
	}
	return -1;
}
