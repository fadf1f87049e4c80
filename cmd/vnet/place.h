/* SPDX-License-Identifier: BSD-2-Clause */
/* place.h - Interfaces of the host and of jails: where they are, and what is
 * known of them there */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/strv.h"
#include "nl/link.h"

struct errbuf;
struct ngnet;
struct nodeinfo;

struct place {
	int jid; /* 0: the host */
	const char *jail; /* its name, or the host's */
	bool own; /* an eiface of that jail's own graph */
	struct nl_link link;
	struct strv ip4,
		ip6; /* "10.0.0.1/24"; those of a link's own left out */
};

struct places {
	struct place *v;
	size_t n;
	struct strv names; /* jails and host; the places point into it */
};

#define cleanup_places __attribute__((cleanup(places_done)))

/* places_load() - All interfaces; 0 or -errno.  A jail that goes meanwhile is
 * left out */
int places_load(struct ngnet *n, struct places *ret, struct errbuf *eb);
void places_done(struct places *p);

/* places_of() - That of the interface that an eiface is, or an ether, of the
 * host's graph; else NULL.  places_own() - Of the jail @jid's own graph @n; these
 * first, the host's graph has others */
const struct place *places_of(struct ngnet *n, const struct places *p,
			      const struct nodeinfo *node);
const struct place *places_own(struct ngnet *n, const struct places *p,
			       const struct nodeinfo *node, int jid);

/* places_jail() - The name of a jail that has interfaces, or of the host */
const char *places_jail(const struct places *p, int jid);

/* place_netns() - A jail's network namespace, or -1 */
int place_netns(int jid);

/* place_name() - The interface's name, however long */
const char *place_name(const struct place *p);

/* place_owner() - "www", or "gate(HOST)"; returns @buf */
const char *place_owner(const struct place *p, char *buf, size_t size);
