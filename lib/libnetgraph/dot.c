/* SPDX-License-Identifier: BSD-2-Clause */
/* dot.c - The graph for graphviz, as FreeBSD's ngctl writes it */

#include <stdint.h>
#include <string.h>

#include "libnetgraph/dot.h"

#define QUOTED "\"\\" /* what means something between double quotes */
#define RECORD QUOTED "<>|{}" /* and in the label of a record */

static void put(FILE *f, const char *text, const char *special)
{
	for (; *text; text++)
		fprintf(f, strchr(special, *text) ? "\\%c" : "%c", *text);
}

/* "5.lower", without what is around it */
static void put_hook(FILE *f, uint32_t id, const char *hook)
{
	fprintf(f, "\"%jx.", (uintmax_t)id);
	put(f, hook, QUOTED);
	fputc('"', f);
}

void dot_begin(FILE *f, const struct namelist *l)
{
	fprintf(f, "graph netgraph {\n");
	fprintf(f, "\tedge [ weight = 1.0 ];\n");
	fprintf(f, "\tnode [ shape = record, fontsize = 12 ] {\n");
	for (uint32_t i = 0; i < l->numnames; i++) {
		const struct nodeinfo *n = &l->nodeinfo[i];

		fprintf(f, "\t\t\"%jx\" [ label = \"{", (uintmax_t)n->id);
		put(f, *n->name ? n->name : "<unnamed>", RECORD);
		fprintf(f, ":|{%s|[%jx]:}}\" ];\n", n->type, (uintmax_t)n->id);
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

void dot_hooks(FILE *f, const struct hooklist *list)
{
	uint32_t id = list->nodeinfo.id;

	if (!list->nodeinfo.hooks)
		return;
	fprintf(f, "\tnode [ shape = octagon, fontsize = 10 ] {\n");
	for (uint32_t i = 0; i < list->nodeinfo.hooks; i++) {
		fputs("\t\t", f);
		put_hook(f, id, list->link[i].ourhook);
		fputs(" [ label = \"", f);
		put(f, list->link[i].ourhook, QUOTED);
		fputs("\" ];\n", f);
	}
	fprintf(f, "\t};\n");
	fprintf(f, "\t{\n\t\tedge [ weight = 2.0, style = bold ];\n");
	for (uint32_t i = 0; i < list->nodeinfo.hooks; i++) {
		fprintf(f, "\t\t\"%jx\" -- ", (uintmax_t)id);
		put_hook(f, id, list->link[i].ourhook);
		fputs(";\n", f);
	}
	fprintf(f, "\t};\n");
	for (uint32_t i = 0; i < list->nodeinfo.hooks; i++) {
		const struct linkinfo *l = &list->link[i];

		/* Each link once: seen from the end with the higher number. */
		if (l->nodeinfo.id > list->nodeinfo.id ||
		    (l->nodeinfo.id == list->nodeinfo.id &&
		     strcmp(l->ourhook, l->peerhook) < 0))
			continue;
		fputc('\t', f);
		put_hook(f, id, l->ourhook);
		fputs(" -- ", f);
		put_hook(f, l->nodeinfo.id, l->peerhook);
		fputs(";\n", f);
	}
}

void dot_end(FILE *f)
{
	fprintf(f, "}\n");
}
