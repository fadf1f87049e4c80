/* SPDX-License-Identifier: BSD-2-Clause */
/* neigh.h - What arp(8) and ndp(8) share: the table, and changes to it */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nl/inet.h"
#include "nl/neigh.h"
#include "xo/xo.h"

struct errbuf;
struct nl;
struct opt_tool;

/* neigh_file() - Call @set with the words of each line of a file, at least two
 * and a NULL; an exit status */
int neigh_file(const char *file, int (*set)(void *arg, char *const *words),
	       void *arg);

/* neigh_fail() - Say it; the exit status */
int neigh_fail(const struct errbuf *eb);

/* neigh_begin() - Take --libxo from the arguments, then as opts_parse() */
int neigh_begin(const struct opt_tool *tool, int *argc, char **argv,
		struct xo *ret_xo, void *ret);

#define MAC_LEN 6
#define NAME_MAX_LEN 256 /* of a host, with "%" and an interface */

/* How long an entry is good for. */
enum neigh_life { NEIGH_FOR_EVER, NEIGH_SECONDS, NEIGH_OVER };

struct neigh_entry {
	struct nl_neigh n;
	struct nl_link *link; /* of the table */
	bool own; /* an address of this host */
	bool published; /* answered for */
	enum neigh_life life;
	uint32_t seconds;
};

/* All entries of a family, by interface and address. */
struct neigh_table {
	struct neigh_entry *v;
	size_t n;
	struct nl_link *links;
	size_t nlinks;
};

#define cleanup_neigh_table __attribute__((cleanup(neigh_table_done)))

/* neigh_table_read() - Of one interface, or (0) all; 0 or -errno */
int neigh_table_read(struct nl *nl, int family, int index,
		     struct neigh_table *ret, struct errbuf *eb);
void neigh_table_done(struct neigh_table *t);

/* neigh_setting() - A number of the neighbour table's settings for an interface
 * by Linux's name; 0 where it cannot be read */
uint32_t neigh_setting(int family, const char *ifname, const char *what);

/* A host in the words of a command. */
struct neigh_host {
	const char *word; /* as typed */
	struct nl_inet ip;
	int index; /* of the interface named after "%" or by -i, or 0 */
};

/* neigh_host() - Numbers, or a name from /etc/hosts; "fe80::1%em0" names the
 * interface.  0, or -ENOENT, -ENODEV and the words */
int neigh_host(struct nl *nl, int family, const char *word,
	       struct neigh_host *ret, struct errbuf *eb);

/* neigh_ifindex() - Of an interface by FreeBSD's name; -ENODEV and `interface
 * X does not exist` */
int neigh_ifindex(struct nl *nl, const char *name, struct errbuf *eb);

/* neigh_find() - The entry of a host, not the one that publishes it; NULL */
const struct neigh_entry *neigh_find(const struct neigh_table *t,
				     const struct neigh_host *h);

/* neigh_parse_mac() - "2:0:0:0:0:1" too; 0, or -EINVAL and `invalid Ethernet
 * address 'X'` */
int neigh_parse_mac(const char *word, uint8_t ret[static MAC_LEN],
		    struct errbuf *eb);

/* neigh_mac() - As text; "(incomplete)" where it is not known */
const char *neigh_mac(const struct nl_neigh *n, char *buf, size_t size);

/* neigh_name() - Of the host, with "%" and interface where it needs that; "?"
 * where a name was wanted, @fallback is that, and there is none */
const char *neigh_name(const struct neigh_entry *e, bool numeric,
		       const char *fallback, char buf[static NAME_MAX_LEN]);

/* neigh_ifname() - FreeBSD's name of the entry's interface */
const char *neigh_ifname(const struct neigh_entry *e);

/* What a command adds to the table. */
struct neigh_new {
	struct neigh_host host;
	uint8_t mac[MAC_LEN];
	bool own_mac; /* "auto": the interface's */
	bool temporary;
	bool publish;
	bool publish_only;
};

/* neigh_set() - Add or change; 0, -ENETUNREACH `cannot locate X`, -EOPNOTSUPP, … */
int neigh_set(struct nl *nl, const struct neigh_new *new, struct errbuf *eb);

/* neigh_delete() - The entry of a host, or with @published what publishes it;
 * 0, -ENETUNREACH as above, -ENOENT, … */
int neigh_delete(struct nl *nl, const struct neigh_host *h, bool published,
		 struct errbuf *eb);
