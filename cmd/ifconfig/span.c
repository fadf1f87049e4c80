/* SPDX-License-Identifier: BSD-2-Clause */
/* span.c - Ports of a bridge that get a copy of every frame it gets */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "ifc.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/mirror.h"
#include "span.h"
#include "words.h"

#define MARK "span:"
#define ALTNAME_SIZE 48

static const char *mark_of(const struct nl_link *l)
{
	for (size_t i = 0; i < l->altnames.n; i++)
		if (str_starts(l->altnames.v[i], MARK))
			return l->altnames.v[i];
	return NULL;
}

int span_of(const struct nl_link *l)
{
	const char *mark = mark_of(l);

	return mark ? (int)strtol(mark + strlen(MARK), NULL, 10) : 0;
}

static int mirror(const struct ifc *c, int from, int to, bool on,
		  struct errbuf *eb)
{
	bool ingress = from != c->index;
	int r;

	if (on) {
		r = nl_mirror_add(c->nl, from, ingress, to, eb);
		return r == -EEXIST ? 0 : r;
	}
	r = nl_mirror_del(c->nl, from, ingress, to, eb);
	return r == -ENOENT ? 0 : r;
}

int span_member(const struct ifc *c, int index, bool on, struct errbuf *eb)
{
	struct nl_link *links = NULL;
	size_t n = 0;
	int r = nl_link_list(c->nl, &links, &n, eb);

	for (size_t i = 0; r == 0 && i < n; i++)
		if (span_of(&links[i]) == c->index)
			r = mirror(c, index, links[i].index, on, eb);
	nl_link_list_free(links, n);
	return r;
}

/* From the bridge and all its members to the port @to */
static int mirror_all(const struct ifc *c, int to, bool on, struct errbuf *eb)
{
	struct nl_link *links = NULL;
	size_t n = 0;
	int r = nl_link_list(c->nl, &links, &n, eb);

	if (r == 0)
		r = mirror(c, c->index, to, on, eb);
	for (size_t i = 0; r == 0 && i < n; i++)
		if (links[i].master == c->index)
			r = mirror(c, links[i].index, to, on, eb);
	nl_link_list_free(links, n);
	return r;
}

static int unmark(const struct ifc *c, const struct nl_link *l,
		  struct errbuf *eb)
{
	return nl_link_altname_del(c->nl, l->index, mark_of(l), eb);
}

static int mark(const struct ifc *c, const struct nl_link *l, struct errbuf *eb)
{
	char altname[ALTNAME_SIZE];
	uint32_t unique;
	int r = 0;

	/* No two interfaces can have the same alternative name. */
	if (getrandom(&unique, sizeof(unique), 0) != sizeof(unique))
		return errbuf_errno(eb, "random");
	if (span_of(l)) /* of a bridge that is gone */
		r = unmark(c, l, eb);
	(void)snprintf(altname, sizeof(altname), MARK "%d:%08x", c->index,
		       unique);
	return r < 0 ? r : nl_link_altname_add(c->nl, l->index, altname, eb);
}

static bool is_bridge(const struct ifc *c, int index)
{
	cleanup_nl_link struct nl_link l = { 0 };

	return nl_link_get(c->nl, NULL, index, &l, NULL) == 0 &&
	       streq(l.kind, "bridge");
}

/* Why @l cannot be one of @c's, or 0 */
static int unfit(const struct ifc *c, const struct nl_link *l)
{
	int of = span_of(l);

	if (of == c->index)
		return -EEXIST;
	if (l->master || (of && is_bridge(c, of)))
		return -EBUSY;
	return l->flags & IFF_LOOPBACK || streq(l->kind, "bridge") ? -EINVAL
								   : 0;
}

static int add(struct ifc *c, const struct word *w, char *const *arg,
	       struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = -EINVAL;

	(void)w;
	if (is_bridge(c, c->index))
		r = ifname_find(c->nl, ifname_from_bsd(arg[0]), &l, NULL) < 0
			    ? -ENOENT
			    : unfit(c, &l);
	if (r == 0)
		r = mark(c, &l, eb);
	if (r == 0)
		r = mirror_all(c, l.index, true, eb);
	return r < 0 ? ifc_fail(eb, r, "BRDGADDS %s", arg[0]) : 0;
}

static int del(struct ifc *c, const struct word *w, char *const *arg,
	       struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = ifname_find(c->nl, ifname_from_bsd(arg[0]), &l, NULL);

	(void)w;
	if (r < 0 || span_of(&l) != c->index)
		r = -ENOENT;
	if (r == 0)
		r = mirror_all(c, l.index, false, eb);
	if (r == 0)
		r = unmark(c, &l, eb);
	return r < 0 ? ifc_fail(eb, r, "BRDGDELS %s", arg[0]) : 0;
}

void span_end(const struct ifc *c)
{
	struct nl_link *links = NULL;
	size_t n = 0;

	if (nl_link_list(c->nl, &links, &n, NULL) < 0)
		return;
	for (size_t i = 0; i < n; i++)
		if (span_of(&links[i]) == c->index) {
			(void)mirror_all(c, links[i].index, false, NULL);
			(void)unmark(c, &links[i], NULL);
		}
	nl_link_list_free(links, n);
}

static const struct word words[] = {
	{ "span", 1, add, 0, NULL },
	{ "-span", 1, del, 0, NULL },
};

const struct words span_words = { words, ARRAY_SIZE(words) };
