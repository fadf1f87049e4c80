/* SPDX-License-Identifier: BSD-2-Clause */
/* json.c - Listings as JSON: {"netgraph": {"node": [...]}} */

#include <err.h>
#include <stdio.h>
#include <sysexits.h>

#include "ask.h"
#include "ngctl.h"

#define VERSION "1" /* of the documents */

static void or_end(bool ok)
{
	if (!ok)
		errx(EX_OSERR, "out of memory");
}

void json_add(struct json_object *to, const char *key,
	      struct json_object *value)
{
	or_end(json_object_object_add(to, key, value) == 0);
}

void json_add_str(struct json_object *to, const char *key, const char *s)
{
	or_end(xo_add_str(to, key, s));
}

void json_add_num(struct json_object *to, const char *key, int64_t n)
{
	or_end(xo_add_int(to, key, n));
}

void json_add_item(struct json_object *list, struct json_object *item)
{
	or_end(json_object_array_add(list, item) == 0);
}

void json_print(const struct ngctl *ng, const char *what,
		struct json_object *list)
{
	struct json_object *body = json_object_new_object();

	json_add(body, what, list);
	or_end(xo_print(stdout, &ng->xo, VERSION, "netgraph", body) == 0);
}

void json_print_one(const struct ngctl *ng, const char *what,
		    struct json_object *item)
{
	struct json_object *list = json_object_new_array();

	json_add_item(list, item);
	json_print(ng, what, list);
}

struct json_object *json_node(const struct nodeinfo *n)
{
	struct json_object *o = json_object_new_object();
	char id[16];

	(void)snprintf(id, sizeof(id), "%08x", n->id);
	json_add_str(o, "name", n->name);
	json_add_str(o, "type", n->type);
	json_add_str(o, "id", id);
	json_add_num(o, "hooks", n->hooks);
	return o;
}

struct json_object *json_hooks(const struct hooklist *list)
{
	struct json_object *all = json_object_new_array();

	for (uint32_t i = 0; i < list->nodeinfo.hooks; i++) {
		const struct linkinfo *l = &list->link[i];
		struct json_object *o = json_object_new_object();
		char id[16];

		(void)snprintf(id, sizeof(id), "%08x", l->nodeinfo.id);
		json_add_str(o, "hook", l->ourhook);
		json_add_str(o, "peer-name", l->nodeinfo.name);
		json_add_str(o, "peer-type", l->nodeinfo.type);
		json_add_str(o, "peer-id", id);
		json_add_str(o, "peer-hook", l->peerhook);
		json_add_item(all, o);
	}
	return all;
}
