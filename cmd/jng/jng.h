/* SPDX-License-Identifier: BSD-2-Clause */
/* jng.h - What jng's actions share */
#pragma once

#include "libnetgraph/ngnet.h"
#include "xo/xo.h"

#define NAME_SIZE 96
#define NO_USAGE 0x7fff /* as errno: wrong words */

struct action {
	const char *name;
	const char *usage; /* NULL: another name of one that has it */
	const char *what;
	int (*run)(struct ngnet *n, const struct xo *xo, int argc, char **argv,
		   struct errbuf *eb);
};

/* Actions: @argv[0] is its name.  0, -NO_USAGE or -errno with words in @eb */
int jng_bridge(struct ngnet *n, const struct xo *xo, int argc, char **argv,
	       struct errbuf *eb);
int jng_graph(struct ngnet *n, const struct xo *xo, int argc, char **argv,
	      struct errbuf *eb);
int jng_show(struct ngnet *n, const struct xo *xo, int argc, char **argv,
	     struct errbuf *eb);
int jng_show1(struct ngnet *n, const struct xo *xo, int argc, char **argv,
	      struct errbuf *eb);
int jng_shutdown(struct ngnet *n, const struct xo *xo, int argc, char **argv,
		 struct errbuf *eb);
int jng_stats(struct ngnet *n, const struct xo *xo, int argc, char **argv,
	      struct errbuf *eb);
