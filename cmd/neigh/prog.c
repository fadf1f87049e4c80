/* SPDX-License-Identifier: BSD-2-Clause */
/* prog.c - How arp(8) and ndp(8) begin and fail */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/strv.h"
#include "neigh.h"
#include "opts/opts.h"

int neigh_fail(const struct errbuf *eb)
{
	warnx("%s", eb->msg);
	return EXIT_FAILURE;
}

static int set_line(char *line, int (*set)(void *arg, char *const *words),
		    void *arg)
{
	cleanup_strv struct strv words = { 0 };

	line[strcspn(line, "#\n")] = '\0';
	if (strv_split(&words, line, " \t") < 0)
		return EXIT_FAILURE;
	if (words.n == 0)
		return 0;
	if (words.n < 2) {
		warnx("bad line: %s", line);
		return EXIT_FAILURE;
	}
	return set(arg, words.v);
}

int neigh_file(const char *file, int (*set)(void *arg, char *const *words),
	       void *arg)
{
	cleanup_free char *line = NULL;
	FILE *f = fopen(file, "re");
	size_t size = 0;
	int status = 0;

	if (!f) {
		warnx("cannot open %s: %s", file, bsd_strerror(errno));
		return EXIT_FAILURE;
	}
	while (getline(&line, &size, f) > 0)
		status |= set_line(line, set, arg);
	(void)fclose(f);
	return status;
}

int neigh_begin(const struct opt_tool *tool, int *argc, char **argv,
		struct xo *ret_xo, void *ret)
{
	struct errbuf eb;

	if (xo_take(argc, argv, ret_xo, &eb) < 0)
		return neigh_fail(&eb);
	return opts_parse(tool, *argc, argv, ret);
}
