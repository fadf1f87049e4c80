/* SPDX-License-Identifier: BSD-2-Clause */
/* ngunparse.c - Arguments of control messages as text */

#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "libnetgraph/ngparse-priv.h"

/* Where text goes and bytes come from. */
struct out {
	const uint8_t *data; /* the whole message's */
	size_t len;
	char *text;
	size_t used, cap;
	int error;
};

__attribute__((format(printf, 2, 3))) static void put(struct out *o,
						      const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(o->text + o->used, o->cap - o->used, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= o->cap - o->used) {
		o->error = -ERANGE;
		return;
	}
	o->used += (size_t)n;
}

static const uint8_t *take(struct out *o, size_t off, size_t n)
{
	if (off > o->len || n > o->len - off) {
		o->error = -EINVAL;
		return NULL;
	}
	return o->data + off;
}

static void put_char(struct out *o, uint8_t c)
{
	static const char plain[] = "\t\n\r\v\f\"\\";
	static const char letters[] = "tnrvf\"\\";
	const char *p = c ? strchr(plain, c) : NULL;

	if (p)
		put(o, "\\%c", letters[p - plain]);
	else if (c >= ' ' && c < 0x7f)
		put(o, "%c", c);
	else
		put(o, "\\x%02x", c);
}

static void put_string(struct out *o, const uint8_t *p, size_t size)
{
	put(o, "\"");
	for (size_t i = 0; i < size && p[i]; i++)
		put_char(o, p[i]);
	put(o, "\"");
}

static void put_int(struct out *o, const struct ng_ptype *t, const uint8_t *p)
{
	uint64_t v = ng_int_get(p, t->size, t->kind == NG_P_INT);

	if (t->kind == NG_P_INT)
		put(o, "%" PRId64, (int64_t)v);
	else if (t->kind == NG_P_HEX)
		put(o, "0x%" PRIx64, v);
	else
		put(o, "%" PRIu64, v);
}

static void put_sockaddr(struct out *o, const uint8_t *p)
{
	struct sockaddr_in sin;

	memcpy(&sin, p, sizeof(sin));
	p = (const uint8_t *)&sin.sin_addr;
	if (sin.sin_family != AF_INET)
		o->error = -EINVAL;
	put(o, "inet/%u.%u.%u.%u", p[0], p[1], p[2], p[3]);
	if (sin.sin_port)
		put(o, ":%u", ntohs(sin.sin_port));
}

static size_t value(struct out *o, const struct ng_ptype *t, size_t off);

static bool is_zero(const struct out *o, size_t off, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (o->data[off + i])
			return false;
	return true;
}

/* How long a value is, found by writing it where nobody reads it. */
static size_t value_size(struct out *o, const struct ng_ptype *t, size_t off)
{
	size_t used = o->used, n = value(o, t, off);

	o->used = used;
	return n;
}

/* "name=value" or "3=value" or nothing, if it is its default. */
static size_t item(struct out *o, const struct ng_ptype *t, size_t off,
		   const char *name, bool *ret_shown)
{
	size_t n = value_size(o, t, off);

	*ret_shown = false;
	if (o->error || is_zero(o, off, n))
		return n;
	put(o, " %s", name);
	*ret_shown = true;
	return value(o, t, off);
}

static size_t put_struct(struct out *o, const struct ng_ptype *t, size_t off)
{
	size_t start = off;
	bool shown, any = false;
	char name[64];

	put(o, "{");
	for (const struct ng_pfield *f = t->fields; f->name && !o->error; f++) {
		off += ng_pad(off - start, ng_ptype_align(f->type));
		(void)snprintf(name, sizeof(name), "%s=", f->name);
		off += item(o, f->type, off, name, &shown);
		any |= shown;
	}
	put(o, any ? " }" : "}");
	return off + ng_pad(off - start, ng_ptype_align(t)) - start;
}

static size_t put_array(struct out *o, const struct ng_ptype *t, size_t off)
{
	uint32_t n = t->count, next = 0;
	size_t start = off;
	bool shown, any = false;
	char name[16];

	if (t->kind == NG_P_ARRAY && !t->length)
		n = off < o->len ? (uint32_t)((o->len - off) / t->elem->size)
				 : 0;
	else if (t->kind == NG_P_ARRAY)
		n = t->length(o->data, o->data + off);
	put(o, "[");
	for (uint32_t i = 0; i < n && !o->error; i++) {
		name[0] = '\0';
		if (i != next)
			(void)snprintf(name, sizeof(name), "%u=", i);
		off += item(o, t->elem, off, name, &shown);
		if (shown)
			next = i + 1;
		any |= shown;
	}
	put(o, any ? " ]" : "]");
	return off - start;
}

/* Write the value at @off; its length. */
static size_t value(struct out *o, const struct ng_ptype *t, size_t off)
{
	const uint8_t *p;

	if (t->kind == NG_P_STRUCT)
		return put_struct(o, t, off);
	if (t->kind == NG_P_FIXED || t->kind == NG_P_ARRAY)
		return put_array(o, t, off);
	p = take(o, off, t->size);
	if (!p)
		return 0;
	if (t->kind == NG_P_STRING)
		put_string(o, p, t->size);
	else if (t->kind == NG_P_MAC)
		put(o, "%02x:%02x:%02x:%02x:%02x:%02x", p[0], p[1], p[2], p[3],
		    p[4], p[5]);
	else if (t->kind == NG_P_IP)
		put(o, "%u.%u.%u.%u", p[0], p[1], p[2], p[3]);
	else if (t->kind == NG_P_SOCKADDR)
		put_sockaddr(o, p);
	else if (t->kind != NG_P_MESSAGE)
		put_int(o, t, p);
	return t->size;
}

int ng_unparse(const struct ng_ptype *t, const uint8_t *data, size_t len,
	       char *text, size_t cap)
{
	struct out o = { .data = data, .len = len, .text = text, .cap = cap };

	(void)value(&o, t, 0);
	return o.error;
}
