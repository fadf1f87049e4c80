/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz-jailconf.c - A jail that was read, merged and expanded, written out as a
 * jail.conf of its own, is read the same; and what has problems says so
 */

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "conf/jailconf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What follows the first byte of 0xff is the one file that can be included; a
 * few times only, or one input takes as long as thousands. */
struct included {
	const uint8_t *data;
	size_t size;
	unsigned left;
};

static int match(void *arg, const char *from, const char *pattern,
		 struct strv *ret, struct errbuf *eb)
{
	(void)arg;
	(void)from;
	if (strchr(pattern, '!'))
		return errbuf_set(eb, EIO, "read error");
	return strchr(pattern, '?') ? 0 : strv_add(ret, pattern);
}

static int read_included(void *arg, const char *path, char **ret_text,
			 size_t *ret_len, struct errbuf *eb)
{
	struct included *inc = arg;

	if (!inc->data || inc->left-- == 0)
		return errbuf_set(eb, ENOENT, "%s: not here", path);
	*ret_text = malloc(inc->size + 1);
	if (!*ret_text)
		return -ENOMEM;
	memcpy(*ret_text, inc->data, inc->size);
	*ret_len = inc->size;
	return 0;
}

static void write_quoted(FILE *f, const char *s)
{
	fputc('"', f);
	for (; *s; s++)
		fprintf(f, "\\x%02x", (unsigned char)*s);
	fputc('"', f);
}

static char *written(const struct conf_jail *jail, size_t *ret_len)
{
	char *text = NULL;
	FILE *f = open_memstream(&text, ret_len);

	if (!f)
		abort();
	write_quoted(f, jail->name);
	fputs(" {", f);
	for (size_t i = 1; i < jail->nparams; i++) {
		const struct conf_param *p = &jail->params[i];

		write_quoted(f, p->name);
		for (size_t j = 0; j < p->value.n; j++) {
			fputs(j ? "," : p->append ? "+=" : "=", f);
			write_quoted(f, p->value.v[j]);
		}
		fputc(';', f);
	}
	fputc('}', f);
	(void)fclose(f);
	return text;
}

static void check_same(const struct conf_jail *a, const struct conf_jail *b)
{
	if (!streq(a->name, b->name) || a->nparams != b->nparams)
		abort();
	for (size_t i = 0; i < a->nparams; i++) {
		const struct conf_param *p = &a->params[i], *q = &b->params[i];

		if (!streq(p->name, q->name) || p->append != q->append ||
		    p->has_value != q->has_value || p->value.n != q->value.n)
			abort();
		for (size_t j = 0; j < p->value.n; j++)
			if (!streq(p->value.v[j], q->value.v[j]))
				abort();
	}
}

static void check_round_trip(const struct conf_jail *jail)
{
	struct conf *conf = conf_new();
	struct conf_errors errs = { 0 };
	struct conf_jail *again = NULL;
	cleanup_free char *text = NULL;
	size_t len;

	if (!conf)
		abort();
	text = written(jail, &len);
	if (conf_parse(conf, "g", text, len, NULL, &errs) < 0 ||
	    conf_jail(conf, jail->name, &again, &errs) < 0)
		abort();
	check_same(jail, again);
	conf_jail_free(again);
	conf_free(conf);
}

static void check_jail(const struct conf *conf, const char *name)
{
	struct conf_errors errs = { 0 };
	struct conf_jail *jail = NULL;
	int r = conf_jail(conf, name, &jail, &errs);

	if ((r < 0) != (errs.msgs.n > 0) || (r < 0) != !jail)
		abort();
	if (jail)
		check_round_trip(jail);
	conf_jail_free(jail);
	strv_done(&errs.msgs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *cut = size ? memchr(data, 0xff, size) : NULL;
	size_t len = cut ? (size_t)(cut - data) : size;
	struct included inc = { cut ? cut + 1 : NULL, cut ? size - len - 1 : 0,
				40 };
	struct conf_source src = { match, read_included, &inc };
	struct conf *conf = conf_new();
	struct conf_errors errs = { 0 };
	struct strv names = { 0 };
	int r;

	if (!conf)
		abort();
	r = conf_parse(conf, "f", (const char *)data, len, &src, &errs);
	if ((r < 0) != (errs.msgs.n > 0))
		abort();
	if (conf_jail_names(conf, &names) < 0)
		abort();
	for (size_t i = 0; i < names.n; i++)
		check_jail(conf, names.v[i]);

	strv_done(&names);
	strv_done(&errs.msgs);
	conf_free(conf);
	return 0;
}
