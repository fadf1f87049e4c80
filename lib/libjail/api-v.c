/* SPDX-License-Identifier: BSD-2-Clause */
/* api-v.c - jail_setv() and jail_getv(): pairs of text as arguments */

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "jail.h"
#include "libjail/api-priv.h"

struct pairs {
	struct jailparam *jp;
	char **value; /* as the caller gave them */
	unsigned n;
};

static void pairs_done(struct pairs *p)
{
	jailparam_free(p->jp, p->n);
	free(p->jp);
	free(p->value);
}

static int pairs_add(struct pairs *p, const char *name, char *value)
{
	struct jailparam *jp;
	char **v;

	jp = realloc(p->jp, (p->n + 1) * sizeof(*jp));
	if (jp)
		p->jp = jp;
	v = realloc(p->value, (p->n + 1) * sizeof(*v));
	if (v)
		p->value = v;
	if (!jp || !v)
		return api_fail(-ENOMEM, NULL, "realloc");
	if (jailparam_init(&jp[p->n], name) < 0)
		return -1;
	v[p->n++] = value;
	return 0;
}

static int pairs_read(struct pairs *p, va_list ap)
{
	const char *name;

	while ((name = va_arg(ap, const char *)))
		if (pairs_add(p, name, va_arg(ap, char *)) < 0)
			return -1;
	return 0;
}

int jail_setv(int flags, ...)
{
	struct pairs p = { 0 };
	va_list ap;
	int r;

	va_start(ap, flags);
	r = pairs_read(&p, ap);
	va_end(ap);
	for (unsigned i = 0; i < p.n && r == 0; i++)
		r = jailparam_import(&p.jp[i], p.value[i]);
	if (r == 0)
		r = jailparam_set(p.jp, p.n, flags);
	pairs_done(&p);
	return r;
}

/* A jid of 0, or none, is to be filled in. */
static bool is_key(const struct pairs *p, unsigned i, const char *key)
{
	return streq(p->jp[i].jp_name, key) &&
	       (!streq(key, "jid") || strtol(p->value[i], NULL, 10) != 0);
}

/* The first of these is the key, the others are to be filled in. */
static unsigned key_index(const struct pairs *p)
{
	static const char *const keys[] = { "lastjid", "jid", "name" };

	for (size_t k = 0; k < ARRAY_SIZE(keys); k++)
		for (unsigned i = 0; i < p->n; i++)
			if (is_key(p, i, keys[k]))
				return i;
	return p->n;
}

static int export(struct pairs *p, unsigned key)
{
	for (unsigned i = 0; i < p->n; i++) {
		char *text;

		if (i == key)
			continue;
		text = jailparam_export(&p->jp[i]);
		if (!text)
			return -1;
		/* As on FreeBSD, the caller vouches for the room. */
		memcpy(p->value[i], text, strlen(text) + 1);
		free(text);
	}
	return 0;
}

int jail_getv(int flags, ...)
{
	struct pairs p = { 0 };
	unsigned key;
	va_list ap;
	int r, jid = -1;

	va_start(ap, flags);
	r = pairs_read(&p, ap);
	va_end(ap);
	key = key_index(&p);
	if (r == 0 && key < p.n)
		r = jailparam_import(&p.jp[key], p.value[key]);
	if (r == 0)
		jid = jailparam_get(p.jp, p.n, flags);
	if (jid >= 0 && export(&p, key) < 0)
		jid = -1;
	pairs_done(&p);
	return jid;
}
