/* SPDX-License-Identifier: BSD-2-Clause */
/* dot.c - The graph for graphviz, as FreeBSD's ngctl writes it */

#include <stdint.h>
#include <string.h>

#include "libnetgraph/dot.h"

void dot_begin(FILE *f, const struct namelist *l)
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

void dot_hooks(FILE *f, const struct hooklist *list)
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

void dot_end(FILE *f)
{
	fprintf(f, "}\n");
}
