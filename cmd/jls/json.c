/* SPDX-License-Identifier: BSD-2-Clause */
/* json.c - Jails as JSON, in the shape that libxo gives them on FreeBSD */

#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>

#include "base/util.h"
#include "jls.h"
#include "libjail/param.h"
#include "xo/xo.h"

#define XO_VERSION "2"

static const char *word(const struct jls_row *row, size_t i)
{
	return row->v[i].value.n ? row->v[i].value.v[0] : "";
}

static bool add_num(struct json_object *to, const char *key, const char *s)
{
	return xo_add_int(to, key, strtoll(s, NULL, 10));
}

static bool add_table(struct json_object *o, const struct jls_format *f,
		      const struct jls_row *row)
{
	bool ok = f->by_name ? xo_add_str(o, "name", word(row, 0))
			     : add_num(o, "jid", word(row, 0));

	return ok && xo_add_str(o, "ipv4", word(row, 1)) &&
	       xo_add_str(o, "hostname", word(row, 2)) &&
	       xo_add_str(o, "path", word(row, 3));
}

static bool add_verbose(struct json_object *o, const struct jls_row *row)
{
	static const char *const lists[] = { "ipv4_addrs", "ipv6_addrs" };
	bool ok = add_num(o, "jid", word(row, 0)) &&
		  xo_add_str(o, "hostname", word(row, 1)) &&
		  xo_add_str(o, "path", word(row, 2)) &&
		  xo_add_str(o, "name", word(row, 3)) &&
		  xo_add_str(o, "state",
			     streq(word(row, 4), "1") ? "DYING" : "ACTIVE") &&
		  add_num(o, "cpusetid", word(row, 5));

	for (size_t i = 0; i < ARRAY_SIZE(lists) && ok; i++)
		if (row->v[6 + i].value.n)
			ok = xo_add(o, lists[i],
				    xo_words(&row->v[6 + i].value));
	return ok;
}

static bool add_param(struct json_object *o, const struct jls_format *f,
		      const struct jls_value *v)
{
	enum jail_param_type type = v->desc ? v->desc->type : JAIL_PARAM_STRING;
	bool on;

	if (v->value.n == 0)
		return true;
	if (type == JAIL_PARAM_IP4 || type == JAIL_PARAM_IP6 ||
	    type == JAIL_PARAM_LIST)
		return xo_add(o, v->name, xo_words(&v->value));
	if (type != JAIL_PARAM_BOOL)
		return xo_add_str(o, v->name, v->value.v[0]);
	on = streq(v->value.v[0], "1");
	if (f->name_value)
		return xo_add(o, v->name, json_object_new_boolean(on));
	return xo_add_str(o, v->name, on ? "true" : "false");
}

static bool add_params(struct json_object *o, const struct jls_format *f,
		       const struct jls_row *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (!(f->skip && row->v[i].skip) &&
		    !add_param(o, f, &row->v[i]))
			return false;
	return true;
}

struct json_object *jls_json_row(const struct jls_format *f,
				 const struct jls_row *row)
{
	struct json_object *o = json_object_new_object();
	bool ok = false;

	if (!o)
		return NULL;
	switch (f->style) {
	case JLS_TABLE:
		ok = add_table(o, f, row);
		break;
	case JLS_VERBOSE:
		ok = add_verbose(o, row);
		break;
	case JLS_PARAMS:
		ok = add_params(o, f, row);
		break;
	}
	if (ok)
		return o;
	json_object_put(o);
	return NULL;
}

int jls_json_print(FILE *out, struct json_object *jails, const struct xo *xo)
{
	struct json_object *info = json_object_new_object();

	if (!xo_add(info, "jail", json_object_get(jails))) {
		json_object_put(info);
		return -ENOMEM;
	}
	return xo_print(out, xo, XO_VERSION, "jail-information", info);
}
