/* SPDX-License-Identifier: BSD-2-Clause */
/* page.c - A picture as a page that needs nothing else */

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "map.h"
#include "page.h"

/* What of the SVG belongs into a page: without its own declarations */
static const char *body(const char *svg)
{
	const char *p = strstr(svg, "<svg");

	return p ? p : svg;
}

static void fill(FILE *f, const char *title, const char *summary,
		 const char *svg)
{
	const struct {
		const char *word, *text;
		bool markup;
	} fields[] = {
		{ "@TITLE@", title },
		{ "@SUMMARY@", summary },
		{ "@SVG@", body(svg), true },
	};
	const char *p = page_html;

	while (*p) {
		size_t i = 0;

		while (i < ARRAY_SIZE(fields) && !str_starts(p, fields[i].word))
			i++;
		if (i == ARRAY_SIZE(fields)) {
			fputc(*p++, f);
			continue;
		}
		p += strlen(fields[i].word);
		if (fields[i].markup)
			fputs(fields[i].text, f);
		else
			map_put(f, fields[i].text, true);
	}
}

char *page_make(const char *title, const char *summary, const char *svg)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	if (!f)
		return NULL;
	fill(f, title, summary, svg);
	if (fclose(f) == 0)
		return text;
	free(text);
	return NULL;
}
