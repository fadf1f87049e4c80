/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - jib: give jails interfaces on the bridges of the host's */

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "jib.h"
#include "nl/nl.h"

int jib_main(int argc, char **argv);

struct action {
	const char *name, *args, *help;
	int (*run)(struct nl *nl, int argc, char **argv, struct errbuf *eb);
	int min_args, max_args;
};

#define ANY 100000
#define USAGE 1 /* not an errno: show how the action is used */

static void print_all(const struct strv *lines)
{
	for (size_t i = 0; i < lines->n; i++)
		puts(lines->v[i]);
}

static int run_addm(struct nl *nl, int argc, char **argv, struct errbuf *eb)
{
	struct jib_addm req = { .bridge = "bridge" };
	cleanup_strv struct strv made = { 0 };
	int c, r;

	argv[0] = (char *)"jib"; /* for what getopt() says */
	optind = 0;
	while ((c = getopt(argc, argv, "+b:")) != -1) {
		if (c != 'b')
			return USAGE;
		req.bridge = optarg;
	}
	argv += optind;
	if (argc - optind < 2)
		return USAGE;

	req.name = argv[0];
	req.parents = argv + 1;
	r = jib_addm(nl, &req, &made, eb);
	print_all(&made);
	return r;
}

static int run_show(struct nl *nl, int argc, char **argv, struct errbuf *eb)
{
	cleanup_strv struct strv lines = { 0 };
	int r;

	if (argc > 1)
		r = jib_ends(nl, argv[1], &lines, eb);
	else
		r = jib_names(nl, &lines, eb);
	print_all(&lines);
	return r;
}

static int run_destroy(struct nl *nl, int argc, char **argv, struct errbuf *eb)
{
	(void)argc;
	return jib_destroy(nl, argv[1], eb);
}

static const struct action actions[] = {
	{ "addm", "[-b BRIDGE_NAME] NAME [!]iface0 [[!]iface1 ...]",
	  "make e0b_NAME [e1b_NAME ...], bridged to the interfaces", run_addm,
	  2, ANY },
	{ "show", "[NAME]",
	  "the names there are, or e0b_NAME [e1b_NAME ...] of one", run_show, 0,
	  1 },
	{ "destroy", "NAME", "take e0b_NAME [e1b_NAME ...] away", run_destroy,
	  1, 1 },
};

static void usage(FILE *out)
{
	fprintf(out, "usage: jib action [argument ...]\n");
	for (size_t i = 0; i < ARRAY_SIZE(actions); i++)
		fprintf(out, "\tjib %s %s\n\t\t%s\n", actions[i].name,
			actions[i].args, actions[i].help);
	fprintf(out, "\tjib --help | --version\n");
}

static int action_usage(const struct action *a)
{
	fprintf(stderr, "usage: jib %s %s\n", a->name, a->args);
	return EXIT_FAILURE;
}

static const struct action *find_action(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(actions); i++)
		if (streq(actions[i].name, name))
			return &actions[i];
	return NULL;
}

int jib_main(int argc, char **argv)
{
	cleanup_nl struct nl *nl = NULL;
	const struct action *a;
	struct errbuf eb = { 0 };
	int r;

	if (argc > 1 && streq(argv[1], "--help")) {
		usage(stdout);
		return 0;
	}
	if (argc > 1 && streq(argv[1], "--version"))
		return puts("jib " VJAIL_VERSION) < 0;

	a = argc > 1 ? find_action(argv[1]) : NULL;
	if (!a) {
		usage(stderr);
		return EXIT_FAILURE;
	}
	argc -= 2;
	if (argc < a->min_args || argc > a->max_args)
		return action_usage(a);

	r = nl_open(&nl, &eb);
	if (r == 0)
		r = a->run(nl, argc + 1, argv + 1, &eb);
	if (r == USAGE)
		return action_usage(a);
	if (r < 0)
		errx(EXIT_FAILURE, "%s", eb.msg);
	return 0;
}
