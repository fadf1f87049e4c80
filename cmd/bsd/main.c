/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - FreeBSD's tools in one static program, chosen by its name */

#include <stdio.h>
#include <string.h>

#include "applet.h"
#include "base/util.h"
#include "base/whole.h"

#define PROG "vjail-bsd"

static const struct applet *applet_find(const char *name)
{
	for (const struct applet *a = applets; a->name; a++)
		if (streq(a->name, name))
			return a;
	return NULL;
}

static void list_applets(FILE *out)
{
	fprintf(out, "usage: " PROG " name [argument ...]\n");
	for (const struct applet *a = applets; a->name; a++)
		fprintf(out, "  %-14s%s\n", a->name, a->help);
}

int main(int argc, char **argv)
{
	const struct applet *a;
	char *slash;

	if (argc < 1)
		return 1;
	messages_whole();
	slash = strrchr(argv[0], '/');
	if (slash)
		argv[0] = slash + 1;
	a = applet_find(argv[0]);

	if (!a && argc > 1) {
		if (streq(argv[1], "--help")) {
			list_applets(stdout);
			return 0;
		}
		if (streq(argv[1], "--version")) {
			puts(PROG " " VJAIL_VERSION);
			return 0;
		}
		a = applet_find(argv[1]);
		if (!a) {
			fprintf(stderr, PROG ": %s: no such tool\n", argv[1]);
			return 1;
		}
		argc--;
		argv++;
	}
	if (!a) {
		list_applets(stderr);
		return 1;
	}

	return a->main(argc, argv);
}
