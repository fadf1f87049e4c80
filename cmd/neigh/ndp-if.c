/* SPDX-License-Identifier: BSD-2-Clause */
/* ndp-if.c - ndp(8) on interfaces: how one does IPv6, and the default one */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "ndp.h"
#include "neigh.h"
#include "nl/bsdroute.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/nd6.h"
#include "nl/nl.h"
#include "nl/route.h"

#define MS 1000 /* in a second */

/* The route that stands for the default interface: after all others. */
#define LAST_METRIC UINT32_MAX

/* The words of FreeBSD's ndp(8), in the order it shows them. */
static const struct flag {
	const char *word;
	unsigned option;
} flags[] = {
	{ "disabled", NL_ND6_IFDISABLED },
	{ "nud", NL_ND6_PERFORMNUD },
	{ "accept_rtadv", NL_ND6_ACCEPT_RTADV },
	{ "no_radr", NL_ND6_NO_RADR },
	{ "auto_linklocal", NL_ND6_AUTO_LINKLOCAL },
	{ "no_dad", NL_ND6_NO_DAD },
	{ "stableaddr", NL_ND6_STABLEADDR },
};

static const struct value {
	const char *word;
	const char *dir, *file;
} values[] = {
	{ "basereachable", "neigh", "base_reachable_time_ms" },
	{ "retrans", "neigh", "retrans_time_ms" },
	{ "curhlim", "conf", "hop_limit" },
};

static int fail(const char *name, const char *word, int r)
{
	warnx("%s: %s: %s", name, word, bsd_strerror(-r));
	return EXIT_FAILURE;
}

static int refuse(const char *name, const char *word)
{
	warnx("%s: %s: not supported on Linux", name, word);
	return EXIT_FAILURE;
}

/* "curhlim=32" */
static int set_value(struct nl *nl, const char *name, int index,
		     const char *word)
{
	const char *equals = strchr(word, '=');

	for (size_t i = 0; equals && i < ARRAY_SIZE(values); i++) {
		const struct value *v = &values[i];
		int r;

		if (strlen(v->word) != (size_t)(equals - word) ||
		    strncmp(v->word, word, strlen(v->word)) != 0)
			continue;
		if (!equals[1] || equals[1 + strspn(equals + 1, "0123456789")])
			return fail(name, word, -EINVAL);
		r = nl_nd6_write(nl, index, v->dir, v->file, equals + 1);
		return r < 0 ? fail(name, word, r) : 0;
	}
	return refuse(name, word);
}

static int set_word(struct nl *nl, const char *name, int index,
		    const char *word)
{
	const bool on = *word != '-';
	const char *w = on ? word : word + 1;

	w = streq(w, "ifdisabled") ? "disabled" : w;
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		int r;

		if (!streq(w, flags[i].word))
			continue;
		if (flags[i].option == NL_ND6_PERFORMNUD)
			return on ? 0 : refuse(name, word);
		if (flags[i].option == NL_ND6_STABLEADDR && on) {
			warnx("%s: %s: ifconfig(8) switches it on", name, word);
			return EXIT_FAILURE;
		}
		r = nl_nd6_set(nl, index, flags[i].option, on);
		return r < 0 ? fail(name, word, r) : 0;
	}
	return set_value(nl, name, index, word);
}

static void print_interface(const struct nl_link *l, unsigned set,
			    const struct nl_nd6_params *p, unsigned base)
{
	printf("linkmtu=%u, maxmtu=%u, curhlim=%u", p->mtu, l->mtu,
	       p->hop_limit);
	printf(", basereachable=%us%ums, reachable=%us", base / MS, base % MS,
	       p->reachable / MS);
	printf(", retrans=%us%ums\nFlags: ", p->retrans / MS, p->retrans % MS);
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		if (set & flags[i].option)
			printf("%s ", flags[i].word);
	putchar('\n');
}

static int interface_json(const struct nl_link *l, unsigned set,
			  const struct nl_nd6_params *p, unsigned base,
			  const struct xo *xo)
{
	struct json_object *ndp = json_object_new_object();
	struct json_object *words = json_object_new_array();
	bool ok = xo_add_str(ndp, "interface", ifname_to_bsd(ifname_full(l))) &&
		  xo_add_int(ndp, "linkmtu", p->mtu) &&
		  xo_add_int(ndp, "maxmtu", l->mtu) &&
		  xo_add_int(ndp, "curhlim", p->hop_limit) &&
		  xo_add_int(ndp, "basereachable_ms", base) &&
		  xo_add_int(ndp, "reachable_ms", p->reachable) &&
		  xo_add_int(ndp, "retrans_ms", p->retrans);

	ok = xo_add(ndp, "flags", words) && ok;
	for (size_t i = 0; i < ARRAY_SIZE(flags) && ok; i++)
		if (set & flags[i].option)
			ok = xo_append(words,
				       json_object_new_string(flags[i].word));
	if (ok)
		return xo_print(stdout, xo, NDP_XO_VERSION, "ndp", ndp) < 0;
	json_object_put(ndp);
	return EXIT_FAILURE;
}

int ndp_interface(struct nl *nl, const char *name, char *const *words,
		  const struct xo *xo)
{
	cleanup_nl_link struct nl_link l = { 0 };
	struct nl_nd6_params p;
	unsigned set, base;
	struct errbuf eb;
	int index = neigh_ifindex(nl, name, &eb), status;

	if (index < 0)
		return neigh_fail(&eb);
	for (; *words; words++) {
		status = set_word(nl, name, index, *words);
		if (status)
			return status;
	}
	if (nl_link_get(nl, NULL, index, &l, &eb) < 0)
		return neigh_fail(&eb);
	if (!nl_nd6_read(&l, &set) || !nl_nd6_params(&l, &p)) {
		warnx("%s: not initialized yet", name);
		return EXIT_FAILURE;
	}
	base = neigh_setting(AF_INET6, l.name, "base_reachable_time_ms");
	if (xo->json)
		return interface_json(&l, set, &p, base, xo);
	print_interface(&l, set, &p, base);
	return 0;
}

static bool is_default(const struct nl_route *rt)
{
	return rt->dst_len == 0 && rt->priority == LAST_METRIC &&
	       rt->protocol == BSD_RTPROT && !rt->gateway.family && rt->oif;
}

/* The route to the default interface, @ret; 0, or -ENOENT: there is none */
static int find_default(struct nl *nl, struct nl_route *ret, struct errbuf *eb)
{
	cleanup_free struct nl_route *routes = NULL;
	size_t n = 0;
	int r = nl_route_list(nl, AF_INET6, RT_TABLE_MAIN, &routes, &n, eb);

	for (size_t i = 0; i < n && r == 0; i++) {
		if (!is_default(&routes[i]))
			continue;
		*ret = routes[i];
		return 0;
	}
	return r < 0 ? r : -ENOENT;
}

static int set_default(struct nl *nl, const char *word, struct errbuf *eb)
{
	const bool delete = streq(word, "delete") || streq(word, "0");
	struct nl_route old, new = { .dst = { .family = AF_INET6 },
				     .protocol = BSD_RTPROT,
				     .priority = LAST_METRIC };
	int r;

	new.oif = delete ? 0 : neigh_ifindex(nl, word, eb);
	if (new.oif < 0)
		return new.oif;
	while ((r = find_default(nl, &old, eb)) == 0 && old.oif != new.oif) {
		r = nl_route_del(nl, &old, eb);
		if (r < 0)
			return r;
	}
	if (r == -ENOENT && !delete)
		r = nl_route_add(nl, &new, eb);
	return r == -ENOENT ? 0 : r;
}

static int show_default(struct nl *nl, int index, const struct xo *xo)
{
	cleanup_nl_link struct nl_link l = { 0 };
	struct json_object *ndp;
	const char *name = NULL;
	struct errbuf eb;

	if (index && nl_link_get(nl, NULL, index, &l, &eb) < 0)
		return neigh_fail(&eb);
	if (index)
		name = ifname_to_bsd(ifname_full(&l));
	if (!xo->json)
		return name ? printf("ND default interface = %s\n", name) < 0
			    : puts("No default interface.") < 0;
	ndp = json_object_new_object();
	if (!name || xo_add_str(ndp, "default-interface", name))
		return xo_print(stdout, xo, NDP_XO_VERSION, "ndp", ndp) < 0;
	json_object_put(ndp);
	return EXIT_FAILURE;
}

int ndp_default_interface(struct nl *nl, const char *word, const struct xo *xo)
{
	struct nl_route rt = { 0 };
	struct errbuf eb;
	int r = word ? set_default(nl, word, &eb) : 0;

	if (r == 0)
		r = find_default(nl, &rt, &eb);
	if (r < 0 && r != -ENOENT)
		return neigh_fail(&eb);
	return show_default(nl, rt.oif, xo);
}
