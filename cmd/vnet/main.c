/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - vnet(8): networks of jails over netgraph */

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "base/whole.h"
#include "vnet.h"

static const struct action actions[] = {
	{ "add", "+b4:6:", "add [-b] [-4 address] [-6 address] net [if ...]",
	  vnet_add },
	{ "delete", "+k", "delete [-k] net [if ...]", vnet_delete },
	{ "eiface", "+dD4:6:", "eiface [-dD] [-4 address] [-6 address] if",
	  vnet_eiface },
	{ "graph", "+fT:o:", "graph [-f] [-T type] [-o output]", vnet_graph },
	{ "list", "+lr", "list [-lr] [net]", vnet_list, true },
	{ "list_jail", "+l", "list_jail [-l]", vnet_list_jail, true },
	{ "stats", "+", "stats net", vnet_stats, true },
	{ "table", "+", "table net", vnet_table, true },
	{ 0 },
};

static void usage(FILE *f)
{
	const char *lead = "usage:";

	for (const struct action *a = actions; a->name; a++) {
		(void)fprintf(f, "%s vnet %s%s\n", lead,
			      a->listing ? "[--libxo json] " : "", a->usage);
		lead = "      ";
	}
}

static const struct action *find(const char *name)
{
	for (const struct action *a = actions; a->name; a++)
		if (streq(a->name, name))
			return a;
	return NULL;
}

/* False: a letter that the action has not. */
static bool parse(struct options *o, const struct action *a, int argc,
		  char **argv)
{
	int c;

	opterr = 0;
	while ((c = getopt(argc, argv, a->options)) >= 0) {
		switch (c) {
		case '4':
			o->ip4 = optarg;
			break;
		case '6':
			o->ip6 = optarg;
			break;
		case 'T':
			o->type = optarg;
			break;
		case 'o':
			o->out = optarg;
			break;
		case 'f':
			o->overwrite = true;
			break;
		case 'b':
			o->bridge_only = true;
			break;
		case 'k':
			o->keep = true;
			break;
		case 'd':
		case 'D':
			o->drop = true;
			break;
		case 'l':
			o->long_form = true;
			break;
		case 'r':
			o->running = true;
			break;
		default:
			return false;
		}
	}
	return true;
}

int main(int argc, char **argv)
{
	const struct action *a;
	struct options o = { 0 };
	struct errbuf eb = { 0 };
	struct ngnet n = { .lock = -1 };
	int r;

	messages_whole();
	if (xo_take(&argc, argv, &o.xo, &eb) < 0)
		errx(EXIT_FAILURE, "%s", eb.msg);
	if (argc > 1 && streq(argv[1], "--help")) {
		usage(stdout);
		return EXIT_SUCCESS;
	}
	if (argc > 1 && streq(argv[1], "--version")) {
		printf("vnet (vjail) %s\n", VJAIL_VERSION);
		return EXIT_SUCCESS;
	}
	a = argc > 1 ? find(argv[1]) : NULL;
	if (!a || !parse(&o, a, argc - 1, argv + 1)) {
		usage(stderr);
		return EXIT_FAILURE;
	}
	r = ngnet_open("vnet", &n, &eb);
	if (r == 0)
		r = a->run(&n, &o, argc - 1 - optind, argv + 1 + optind, &eb);
	ngnet_close(&n);
	if (r == -NO_USAGE)
		usage(stderr);
	else if (r < 0)
		warnx("%s", eb.msg);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
