/* SPDX-License-Identifier: BSD-2-Clause */
/* stats.c - stats, table: what a network's bridge counts and knows */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "counters/counters.h"
#include "vnet.h"

/* A link's counters as text, or as an object if @list is there */
static int stats_of(struct ngnet *n, uint32_t bridge, const struct linkinfo *l,
		    struct json_object *list, struct errbuf *eb)
{
	struct json_object *o = list ? json_object_new_object() : NULL;
	cleanup_free char *text = NULL;
	bool ok = true;
	int r = ngnet_link_stats(n, bridge, l->ourhook, &text, eb);

	if (list)
		ok = xo_add_str(o, "link", l->ourhook) &&
		     xo_add_str(o, "peer", l->nodeinfo.name);
	else
		printf("%s %s:\n", l->ourhook, l->nodeinfo.name);
	ok = ok && (r < 0 || counters_show(text, o));
	if (list && !xo_append(list, o))
		ok = false;
	return ok ? r : vnet_no_memory(eb);
}

int vnet_stats(struct ngnet *n, const struct options *o, int argc, char **argv,
	       struct errbuf *eb)
{
	cleanup_free struct hooklist *hooks = NULL;
	struct json_object *list;
	int r;

	if (argc != 1)
		return vnet_usage();
	r = vnet_hooks(n, argv[0], &hooks, eb);
	if (r < 0)
		return r;
	list = o->xo.json ? json_object_new_array() : NULL;
	for (uint32_t i = 0; r == 0 && i < hooks->nodeinfo.hooks; i++)
		r = stats_of(n, hooks->nodeinfo.id, &hooks->link[i], list, eb);
	if (r == 0 && list)
		return vnet_print(o, "link", list, eb);
	json_object_put(list);
	return r;
}

/* " NAME=number" in the part of @text that ends with "}"; not there: 0 */
static unsigned number(const char *text, const char *name)
{
	const char *p = strstr(text, name), *end = strchr(text, '}');
	unsigned v = 0;

	if (p && end && p < end)
		(void)sscanf(p + strlen(name), "%u", &v);
	return v;
}

/* { addr=... hook="link3" age=... } of the table */
static int host(const char *text, struct json_object *list)
{
	unsigned age = number(text, " age="),
		 stale = number(text, " staleness=");
	char mac[32] = "", hook[32] = "";
	struct json_object *o;

	(void)sscanf(text, "{ addr=%31s hook=\"%31[^\"]", mac, hook);
	if (!list) {
		printf("%s %-10s %5u %5u\n", mac, hook, age, stale);
		return 0;
	}
	o = json_object_new_object();
	if (xo_add_str(o, "addr", mac) && xo_add_str(o, "hook", hook) &&
	    xo_add_int(o, "age", age) && xo_add_int(o, "staleness", stale) &&
	    xo_append(list, json_object_get(o))) {
		json_object_put(o);
		return 0;
	}
	json_object_put(o);
	return -ENOMEM;
}

int vnet_table(struct ngnet *n, const struct options *o, int argc, char **argv,
	       struct errbuf *eb)
{
	cleanup_free struct hooklist *hooks = NULL;
	cleanup_free char *text = NULL;
	struct json_object *list;
	const char *p;
	char br[NAME_SIZE];
	int r;

	if (argc != 1)
		return vnet_usage();
	r = vnet_hooks(n, argv[0], &hooks, eb);
	if (r == 0)
		r = ngnet_msg(n, vnet_bridge(argv[0], br), "gettable", "",
			      &text, eb);
	if (r < 0)
		return r;
	list = o->xo.json ? json_object_new_array() : NULL;
	p = text ? strstr(text, "{ addr=") : NULL;
	for (; r == 0 && p; p = strstr(p + 1, "{ addr="))
		r = host(p, list);
	if (r == 0 && list)
		return vnet_print(o, "host", list, eb);
	json_object_put(list);
	return r < 0 ? vnet_no_memory(eb) : 0;
}
