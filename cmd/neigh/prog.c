/* SPDX-License-Identifier: BSD-2-Clause */
/* prog.c - How arp(8) and ndp(8) begin and fail */

#include <err.h>
#include <stdlib.h>

#include "base/errbuf.h"
#include "neigh.h"
#include "opts/opts.h"

int neigh_fail(const struct errbuf *eb)
{
	warnx("%s", eb->msg);
	return EXIT_FAILURE;
}

int neigh_begin(const struct opt_tool *tool, int *argc, char **argv,
		struct xo *ret_xo, void *ret)
{
	struct errbuf eb;

	if (xo_take(argc, argv, ret_xo, &eb) < 0)
		return neigh_fail(&eb);
	return opts_parse(tool, *argc, argv, ret);
}
