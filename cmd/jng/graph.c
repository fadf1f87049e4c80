/* SPDX-License-Identifier: BSD-2-Clause */
/* graph.c - graph: the whole graph as a picture */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "jng.h"
#include "libnetgraph/dot.h"
#include "libnetgraph/picture.h"

struct options {
	const char *type, *out; /* -T, -o */
	bool overwrite; /* -f */
};

static bool parse(struct options *o, int argc, char **argv)
{
	int c;

	opterr = 0;
	while ((c = getopt(argc, argv, "+fT:o:")) >= 0) {
		switch (c) {
		case 'f':
			o->overwrite = true;
			break;
		case 'T':
			o->type = optarg;
			break;
		case 'o':
			o->out = optarg;
			break;
		default:
			return false;
		}
	}
	return optind == argc;
}

static int write_graph(struct ngnet *n, FILE *f, struct errbuf *eb)
{
	cleanup_free struct namelist *all = NULL;
	int r = ngnet_nodes(n, &all, eb);

	if (r < 0)
		return r;
	dot_begin(f, all);
	for (uint32_t i = 0; i < all->numnames; i++) {
		cleanup_free struct hooklist *list = NULL;
		char path[NG_NODESIZ];

		(void)snprintf(path, sizeof(path),
			       "[%x]:", all->nodeinfo[i].id);
		r = ngnet_hooks(n, path, &list, eb);
		if (r < 0)
			return r;
		dot_hooks(f, list);
	}
	dot_end(f);
	return 0;
}

/* As text, for others to wait for no longer than that takes. */
static int graph_text(struct ngnet *n, char **ret, struct errbuf *eb)
{
	size_t len = 0;
	FILE *f = open_memstream(ret, &len);
	int r;

	if (!f)
		return errbuf_set(eb, ENOMEM, "out of memory");
	r = write_graph(n, f, eb);
	if (fclose(f) != 0 && r == 0)
		r = errbuf_set(eb, ENOMEM, "out of memory");
	ngnet_close(n);
	return r;
}

int jng_graph(struct ngnet *n, const struct xo *xo, int argc, char **argv,
	      struct errbuf *eb)
{
	struct options o = { .out = "jng.svg" };
	cleanup_free char *text = NULL, *picture = NULL;
	size_t len = 0;
	int r;

	(void)xo;
	if (!parse(&o, argc, argv))
		return -NO_USAGE;
	r = picture_check(o.out, o.overwrite, eb);
	if (r < 0)
		return r;
	if (!o.type)
		o.type = picture_type(o.out);
	if (!o.type)
		return errbuf_set(eb, EINVAL, "%s: of which kind? -T says it",
				  o.out);
	r = graph_text(n, &text, eb);
	if (r == 0)
		r = picture_draw(text, o.type, &picture, &len, eb);
	return r < 0 ? r : picture_save(o.out, picture, len, eb);
}
