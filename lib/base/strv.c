/* SPDX-License-Identifier: BSD-2-Clause */
/* strv.c - A growing list of strings it owns */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strv.h"
#include "base/util.h"

/* Takes @s over, also when it fails. */
static int push(struct strv *sv, char *s)
{
	char **v;

	if (!s)
		return -ENOMEM;
	v = realloc(sv->v, (sv->n + 2) * sizeof(*v));
	if (!v) {
		free(s);
		return -ENOMEM;
	}
	v[sv->n] = s;
	v[sv->n + 1] = NULL;
	sv->v = v;
	sv->n++;
	return 0;
}

int strv_add(struct strv *sv, const char *s)
{
	return push(sv, strdup(s));
}

int strv_addf(struct strv *sv, const char *fmt, ...)
{
	char *s = NULL;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&s, fmt, ap);
	va_end(ap);
	return push(sv, n < 0 ? NULL : s);
}

int strv_add_all(struct strv *sv, const struct strv *from)
{
	for (size_t i = 0; i < from->n; i++) {
		int r = strv_add(sv, from->v[i]);

		if (r < 0)
			return r;
	}
	return 0;
}

int strv_split(struct strv *sv, const char *s, const char *seps)
{
	for (;;) {
		size_t len;
		int r;

		s += strspn(s, seps);
		len = strcspn(s, seps);
		if (len == 0)
			return 0;
		r = push(sv, strndup(s, len));
		if (r < 0)
			return r;
		s += len;
	}
}

bool strv_has(const struct strv *sv, const char *s)
{
	for (size_t i = 0; i < sv->n; i++)
		if (streq(sv->v[i], s))
			return true;
	return false;
}

char *strv_join(const struct strv *sv, const char *sep)
{
	size_t len = 1;
	char *out, *p;

	for (size_t i = 0; i < sv->n; i++)
		len += strlen(sv->v[i]) + strlen(sep);
	out = malloc(len);
	if (!out)
		return NULL;
	p = out;
	*p = '\0';
	for (size_t i = 0; i < sv->n; i++)
		p += snprintf(p, len - (size_t)(p - out), "%s%s", i ? sep : "",
			      sv->v[i]);
	return out;
}

void strv_done(struct strv *sv)
{
	for (size_t i = 0; i < sv->n; i++)
		free(sv->v[i]);
	free(sv->v);
	*sv = (struct strv){ 0 };
}
