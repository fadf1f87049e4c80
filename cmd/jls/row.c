/* SPDX-License-Identifier: BSD-2-Clause */
/* row.c - Which parameters jls(8) shows, and their values for a jail */

#include <errno.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/text.h"
#include "base/util.h"
#include "jls.h"
#include "libjail/core.h"
#include "libjail/param-view.h"

static const char *const table_columns[] = { "jid", "ip4.addr", "host.hostname",
					     "path" };
static const char *const verbose_columns[] = {
	"jid",	 "host.hostname", "path",     "name",
	"dying", "cpuset.id",	  "ip4.addr", "ip6.addr",
};

static int add_words(struct strv *ret, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strv_add(ret, words[i]) < 0)
			return -ENOMEM;
	return 0;
}

static int add_all(struct strv *ret)
{
	size_t n;
	const struct jail_param_desc *t = jail_param_table(&n);

	for (size_t i = 0; i < n; i++)
		if (!(t[i].flags & JAIL_PARAM_INTERNAL) &&
		    strv_add(ret, t[i].name) < 0)
			return -ENOMEM;
	return 0;
}

/* What was asked for, no-forms by their parameter's name */
static int add_named(struct strv *ret, const char *name, struct errbuf *eb)
{
	const struct jail_info nobody = { 0 };
	cleanup_strv struct strv value = { 0 };
	const struct jail_param_desc *d;
	bool no;
	int r;

	if (streq(name, "all"))
		return add_all(ret);
	d = jail_param_find(name, &no);
	if (d)
		return strv_add(ret, d->name);
	r = jail_view(&nobody, name, &value, eb);
	return r < 0 ? r : strv_add(ret, name);
}

int jls_columns(const struct jls_format *f, const struct strv *asked,
		struct strv *ret, struct errbuf *eb)
{
	int r = 0;

	if (f->style == JLS_TABLE)
		r = add_words(ret, table_columns, ARRAY_SIZE(table_columns));
	else if (f->style == JLS_VERBOSE)
		r = add_words(ret, verbose_columns,
			      ARRAY_SIZE(verbose_columns));
	else if (asked->n == 0)
		r = add_all(ret);
	for (size_t i = 0; i < asked->n && r == 0; i++)
		r = add_named(ret, asked->v[i], eb);
	if (r == 0 && f->style == JLS_TABLE && f->by_name) {
		free(ret->v[0]);
		ret->v[0] = strdup("name");
		r = ret->v[0] ? 0 : -ENOMEM;
	}
	if (r == -ENOMEM)
		return errbuf_set(eb, ENOMEM, "out of memory");
	return r;
}

/* Is @name, like ip4.addr, under a jailsys one that is not "new"? */
static bool under_not_new(const struct jail_info *info, const char *name)
{
	const char *dot = strchr(name, '.');
	cleanup_free char *parent = dot ? strndup(name, dot - name) : NULL;
	cleanup_strv struct strv value = { 0 };
	const struct jail_param_desc *d;

	d = parent ? jail_param_find(parent, NULL) : NULL;
	if (!d || d->type != JAIL_PARAM_JAILSYS)
		return false;
	return jail_view(info, parent, &value, NULL) < 0 || value.n == 0 ||
	       !streq(value.v[0], "new");
}

int jls_row_get(const struct jail_info *info, const struct strv *columns,
		struct jls_row *ret, struct errbuf *eb)
{
	cleanup_jls_row struct jls_row row = { 0 };

	row.v = calloc(columns->n ? columns->n : 1, sizeof(*row.v));
	if (!row.v)
		return errbuf_set(eb, ENOMEM, "out of memory");
	for (size_t i = 0; i < columns->n; i++) {
		struct jls_value *v = &row.v[row.n++];
		int r;

		v->name = columns->v[i];
		v->desc = jail_param_find(v->name, NULL);
		v->skip = (v->desc && v->desc->flags & JAIL_PARAM_RDONLY) ||
			  under_not_new(info, v->name);
		r = jail_view(info, v->name, &v->value, eb);
		if (r < 0)
			return r;
	}
	*ret = row;
	row.v = NULL;
	row.n = 0;
	return 0;
}

void jls_row_plain(struct jls_row *row)
{
	for (size_t i = 0; i < row->n; i++) {
		struct jls_value *v = &row->v[i];

		if (!streq(v->name, "host.hostname") &&
		    !streq(v->name, "host.domainname"))
			continue;
		for (size_t k = 0; k < v->value.n; k++)
			(void)text_plain(v->value.v[k]);
	}
}

void jls_row_done(struct jls_row *row)
{
	for (size_t i = 0; i < row->n; i++)
		strv_done(&row->v[i].value);
	free(row->v);
	*row = (struct jls_row){ 0 };
}
