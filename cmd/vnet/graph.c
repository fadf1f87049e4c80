/* SPDX-License-Identifier: BSD-2-Clause */
/* graph.c - graph: a picture of networks and of the jails on them */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "libnetgraph/picture.h"
#include "map.h"
#include "page.h"
#include "vnet.h"

#define FILE_NAME "vnet.svg"
#define PAGE "html"

static int map_text(const struct map *m, char **ret, struct errbuf *eb)
{
	size_t len = 0;
	FILE *f = open_memstream(ret, &len);

	if (!f)
		return vnet_no_memory(eb);
	map_write(m, f);
	return fclose(f) == 0 ? 0 : vnet_no_memory(eb);
}

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* The page around the picture, in its stead */
static int make_page(const struct map *m, char **picture, size_t *len,
		     struct errbuf *eb)
{
	char title[300], summary[128], *page;

	(void)snprintf(title, sizeof(title), "Networks of %s",
		       m->places.names.v[0]);
	(void)snprintf(summary, sizeof(summary),
		       "%zu jail%s, %zu bridge%s, %zu interface%s", m->jails,
		       plural(m->jails), m->bridges, plural(m->bridges),
		       m->interfaces, plural(m->interfaces));
	page = page_make(title, summary, *picture);
	if (!page)
		return vnet_no_memory(eb);
	free(*picture);
	*picture = page;
	*len = strlen(page);
	return 0;
}

int vnet_graph(struct ngnet *n, const struct options *o, int argc, char **argv,
	       struct errbuf *eb)
{
	const char *out = o->out ? o->out : FILE_NAME;
	const char *type = o->type ? o->type : picture_type(out);
	cleanup_free char *text = NULL, *picture = NULL;
	cleanup_map struct map m = { 0 };
	size_t len = 0;
	bool page;
	int r;

	(void)argv;
	if (argc)
		return vnet_usage();
	if (!type)
		return errbuf_set(eb, EINVAL, "%s: of which kind? -T says it",
				  out);
	page = streq(type, PAGE);
	r = picture_check(out, o->overwrite, eb);
	if (r == 0)
		r = map_load(n, &m, eb);
	if (r == 0)
		r = map_text(&m, &text, eb);
	/* Others need not wait for the drawing. */
	map_leave(&m);
	ngnet_close(n);
	if (r == 0)
		r = picture_draw(text, page ? "svg" : type, &picture, &len, eb);
	if (r == 0 && page)
		r = make_page(&m, &picture, &len, eb);
	return r < 0 ? r : picture_save(out, picture, len, eb);
}
