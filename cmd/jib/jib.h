/* SPDX-License-Identifier: BSD-2-Clause */
/* jib.h - The parts of jib */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strv.h"

struct errbuf;
struct nl;

#define MAC_LEN 6

/* How many pairs of one name can hang on one parent: a digit of the MAC. */
#define JIB_PAIRS_MAX 16

/* jib_sum() - The 16-bit checksum of sum(1): rotate right, add a byte */
uint16_t jib_sum(const char *s);

/**
 * jib_derive_mac() - The addresses that FreeBSD's jib gives a pair
 * @parent:	Address of the interface it is bridged to
 * @name:	Of the jail
 * @n:		How many pairs the parent got before, below JIB_PAIRS_MAX
 * @ret_a:	For the end that stays
 * @ret_b:	For the jail's end
 */
void jib_derive_mac(const uint8_t parent[MAC_LEN], const char *name, unsigned n,
		    uint8_t ret_a[MAC_LEN], uint8_t ret_b[MAC_LEN]);

/* jib_name_check() - Letters, digits and "_"; 0 or -EINVAL */
int jib_name_check(const char *name, struct errbuf *eb);

/* jib_pair_of() - Is @ifname "eNa_NAME"?  Points to NAME, with @ret_n the
 * number N; or NULL */
const char *jib_pair_of(const char *ifname, unsigned *ret_n);

/* What jib addm was asked for. */
struct jib_addm {
	const char *name; /* of the jail */
	const char *bridge; /* what follows the parent's in the bridge's name */
	char *const *parents; /* end with NULL; "!" in front: any MAC */
};

/* jib_addm() - What is there already is left alone.  Names of what was made
 * are added to @made, also on failure.  0 or -errno */
int jib_addm(struct nl *nl, const struct jib_addm *req, struct strv *made,
	     struct errbuf *eb);

/* jib_destroy() - All pairs of a name, wherever their other ends are; 0, also
 * when there are none, or -errno */
int jib_destroy(struct nl *nl, const char *name, struct errbuf *eb);

/* jib_names() - The names that have pairs on bridges here, sorted; 0 or
 * -errno */
int jib_names(struct nl *nl, struct strv *ret, struct errbuf *eb);

/* jib_ends() - The jail's ends of the pairs of @name, in order; 0 or -errno */
int jib_ends(struct nl *nl, const char *name, struct strv *ret,
	     struct errbuf *eb);
