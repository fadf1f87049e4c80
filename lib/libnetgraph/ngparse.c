/* SPDX-License-Identifier: BSD-2-Clause */
/* ngparse.c - Arguments of control messages from text */

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "libnetgraph/ngparse-priv.h"

#define ITEMS_MAX 65536
#define REST_MAX 1024 /* of an array to the end */

struct in {
	const char *s; /* where we are */
	uint8_t *buf;
	size_t len, cap;
};

static void skip_space(struct in *in)
{
	while (isspace((unsigned char)*in->s))
		in->s++;
}

static uint8_t *reserve(struct in *in, size_t n)
{
	uint8_t *p = in->buf + in->len;

	if (n > in->cap - in->len)
		return NULL;
	memset(p, 0, n);
	in->len += n;
	return p;
}

static int hex_digit(char c)
{
	return isdigit((unsigned char)c) ? c - '0'
					 : tolower((unsigned char)c) - 'a' + 10;
}

/* One character of a string, escapes resolved. */
static int string_char(struct in *in)
{
	static const char letters[] = "tnrvf", plain[] = "\t\n\r\v\f";
	const char *p;
	int c;

	if (*in->s != '\\')
		return (unsigned char)*in->s++;
	c = (unsigned char)*++in->s;
	if (!c)
		return -EINVAL;
	in->s++;
	p = strchr(letters, c);
	if (p)
		return (unsigned char)plain[p - letters];
	/* No more digits than are printed: what follows may be one, too. */
	if (c == 'x' && isxdigit((unsigned char)*in->s)) {
		c = hex_digit(*in->s++);
		if (isxdigit((unsigned char)*in->s))
			c = c * 16 + hex_digit(*in->s++);
		return c;
	}
	if (c >= '0' && c <= '7') {
		c -= '0';
		for (int i = 0; i < 2 && *in->s >= '0' && *in->s <= '7'; i++)
			c = c * 8 + *in->s++ - '0';
		return c & 0xff;
	}
	return c;
}

static int parse_string(struct in *in, size_t size)
{
	uint8_t *p = reserve(in, size);
	bool quoted = *in->s == '"';
	size_t n = 0;
	int c;

	if (!p)
		return -ERANGE;
	in->s += quoted;
	while (*in->s && (quoted ? *in->s != '"'
				 : !isspace((unsigned char)*in->s) &&
					   !strchr("{}[]=\"", *in->s))) {
		c = string_char(in);
		if (c <= 0) /* a NUL would hide what follows it */
			return -EINVAL;
		if (n + 1 >= size)
			return -E2BIG;
		p[n++] = (uint8_t)c;
	}
	if (quoted && *in->s++ != '"')
		return -EINVAL;
	return quoted || n ? 0 : -EINVAL;
}

static int parse_int(struct in *in, const struct ng_ptype *t)
{
	uint8_t *p = reserve(in, t->size);
	unsigned bits = t->size * 8;
	bool minus = *in->s == '-';
	uint64_t v;
	char *end;

	if (!p)
		return -ERANGE;
	errno = 0;
	v = minus ? (uint64_t)strtoll(in->s, &end, 0)
		  : strtoull(in->s, &end, 0);
	if (errno || end == in->s || !(isdigit((unsigned char)in->s[minus])))
		return -EINVAL;
	if (bits < 64 &&
	    (minus ? (int64_t)v < -(1LL << (bits - 1)) : v >= 1ULL << bits))
		return -EINVAL;
	in->s = end;
	ng_int_put(p, t->size, v);
	return 0;
}

static int parse_mac(struct in *in)
{
	uint8_t *p = reserve(in, 6);

	if (!p)
		return -ERANGE;
	for (int i = 0; i < 6; i++) {
		char *end;
		unsigned long v = strtoul(in->s, &end, 16);

		if (end == in->s || v > 0xff ||
		    !isxdigit((unsigned char)*in->s))
			return -EINVAL;
		if (i < 5 && *end++ != ':')
			return -EINVAL;
		p[i] = (uint8_t)v;
		in->s = end;
	}
	return 0;
}

static int parse_ip(struct in *in)
{
	size_t n = strspn(in->s, "0123456789.");
	uint8_t *p = reserve(in, 4);
	char text[INET_ADDRSTRLEN];

	if (!p)
		return -ERANGE;
	if (n >= sizeof(text))
		return -EINVAL;
	(void)snprintf(text, sizeof(text), "%.*s", (int)n, in->s);
	if (inet_pton(AF_INET, text, p) != 1)
		return -EINVAL;
	in->s += n;
	return 0;
}

/* The family is a word; a port of 0 need not be written. */
static int parse_sockaddr(struct in *in)
{
	uint8_t *p = reserve(in, sizeof(struct sockaddr_in));
	struct sockaddr_in sin = { .sin_family = AF_INET };
	unsigned long port = 0;
	char *end;

	if (!p)
		return -ERANGE;
	if (!str_starts(in->s, "inet/"))
		return -EINVAL;
	in->s += strlen("inet/");
	in->len -= sizeof(struct sockaddr_in);
	if (parse_ip(in) < 0)
		return -EINVAL;
	memcpy(&sin.sin_addr, p, sizeof(sin.sin_addr));
	if (*in->s == ':') {
		port = strtoul(in->s + 1, &end, 10);
		if (!isdigit((unsigned char)in->s[1]) || port > UINT16_MAX)
			return -EINVAL;
		in->s = end;
	}
	sin.sin_port = htons((uint16_t)port);
	memcpy(p, &sin, sizeof(sin));
	in->len += sizeof(sin) - sizeof(sin.sin_addr);
	return 0;
}

static int skip_string(struct in *in)
{
	in->s++;
	while (*in->s != '"') {
		int c = *in->s ? string_char(in) : -EINVAL;

		if (c < 0)
			return c;
	}
	in->s++;
	return 0;
}

/* Go over a value without understanding it, brackets in brackets. */
static int skip_value(struct in *in)
{
	int depth = 0, r;

	do {
		skip_space(in);
		switch (*in->s) {
		case '\0':
			return -EINVAL;
		case '"':
			r = skip_string(in);
			if (r < 0)
				return r;
			break;
		case '{':
		case '[':
			depth++;
			in->s++;
			break;
		case '}':
		case ']':
			if (--depth < 0)
				return -EINVAL;
			in->s++;
			break;
		case '=':
			in->s++;
			break;
		default:
			while (*in->s && !isspace((unsigned char)*in->s) &&
			       !strchr("{}[]=\"", *in->s))
				in->s++;
			break;
		}
	} while (depth > 0);
	return 0;
}

/* "name=" in front of a value, or "3="; its length without the "=", or 0. */
static size_t label(const struct in *in)
{
	size_t n = strcspn(in->s, " \t\n\r={}[]\"");
	size_t gap = strspn(in->s + n, " \t\n\r");

	return in->s[n + gap] == '=' ? n : 0;
}

static void skip_label(struct in *in, size_t n)
{
	in->s += n;
	skip_space(in);
	in->s++;
	skip_space(in);
}

static int field_index(const struct ng_ptype *t, const char *s, size_t n)
{
	for (int i = 0; t->fields[i].name; i++)
		if (strlen(t->fields[i].name) == n &&
		    strncmp(t->fields[i].name, s, n) == 0)
			return i;
	return -ENOENT;
}

/* Which item the text in front stands for. */
static int item_index(struct in *in, const struct ng_ptype *t, int next)
{
	size_t n = label(in);
	int i = next;
	char *end;

	if (t->kind == NG_P_STRUCT) {
		if (!n)
			return -EINVAL;
		i = field_index(t, in->s, n);
	} else if (n) {
		unsigned long v = strtoul(in->s, &end, 0);

		if (end != in->s + n)
			return -EINVAL;
		if (v > INT_MAX)
			return -E2BIG;
		i = (int)v;
	}
	if (n)
		skip_label(in, n);
	return i;
}

static int item_count(const struct in *in, const struct ng_ptype *t)
{
	int n = 0;

	if (t->kind == NG_P_FIXED)
		return (int)t->count;
	if (t->kind == NG_P_ARRAY && !t->length)
		return REST_MAX;
	if (t->kind == NG_P_ARRAY)
		return (int)t->length(in->buf, in->buf + in->len);
	while (t->fields[n].name)
		n++;
	return n;
}

/* Where the text of each item begins; NULL: not given. */
static int find_items(struct in *in, const struct ng_ptype *t, int n,
		      const char **at)
{
	char close = t->kind == NG_P_STRUCT ? '}' : ']';
	int i = 0, r;

	if (*in->s++ != (t->kind == NG_P_STRUCT ? '{' : '['))
		return -EINVAL;
	for (;; i++) {
		skip_space(in);
		if (*in->s == close)
			break;
		i = item_index(in, t, i);
		if (i < 0)
			return i;
		if (i >= n)
			return -E2BIG;
		if (at[i])
			return -EALREADY;
		at[i] = in->s;
		r = skip_value(in);
		if (r < 0)
			return r;
	}
	in->s++;
	return 0;
}

static int value(struct in *in, const struct ng_ptype *t);

/* An item that is not given is all zero: of the same length as any. */
static int default_value(struct in *in, const struct ng_ptype *t)
{
	static const char *const text[] = {
		[NG_P_INT] = "0",
		[NG_P_UINT] = "0",
		[NG_P_HEX] = "0",
		[NG_P_STRING] = "\"\"",
		[NG_P_MAC] = "0:0:0:0:0:0",
		[NG_P_IP] = "0.0.0.0",
		[NG_P_SOCKADDR] = "inet/0.0.0.0",
		[NG_P_STRUCT] = "{}",
		[NG_P_FIXED] = "[]",
		[NG_P_ARRAY] = "[]",
		[NG_P_MESSAGE] = "",
	};

	in->s = text[t->kind];
	return value(in, t);
}

static int composite(struct in *in, const struct ng_ptype *t)
{
	cleanup_free const char **at = NULL;
	int n = item_count(in, t), r;
	size_t start = in->len;
	const char *after;

	if (n < 0 || n > ITEMS_MAX)
		return -E2BIG;
	at = calloc((size_t)n + 1, sizeof(*at));
	if (!at)
		return -ENOMEM;
	r = find_items(in, t, n, at);
	after = in->s;
	while (r == 0 && t->kind == NG_P_ARRAY && !t->length && n > 0 &&
	       !at[n - 1])
		n--;
	for (int i = 0; r == 0 && i < n; i++) {
		const struct ng_ptype *e =
			t->kind == NG_P_STRUCT ? t->fields[i].type : t->elem;

		if (!reserve(in, ng_pad(in->len - start, ng_ptype_align(e))))
			return -ERANGE;
		in->s = at[i];
		r = at[i] ? value(in, e) : default_value(in, e);
	}
	if (r == 0 && !reserve(in, ng_pad(in->len - start, ng_ptype_align(t))))
		return -ERANGE;
	in->s = after;
	return r;
}

static int value(struct in *in, const struct ng_ptype *t)
{
	skip_space(in);
	switch (t->kind) {
	case NG_P_INT:
	case NG_P_UINT:
	case NG_P_HEX:
		return parse_int(in, t);
	case NG_P_STRING:
		return parse_string(in, t->size);
	case NG_P_MAC:
		return parse_mac(in);
	case NG_P_IP:
		return parse_ip(in);
	case NG_P_SOCKADDR:
		return parse_sockaddr(in);
	case NG_P_STRUCT:
	case NG_P_FIXED:
	case NG_P_ARRAY:
		return composite(in, t);
	case NG_P_MESSAGE:
		break;
	}
	return -EINVAL;
}

int ng_parse(const struct ng_ptype *t, const char *text, uint8_t *buf,
	     size_t cap, size_t *ret_len)
{
	struct in in = { .s = text, .buf = buf, .cap = cap };
	int r = value(&in, t);

	if (r < 0)
		return r;
	skip_space(&in);
	if (*in.s)
		return -EINVAL;
	*ret_len = in.len;
	return 0;
}
