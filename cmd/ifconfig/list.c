/* SPDX-License-Identifier: BSD-2-Clause */
/* list.c - The ways in which ifconfig(8) tells of interfaces */

#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <sys/socket.h>

#include "address.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "clone.h"
#include "format.h"
#include "gather.h"
#include "group.h"
#include "ifc.h"
#include "json.h"
#include "list.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "tunnel.h"
#include "view.h"

/* What FreeBSD has no interface for */
static bool is_linux_own(const struct nl_link *l)
{
	return tunnel_is_spare(l) || nl_link_is_way(l);
}

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

	if (!list_passes(how, l->flags) || is_linux_own(l) ||
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

/* Where what is listed goes: to standard output, or into an array to be printed
 * at the end */
struct sink {
	const struct list *how;
	struct json_object *all; /* NULL: text */
	const char *sep;
};

static struct sink sink_open(const struct list *how)
{
	return (struct sink){
		.how = how,
		.all = how->xo.json ? json_object_new_array() : NULL,
		.sep = "",
	};
}

static int no_memory(struct errbuf *eb)
{
	return errbuf_set(eb, ENOMEM, "out of memory");
}

static int put_view(struct sink *s, const struct gather *g,
		    const struct nl_link *l, struct errbuf *eb)
{
	cleanup_view struct view v = { 0 };
	int r = gather_view(g, l, &v, eb);

	if (r < 0)
		return r;
	if (!s->how->xo.json) {
		format_view(stdout, &v, &s->how->style);
		return 0;
	}
	return xo_append(s->all, json_view(&v, &s->how->style)) ? 0
								: no_memory(eb);
}

/* Behind the one before it: @between is " " or "\n" */
static int put_name(struct sink *s, const char *name, const char *between,
		    struct errbuf *eb)
{
	if (s->how->xo.json)
		return xo_append(s->all, json_object_new_string(name))
			       ? 0
			       : no_memory(eb);
	printf("%s%s", s->sep, name);
	s->sep = between;
	return 0;
}

/* @end: after names */
static int sink_close(struct sink *s, const char *key, const char *end, int r,
		      struct errbuf *eb)
{
	if (!s->how->xo.json) {
		fputs(r == 0 ? end : "", stdout);
		return r;
	}
	if (r == 0 && json_print(&s->how->xo, key, s->all) < 0)
		return no_memory(eb);
	if (r < 0)
		json_object_put(s->all);
	return r;
}

int list_all(struct nl *nl, const struct list *how, struct errbuf *eb)
{
	cleanup_gather struct gather g = {
		.details = wants_details(&how->style),
	};
	struct sink s = sink_open(how);
	int r = gather_all(&g, nl, eb);

	for (size_t i = 0; r == 0 && i < g.n_links; i++) {
		const struct nl_link *l = &g.links[i];

		if (!is_wanted(&g, l, how))
			continue;
		r = how->names ? put_name(&s, ifname_to_bsd(ifname_full(l)),
					  " ", eb)
			       : put_view(&s, &g, l, eb);
	}
	return sink_close(&s, how->names ? "interface-name" : "interface",
			  how->names ? "\n" : "", r, eb);
}

int list_one(const struct ifc *c, const struct list *how, struct errbuf *eb)
{
	cleanup_gather struct gather g = {
		.details = wants_details(&how->style),
	};
	struct sink s = sink_open(how);
	int r = gather_one(&g, c->nl, c->index, eb);

	if (r == 0 && list_passes(how, g.links[0].flags))
		r = put_view(&s, &g, &g.links[0], eb);
	return sink_close(&s, "interface", "", r, eb);
}

int list_group(struct nl *nl, const struct list *how, const char *group,
	       struct errbuf *eb)
{
	struct sink s = sink_open(how);
	struct nl_link *links = NULL;
	size_t n = 0;
	int r = nl_link_list(nl, &links, &n, eb);

	for (size_t i = 0; r == 0 && i < n; i++)
		if (!is_linux_own(&links[i]) && group_match(&links[i], group))
			r = put_name(&s, ifname_to_bsd(ifname_full(&links[i])),
				     "\n", eb);
	nl_link_list_free(links, n);
	return sink_close(&s, "interface-name", *s.sep ? "\n" : "", r, eb);
}

int list_cloners(const struct list *how, struct errbuf *eb)
{
	struct sink s = sink_open(how);
	const char *name;
	int r = 0;

	for (size_t i = 0; r == 0 && (name = clone_name(i)); i++)
		r = put_name(&s, name, " ", eb);
	return sink_close(&s, "cloner", "\n", r, eb);
}
