/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * address.h - What the address words of one call say
 *
 * Words are read one after the other, but an address is only added or removed
 * when all are read: a struct address collects them.  The first word that is
 * no command is the address, the next ones the destination.  Whether "A/LEN"
 * is read in an address depends on what stands before it: after "-alias" it is
 * not, as on FreeBSD.  "A-N/LEN" is a range, as in FreeBSD's rc.conf.
 */
#pragma once

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

#include "nl/inet.h"

struct errbuf;

enum address_alias {
	ADDRESS_REPLACE, /* inet: in place of the first one */
	ADDRESS_ADD,
	ADDRESS_REMOVE,
};

struct address {
	int family; /* AF_INET, AF_INET6 or AF_PACKET ("ether") */
	enum address_alias alias;
	bool given; /* an address, by a word of its own */
	bool has_mask;
	struct nl_inet ip; /* family 0: none yet */
	struct nl_inet dest;
	struct nl_inet broadcast;
	unsigned prefixlen;
	unsigned more; /* addresses that follow it in a range */
	/* a hardware address */
	uint8_t mac[32];
	unsigned mac_len;
	/* inet6 */
	bool eui64;
	bool has_times;
	bool no_dad;
	bool deprecated;
	uint32_t pltime;
	uint32_t vltime;
};

/* address_family() - "inet", "inet6", "ether", "link", "lladdr": AF_*; 0 for
 * any other word */
int address_family(const char *word);

/* address_init() - Nothing said yet */
void address_init(struct address *a, int family);

/* address_word() - A word that is no command; 0, or -EINVAL with FreeBSD's
 * `X: bad value` */
int address_word(struct address *a, const char *word, struct errbuf *eb);

/* address_next() - The following address of a range, as rc.conf has it: of
 * inet, with the whole mask.  false at its end */
bool address_next(struct address *a);

/* address_alias() - "alias", "-alias" and their like */
void address_alias(struct address *a, enum address_alias alias);

/* What follows "netmask", "broadcast" and "prefixlen"; 0 or -EINVAL */
int address_netmask(struct address *a, const char *word, struct errbuf *eb);
int address_broadcast(struct address *a, const char *word, struct errbuf *eb);
int address_prefixlen(struct address *a, const char *word, struct errbuf *eb);

/* address_times() - What follows "pltime" (@preferred) or "vltime" */
int address_times(struct address *a, const char *word, bool preferred,
		  struct errbuf *eb);

/* address_mac() - "02:00:00:00:00:0a" or "random"; 0 or -EINVAL */
int address_mac(const char *word, uint8_t *ret, unsigned size,
		unsigned *ret_len, struct errbuf *eb);

/* address_check() - Before it is set on an interface with Linux's @if_flags:
 * is a mask there where one is needed?  0 or -EINVAL */
int address_check(const struct address *a, unsigned if_flags,
		  struct errbuf *eb);
