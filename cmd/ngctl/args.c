/* SPDX-License-Identifier: BSD-2-Clause */
/* args.c - Arguments of control messages as JSON */

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "libnetgraph/ngparse-priv.h"
#include "libnetgraph/type.h"

struct in {
	const uint8_t *data; /* the whole message's */
	size_t len;
};

static struct json_object *value(const struct in *in, const struct ng_ptype *t,
				 size_t *off);

static struct json_object *add_to(struct json_object *o, const char *key,
				  struct json_object *item)
{
	int r = -1;

	if (item)
		r = key ? json_object_object_add(o, key, item)
			: json_object_array_add(o, item);
	if (r == 0)
		return o;
	json_object_put(item);
	json_object_put(o);
	return NULL;
}

static struct json_object *structure(const struct in *in,
				     const struct ng_ptype *t, size_t *off)
{
	struct json_object *o = json_object_new_object();
	size_t start = *off;

	for (const struct ng_pfield *f = t->fields; o && f->name; f++) {
		*off += ng_pad(*off - start, ng_ptype_align(f->type));
		o = add_to(o, f->name, value(in, f->type, off));
	}
	*off += ng_pad(*off - start, ng_ptype_align(t));
	return o;
}

static struct json_object *array(const struct in *in, const struct ng_ptype *t,
				 size_t *off)
{
	struct json_object *o = json_object_new_array();
	uint32_t n = t->count;

	if (t->kind == NG_P_ARRAY)
		n = t->length(in->data, in->data + *off);
	for (uint32_t i = 0; o && i < n; i++)
		o = add_to(o, NULL, value(in, t->elem, off));
	return o;
}

static struct json_object *address(const struct ng_ptype *t, const uint8_t *p)
{
	char buf[32];

	if (t->kind == NG_P_MAC)
		(void)snprintf(buf, sizeof(buf),
			       "%02x:%02x:%02x:%02x:%02x:%02x", p[0], p[1],
			       p[2], p[3], p[4], p[5]);
	else
		(void)snprintf(buf, sizeof(buf), "%u.%u.%u.%u", p[0], p[1],
			       p[2], p[3]);
	return json_object_new_string(buf);
}

static struct json_object *number(const struct ng_ptype *t, const uint8_t *p)
{
	uint64_t v = ng_int_get(p, t->size, t->kind == NG_P_INT);

	return t->kind == NG_P_INT ? json_object_new_int64((int64_t)v)
				   : json_object_new_uint64(v);
}

/* The value at @off, which moves behind it; NULL: too short, or no memory */
static struct json_object *value(const struct in *in, const struct ng_ptype *t,
				 size_t *off)
{
	uint8_t p[8] = { 0 };
	size_t at = *off;

	if (t->kind == NG_P_STRUCT)
		return structure(in, t, off);
	if (t->kind == NG_P_FIXED || t->kind == NG_P_ARRAY)
		return array(in, t, off);
	if (at > in->len || t->size > in->len - at)
		return NULL;
	*off += t->size;
	memcpy(p, in->data + at, t->size < sizeof(p) ? t->size : sizeof(p));
	if (t->kind == NG_P_STRING)
		return json_object_new_string_len(
			(const char *)in->data + at,
			(int)strnlen((const char *)in->data + at, t->size));
	if (t->kind == NG_P_MAC || t->kind == NG_P_IP)
		return address(t, p);
	return number(t, p);
}

static const struct ng_command *command_of(const struct ng_msghdr *h)
{
	const struct ng_command *c = NULL;

	for (const struct ng_type *const *t = ng_types; !c && *t; t++)
		c = ng_command_find(*t, h->typecookie, h->cmd);
	return c;
}

int args_json(const struct ng_mesg *m, struct json_object **ret)
{
	const struct in in = { (const uint8_t *)m->data, m->header.arglen };
	const struct ng_command *c = command_of(&m->header);
	const struct ng_ptype *t;
	size_t off = 0;

	if (!c)
		return -ENOSYS;
	t = m->header.flags & NGF_RESP ? c->reply : c->args;
	if (!t)
		return m->header.arglen ? -EINVAL : 0;
	*ret = value(&in, t, &off);
	return *ret ? 0 : -EINVAL;
}
