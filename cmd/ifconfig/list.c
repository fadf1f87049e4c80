/* SPDX-License-Identifier: BSD-2-Clause */
/* list.c - The ways in which ifconfig(8) tells of interfaces */

#include <net/if.h>
#include <stdio.h>
#include <sys/socket.h>

#include "address.h"
#include "base/util.h"
#include "format.h"
#include "gather.h"
#include "group.h"
#include "ifc.h"
#include "list.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "tunnel.h"
#include "view.h"

bool list_passes(const struct list *how, unsigned if_flags)
{
	if (how->only_down && if_flags & IFF_UP)
		return false;
	return !how->only_up || if_flags & IFF_UP;
}

static bool is_wanted(const struct gather *g, const struct nl_link *l,
		      const struct list *how)
{
	int family = how->family ? address_family(how->family) : 0;

	if (!list_passes(how, l->flags) || tunnel_is_spare(l) ||
	    (how->group && !group_match(l, how->group)) ||
	    (how->not_group && group_match(l, how->not_group)))
		return false;
	if (!how->names || !family)
		return true;
	if (family != AF_PACKET)
		return gather_has(g, l, family);
	return !streq(how->family, "ether") || gather_is_ether(l);
}

/* What costs more questions, and only some options ask for */
static bool wants_details(const struct style *st)
{
	return st->capabilities || st->driver;
}

static int print(const struct gather *g, const struct nl_link *l,
		 const struct style *st, struct errbuf *eb)
{
	cleanup_view struct view v = { 0 };
	int r = gather_view(g, l, &v, eb);

	if (r == 0)
		format_view(stdout, &v, st);
	return r;
}

int list_all(struct nl *nl, const struct list *how, struct errbuf *eb)
{
	cleanup_gather struct gather g = {
		.details = wants_details(&how->style),
	};
	const char *sep = "";
	int r = gather_all(&g, nl, eb);

	for (size_t i = 0; r == 0 && i < g.n_links; i++) {
		if (!is_wanted(&g, &g.links[i], how))
			continue;
		if (!how->names) {
			r = print(&g, &g.links[i], &how->style, eb);
			continue;
		}
		printf("%s%s", sep, ifname_to_bsd(ifname_full(&g.links[i])));
		sep = " ";
	}
	if (r == 0 && how->names)
		putchar('\n');
	return r;
}

int list_one(const struct ifc *c, const struct list *how, struct errbuf *eb)
{
	cleanup_gather struct gather g = {
		.details = wants_details(&how->style),
	};
	int r = gather_one(&g, c->nl, c->index, eb);

	if (r < 0)
		return r;
	if (!list_passes(how, g.links[0].flags))
		return 0;
	return print(&g, &g.links[0], &how->style, eb);
}

int list_group(struct nl *nl, const char *group, struct errbuf *eb)
{
	struct nl_link *links = NULL;
	size_t n = 0;
	int r = nl_link_list(nl, &links, &n, eb);

	for (size_t i = 0; r == 0 && i < n; i++)
		if (!tunnel_is_spare(&links[i]) &&
		    group_match(&links[i], group))
			puts(ifname_to_bsd(ifname_full(&links[i])));
	nl_link_list_free(links, n);
	return r;
}
