/* SPDX-License-Identifier: BSD-2-Clause */
/* list.c - list, list_jail, stats, table */

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/paths.h"
#include "base/strv.h"
#include "base/util.h"
#include "libjail/core.h"
#include "nl/addr.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/nl.h"
#include "vnet.h"

#define ADDRS_SIZE 1024

/* An interface of a network, and where it is now */
struct place {
	char jail[256];
	char ifname[IFNAME_LONG_MAX + 1];
	char ip4[ADDRS_SIZE], ip6[ADDRS_SIZE]; /* "a/24, b/24" */
};

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int c = strcmp(x->jail, y->jail);

	return c ? c : strcmp(x->ifname, y->ifname);
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
			r = errbuf_set(eb, ENOMEM, "out of memory");
	}
	if (r == 0 && ret->n)
		qsort(ret->v, ret->n, sizeof(*ret->v), compare);
	return r;
}

static void add_text(char *list, const char *word)
{
	size_t n = strlen(list);

	(void)snprintf(list + n, ADDRS_SIZE - n, "%s%s", n ? ", " : "", word);
}

/* Its addresses, those of a link's own left out. */
static int addresses(struct nl *nl, int index, struct place *p)
{
	cleanup_free struct nl_ifaddr *a = NULL;
	char ip[INET6_ADDRSTRLEN], text[INET6_ADDRSTRLEN + 8];
	size_t n = 0;
	int r = nl_ifaddr_list(nl, 0, index, &a, &n, NULL);

	for (size_t i = 0; r == 0 && i < n; i++) {
		if (nl_inet_link_local(&a[i].ip))
			continue;
		(void)snprintf(text, sizeof(text), "%s/%u",
			       nl_inet_format(&a[i].ip, ip), a[i].prefixlen);
		add_text(a[i].ip.family == AF_INET ? p->ip4 : p->ip6, text);
	}
	return r;
}

/* Is the eiface in this namespace?  Under whatever name it has got. */
static bool look_in(struct nl *nl, const char *name, struct place *p)
{
	cleanup_nl_link struct nl_link l = { 0 };

	if (ifname_find(nl, name, &l, NULL) < 0)
		return false;
	(void)snprintf(p->ifname, sizeof(p->ifname), "%s", ifname_full(&l));
	return addresses(nl, l.index, p) == 0;
}

static bool look_in_jail(int jid, const char *name, struct place *p)
{
	cleanup_jail_info struct jail_info info = { 0 };
	cleanup_close int fd = -1;
	cleanup_nl struct nl *nl = NULL;
	char path[64];

	(void)snprintf(path, sizeof(path), VJAIL_STATE_DIR "/jails/%d/net",
		       jid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || nl_open_at(fd, &nl, NULL) < 0 ||
	    jail_info_get(jid, &info, NULL) < 0 || !look_in(nl, name, p))
		return false;
	(void)snprintf(p->jail, sizeof(p->jail), "%s", info.name);
	return true;
}

static bool find_place(struct ngnet *n, const char *name, struct place *p)
{
	char host[65] = "host";
	int jid = 0;

	*p = (struct place){ 0 };
	while ((jid = jail_next(jid, false, NULL)) > 0)
		if (look_in_jail(jid, name, p))
			return true;
	if (!look_in(n->nl, name, p))
		return false;
	(void)gethostname(host, sizeof(host) - 1);
	(void)snprintf(p->jail, sizeof(p->jail), "%s(HOST)", host);
	return true;
}

static void print_place(const struct place *p, bool long_form)
{
	if (!long_form) {
		printf("  %s %s%s%s%s%s\n", p->jail, p->ifname,
		       *p->ip4 ? " " : "", p->ip4, *p->ip6 ? " " : "", p->ip6);
		return;
	}
	printf("  %s\n    %s\n", p->jail, p->ifname);
	if (*p->ip4)
		printf("      %s\n", p->ip4);
	if (*p->ip6)
		printf("      %s\n", p->ip6);
}

/* Peers of the bridge: the NIC counts once. */
static int members(struct ngnet *n, const char *net, struct strv *ret,
		   struct errbuf *eb)
{
	cleanup_free struct hooklist *list = NULL;
	char br[NAME_SIZE];
	int r = ngnet_hooks(n, vnet_bridge(net, br), &list, eb);

	for (uint32_t i = 0; r == 0 && i < list->nodeinfo.hooks; i++) {
		const char *name = list->link[i].nodeinfo.name;

		if (*name && !strv_has(ret, name) && strv_add(ret, name) < 0)
			r = errbuf_set(eb, ENOMEM, "out of memory");
	}
	if (r == 0 && ret->n)
		qsort(ret->v, ret->n, sizeof(*ret->v), compare);
	return r;
}

static int list_running(struct ngnet *n, const char *net, bool long_form,
			struct errbuf *eb)
{
	cleanup_strv struct strv names = { 0 };
	cleanup_free struct place *places = NULL;
	size_t count = 0;
	int r = members(n, net, &names, eb);

	if (r < 0)
		return r;
	places = calloc(names.n + 1, sizeof(*places));
	if (!places)
		return errbuf_set(eb, ENOMEM, "out of memory");
	for (size_t i = 0; i < names.n; i++)
		count += find_place(n, names.v[i], &places[count]);
	qsort(places, count, sizeof(*places), compare_places);
	printf("%s\n", net);
	for (size_t i = 0; i < count; i++)
		print_place(&places[i], long_form);
	return 0;
}

static int list_one(struct ngnet *n, const char *net, struct errbuf *eb)
{
	cleanup_strv struct strv names = { 0 };
	int r = members(n, net, &names, eb);

	for (size_t i = 0; r == 0 && i < names.n; i++)
		printf("%s\n", names.v[i]);
	return r;
}

int vnet_list(struct ngnet *n, const struct options *o, int argc, char **argv,
	      struct errbuf *eb)
{
	cleanup_strv struct strv nets = { 0 };
	int r = 0;

	if (argc > 1)
		return vnet_usage();
	if (argc == 1 && !o->running)
		return list_one(n, argv[0], eb);
	if (argc == 1)
		return list_running(n, argv[0], o->long_form, eb);
	r = networks(n, &nets, eb);
	for (size_t i = 0; r == 0 && i < nets.n; i++) {
		if (o->running) {
			r = list_running(n, nets.v[i], o->long_form, eb);
			continue;
		}
		printf("%s\n", nets.v[i]);
		if (o->long_form)
			r = list_one(n, nets.v[i], eb);
	}
	return r;
}

/* Each jail with a stack of its own, and its interfaces */
int vnet_list_jail(struct ngnet *n, const struct options *o, int argc,
		   char **argv, struct errbuf *eb)
{
	int jid = 0, r = 0;

	(void)n;
	(void)argv;
	if (argc)
		return vnet_usage();
	while (r == 0 && (jid = jail_next(jid, false, eb)) > 0) {
		cleanup_jail_info struct jail_info info = { 0 };
		cleanup_close int fd = -1;
		cleanup_nl struct nl *nl = NULL;
		struct nl_link *links = NULL;
		size_t count = 0;
		char path[64];

		(void)snprintf(path, sizeof(path),
			       VJAIL_STATE_DIR "/jails/%d/net", jid);
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0 || nl_open_at(fd, &nl, NULL) < 0 ||
		    jail_info_get(jid, &info, NULL) < 0)
			continue;
		r = nl_link_list(nl, &links, &count, eb);
		printf(o->long_form ? "%s\n" : "%s", info.name);
		for (size_t i = 0; r == 0 && i < count; i++)
			if (!(links[i].flags & IFF_LOOPBACK))
				printf(o->long_form ? "  %s\n" : " %s",
				       ifname_full(&links[i]));
		if (!o->long_form)
			printf("\n");
		nl_link_list_free(links, count);
	}
	return jid < 0 ? jid : r;
}

/* "{ a=1 b=2 }" as lines */
static void print_stats(char *text)
{
	char *word, *value;

	while ((word = strsep(&text, " {}"))) {
		value = strchr(word, '=');
		if (!value)
			continue;
		*value++ = '\0';
		printf("%20s = %s\n", word, value);
	}
}

int vnet_stats(struct ngnet *n, const struct options *o, int argc, char **argv,
	       struct errbuf *eb)
{
	cleanup_free struct hooklist *list = NULL;
	char br[NAME_SIZE];
	int r;

	(void)o;
	if (argc != 1)
		return vnet_usage();
	r = ngnet_hooks(n, vnet_bridge(argv[0], br), &list, eb);
	for (uint32_t i = 0; r == 0 && i < list->nodeinfo.hooks; i++) {
		const struct linkinfo *l = &list->link[i];
		cleanup_free char *text = NULL;

		if (!str_starts(l->ourhook, "link"))
			continue;
		printf("%s %s:\n", l->ourhook, l->nodeinfo.name);
		r = ngnet_msg(n, br, "getstats", l->ourhook + 4, &text, eb);
		if (r == 0 && text)
			print_stats(text);
	}
	return r;
}

/* { addr=… hook="link3" age=… } of the table, a line each */
static void print_table(char *text)
{
	char *host;

	for (host = strstr(text, "{ addr="); host;
	     host = strstr(host + 1, "{ addr=")) {
		char mac[32] = "", hook[32] = "";
		unsigned age = 0, stale = 0;
		const char *p;

		(void)sscanf(host, "{ addr=%31s hook=\"%31[^\"]", mac, hook);
		p = strstr(host, " age=");
		if (p && p < strchr(host, '}'))
			(void)sscanf(p, " age=%u", &age);
		p = strstr(host, " staleness=");
		if (p && p < strchr(host, '}'))
			(void)sscanf(p, " staleness=%u", &stale);
		printf("%s %-10s %5u %5u\n", mac, hook, age, stale);
	}
}

int vnet_table(struct ngnet *n, const struct options *o, int argc, char **argv,
	       struct errbuf *eb)
{
	cleanup_free char *text = NULL;
	char br[NAME_SIZE];
	int r;

	(void)o;
	if (argc != 1)
		return vnet_usage();
	r = ngnet_msg(n, vnet_bridge(argv[0], br), "gettable", "", &text, eb);
	if (r == 0 && text)
		print_table(text);
	return r;
}
