/* SPDX-License-Identifier: BSD-2-Clause */
/* prog.c - How arp(8) and ndp(8) begin and fail */

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "neigh.h"

int neigh_usage(const struct neigh_prog *p)
{
	(void)fputs(p->usage, stderr);
	return EXIT_FAILURE;
}

int neigh_fail(const struct errbuf *eb)
{
	warnx("%s", eb->msg);
	return EXIT_FAILURE;
}

int neigh_begin(const struct neigh_prog *p, int *argc, char **argv,
		struct xo *xo)
{
	struct errbuf eb;

	if (*argc > 1 && streq(argv[1], "--help"))
		return printf("%s%s", p->usage, p->help) < 0;
	if (*argc > 1 && streq(argv[1], "--version"))
		return printf("%s (vjail) %s\n", p->name, VJAIL_VERSION) < 0;
	if (xo_take(argc, argv, xo, &eb) < 0)
		return neigh_fail(&eb);
	return NEIGH_GO_ON;
}
