/* SPDX-License-Identifier: BSD-2-Clause */
/* print.c - Print processes as ps(1) does, or as libxo's JSON */

#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/strv.h"
#include "base/text.h"
#include "keyword.h"
#include "print.h"
#include "xo/xo.h"

/* Rows of cells, and the width of each column. */
struct table {
	struct strv cells; /* row after row */
	int *widths;
};

static int fill(struct table *t, struct machine *m, const struct columns *c,
		const struct process *const *list, size_t n)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < n * c->n; i++) {
		const struct column *col = &c->v[i % c->n];
		cleanup_free char *cell = col->keyword->cell(m, list[i / c->n]);

		r = cell ? strv_add(&t->cells, text_plain(cell)) : -ENOMEM;
	}
	return r;
}

static void measure(struct table *t, const struct columns *c)
{
	for (size_t i = 0; i < c->n; i++)
		t->widths[i] = (int)strlen(c->v[i].header);
	for (size_t i = 0; i < t->cells.n; i++) {
		int len = (int)strlen(t->cells.v[i]);

		if (len > t->widths[i % c->n])
			t->widths[i % c->n] = len;
	}
}

/* Append one cell to @line; the last one is not padded on its right. */
static void put(FILE *line, const struct columns *c, const struct table *t,
		size_t i, const char *text, bool header)
{
	unsigned flags = c->v[i].keyword->flags;
	bool left = flags & KEYWORD_LEFT;

	if (!header && (flags & KEYWORD_TTY))
		left = false; /* only the header is */
	if (i > 0)
		fputc(' ', line);
	if (left && i + 1 == c->n)
		fputs(text, line);
	else
		fprintf(line, "%*s", left ? -t->widths[i] : t->widths[i], text);
}

/* One line; @cells NULL: the headers. */
static int print_row(FILE *out, const struct columns *c, const struct table *t,
		     char *const *cells, unsigned width)
{
	cleanup_free char *text = NULL;
	size_t len = 0;
	FILE *line = open_memstream(&text, &len);

	if (!line)
		return -ENOMEM;
	for (size_t i = 0; i < c->n; i++)
		put(line, c, t, i, cells ? cells[i] : c->v[i].header, !cells);
	if (fclose(line) != 0)
		return -ENOMEM;
	if (width != WIDTH_UNLIMITED && len > width)
		text[width] = '\0';
	fprintf(out, "%s\n", text);
	return 0;
}

static bool has_header(const struct columns *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (*c->v[i].header)
			return true;
	return false;
}

int print_text(FILE *out, struct machine *m, const struct columns *c,
	       const struct process *const *list, size_t n, unsigned width)
{
	struct table t = { .widths = calloc(c->n, sizeof(int)) };
	int r = t.widths ? fill(&t, m, c, list, n) : -ENOMEM;

	if (r == 0)
		measure(&t, c);
	if (r == 0 && has_header(c))
		r = print_row(out, c, &t, NULL, width);
	for (size_t i = 0; r == 0 && i < t.cells.n; i += c->n)
		r = print_row(out, c, &t, &t.cells.v[i], width);
	strv_done(&t.cells);
	free(t.widths);
	return r;
}

static struct json_object *to_json(struct machine *m, const struct columns *c,
				   const struct process *p)
{
	struct json_object *o = json_object_new_object();

	for (size_t i = 0; o && i < c->n; i++) {
		const struct keyword *k = c->v[i].keyword;
		cleanup_free char *cell = k->cell(m, p);

		if (!cell ||
		    json_object_object_add(o, k->json,
					   json_object_new_string(cell))) {
			json_object_put(o);
			return NULL;
		}
	}
	return o;
}

int print_json(FILE *out, struct machine *m, const struct columns *c,
	       const struct process *const *list, size_t n, const struct xo *xo)
{
	struct json_object *info = json_object_new_object();
	struct json_object *all = json_object_new_array();
	bool ok = xo_add(info, "process", all);

	for (size_t i = 0; ok && i < n; i++)
		ok = xo_append(all, to_json(m, c, list[i]));
	if (ok)
		return xo_print(out, xo, NULL, "process-information", info);
	json_object_put(info);
	return -ENOMEM;
}
