/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * jib.c - Pairs of interfaces between jails and bridges
 *
 * There is no state but the interfaces: every step can be done twice, by two at
 * once, and again after one was killed.  A lock is held only while an address
 * that is free is given away.  A pair comes into
 * being with its address, its bridge and its name in one request.  A bridge
 * gets the name by which it is found only when its parent is in it; until then
 * it has one that follows from that name.
 */

#include <errno.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "jib.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/nl.h"

static const struct nl_link_change go_up = { .flags = IFF_UP,
					     .flags_mask = IFF_UP };

struct pair {
	const struct jib_addm *req;
	unsigned i; /* its number */
	bool any_mac;
	struct nl_link *parent;
	int bridge; /* index */
	char a[IFNAME_LONG_MAX + 1];
	char b[IFNAME_LONG_MAX + 1];
};

static int name_pair(struct pair *p, struct errbuf *eb)
{
	const char *name = p->req->name;

	if (snprintf(p->a, sizeof(p->a), "e%ua_%s", p->i, name) >=
	    (int)sizeof(p->a))
		return errbuf_set(eb, ENAMETOOLONG, "%s: %s", name,
				  strerror(ENAMETOOLONG));
	(void)snprintf(p->b, sizeof(p->b), "e%ub_%s", p->i, name);
	return 0;
}

static const char *parent_name(const char *word)
{
	return ifname_from_bsd(word[0] == '!' ? word + 1 : word);
}

static int find_parent(struct nl *nl, const char *name, struct nl_link *ret,
		       struct errbuf *eb)
{
	int r = ifname_find(nl, name, ret, eb);

	if (r == -ENODEV)
		return errbuf_set(eb, ENODEV, "interface %s does not exist",
				  ifname_to_bsd(name));
	if (r == 0 && (ret->type != ARPHRD_ETHER || ret->addr_len != MAC_LEN))
		return errbuf_set(eb, EINVAL, "%s: not an Ethernet interface",
				  ifname_to_bsd(name));
	return r;
}

/* The bridge nobody can find by its name yet; made, or left by one killed. */
static int begin_bridge(struct nl *nl, const char *name,
			const struct nl_link *parent, struct nl_link *ret,
			struct errbuf *eb)
{
	char full[2 * IFNAME_LONG_MAX + 32], made[IFNAMSIZ];
	struct nl_link_new req = {
		.kind = "bridge",
		.name = made,
		.change = { .has = NL_LINK_HAS_ADDR,
			    .flags = IFF_UP,
			    .flags_mask = IFF_UP,
			    .addr = parent->addr,
			    .addr_len = MAC_LEN },
	};
	int r;

	(void)snprintf(full, sizeof(full), "%s-that-jib-makes", name);
	ifname_short(full, 0, made);
	r = nl_link_add(nl, &req, eb);
	if (r < 0 && r != -EEXIST)
		return r;
	return nl_link_get(nl, made, 0, ret, eb);
}

static int enslave(struct nl *nl, int parent, const struct nl_link *bridge,
		   struct errbuf *eb)
{
	const struct nl_link_change join = { .has = NL_LINK_HAS_MASTER,
					     .master = bridge->index };
	cleanup_nl_link struct nl_link now = { 0 };
	cleanup_nl_link struct nl_link other = { 0 };
	int r = nl_link_get(nl, NULL, parent, &now, eb);

	if (r < 0 || now.master == bridge->index)
		return r;
	/* The kernel would take it from the other bridge. */
	if (now.master && nl_link_get(nl, NULL, now.master, &other, NULL) == 0)
		return errbuf_set(eb, EBUSY, "%s: already a member of %s",
				  ifname_full(&now), ifname_full(&other));
	r = nl_link_set(nl, parent, &join, eb);
	return r < 0 ? errbuf_in(eb, r, "%s", ifname_full(&now)) : 0;
}

/* 1: made, 0: another process was faster. */
static int make_bridge(struct nl *nl, const char *name,
		       const struct nl_link *parent, struct nl_link *ret,
		       struct errbuf *eb)
{
	cleanup_nl_link struct nl_link made = { 0 };
	int r = begin_bridge(nl, name, parent, &made, eb);

	if (r < 0)
		return r;
	if (ifname_find(nl, name, ret, NULL) == 0) {
		if (ret->index != made.index)
			(void)nl_link_del(nl, made.index, NULL);
		return 0;
	}

	r = enslave(nl, parent->index, &made, eb);
	if (r < 0)
		goto undo_bridge;
	r = ifname_rename(nl, made.index, name, eb);
	if (r < 0)
		return r;
	r = nl_link_get(nl, NULL, made.index, ret, eb);
	return r < 0 ? r : 1;

undo_bridge:
	(void)nl_link_del(nl, made.index, NULL);
	return r;
}

static int need_bridge(struct nl *nl, struct pair *p, struct strv *made,
		       struct errbuf *eb)
{
	cleanup_nl_link struct nl_link bridge = { 0 };
	char name[2 * IFNAME_LONG_MAX];
	int r;

	(void)snprintf(name, sizeof(name), "%s%s",
		       parent_name(p->req->parents[p->i]), p->req->bridge);
	r = ifname_check(name, eb);
	if (r < 0)
		return r;

	if (ifname_find(nl, name, &bridge, NULL) < 0) {
		r = make_bridge(nl, name, p->parent, &bridge, eb);
		/* Whatever failed because another was faster: it is there. */
		if (r < 0 && ifname_find(nl, name, &bridge, NULL) < 0)
			return r;
		if (r > 0 && strv_add(made, name) < 0)
			return errbuf_set(eb, ENOMEM, "out of memory");
	}
	if (!streq(bridge.kind, "bridge"))
		return errbuf_set(eb, EINVAL, "%s: not a bridge", name);
	p->bridge = bridge.index;
	return 0;
}

static bool is_mac_of(const struct nl_link *links, size_t n, const uint8_t *mac)
{
	for (size_t i = 0; i < n; i++)
		if (links[i].addr_len == MAC_LEN &&
		    memcmp(links[i].addr, mac, MAC_LEN) == 0)
			return true;
	return false;
}

/* FreeBSD's addresses, or the next ones nobody here has. */
static int derive(struct nl *nl, const struct pair *p, unsigned first,
		  uint8_t ret_a[MAC_LEN], uint8_t ret_b[MAC_LEN],
		  struct errbuf *eb)
{
	struct nl_link *links = NULL;
	bool taken = true;
	size_t n = 0;
	int r;

	r = nl_link_list(nl, &links, &n, eb);
	if (r < 0)
		return r;
	for (unsigned i = first; taken && i < JIB_PAIRS_MAX; i++) {
		jib_derive_mac(p->parent->addr, p->req->name, i, ret_a, ret_b);
		taken = is_mac_of(links, n, ret_a) ||
			is_mac_of(links, n, ret_b);
	}
	nl_link_list_free(links, n);
	if (taken)
		return errbuf_set(eb, EADDRINUSE, "%s: no free address on %s",
				  p->req->name, ifname_full(p->parent));
	return 0;
}

/* 1: made, 0: another process was faster. */
static int make_pair(struct nl *nl, const struct pair *p, unsigned first,
		     struct errbuf *eb)
{
	uint8_t mac_a[MAC_LEN], mac_b[MAC_LEN];
	unsigned addr = p->any_mac ? 0 : NL_LINK_HAS_ADDR;
	const struct nl_link_new req = {
		.kind = "veth",
		.name = p->a,
		.change = { .has = NL_LINK_HAS_MASTER | addr,
			    .flags = IFF_UP,
			    .flags_mask = IFF_UP,
			    .master = p->bridge,
			    .addr = mac_a,
			    .addr_len = MAC_LEN },
		.peer_name = p->b,
		.peer_change = { .has = addr,
				 .addr = mac_b,
				 .addr_len = MAC_LEN },
		.peer_netns_fd = -1,
	};
	cleanup_nl_link struct nl_link l = { 0 };
	cleanup_close int lock = -1; /* until the address has been given away */
	int r = p->any_mac ? 0 : nl_lock(nl, &lock, eb);

	if (r == 0 && !p->any_mac)
		r = derive(nl, p, first, mac_a, mac_b, eb);
	if (r < 0)
		return r;
	r = ifname_link_add(nl, &req, eb);
	if (r == -EEXIST && ifname_find(nl, p->a, &l, NULL) == 0)
		return 0;
	return r < 0 ? r : 1;
}

/* The jail's end, if it is still here: one killed may have left it down. */
static int raise_end(struct nl *nl, const char *name, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r;

	if (ifname_find(nl, name, &l, NULL) < 0 || l.flags & IFF_UP)
		return 0;
	r = nl_link_set(nl, l.index, &go_up, eb);
	return r < 0 ? errbuf_in(eb, r, "%s", name) : 0;
}

/* How many pairs before @i count for the address: FreeBSD counts those of one
 * parent that it derived. */
static unsigned count_before(const struct jib_addm *req, unsigned i)
{
	unsigned n = 0;

	for (unsigned k = 0; k < i; k++)
		n += req->parents[k][0] != '!' &&
		     streq(req->parents[k], req->parents[i]);
	return n;
}

static int add_pair(struct nl *nl, struct pair *p, struct strv *made,
		    struct errbuf *eb)
{
	const char *word = p->req->parents[p->i];
	int r;

	r = nl_link_set(nl, p->parent->index, &go_up, eb);
	if (r < 0)
		return errbuf_in(eb, r, "%s", parent_name(word));
	r = need_bridge(nl, p, made, eb);
	if (r < 0)
		return r;
	r = make_pair(nl, p, count_before(p->req, p->i), eb);
	if (r <= 0)
		return r;
	if (strv_add(made, p->a) < 0 || strv_add(made, p->b) < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	return 0;
}

static int add_if_absent(struct nl *nl, const struct jib_addm *req, unsigned i,
			 struct strv *made, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link parent = { 0 };
	cleanup_nl_link struct nl_link there = { 0 };
	struct pair p = { .req = req,
			  .i = i,
			  .any_mac = req->parents[i][0] == '!',
			  .parent = &parent };
	int r;

	r = name_pair(&p, eb);
	if (r < 0)
		return r;
	if (ifname_find(nl, p.a, &there, NULL) < 0) {
		r = find_parent(nl, parent_name(req->parents[i]), &parent, eb);
		if (r == 0)
			r = add_pair(nl, &p, made, eb);
		if (r < 0)
			return r;
	}
	return raise_end(nl, p.b, eb);
}

int jib_addm(struct nl *nl, const struct jib_addm *req, struct strv *made,
	     struct errbuf *eb)
{
	unsigned n = 0;
	int r;

	r = jib_name_check(req->name, eb);
	if (r < 0)
		return r;
	/* All of them, before anything is made. */
	for (; req->parents[n]; n++) {
		cleanup_nl_link struct nl_link parent = { 0 };

		r = find_parent(nl, parent_name(req->parents[n]), &parent, eb);
		if (r < 0)
			return r;
	}
	if (n > JIB_PAIRS_MAX)
		return errbuf_set(eb, E2BIG, "%s: more than %d interfaces",
				  req->name, JIB_PAIRS_MAX);

	for (unsigned i = 0; i < n; i++) {
		r = add_if_absent(nl, req, i, made, eb);
		if (r < 0)
			return r;
	}
	return 0;
}

int jib_destroy(struct nl *nl, const char *name, struct errbuf *eb)
{
	const struct jib_addm req = { .name = name };
	int r = jib_name_check(name, eb);

	for (unsigned i = 0; r == 0 && i < JIB_PAIRS_MAX; i++) {
		cleanup_nl_link struct nl_link l = { 0 };
		struct pair p = { .req = &req, .i = i };

		r = name_pair(&p, eb);
		if (r < 0 || ifname_find(nl, p.a, &l, NULL) < 0)
			continue;
		r = nl_link_del(nl, l.index, eb);
		if (r == -ENODEV)
			r = 0;
		if (r < 0)
			r = errbuf_in(eb, r, "%s", p.a);
	}
	return r;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int jib_names(struct nl *nl, struct strv *ret, struct errbuf *eb)
{
	struct nl_link *links = NULL;
	size_t n = 0;
	unsigned i;
	int r;

	r = nl_link_list(nl, &links, &n, eb);
	if (r < 0)
		return r;
	for (size_t k = 0; r == 0 && k < n; k++) {
		const char *name = jib_pair_of(ifname_full(&links[k]), &i);

		if (name && streq(links[k].master_kind, "bridge") &&
		    !strv_has(ret, name))
			r = strv_add(ret, name);
	}
	nl_link_list_free(links, n);
	if (r < 0)
		return errbuf_set(eb, -r, "out of memory");
	if (ret->n)
		qsort(ret->v, ret->n, sizeof(*ret->v), by_name);
	return 0;
}

int jib_ends(struct nl *nl, const char *name, struct strv *ret,
	     struct errbuf *eb)
{
	const struct jib_addm req = { .name = name };
	int r = jib_name_check(name, eb);

	for (unsigned i = 0; r == 0 && i < JIB_PAIRS_MAX; i++) {
		cleanup_nl_link struct nl_link l = { 0 };
		struct pair p = { .req = &req, .i = i };

		r = name_pair(&p, eb);
		if (r < 0 || ifname_find(nl, p.a, &l, NULL) < 0 ||
		    !streq(l.master_kind, "bridge"))
			continue;
		if (strv_add(ret, p.b) < 0)
			return errbuf_set(eb, ENOMEM, "out of memory");
	}
	return r;
}
