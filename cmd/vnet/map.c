/* SPDX-License-Identifier: BSD-2-Clause */
/* map.c - The networks of a host, written for graphviz */

#include <string.h>

#include "base/util.h"
#include "map.h"
#include "netgraph/ng_message.h"

#define WIDE 16 /* more interfaces than this stand below one another */

/* In the order of the levels of the picture, from above */
enum level { HOST, BETWEEN, JAIL, INSIDE };

static const char head[] =
	"graph vnet {\n"
	"\tgraph [ compound = true, nodesep = 0.35, pad = 0.2,\n"
	"\t\tbgcolor = \"#ffffff\", tooltip = \" \",\n"
	"\t\tfontname = \"DejaVu Sans,Verdana,sans-serif\" ];\n"
	"\tnode [ shape = box, style = \"rounded,filled\", fontsize = 11,\n"
	"\t\tmargin = \"0.12,0.06\", color = \"#5b6b7f\",\n"
	"\t\tfontname = \"DejaVu Sans,Verdana,sans-serif\" ];\n"
	"\tedge [ color = \"#7d8a9b\", penwidth = 1.6 ];\n";

struct look {
	const char *class, *attributes;
};

/* clang-format off */
static const struct look looks[] = {
	{ "bridge", "shape = hexagon, style = filled, margin = \"0.05,0.02\", fillcolor = \"#fde9b8\", color = \"#c99a2e\"" },
	{ "ether", "fillcolor = \"#d9f0dc\", color = \"#4f9a5c\"" },
	{ "eiface", "fillcolor = \"#ffffff\"" },
	{ "other", "fillcolor = \"#ece4f5\", color = \"#8d6fb3\"" },
};
static const struct look jail_look = { "jail", "fillcolor = \"#e8f1fb\", color = \"#6f9fd4\"" };
static const struct look host_look = { "host", "labelloc = t, fillcolor = \"#f1f1ee\", color = \"#a3a39b\"" };
static const struct look aside = { "aside", "fillcolor = \"#f7f9fb\", color = \"#b4bfcc\", fontcolor = \"#5b6b7f\", style = \"rounded,filled,dashed\"" };
/* clang-format on */

static const struct look *look_of(const char *type)
{
	size_t i = 0;

	while (i + 1 < ARRAY_SIZE(looks) && !streq(type, looks[i].class))
		i++;
	return &looks[i];
}

static enum level level_of(const struct map_item *i)
{
	if (!i->at)
		return i->graph->jid ? INSIDE : BETWEEN;
	return i->at->jid ? JAIL : HOST;
}

static const struct map_item *find(const struct map *m,
				   const struct map_graph *graph, uint32_t id)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].graph == graph && m->v[i].hooks &&
		    m->v[i].hooks->nodeinfo.id == id)
			return &m->v[i];
	return NULL;
}

static void write_name(const struct map *m, const struct map_item *i, FILE *f)
{
	while (map_again(m, i))
		i--;
	if (i->graph && i->graph->jid)
		fprintf(f, "j%d_", i->graph->jid);
	if (i->hooks)
		fprintf(f, "n%x", i->hooks->nodeinfo.id);
	else if (i->at)
		fprintf(f, "i%d_%d", i->at->jid, i->at->link.index);
}

/* A row of a node's label, small where it is not the name */
static void write_row(FILE *f, const char *text, bool small)
{
	fprintf(f, "<tr><td>%s", small ? "<font point-size=\"9.5\">" : "<b>");
	map_put(f, text, true);
	fprintf(f, "%s</td></tr>", small ? "</font>" : "</b>");
}

static void write_rows(FILE *f, const struct strv *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		write_row(f, rows->v[i], true);
}

static void write_item(const struct map *m, const struct map_item *i, FILE *f)
{
	const struct nodeinfo *node = i->hooks ? &i->hooks->nodeinfo : NULL;
	const struct look *look = node ? look_of(node->type) : &aside;
	const char *name = i->at ? place_name(i->at) : node ? node->name : "";

	fprintf(f, "\t\t");
	write_name(m, i, f);
	fprintf(f, " [ class = \"%s\", %s, label = <<table border=\"0\" ",
		look->class, look->attributes);
	fprintf(f, "cellborder=\"0\" cellspacing=\"0\" cellpadding=\"1\">");
	write_row(f, *name ? name : "(no name)", false);
	if (node && streq(look->class, "other"))
		write_row(f, node->type, true);
	if (i->at) {
		write_rows(f, &i->at->ip4);
		write_rows(f, &i->at->ip6);
	}
	fprintf(f, "</table>");
	fprintf(f, ">, tooltip = \"");
	map_tip_item(i, f);
	fprintf(f, "\" ];\n");
}

/* The items from @i on that are in one place; how many */
static size_t write_box(const struct map *m, size_t i, FILE *f)
{
	int jid = map_home(&m->v[i]);
	const char *name = places_jail(&m->places, jid);
	const struct look *look = jid ? &jail_look : &host_look;
	size_t k = i;

	fprintf(f, "\tsubgraph cluster_%d {\n", jid);
	fprintf(f, "\t\tgraph [ class = \"%s\", style = \"rounded,filled\", %s",
		look->class, look->attributes);
	fprintf(f, ", label = <<b>");
	map_put(f, name, true);
	fprintf(f, "</b>%s>, tooltip = \"%s ", jid ? "" : "&#160;(host)",
		jid ? "jail" : "host");
	map_put(f, name, false);
	if (jid)
		fprintf(f, "\\njid %d", jid);
	fprintf(f, "\" ];\n");
	for (; k < m->n && map_home(&m->v[k]) == jid; k++)
		if (!map_again(m, &m->v[k]))
			write_item(m, &m->v[k], f);
	fprintf(f, "\t}\n");
	return k - i;
}

/* Is this the first of the item's hooks that leads to that node? */
static bool is_first(const struct hooklist *h, uint32_t i)
{
	for (uint32_t k = 0; k < i; k++)
		if (h->link[k].nodeinfo.id == h->link[i].nodeinfo.id)
			return false;
	return true;
}

/* A line to each peer, drawn from the end that is higher up. */
static void write_lines(const struct map *m, const struct map_item *a, FILE *f)
{
	for (uint32_t i = 0; i < a->hooks->nodeinfo.hooks; i++) {
		uint32_t peer = a->hooks->link[i].nodeinfo.id;
		const struct map_item *b = find(m, a->graph, peer);

		if (!b || !is_first(a->hooks, i) || level_of(a) > level_of(b) ||
		    (level_of(a) == level_of(b) &&
		     a->hooks->nodeinfo.id > peer))
			continue;
		fprintf(f, "\t");
		write_name(m, a, f);
		fprintf(f, " -- ");
		write_name(m, b, f);
		fprintf(f, " [ class = \"link\", edgetooltip = \"");
		map_tip_link(a, peer, f);
		fprintf(f, "\" ];\n");
	}
}

void map_write(const struct map *m, FILE *f)
{
	fprintf(f, "%s\tgraph [ %s ];\n", head,
		m->interfaces > WIDE
			? "rankdir = LR, labelloc = t, ranksep = 1.8"
			: "rankdir = TB, labelloc = b, ranksep = 0.6");
	for (size_t i = 0; i < m->n;) {
		if (map_home(&m->v[i]) != MAP_NOWHERE)
			i += write_box(m, i, f);
		else
			write_item(m, &m->v[i++], f);
	}
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].hooks)
			write_lines(m, &m->v[i], f);
	fprintf(f, "}\n");
}
