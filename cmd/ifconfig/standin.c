/* SPDX-License-Identifier: BSD-2-Clause */
/* standin.c - Interfaces that are there before Linux could make them */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "group.h"
#include "half.h"
#include "ifc.h"
#include "nd6.h"
#include "nl/addr.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "standin.h"
#include "view.h"

#define MARK "clone:"
#define ALTNAME_SIZE 48
#define MAC_LEN 6

/* What there are, and the mtu that FreeBSD's have */
static const struct standin {
	const char *group;
	uint32_t mtu;
} standins[] = {
	{ "lo", 16384 }, { "vlan", 1500 },  { "gif", 1280 },
	{ "gre", 1476 }, { "vxlan", 1450 },
};

static const struct standin *find(const char *group, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(standins); i++)
		if (strlen(standins[i].group) == len &&
		    strncmp(standins[i].group, group, len) == 0)
			return &standins[i];
	return NULL;
}

static const struct standin *standin_of(const struct nl_link *l)
{
	if (!streq(l->kind, "dummy") && !streq(l->kind, "ifb"))
		return NULL;
	for (size_t i = 0; i < l->altnames.n; i++) {
		const char *s = l->altnames.v[i];

		if (str_starts(s, MARK))
			return find(s + strlen(MARK),
				    strcspn(s + strlen(MARK), ":"));
	}
	return NULL;
}

const char *standin_for(const struct nl_link *l)
{
	const struct standin *s = standin_of(l);

	return s ? s->group : NULL;
}

static int mark(struct nl *nl, const char *name, const char *group,
		struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	char altname[ALTNAME_SIZE];
	uint32_t unique;
	int r;

	/* No two interfaces can have the same alternative name. */
	if (getrandom(&unique, sizeof(unique), 0) != sizeof(unique))
		return errbuf_errno(eb, "random");
	(void)snprintf(altname, sizeof(altname), MARK "%s:%08x", group, unique);
	r = ifname_find(nl, name, &l, eb);
	if (r == 0)
		r = nl_link_altname_add(nl, l.index, altname, eb);
	if (r < 0 && l.index)
		(void)nl_link_del(nl, l.index, NULL);
	return r;
}

/* Make @req of either kind that carries nothing. */
static int add(struct nl *nl, struct nl_link_new *req, struct errbuf *eb)
{
	int r;

	req->kind = "dummy";
	r = ifname_link_add(nl, req, eb);
	if (r != -EOPNOTSUPP)
		return r;
	req->kind = "ifb";
	return ifname_link_add(nl, req, eb);
}

int standin_make(struct nl *nl, const char *name, const char *group,
		 const uint8_t *mac, struct errbuf *eb)
{
	struct nl_link_new req = {
		.name = name,
		.change = { .has = NL_LINK_HAS_MTU |
				   (mac ? NL_LINK_HAS_ADDR : 0),
			    .addr = mac,
			    .addr_len = MAC_LEN,
			    .mtu = find(group, strlen(group))->mtu },
	};
	int r;

	half_request(&req);
	r = add(nl, &req, eb);
	return r < 0 ? r : mark(nl, name, group, eb);
}

bool standin_probe(struct nl *nl, const char *kind)
{
	/* Nothing is its parent, and its name is bad: it is never made. */
	const struct nl_link_new req = { .kind = kind, .name = "/" };

	return nl_link_add(nl, &req, NULL) != -EOPNOTSUPP;
}

static void carry_nd6(const struct ifc *to, const struct nl_link *old)
{
	static const unsigned options[] = {
		NL_ND6_AUTO_LINKLOCAL, NL_ND6_ACCEPT_RTADV, NL_ND6_NO_RADR,
		NL_ND6_NO_DAD,	       NL_ND6_IFDISABLED,
	};
	unsigned had;

	if (!nl_nd6_read(old, &had))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		(void)nd6_set(to, options[i], had & options[i]);
}

static int carry_addrs(const struct ifc *to, const struct nl_link *old,
		       struct errbuf *eb)
{
	cleanup_free struct nl_ifaddr *v = NULL;
	size_t n = 0;
	int r = nl_ifaddr_list(to->nl, 0, old->index, &v, &n, eb);

	for (size_t i = 0; r == 0 && i < n; i++) {
		if (nl_inet_link_local(&v[i].ip))
			continue; /* it gets one of its own */
		v[i].index = to->index;
		r = nl_ifaddr_add(to->nl, &v[i], eb);
	}
	return r;
}

static int carry_groups(const struct ifc *to, const struct nl_link *old,
			struct errbuf *eb)
{
	cleanup_strv struct strv groups = { 0 };
	int r = group_list(old, &groups);

	for (size_t i = 0; r == 0 && i < groups.n; i++)
		r = group_add(to, groups.v[i], eb);
	return r;
}

/* All that the user may have given @old, but its name. */
static int carry(const struct ifc *to, const struct nl_link *old,
		 uint32_t own_mtu, struct errbuf *eb)
{
	const struct standin *s = standin_of(old);
	bool has_mtu = s ? old->mtu != s->mtu : old->mtu != own_mtu;
	const struct nl_link_change change = {
		.has = (has_mtu ? NL_LINK_HAS_MTU : 0) |
		       (old->alias ? NL_LINK_HAS_ALIAS : 0) |
		       (old->master ? NL_LINK_HAS_MASTER : 0),
		.mtu = old->mtu,
		.alias = old->alias,
		.master = old->master,
	};
	int r = change.has ? nl_link_set(to->nl, to->index, &change, eb) : 0;

	if (r == 0)
		r = carry_groups(to, old, eb);
	carry_nd6(to, old);
	return r < 0 ? r : carry_addrs(to, old, eb);
}

/* The new one is complete: the old one goes, and it gets its name. */
static int take_over(struct ifc *c, const struct ifc *made,
		     const struct nl_link *old, struct errbuf *eb)
{
	const unsigned keep = IFF_UP | IFF_PROMISC | IFF_ALLMULTI;
	const struct nl_link_change flags = { .flags = old->flags & keep,
					      .flags_mask = keep };
	unsigned nd6 = 0;
	int r = nl_link_del(c->nl, old->index, eb);

	if (r < 0)
		return r;
	c->index = made->index;
	r = ifname_rename(c->nl, c->index, ifname_full(old), eb);
	if (nl_nd6_read(old, &nd6) && nd6 & NL_ND6_STABLEADDR)
		(void)nd6_set(c, NL_ND6_STABLEADDR, true); /* by its name */
	if (r == 0)
		r = nl_link_set(c->nl, c->index, &flags, eb);
	return r;
}

/* Make it as NAME~; one that is there was left by somebody who was killed. */
static int make_beside(struct ifc *c, const struct nl_link *old,
		       struct nl_link_new *req, struct ifc *made,
		       int (*make)(struct nl *nl, struct nl_link_new *req,
				   struct errbuf *eb),
		       struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r;

	if (asprintf(&made->name, "%s~", ifname_full(old)) < 0) {
		made->name = NULL;
		return errbuf_set(eb, ENOMEM, "out of memory");
	}
	if (ifname_find(c->nl, made->name, &l, NULL) == 0)
		(void)nl_link_del(c->nl, l.index, NULL);
	nl_link_done(&l);
	made->nl = c->nl;
	req->name = made->name;
	r = make(c->nl, req, eb);
	if (r == 0)
		r = ifname_find(c->nl, made->name, &l, eb);
	made->index = l.index;
	return r;
}

static int add_real(struct nl *nl, struct nl_link_new *req, struct errbuf *eb)
{
	return ifname_link_add(nl, req, eb);
}

static int replace(struct ifc *c, struct nl_link_new *req, const char *group,
		   struct errbuf *eb)
{
	cleanup_ifc struct ifc made = { 0 };
	cleanup_nl_link struct nl_link old = { 0 };
	uint32_t mtu = req->change.mtu;
	int r = ifc_look(c, &old, eb);

	if (r < 0)
		return r;
	r = make_beside(c, &old, req, &made, group ? add : add_real, eb);
	if (r < 0)
		return r;
	if (group)
		r = mark(c->nl, made.name, group, eb);
	if (r == 0)
		r = carry(&made, &old, mtu, eb);
	if (r < 0) {
		(void)nl_link_del(c->nl, made.index, NULL);
		return r;
	}
	return take_over(c, &made, &old, eb);
}

int standin_replace(struct ifc *c, struct nl_link_new *req, struct errbuf *eb)
{
	return replace(c, req, NULL, eb);
}

int standin_return(struct ifc *c, const char *group, struct errbuf *eb)
{
	struct nl_link_new req = {
		.change = { .has = NL_LINK_HAS_MTU,
			    .mtu = find(group, strlen(group))->mtu },
	};

	return replace(c, &req, group, eb);
}

bool standin_finish(struct nl *nl, const char *name)
{
	cleanup_nl_link struct nl_link l = { 0 };
	cleanup_free char *beside = NULL;

	if (asprintf(&beside, "%s~", name) < 0) {
		beside = NULL;
		return false;
	}
	return ifname_find(nl, beside, &l, NULL) == 0 &&
	       ifname_rename(nl, l.index, name, NULL) == 0;
}
