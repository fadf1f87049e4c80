/* SPDX-License-Identifier: BSD-2-Clause */
/* dot.c - dot: the graph for graphviz */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "ask.h"
#include "base/bsderr.h"
#include "base/cleanup.h"
#include "libnetgraph/dot.h"
#include "ngctl.h"

static enum result print_graph(struct ngctl *ng, FILE *f)
{
	cleanup_free struct ng_mesg *m = NULL;
	const struct namelist *l;
	char path[NG_NODESIZ];

	if (ask(ng, ".", NGM_LISTNODES, NULL, 0, &m) < 0) {
		complain("send msg");
		return CMD_ERROR;
	}
	l = (const void *)m->data;
	dot_begin(f, l);
	for (uint32_t i = 0; i < l->numnames; i++) {
		cleanup_free struct ng_mesg *hooks = NULL;

		(void)snprintf(path, sizeof(path),
			       "[%jx]:", (uintmax_t)l->nodeinfo[i].id);
		if (ask(ng, path, NGM_LISTHOOKS, NULL, 0, &hooks) == 0)
			dot_hooks(f, (const void *)hooks->data);
	}
	dot_end(f);
	return CMD_OK;
}

static enum result dot(struct ngctl *ng, int argc, char **argv)
{
	enum result r;
	FILE *f;

	if (argc > 2)
		return CMD_USAGE;
	if (argc == 1)
		return print_graph(ng, stdout);
	f = fopen(argv[1], "we");
	if (!f) {
		warnx("Could not open %s for writing: %s", argv[1],
		      bsd_strerror(errno));
		return CMD_ERROR;
	}
	r = print_graph(ng, f);
	if (fclose(f) != 0) {
		complain(argv[1]);
		return CMD_ERROR;
	}
	return r;
}

const struct command cmd_dot = {
	"dot [outputfile]",
	"Write the graph for graphviz, to standard output or a file",
	NULL,
	(const char *const[]){ "graphviz", "confdot", NULL },
	dot,
};
