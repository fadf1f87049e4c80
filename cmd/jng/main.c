/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - jng(8): bridged netgraph interfaces for jails */

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "base/whole.h"
#include "jng.h"

static const struct action actions[] = {
	{ "bridge",
	  "bridge [-b BRIDGE_NAME] NAME [!|=]iface0 [[!|=]iface1 ...]",
	  "Make ng0_NAME, ng1_NAME ... on bridges of the interfaces",
	  jng_bridge },
	{ "graph", "graph [-f] [-T type] [-o output]",
	  "Draw the graph (default output is `jng.svg')", jng_graph },
	{ "show", "show", "List the names that have interfaces", jng_show },
	{ "show1", "show NAME", "List the interfaces of a name", jng_show1 },
	{ "shutdown", "shutdown NAME", "Remove the interfaces of a name",
	  jng_shutdown },
	{ "stats", "stats NAME", "Show their links' counters", jng_stats },
};

static void usage(FILE *f)
{
	(void)fprintf(f, "Usage: jng [--libxo json] action [arguments]\n");
	(void)fprintf(f, "Actions:\n");
	for (size_t i = 0; i < ARRAY_SIZE(actions); i++)
		(void)fprintf(f, "\tjng %s\n\t\t%s\n", actions[i].usage,
			      actions[i].what);
}

static void usage_of(const struct action *a)
{
	(void)fprintf(stderr, "Usage: jng %s\n\t\t%s\n", a->usage, a->what);
}

static const struct action *find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(actions); i++)
		if (streq(actions[i].name, name))
			return &actions[i];
	return NULL;
}

static int run(const struct action *a, const struct xo *xo, int argc,
	       char **argv, struct errbuf *eb)
{
	struct ngnet n = { .lock = -1 };
	int r = ngnet_open("jng", &n, eb);

	if (r == 0)
		r = a->run(&n, xo, argc, argv, eb);
	ngnet_close(&n);
	return r;
}

int main(int argc, char **argv)
{
	const struct action *a;
	struct errbuf eb = { 0 };
	struct xo xo = { 0 };
	int r;

	messages_whole();
	if (xo_take(&argc, argv, &xo, &eb) < 0)
		errx(EXIT_FAILURE, "%s", eb.msg);
	if (argc > 1 && streq(argv[1], "--help")) {
		usage(stdout);
		return EXIT_SUCCESS;
	}
	if (argc > 1 && streq(argv[1], "--version")) {
		printf("jng (vjail) %s\n", VJAIL_VERSION);
		return EXIT_SUCCESS;
	}
	a = argc > 1 ? find(argv[1]) : NULL;
	if (!a) {
		usage(stderr);
		return EXIT_FAILURE;
	}
	r = run(a, &xo, argc - 1, argv + 1, &eb);
	if (r == -NO_USAGE)
		usage_of(a);
	else if (r < 0)
		warnx("%s", eb.msg);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
