/* SPDX-License-Identifier: BSD-2-Clause */
/* ifname.c - Interface names: FreeBSD's and Linux's, short and long */

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/errbuf.h"
#include "base/text.h"
#include "base/util.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/nl.h"

/* Of 15 characters: "-" and this many of the hash, the name's first before. */
#define HASH_LEN 7
#define HEAD_LEN (IFNAMSIZ - 1 - 1 - HASH_LEN)

/* How many of the names that can be made from one are tried. */
#define TRIES 4

static bool is_long(const char *name)
{
	return name && strlen(name) >= IFNAMSIZ;
}

const char *ifname_from_bsd(const char *name)
{
	return streq(name, "lo0") ? "lo" : name;
}

const char *ifname_to_bsd(const char *name)
{
	return streq(name, "lo") ? "lo0" : name;
}

int ifname_check(const char *name, struct errbuf *eb)
{
	if (strlen(name) > IFNAME_LONG_MAX)
		return errbuf_set(eb, ENAMETOOLONG, "%s: %s", name,
				  strerror(ENAMETOOLONG));
	if (!*name || streq(name, ".") || streq(name, ".."))
		goto invalid;
	for (const char *c = name; *c; c++)
		if (strchr("/:%", *c) || isspace((unsigned char)*c) ||
		    iscntrl((unsigned char)*c))
			goto invalid;
	return 0;

invalid:
	return errbuf_set(eb, EINVAL, "%s: invalid interface name", name);
}

/* FNV-1a */
static uint64_t hash(const char *s, unsigned try)
{
	uint64_t h = 0xcbf29ce484222325 + try;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3;
	return h;
}

void ifname_short(const char *full, unsigned try, char ret[IFNAMSIZ])
{
	static const char digits[] = "0123456789abcdefghijklmnopqrstuv";
	uint64_t h = hash(full, try);
	size_t n;

	if (!is_long(full)) {
		(void)snprintf(ret, IFNAMSIZ, "%s", full);
		return;
	}
	n = (size_t)snprintf(ret, IFNAMSIZ, "%.*s-", HEAD_LEN, full);
	for (; n < IFNAMSIZ - 1; n++, h >>= 5)
		ret[n] = digits[(h ^ h >> 32) & 31];
	ret[n] = '\0';
}

const char *ifname_full(const struct nl_link *l)
{
	char made[IFNAMSIZ];

	for (size_t i = 0; i < l->altnames.n; i++) {
		/* A jail's root may have put anything there. */
		if (!is_long(l->altnames.v[i]) ||
		    ifname_check(l->altnames.v[i], NULL) < 0)
			continue;
		for (unsigned try = 0; try < TRIES; try++) {
			ifname_short(l->altnames.v[i], try, made);
			if (streq(made, l->name))
				return l->altnames.v[i];
		}
	}
	return text_is_plain(l->name) ? l->name : "?";
}

/* Give @index its long name; it may have got it meanwhile. */
static int take_long(struct nl *nl, int index, const char *full,
		     struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = nl_link_altname_add(nl, index, full, eb);

	if (r == -EEXIST && nl_link_get(nl, full, 0, &l, NULL) == 0 &&
	    l.index == index)
		return 0;
	return r;
}

int ifname_find(struct nl *nl, const char *full, struct nl_link *ret,
		struct errbuf *eb)
{
	char made[IFNAMSIZ];
	int r = nl_link_get(nl, full, 0, ret, eb);

	if (r != -ENODEV || !is_long(full) || strlen(full) > IFNAME_LONG_MAX)
		return r;

	for (unsigned try = 0; try < TRIES; try++) {
		cleanup_nl_link struct nl_link l = { 0 };

		ifname_short(full, try, made);
		if (nl_link_get(nl, made, 0, &l, NULL) < 0)
			continue;
		/* Another long name's, whose hash is the same? */
		if (ifname_full(&l) != l.name)
			continue;
		if (take_long(nl, l.index, full, NULL) == 0)
			return nl_link_get(nl, full, 0, ret, eb);
	}
	return r;
}

static bool is_taken(struct nl *nl, const char *name)
{
	cleanup_nl_link struct nl_link l = { 0 };

	return name && ifname_find(nl, name, &l, NULL) == 0;
}

/* The interface just made as @made gets its long name, if it has one. */
static int finish(struct nl *nl, const char *made, const char *full,
		  struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r;

	if (!is_long(full))
		return 0;
	r = nl_link_get(nl, made, 0, &l, eb);
	if (r < 0)
		return r;
	return take_long(nl, l.index, full, eb);
}

/* @req has the kernel's names, @full the ones wanted. */
static int add_and_finish(struct nl *nl, struct nl *peer_nl,
			  const struct nl_link_new *req,
			  const struct nl_link_new *full, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = nl_link_add(nl, req, eb);

	if (r < 0)
		return r;
	r = finish(nl, req->name, full->name, eb);
	if (r == 0)
		r = finish(peer_nl, req->peer_name, full->peer_name, eb);
	if (r < 0 && nl_link_get(nl, req->name, 0, &l, NULL) == 0)
		(void)nl_link_del(nl, l.index, NULL);
	return r;
}

static int add_long(struct nl *nl, struct nl *peer_nl,
		    const struct nl_link_new *full, struct errbuf *eb)
{
	char name[IFNAMSIZ], peer[IFNAMSIZ];
	struct nl_link_new req = *full;
	int r = -EEXIST;

	for (unsigned try = 0; r == -EEXIST && try < TRIES; try++) {
		if (is_taken(nl, full->name))
			return errbuf_set(eb, EEXIST, "%s: %s", full->name,
					  strerror(EEXIST));
		if (is_taken(peer_nl, full->peer_name))
			return errbuf_set(eb, EEXIST, "%s: %s", full->peer_name,
					  strerror(EEXIST));
		if (full->name) {
			ifname_short(full->name, try, name);
			req.name = name;
		}
		if (full->peer_name) {
			ifname_short(full->peer_name, try, peer);
			req.peer_name = peer;
		}
		r = add_and_finish(nl, peer_nl, &req, full, eb);
	}
	return r;
}

int ifname_link_add(struct nl *nl, const struct nl_link_new *req,
		    struct errbuf *eb)
{
	bool away = streq(req->kind, "veth") && req->peer_netns_fd >= 0;
	cleanup_nl struct nl *peer_nl = NULL;
	int r;

	if (!is_long(req->name) && !is_long(req->peer_name))
		return nl_link_add(nl, req, eb);

	if (req->name)
		r = ifname_check(req->name, eb);
	else
		r = errbuf_set(eb, EINVAL, "%s: a long name for one end only",
			       req->peer_name);
	if (r == 0 && req->peer_name)
		r = ifname_check(req->peer_name, eb);
	if (r == 0 && away)
		r = nl_open_at(req->peer_netns_fd, &peer_nl, eb);
	if (r < 0)
		return r;

	return add_long(nl, away ? peer_nl : nl, req, eb);
}

static int set_name(struct nl *nl, const struct nl_link *l, const char *name,
		    struct errbuf *eb)
{
	const struct nl_link_change named = { .has = NL_LINK_HAS_NAME,
					      .name = name };
	const struct nl_link_change down = { .flags_mask = IFF_UP };
	const struct nl_link_change up = { .flags = IFF_UP,
					   .flags_mask = IFF_UP };
	int r = nl_link_set(nl, l->index, &named, eb);

	/* Before Linux 6.2 only what is down takes another name. */
	if (r != -EBUSY || !(l->flags & IFF_UP))
		return r;
	if (nl_link_set(nl, l->index, &down, NULL) < 0)
		return r;
	r = nl_link_set(nl, l->index, &named, eb);
	(void)nl_link_set(nl, l->index, &up, NULL);
	return r;
}

/* A name that fits; it may be one of its own alternative names so far. */
static int rename_short(struct nl *nl, const struct nl_link *l,
			const char *name, struct errbuf *eb)
{
	bool own = strv_has(&l->altnames, name);
	int r = 0;

	if (own)
		r = nl_link_altname_del(nl, l->index, name, eb);
	if (r < 0)
		return r;
	r = set_name(nl, l, name, eb);
	if (r < 0 && own)
		(void)nl_link_altname_add(nl, l->index, name, NULL);
	return r;
}

static int rename_long(struct nl *nl, const struct nl_link *l, const char *full,
		       struct errbuf *eb)
{
	char made[IFNAMSIZ];
	int r = take_long(nl, l->index, full, eb);

	if (r < 0)
		return r;
	r = -EEXIST;
	for (unsigned try = 0; r == -EEXIST && try < TRIES; try++) {
		ifname_short(full, try, made);
		r = set_name(nl, l, made, eb);
	}
	if (r < 0 && !strv_has(&l->altnames, full))
		(void)nl_link_altname_del(nl, l->index, full, NULL);
	return r;
}

int ifname_rename(struct nl *nl, int index, const char *full, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	const char *old;
	int r;

	r = ifname_check(full, eb);
	if (r < 0)
		return r;
	r = nl_link_get(nl, NULL, index, &l, eb);
	if (r < 0)
		return r;
	old = ifname_full(&l);
	if (streq(old, full))
		return 0;

	r = is_long(full) ? rename_long(nl, &l, full, eb)
			  : rename_short(nl, &l, full, eb);
	if (r < 0)
		return r;
	if (old != l.name)
		(void)nl_link_altname_del(nl, index, old, NULL);
	return 0;
}
