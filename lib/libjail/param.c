/* SPDX-License-Identifier: BSD-2-Clause */
/* param.c - Sets of parameter values: put in, normalised, got out, merged */

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "libjail/param.h"

static const char *const jailsys_words[] = { "disable", "new", "inherit" };

/* What is written where none is: the empty value of each type. */
static const char *const empty_value[] = {
	[JAIL_PARAM_INT] = NULL,   [JAIL_PARAM_UINT] = NULL,
	[JAIL_PARAM_ULONG] = NULL, [JAIL_PARAM_BOOL] = "1",
	[JAIL_PARAM_STRING] = "",  [JAIL_PARAM_JAILSYS] = "new",
	[JAIL_PARAM_IP4] = NULL,   [JAIL_PARAM_IP6] = NULL,
	[JAIL_PARAM_LIST] = NULL,  [JAIL_PARAM_KEYVALUE] = "",
};

static int no_mem(struct errbuf *eb)
{
	return errbuf_set(eb, ENOMEM, "out of memory");
}

static bool is_list(enum jail_param_type type)
{
	return type == JAIL_PARAM_IP4 || type == JAIL_PARAM_IP6 ||
	       type == JAIL_PARAM_LIST;
}

static struct jail_param *find(const struct jail_params *ps, const char *name)
{
	for (size_t i = 0; i < ps->n; i++)
		if (streq(ps->p[i].desc->name, name))
			return &ps->p[i];
	return NULL;
}

static int add_bool(const char *name, const char *s, struct strv *ret,
		    struct errbuf *eb)
{
	char *end;
	bool on;

	if (*s == '\0' || strcasecmp(s, "true") == 0) {
		on = true;
	} else if (strcasecmp(s, "false") == 0) {
		on = false;
	} else {
		on = strtol(s, &end, 10) != 0;
		if (end == s || *end)
			return errbuf_set(eb, EINVAL,
					  "%s: unknown boolean value \"%s\"",
					  name, s);
	}
	return strv_add(ret, on ? "1" : "0");
}

static int add_jailsys(const char *name, const char *s, struct strv *ret,
		       struct errbuf *eb)
{
	char *end;
	long n;

	if (*s == '\0')
		return strv_add(ret, "new");
	for (size_t i = 0; i < ARRAY_SIZE(jailsys_words); i++)
		if (strcasecmp(s, jailsys_words[i]) == 0)
			return strv_add(ret, jailsys_words[i]);

	n = strtol(s, &end, 10);
	if (end == s || *end || n < 0 || n >= (long)ARRAY_SIZE(jailsys_words))
		return errbuf_set(eb, EINVAL,
				  "%s: unknown jailsys value \"%s\"", name, s);
	return strv_add(ret, jailsys_words[n]);
}

static int not_integer(const char *name, const char *s, struct errbuf *eb)
{
	return errbuf_set(eb, EINVAL, "%s: non-integer value \"%s\"", name, s);
}

static int add_int(const char *name, const char *s, struct strv *ret,
		   struct errbuf *eb)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(s, &end, 10);
	if (end == s || *end)
		return not_integer(name, s, eb);
	if (errno || n < INT_MIN || n > INT_MAX)
		return errbuf_set(eb, EINVAL, "%s: number too large: %s", name,
				  s);
	return strv_addf(ret, "%ld", n);
}

static int add_unsigned(const char *name, const char *s, unsigned long max,
			struct strv *ret, struct errbuf *eb)
{
	unsigned long n;
	char *end;

	errno = 0;
	n = strtoul(s, &end, 10);
	if (end == s || *end)
		return not_integer(name, s, eb);
	if (errno || n > max || strchr(s, '-'))
		return errbuf_set(eb, EINVAL, "%s: number out of range: %s",
				  name, s);
	return strv_addf(ret, "%lu", n);
}

static int add_address(const char *name, const char *s, int family,
		       struct strv *ret, struct errbuf *eb)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr addr;

	if (inet_pton(family, s, &addr) != 1 ||
	    !inet_ntop(family, &addr, text, sizeof(text)))
		return errbuf_set(eb, EINVAL, "%s: not an IPv%d address: %s",
				  name, family == AF_INET ? 4 : 6, s);
	return strv_add(ret, text);
}

static int add_value(const struct jail_param_desc *d, const char *s,
		     struct strv *ret, struct errbuf *eb)
{
	switch (d->type) {
	case JAIL_PARAM_INT:
		return add_int(d->name, s, ret, eb);
	case JAIL_PARAM_UINT:
		return add_unsigned(d->name, s, UINT_MAX, ret, eb);
	case JAIL_PARAM_ULONG:
		return add_unsigned(d->name, s, ULONG_MAX, ret, eb);
	case JAIL_PARAM_BOOL:
		return add_bool(d->name, s, ret, eb);
	case JAIL_PARAM_JAILSYS:
		return add_jailsys(d->name, s, ret, eb);
	case JAIL_PARAM_IP4:
		return add_address(d->name, s, AF_INET, ret, eb);
	case JAIL_PARAM_IP6:
		return add_address(d->name, s, AF_INET6, ret, eb);
	case JAIL_PARAM_STRING:
	case JAIL_PARAM_LIST:
	case JAIL_PARAM_KEYVALUE:
		return strv_add(ret, s);
	}
	return -EINVAL;
}

/* The normal form of what was written, a no-form's already turned. */
static int normalise(const struct jail_param_desc *d, bool no,
		     const struct strv *value, struct strv *ret,
		     struct errbuf *eb)
{
	size_t n = value ? value->n : 0;
	size_t first = is_list(d->type) || n == 0 ? 0 : n - 1;
	int r = 0;

	/* An empty word in a list of addresses is the empty list, as "-" is */
	for (size_t i = first; i < n && r == 0; i++) {
		const char *s = value->v[i];

		if (is_list(d->type) && (*s == '\0' || streq(s, "-")))
			continue;
		r = add_value(d, s, ret, eb);
	}
	if (r < 0)
		return r;
	if (n == 0 && !is_list(d->type)) {
		if (!empty_value[d->type])
			return not_integer(d->name, "", eb);
		r = strv_add(ret, empty_value[d->type]);
	}
	if (r == 0 && no && ret->n)
		ret->v[0][0] = ret->v[0][0] == '1' ? '0' : '1';
	return r;
}

/* Takes the words of @value over. */
static int store(struct jail_params *ps, const struct jail_param_desc *d,
		 struct strv *value)
{
	struct jail_param *p = find(ps, d->name);

	if (p) {
		strv_done(&p->value);
	} else {
		p = realloc(ps->p, (ps->n + 1) * sizeof(*p));
		if (!p)
			return -ENOMEM;
		ps->p = p;
		p = &ps->p[ps->n++];
		p->desc = d;
	}
	p->value = *value;
	p->keyed = false;
	*value = (struct strv){ 0 };
	return 0;
}

/* The line @line, "KEY=VALUE" or to remove it "KEY", over those there are; all
 * there are to be, or (@keyed) to be put in others later. */
static int put_line(struct jail_params *ps, const struct jail_param_desc *d,
		    const char *line, bool keyed)
{
	cleanup_strv struct strv old = { 0 }, lines = { 0 }, text = { 0 };
	cleanup_free char *joined = NULL;
	size_t len = strcspn(line, "=");
	int r;

	r = strv_split(&old, jail_params_str(ps, d->name), "\n");
	for (size_t i = 0; i < old.n && r == 0; i++)
		if (strncmp(old.v[i], line, len) != 0 ||
		    (old.v[i][len] != '=' && (!keyed || old.v[i][len])))
			r = strv_add(&lines, old.v[i]);
	if (r == 0 && (keyed || line[len] == '='))
		r = strv_add(&lines, line);
	if (r < 0)
		return r;
	joined = strv_join(&lines, "\n");
	if (!joined || strv_add(&text, joined) < 0)
		return -ENOMEM;
	r = store(ps, d, &text);
	if (r == 0)
		find(ps, d->name)->keyed = keyed;
	return r;
}

static int put_key(struct jail_params *ps, const struct jail_param_desc *d,
		   const char *key, const struct strv *value)
{
	const struct jail_param *p = find(ps, d->name);
	const char *s = value && value->n ? value->v[value->n - 1] : NULL;
	cleanup_free char *line = NULL;

	if (asprintf(&line, "%s%s%s", key, s ? "=" : "", s ? s : "") < 0)
		return -ENOMEM;
	return put_line(ps, d, line, !p || p->keyed);
}

/* "meta.KEY" or "env.KEY": the parameter, and where its key starts */
static const struct jail_param_desc *find_keyed(const char *name,
						const char **ret_key)
{
	const char *dot = strchr(name, '.');
	char head[8];
	const struct jail_param_desc *d;

	if (!dot || dot[1] == '\0' || (size_t)(dot - name) >= sizeof(head))
		return NULL;
	(void)snprintf(head, sizeof(head), "%.*s", (int)(dot - name), name);
	d = jail_param_find(head, NULL);
	if (!d || d->type != JAIL_PARAM_KEYVALUE)
		return NULL;
	*ret_key = dot + 1;
	return d;
}

int jail_params_put(struct jail_params *ps, const char *name,
		    const struct strv *value, struct errbuf *eb)
{
	const struct jail_param_desc *d;
	cleanup_strv struct strv words = { 0 };
	const char *key;
	bool no;
	int r;

	d = jail_param_find(name, &no);
	if (d) {
		r = normalise(d, no, value, &words, eb);
		if (r == 0)
			r = store(ps, d, &words);
	} else {
		d = find_keyed(name, &key);
		if (!d)
			return errbuf_set(eb, ENOENT, "unknown parameter: %s",
					  name);
		r = put_key(ps, d, key, value);
	}
	return r == -ENOMEM ? no_mem(eb) : r;
}

const struct strv *jail_params_get(const struct jail_params *ps,
				   const char *name)
{
	const struct jail_param *p = find(ps, name);

	return p ? &p->value : NULL;
}

const char *jail_params_str(const struct jail_params *ps, const char *name)
{
	const struct strv *value = jail_params_get(ps, name);
	const struct jail_param_desc *d;

	if (value)
		return value->n ? value->v[0] : "";
	d = jail_param_find(name, NULL);
	return d && d->def ? d->def : "";
}

long jail_params_int(const struct jail_params *ps, const char *name)
{
	return strtol(jail_params_str(ps, name), NULL, 10);
}

bool jail_params_bool(const struct jail_params *ps, const char *name)
{
	return streq(jail_params_str(ps, name), "1");
}

int jail_params_add(struct jail_params *into, const struct jail_param *p)
{
	cleanup_strv struct strv copy = { 0 };
	int r = strv_add_all(&copy, &p->value);

	if (r == 0)
		r = store(into, p->desc, &copy);
	if (r == 0)
		find(into, p->desc->name)->keyed = p->keyed;
	return r;
}

static int merge_lines(struct jail_params *into, const struct jail_param *p)
{
	cleanup_strv struct strv lines = { 0 };
	int r = strv_split(&lines, p->value.v[0], "\n");

	for (size_t i = 0; i < lines.n && r == 0; i++)
		r = put_line(into, p->desc, lines.v[i], false);
	return r;
}

int jail_params_merge(struct jail_params *into, const struct jail_params *from)
{
	int r = 0;

	for (size_t i = 0; i < from->n && r == 0; i++)
		r = from->p[i].keyed ? merge_lines(into, &from->p[i])
				     : jail_params_add(into, &from->p[i]);
	return r;
}

void jail_params_done(struct jail_params *ps)
{
	for (size_t i = 0; i < ps->n; i++)
		strv_done(&ps->p[i].value);
	free(ps->p);
	*ps = (struct jail_params){ 0 };
}
