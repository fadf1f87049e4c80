/* SPDX-License-Identifier: BSD-2-Clause */
/* dot.c - dot: the graph for graphviz */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/bsderr.h"
#include "base/cleanup.h"
#include "ngctl.h"

static void print_nodes(FILE *f, const struct namelist *l)
{
	fprintf(f, "graph netgraph {\n");
	fprintf(f, "\tedge [ weight = 1.0 ];\n");
	fprintf(f, "\tnode [ shape = record, fontsize = 12 ] {\n");
	for (uint32_t i = 0; i < l->numnames; i++) {
		const struct nodeinfo *n = &l->nodeinfo[i];

		fprintf(f, "\t\t\"%jx\" [ label = \"{%s:|{%s|[%jx]:}}\" ];\n",
			(uintmax_t)n->id, *n->name ? n->name : "\\<unnamed\\>",
			n->type, (uintmax_t)n->id);
	}
	fprintf(f, "\t};\n");
	fprintf(f, "\tsubgraph cluster_disconnected {\n");
	fprintf(f, "\t\tbgcolor = pink;\n");
	for (uint32_t i = 0; i < l->numnames; i++)
		if (l->nodeinfo[i].hooks == 0)
			fprintf(f, "\t\t\"%jx\";\n",
				(uintmax_t)l->nodeinfo[i].id);
	fprintf(f, "\t};\n");
}

static void print_hooks(FILE *f, const struct hooklist *list)
{
	uintmax_t id = list->nodeinfo.id;

	if (!list->nodeinfo.hooks)
		return;
	fprintf(f, "\tnode [ shape = octagon, fontsize = 10 ] {\n");
	for (uint32_t i = 0; i < list->nodeinfo.hooks; i++)
		fprintf(f, "\t\t\"%jx.%s\" [ label = \"%s\" ];\n", id,
			list->link[i].ourhook, list->link[i].ourhook);
	fprintf(f, "\t};\n");
	fprintf(f, "\t{\n\t\tedge [ weight = 2.0, style = bold ];\n");
	for (uint32_t i = 0; i < list->nodeinfo.hooks; i++)
		fprintf(f, "\t\t\"%jx\" -- \"%jx.%s\";\n", id, id,
			list->link[i].ourhook);
	fprintf(f, "\t};\n");
	for (uint32_t i = 0; i < list->nodeinfo.hooks; i++) {
		const struct linkinfo *l = &list->link[i];

		/* Each link once: seen from the end with the higher number. */
		if (l->nodeinfo.id > list->nodeinfo.id ||
		    (l->nodeinfo.id == list->nodeinfo.id &&
		     strcmp(l->ourhook, l->peerhook) < 0))
			continue;
		fprintf(f, "\t\"%jx.%s\" -- \"%jx.%s\";\n", id, l->ourhook,
			(uintmax_t)l->nodeinfo.id, l->peerhook);
	}
}

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
	print_nodes(f, l);
	for (uint32_t i = 0; i < l->numnames; i++) {
		cleanup_free struct ng_mesg *hooks = NULL;

		(void)snprintf(path, sizeof(path),
			       "[%jx]:", (uintmax_t)l->nodeinfo[i].id);
		if (ask(ng, path, NGM_LISTHOOKS, NULL, 0, &hooks) == 0)
			print_hooks(f, (const void *)hooks->data);
	}
	fprintf(f, "}\n");
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
