/* SPDX-License-Identifier: BSD-2-Clause */
/* list.c - list, list_jail: networks, who is on them, and where that is */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/strv.h"
#include "base/util.h"
#include "place.h"
#include "vnet.h"

#define OWNER_SIZE 300
#define VERSION "1" /* of the documents */

int vnet_no_memory(struct errbuf *eb)
{
	return errbuf_set(eb, ENOMEM, "out of memory");
}

int vnet_hooks(struct ngnet *n, const char *net, struct hooklist **ret,
	       struct errbuf *eb)
{
	char br[NAME_SIZE];
	int r = ngnet_hooks(n, vnet_bridge(net, br), ret, eb);

	return r == -ENOENT ? errbuf_set(eb, -r, "%s: no such network", net)
			    : r;
}

int vnet_print(const struct options *o, const char *each,
	       struct json_object *list, struct errbuf *eb)
{
	struct json_object *body = json_object_new_object();

	if (xo_add(body, each, list) &&
	    xo_print(stdout, &o->xo, VERSION, "vnet", body) == 0)
		return 0;
	return vnet_no_memory(eb);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int compare_places(const void *a, const void *b)
{
	const struct place *x = *(const struct place *const *)a,
			   *y = *(const struct place *const *)b;
	char xs[OWNER_SIZE], ys[OWNER_SIZE];
	int c = strcmp(place_owner(x, xs, sizeof(xs)),
		       place_owner(y, ys, sizeof(ys)));

	return c ? c : strcmp(place_name(x), place_name(y));
}

/* Names of bridges without their "br", sorted */
static int networks(struct ngnet *n, struct strv *ret, struct errbuf *eb)
{
	cleanup_free struct namelist *all = NULL;
	int r = ngnet_nodes(n, &all, eb);

	for (uint32_t i = 0; r == 0 && i < all->numnames; i++) {
		struct nodeinfo *node = &all->nodeinfo[i];
		size_t len = strlen(node->name);

		if (!streq(node->type, "bridge") || len < 3 ||
		    !streq(node->name + len - 2, "br"))
			continue;
		node->name[len - 2] = '\0';
		if (strv_add(ret, node->name) < 0)
			r = vnet_no_memory(eb);
	}
	if (r == 0 && ret->n)
		qsort(ret->v, ret->n, sizeof(*ret->v), compare);
	return r;
}

/* "a, b" */
static int print_addresses(const char *lead, const struct strv *a,
			   const char *end)
{
	cleanup_free char *text = strv_join(a, ", ");

	if (!text)
		return -ENOMEM;
	if (a->n)
		printf("%s%s%s", lead, text, end);
	return 0;
}

static int print_place(const struct place *p, bool long_form)
{
	const char *lead = long_form ? "      " : " ";
	const char *end = long_form ? "\n" : "";
	char owner[OWNER_SIZE];
	int r;

	printf(long_form ? "  %s\n    %s\n" : "  %s %s",
	       place_owner(p, owner, sizeof(owner)), place_name(p));
	r = print_addresses(lead, &p->ip4, end);
	if (r == 0)
		r = print_addresses(lead, &p->ip6, end);
	printf(long_form ? "" : "\n");
	return r;
}

static struct json_object *json_place(const struct place *p)
{
	struct json_object *o = json_object_new_object();
	bool ok = xo_add_str(o, "name", place_name(p)) &&
		  xo_add(o, "host", json_object_new_boolean(p->jid == 0)) &&
		  xo_add_str(o, "jail", p->jail) &&
		  xo_add(o, "ipv4", xo_words(&p->ip4)) &&
		  xo_add(o, "ipv6", xo_words(&p->ip6));

	if (ok)
		return o;
	json_object_put(o);
	return NULL;
}

struct network {
	const char *name;
	struct strv names; /* of the nodes on it, sorted */
	const struct place **where; /* theirs that have one, sorted */
	size_t n;
};

static void network_done(struct network *net)
{
	strv_done(&net->names);
	free(net->where);
}

/* Peers of the bridge; one that is on several links, as a NIC is, once. */
static int network_load(struct ngnet *n, const struct places *places,
			struct network *net, struct errbuf *eb)
{
	cleanup_free struct hooklist *list = NULL;
	int r = vnet_hooks(n, net->name, &list, eb);

	if (r < 0)
		return r;
	net->where = calloc(list->nodeinfo.hooks + 1, sizeof(*net->where));
	if (!net->where)
		return vnet_no_memory(eb);
	for (uint32_t i = 0; i < list->nodeinfo.hooks; i++) {
		const struct nodeinfo *node = &list->link[i].nodeinfo;

		if (!*node->name || strv_has(&net->names, node->name))
			continue;
		if (strv_add(&net->names, node->name) < 0)
			return vnet_no_memory(eb);
		net->where[net->n] = places_of(n, places, node);
		net->n += net->where[net->n] != NULL;
	}
	if (net->names.n)
		qsort(net->names.v, net->names.n, sizeof(char *), compare);
	qsort(net->where, net->n, sizeof(*net->where), compare_places);
	return 0;
}

static int print_network(const struct options *o, const struct network *net,
			 bool one)
{
	int r = 0;

	if (!one || o->running)
		printf("%s\n", net->name);
	if (o->running)
		for (size_t i = 0; r == 0 && i < net->n; i++)
			r = print_place(net->where[i], o->long_form);
	else if (one || o->long_form)
		for (size_t i = 0; i < net->names.n; i++)
			printf("%s\n", net->names.v[i]);
	return r;
}

static struct json_object *json_network(const struct options *o,
					const struct network *net)
{
	struct json_object *o_net = json_object_new_object();
	struct json_object *list = json_object_new_array();
	bool ok = xo_add_str(o_net, "name", net->name);

	for (size_t i = 0; ok && o->running && i < net->n; i++)
		ok = xo_append(list, json_place(net->where[i]));
	for (size_t i = 0; ok && !o->running && i < net->names.n; i++) {
		struct json_object *one = json_object_new_object();

		ok = xo_add_str(one, "name", net->names.v[i]) &&
		     xo_append(list, json_object_get(one));
		json_object_put(one);
	}
	if (xo_add(o_net, "interface", list) && ok)
		return o_net;
	json_object_put(o_net);
	return NULL;
}

static int list_networks(struct ngnet *n, const struct options *o,
			 const struct strv *nets, bool one, struct errbuf *eb)
{
	cleanup_places struct places places = { 0 };
	struct json_object *list = o->xo.json ? json_object_new_array() : NULL;
	int r = o->running ? places_load(n, &places, eb) : 0;

	for (size_t i = 0; r == 0 && i < nets->n; i++) {
		struct network net = { .name = nets->v[i] };

		r = network_load(n, &places, &net, eb);
		if (r == 0 && list && !xo_append(list, json_network(o, &net)))
			r = vnet_no_memory(eb);
		if (r == 0 && !list && print_network(o, &net, one) < 0)
			r = vnet_no_memory(eb);
		network_done(&net);
	}
	if (r == 0 && list)
		return vnet_print(o, "network", list, eb);
	json_object_put(list);
	return r;
}

int vnet_list(struct ngnet *n, const struct options *o, int argc, char **argv,
	      struct errbuf *eb)
{
	cleanup_strv struct strv nets = { 0 };
	int r = 0;

	if (argc > 1)
		return vnet_usage();
	if (argc == 0)
		r = networks(n, &nets, eb);
	else if (strv_add(&nets, argv[0]) < 0)
		r = vnet_no_memory(eb);
	return r < 0 ? r : list_networks(n, o, &nets, argc == 1, eb);
}

/* The places from the @i-th on that are of one jail; how many */
static size_t of_one_jail(const struct places *p, size_t i)
{
	size_t k = i;

	while (k < p->n && p->v[k].jid == p->v[i].jid)
		k++;
	return k - i;
}

static void print_jail(const struct options *o, const struct place *p, size_t n)
{
	printf(o->long_form ? "%s\n" : "%s", p->jail);
	for (size_t i = 0; i < n; i++)
		if (!(p[i].link.flags & IFF_LOOPBACK))
			printf(o->long_form ? "  %s\n" : " %s",
			       place_name(&p[i]));
	if (!o->long_form)
		printf("\n");
}

static struct json_object *json_jail(const struct place *p, size_t n)
{
	struct json_object *jail = json_object_new_object();
	struct json_object *list = json_object_new_array();
	bool ok = xo_add_int(jail, "jid", p->jid) &&
		  xo_add_str(jail, "name", p->jail);

	for (size_t i = 0; ok && i < n; i++)
		if (!(p[i].link.flags & IFF_LOOPBACK))
			ok = xo_append(list, json_place(&p[i]));
	if (xo_add(jail, "interface", list) && ok)
		return jail;
	json_object_put(jail);
	return NULL;
}

/* Each jail with a stack of its own, and its interfaces */
int vnet_list_jail(struct ngnet *n, const struct options *o, int argc,
		   char **argv, struct errbuf *eb)
{
	cleanup_places struct places p = { 0 };
	struct json_object *list;
	size_t count;
	int r;

	(void)argv;
	if (argc)
		return vnet_usage();
	r = places_load(n, &p, eb);
	list = o->xo.json ? json_object_new_array() : NULL;
	for (size_t i = 0; r == 0 && i < p.n; i += count) {
		count = of_one_jail(&p, i);
		if (p.v[i].jid == 0)
			continue;
		if (!list)
			print_jail(o, &p.v[i], count);
		else if (!xo_append(list, json_jail(&p.v[i], count)))
			r = vnet_no_memory(eb);
	}
	if (r == 0 && list)
		return vnet_print(o, "jail", list, eb);
	json_object_put(list);
	return r;
}
