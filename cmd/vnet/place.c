/* SPDX-License-Identifier: BSD-2-Clause */
/* place.c - Interfaces of the host and of jails, and their addresses */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/paths.h"
#include "base/util.h"
#include "libjail/core.h"
#include "libnetgraph/ngnet.h"
#include "libnetgraph/session.h"
#include "nl/addr.h"
#include "nl/ifname.h"
#include "nl/nl.h"
#include "place.h"

static int no_memory(struct errbuf *eb)
{
	return errbuf_set(eb, ENOMEM, "out of memory");
}

static int add_addresses(struct place *p, const struct nl_ifaddr *a, size_t n)
{
	char ip[INET6_ADDRSTRLEN];
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++) {
		if (a[i].index != p->link.index || nl_inet_link_local(&a[i].ip))
			continue;
		r = strv_addf(a[i].ip.family == AF_INET ? &p->ip4 : &p->ip6,
			      "%s/%u", nl_inet_format(&a[i].ip, ip),
			      a[i].prefixlen);
	}
	return r;
}

/* All of one namespace, which is that of @jail */
static int load_from(struct nl *nl, int jid, const char *jail,
		     struct places *all, struct errbuf *eb)
{
	cleanup_free struct nl_ifaddr *addrs = NULL;
	struct nl_link *links = NULL;
	struct place *more;
	size_t n = 0, naddrs = 0;
	int r = nl_link_list(nl, &links, &n, eb);

	if (r == 0)
		r = nl_ifaddr_list(nl, 0, 0, &addrs, &naddrs, eb);
	if (r < 0 || !n) {
		nl_link_list_free(links, n);
		return r;
	}
	more = reallocarray(all->v, all->n + n, sizeof(*more));
	if (!more) {
		nl_link_list_free(links, n);
		return no_memory(eb);
	}
	all->v = more;
	for (size_t i = 0; i < n; i++) {
		struct place *p = &all->v[all->n++];

		*p = (struct place){ .jid = jid,
				     .jail = jail,
				     .link = links[i] };
		if (r == 0 && add_addresses(p, addrs, naddrs) < 0)
			r = no_memory(eb);
	}
	free(links); /* what is in them is the places' now */
	return r;
}

int place_netns(int jid)
{
	char path[64];

	(void)snprintf(path, sizeof(path), VJAIL_STATE_DIR "/jails/%d/net",
		       jid);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* 0 also where the jail has gone, or has no network of its own */
static int load_jail(int jid, struct places *all, struct errbuf *eb)
{
	cleanup_jail_info struct jail_info info = { 0 };
	cleanup_close int fd = place_netns(jid);
	cleanup_nl struct nl *nl = NULL;

	if (fd < 0 || nl_open_at(fd, &nl, NULL) < 0 ||
	    jail_info_get(jid, &info, NULL) < 0)
		return 0;
	if (strv_add(&all->names, info.name) < 0)
		return no_memory(eb);
	return load_from(nl, jid, all->names.v[all->names.n - 1], all, eb);
}

int places_load(struct ngnet *n, struct places *ret, struct errbuf *eb)
{
	char host[65] = "host";
	int jid = 0, r;

	(void)gethostname(host, sizeof(host) - 1);
	if (strv_add(&ret->names, host) < 0)
		return no_memory(eb);
	r = load_from(n->nl, 0, ret->names.v[0], ret, eb);
	while (r == 0 && (jid = jail_next(jid, false, eb)) > 0)
		r = load_jail(jid, ret, eb);
	return jid < 0 ? jid : r;
}

void places_done(struct places *p)
{
	for (size_t i = 0; i < p->n; i++) {
		nl_link_done(&p->v[i].link);
		strv_done(&p->v[i].ip4);
		strv_done(&p->v[i].ip6);
	}
	free(p->v);
	strv_done(&p->names);
	*p = (struct places){ 0 };
}

/* An ether node has its interface's name, with "_" for what paths cannot. */
static bool is_named(const struct nl_link *l, const char *node)
{
	const char *p = l->name;

	for (; *p && *node; p++, node++)
		if (*p != *node && !(*node == '_' && strchr(".:", *p)))
			return false;
	return *p == *node;
}

static struct place *ether_place(const struct places *p, const char *node,
				 int jid)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].jid == jid && is_named(&p->v[i].link, node))
			return &p->v[i];
	return NULL;
}

/* Its inner end is what the interface's link says, and two of one number in
 * different namespaces are told apart by the name that the node knows.  One of a
 * jail's own graph never leaves the jail. */
static struct place *eiface_place(struct ngnet *n, const struct places *p,
				  uint32_t id, int jid)
{
	uint32_t inner = session_ifindex(n->s, id);
	char path[NG_NODESIZ], name[IFNAMSIZ];

	(void)snprintf(path, sizeof(path), "[%x]:", id);
	if (ngnet_ifname(n, path, name, NULL) < 0)
		return NULL;
	for (size_t i = 0; i < p->n; i++) {
		const struct nl_link *l = &p->v[i].link;

		if ((uint32_t)l->link == inner && streq(name, l->name) &&
		    (jid ? p->v[i].jid == jid : !p->v[i].own))
			return &p->v[i];
	}
	return NULL;
}

static struct place *node_place(struct ngnet *n, const struct places *p,
				const struct nodeinfo *node, int jid)
{
	if (streq(node->type, "ether"))
		return ether_place(p, node->name, jid);
	if (streq(node->type, "eiface"))
		return eiface_place(n, p, node->id, jid);
	return NULL;
}

const struct place *places_of(struct ngnet *n, const struct places *p,
			      const struct nodeinfo *node)
{
	return node_place(n, p, node, 0);
}

const struct place *places_own(struct ngnet *n, const struct places *p,
			       const struct nodeinfo *node, int jid)
{
	struct place *at = node_place(n, p, node, jid);

	if (at)
		at->own = streq(node->type, "eiface");
	return at;
}

const char *places_jail(const struct places *p, int jid)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].jid == jid)
			return p->v[i].jail;
	return "";
}

const char *place_name(const struct place *p)
{
	return ifname_full(&p->link);
}

const char *place_owner(const struct place *p, char *buf, size_t size)
{
	(void)snprintf(buf, size, "%s%s", p->jail, p->jid ? "" : "(HOST)");
	return buf;
}
