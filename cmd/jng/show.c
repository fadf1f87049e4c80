/* SPDX-License-Identifier: BSD-2-Clause */
/* show.c - show, shutdown, stats: interfaces by the names of their jails */

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/strv.h"
#include "base/util.h"
#include "counters/counters.h"
#include "jng.h"

#define VERSION "1" /* of the documents */

static int no_memory(struct errbuf *eb)
{
	return errbuf_set(eb, ENOMEM, "out of memory");
}

/* The name of an eiface, whole: a node's may be the short one made from it,
 * which has a "-" that jng's names have not.  NULL: none of ours */
static const char *whole_name(struct ngnet *n, const struct nodeinfo *i,
			      char buf[NG_EIFACE_LONGNAME_SIZE])
{
	char path[NG_NODESIZ + 2];

	if (!streq(i->type, "eiface") || !str_starts(i->name, "ng"))
		return NULL;
	if (!strchr(i->name, '-'))
		return i->name;
	(void)snprintf(path, sizeof(path), "[%x]:", i->id);
	return ngnet_longname(n, path, buf, NULL) < 0 ? NULL : buf;
}

/* "ng3_www" is www's; NULL: nobody's */
static const char *jail_of(const char *eiface)
{
	const char *p = eiface + strlen("ng");

	if (!isdigit((unsigned char)*p))
		return NULL;
	p += strspn(p, "0123456789");
	return *p == '_' && p[1] ? p + 1 : NULL;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All eifaces of a jail (NULL: of any), or the jails' names; sorted, once. */
static int collect(struct ngnet *n, const char *jail, bool jails,
		   struct strv *ret, struct errbuf *eb)
{
	cleanup_free struct namelist *all = NULL;
	int r = ngnet_nodes(n, &all, eb);

	for (uint32_t i = 0; r == 0 && i < all->numnames; i++) {
		char buf[NG_EIFACE_LONGNAME_SIZE];
		const char *name = whole_name(n, &all->nodeinfo[i], buf);
		const char *of = name ? jail_of(name) : NULL;
		const char *word = jails ? of : name;

		if (!of || (jail && !streq(of, jail)) || strv_has(ret, word))
			continue;
		if (strv_add(ret, word) < 0)
			r = no_memory(eb);
	}
	if (r == 0 && ret->n)
		qsort(ret->v, ret->n, sizeof(*ret->v), compare);
	return r;
}

/* { "jng": { @each: list } }; takes @list over */
static int print_list(const struct xo *xo, const char *each,
		      struct json_object *list, struct errbuf *eb)
{
	struct json_object *body = json_object_new_object();

	if (xo_add(body, each, list) &&
	    xo_print(stdout, xo, VERSION, "jng", body) == 0)
		return 0;
	return no_memory(eb);
}

static int show_words(const struct xo *xo, const char *each,
		      const struct strv *words, struct errbuf *eb)
{
	if (!xo->json) {
		for (size_t i = 0; i < words->n; i++)
			printf("%s\n", words->v[i]);
		return 0;
	}
	return print_list(xo, each, xo_words(words), eb);
}

int jng_show1(struct ngnet *n, const struct xo *xo, int argc, char **argv,
	      struct errbuf *eb)
{
	cleanup_strv struct strv words = { 0 };
	int r;

	if (argc != 2)
		return -NO_USAGE;
	r = collect(n, argv[1], false, &words, eb);
	return r < 0 ? r : show_words(xo, "interface", &words, eb);
}

int jng_show(struct ngnet *n, const struct xo *xo, int argc, char **argv,
	     struct errbuf *eb)
{
	cleanup_strv struct strv words = { 0 };
	int r;

	if (argc > 1)
		return jng_show1(n, xo, argc, argv, eb);
	r = collect(n, NULL, true, &words, eb);
	return r < 0 ? r : show_words(xo, "name", &words, eb);
}

int jng_shutdown(struct ngnet *n, const struct xo *xo, int argc, char **argv,
		 struct errbuf *eb)
{
	cleanup_strv struct strv words = { 0 };
	char path[NG_NODESIZ + 2], node[NG_NODESIZ];
	int r;

	(void)xo;
	if (argc != 2)
		return -NO_USAGE;
	r = collect(n, argv[1], false, &words, eb);
	for (size_t i = 0; r == 0 && i < words.n; i++) {
		(void)snprintf(path, sizeof(path),
			       "%s:", ngnet_node(words.v[i], node));
		r = ngnet_shutdown(n, path, eb);
	}
	return r;
}

/* The counters are the bridge's, of the link that the eiface is on. */
static int counters_of(struct ngnet *n, const char *eiface, char **ret,
		       struct errbuf *eb)
{
	cleanup_free struct hooklist *list = NULL;
	char path[NG_NODESIZ + 2], node[NG_NODESIZ];
	int r;

	(void)snprintf(path, sizeof(path), "%s:", ngnet_node(eiface, node));
	r = ngnet_hooks(n, path, &list, eb);
	if (r < 0 || !list->nodeinfo.hooks ||
	    !streq(list->link[0].nodeinfo.type, "bridge"))
		return r;
	return ngnet_link_stats(n, list->link[0].nodeinfo.id,
				list->link[0].peerhook, ret, eb);
}

/* An interface's counters as text, or as an object if @list is there */
static int stats_of(struct ngnet *n, const char *eiface,
		    struct json_object *list, struct errbuf *eb)
{
	struct json_object *o = list ? json_object_new_object() : NULL;
	cleanup_free char *text = NULL;
	bool ok = true;
	int r = counters_of(n, eiface, &text, eb);

	if (list)
		ok = xo_add_str(o, "name", eiface);
	else
		printf("%s:\n", eiface);
	ok = ok && (r < 0 || counters_show(text, o));
	if (list && !xo_append(list, o))
		ok = false;
	return ok ? r : no_memory(eb);
}

int jng_stats(struct ngnet *n, const struct xo *xo, int argc, char **argv,
	      struct errbuf *eb)
{
	cleanup_strv struct strv words = { 0 };
	struct json_object *list;
	int r;

	if (argc != 2)
		return -NO_USAGE;
	r = collect(n, argv[1], false, &words, eb);
	list = xo->json ? json_object_new_array() : NULL;
	for (size_t i = 0; r == 0 && i < words.n; i++)
		r = stats_of(n, words.v[i], list, eb);
	if (r == 0 && xo->json)
		return print_list(xo, "interface", list, eb);
	json_object_put(list);
	return r;
}
