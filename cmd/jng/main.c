/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - jng(8): bridged netgraph interfaces for jails */

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/strv.h"
#include "base/util.h"
#include "libnetgraph/ngnet.h"

#define NAME_SIZE 96
#define FIRST_LINK 2 /* 0 and 1 are the NIC's */

struct action {
	const char *name;
	const char *usage;
	int (*run)(struct ngnet *n, int argc, char **argv, struct errbuf *eb);
};

static const struct action *all_actions(void);

static void usage(FILE *f)
{
	(void)fprintf(f, "usage: jng action [arguments]\nactions:\n");
	for (const struct action *a = all_actions(); a->name; a++)
		(void)fprintf(f, "\tjng %s\n", a->usage);
}

static int bad_usage(struct errbuf *eb)
{
	return errbuf_set(eb, E2BIG, "%s", "");
}

static int name_check(const char *name, struct errbuf *eb)
{
	for (const char *p = name; *p; p++)
		if (!isalnum((unsigned char)*p) && *p != '_')
			return errbuf_set(eb, EINVAL, "%s: bad name", name);
	return *name ? 0 : bad_usage(eb);
}

/* How often the parent came before in the list. */
static unsigned count_before(char **list, int i)
{
	const char *parent = list[i] + strspn(list[i], "=!");
	unsigned n = 0;

	for (int k = 0; k < i; k++)
		n += streq(list[k] + strspn(list[k], "=!"), parent);
	return n;
}

/* The bridge behind the NIC's that -b asks for, and its name */
static int second_bridge(struct ngnet *n, const char *first, const char *second,
			 struct errbuf *eb)
{
	char path[NAME_SIZE + 2], link[NG_HOOKSIZ],
		at[NAME_SIZE + 2 + NG_HOOKSIZ];
	unsigned num = 0;
	int r;

	(void)snprintf(path, sizeof(path), "%s:", second);
	if (ngnet_has(n, path))
		return 0;
	(void)snprintf(path, sizeof(path), "%s:", first);
	r = ngnet_free_link(n, path, FIRST_LINK, &num, eb);
	if (r < 0)
		return r;
	(void)snprintf(link, sizeof(link), "link%u", num);
	r = ngnet_mkpeer(n, path, "bridge", link, "link1", eb);
	(void)snprintf(at, sizeof(at), "%s%s", path, link);
	return r < 0 ? r : ngnet_name(n, at, second, eb);
}

static int add_one(struct ngnet *n, const char *name, const char *second,
		   char **list, int i, struct errbuf *eb)
{
	char flag = strchr("=!", *list[i]) ? *list[i] : '\0';
	const char *parent = list[i] + (flag != '\0');
	char first[NAME_SIZE], bridge[NAME_SIZE], eiface[NAME_SIZE],
		path[NAME_SIZE + 2];
	uint8_t mac[6], derived[6];
	int r;

	(void)snprintf(eiface, sizeof(eiface), "ng%d_%s", i, name);
	(void)snprintf(path, sizeof(path), "%s:", eiface);
	if (ngnet_has(n, path))
		return 0;
	r = ngnet_mac(n, parent, mac, eb);
	(void)snprintf(first, sizeof(first), "%sbridge", parent);
	memcpy(bridge, first, sizeof(bridge));
	if (r == 0)
		r = ngnet_nic(n, parent, first, eb);
	if (r == 0 && second) {
		(void)snprintf(bridge, sizeof(bridge), "%s%s", parent, second);
		r = second_bridge(n, first, bridge, eb);
	}
	if (r < 0)
		return r;
	ngnet_derive(mac, name, count_before(list, i), derived);
	return ngnet_eiface(n, bridge, FIRST_LINK, eiface,
			    flag == '!'	  ? NULL
			    : flag == '=' ? mac
					  : derived,
			    eb);
}

static int bridge(struct ngnet *n, int argc, char **argv, struct errbuf *eb)
{
	const char *second = NULL, *name;
	int r = 0;

	argc--, argv++;
	if (argc > 1 && streq(argv[0], "-b")) {
		second = argv[1];
		argc -= 2, argv += 2;
	} else if (argc > 0 && str_starts(argv[0], "-b")) {
		second = argv[0] + 2;
		argc--, argv++;
	}
	if (argc < 2 || *argv[0] == '-')
		return bad_usage(eb);
	name = argv[0];
	r = name_check(name, eb);
	if (r == 0 && second)
		r = name_check(second, eb);
	for (int i = 0; r == 0 && i < argc - 1; i++)
		r = add_one(n, name, second, argv + 1, i, eb);
	return r;
}

/* "ng3_www" is www's; NULL: not one of ours */
static const char *jail_of(const struct nodeinfo *i)
{
	const char *p = i->name;

	if (!streq(i->type, "eiface") || !str_starts(p, "ng") ||
	    !isdigit((unsigned char)p[2]))
		return NULL;
	p += 2 + strspn(p + 2, "0123456789");
	return *p == '_' && p[1] ? p + 1 : NULL;
}

/* All eifaces of a jail (NULL: of any), or the jails' names; sorted, once. */
static int collect(struct ngnet *n, const char *jail, bool jails,
		   struct strv *ret, struct errbuf *eb)
{
	cleanup_free struct namelist *all = NULL;
	int r = ngnet_nodes(n, &all, eb);

	for (uint32_t i = 0; r == 0 && i < all->numnames; i++) {
		const char *of = jail_of(&all->nodeinfo[i]);
		const char *word = jails ? of : all->nodeinfo[i].name;

		if (!of || (jail && !streq(of, jail)) || strv_has(ret, word))
			continue;
		if (strv_add(ret, word) < 0)
			r = errbuf_set(eb, ENOMEM, "out of memory");
	}
	return r;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int show(struct ngnet *n, int argc, char **argv, struct errbuf *eb)
{
	cleanup_strv struct strv words = { 0 };
	int r;

	if (argc > 2)
		return bad_usage(eb);
	r = collect(n, argc == 2 ? argv[1] : NULL, argc == 1, &words, eb);
	if (r < 0)
		return r;
	if (words.n)
		qsort(words.v, words.n, sizeof(*words.v), compare);
	for (size_t i = 0; i < words.n; i++)
		printf("%s\n", words.v[i]);
	return 0;
}

static int shut(struct ngnet *n, int argc, char **argv, struct errbuf *eb)
{
	cleanup_strv struct strv words = { 0 };
	char path[NAME_SIZE + 2];
	int r;

	if (argc != 2)
		return bad_usage(eb);
	r = collect(n, argv[1], false, &words, eb);
	for (size_t i = 0; r == 0 && i < words.n; i++) {
		(void)snprintf(path, sizeof(path), "%s:", words.v[i]);
		r = ngnet_shutdown(n, path, eb);
	}
	return r;
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

/* The counters are the bridge's, of the link that the eiface is on. */
static int stats_of(struct ngnet *n, const char *eiface, struct errbuf *eb)
{
	cleanup_free struct hooklist *list = NULL;
	cleanup_free char *text = NULL;
	char path[NAME_SIZE + 2], br[NG_NODESIZ];
	int r;

	(void)snprintf(path, sizeof(path), "%s:", eiface);
	r = ngnet_hooks(n, path, &list, eb);
	if (r < 0)
		return r;
	printf("%s:\n", eiface);
	if (!list->nodeinfo.hooks ||
	    !str_starts(list->link[0].peerhook, "link"))
		return 0;
	(void)snprintf(br, sizeof(br), "[%x]:", list->link[0].nodeinfo.id);
	r = ngnet_msg(n, br, "getstats", list->link[0].peerhook + 4, &text, eb);
	if (r == 0 && text)
		print_stats(text);
	return r;
}

static int stats(struct ngnet *n, int argc, char **argv, struct errbuf *eb)
{
	cleanup_strv struct strv words = { 0 };
	int r;

	if (argc != 2)
		return bad_usage(eb);
	r = collect(n, argv[1], false, &words, eb);
	for (size_t i = 0; r == 0 && i < words.n; i++)
		r = stats_of(n, words.v[i], eb);
	return r;
}

static const struct action actions[] = {
	{ "bridge",
	  "bridge [-b BRIDGE_NAME] NAME [!|=]iface0 [[!|=]iface1 ...]",
	  bridge },
	{ "show", "show [NAME]", show },
	{ "shutdown", "shutdown NAME", shut },
	{ "stats", "stats NAME", stats },
	{ 0 },
};

static const struct action *all_actions(void)
{
	return actions;
}

int main(int argc, char **argv)
{
	struct errbuf eb = { 0 };
	struct ngnet n = { .lock = -1 };
	int r = -E2BIG;

	if (argc > 1 && streq(argv[1], "--help")) {
		usage(stdout);
		return EXIT_SUCCESS;
	}
	if (argc > 1 && streq(argv[1], "--version")) {
		printf("jng (vjail) %s\n", VJAIL_VERSION);
		return EXIT_SUCCESS;
	}
	for (const struct action *a = actions; argc > 1 && a->name; a++) {
		if (!streq(argv[1], a->name))
			continue;
		r = ngnet_open("jng", &n, &eb);
		if (r == 0)
			r = a->run(&n, argc - 1, argv + 1, &eb);
		ngnet_close(&n);
		break;
	}
	if (r == -E2BIG && !*eb.msg)
		usage(stderr);
	else if (r < 0)
		warnx("%s", eb.msg);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
