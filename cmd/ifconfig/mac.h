/* SPDX-License-Identifier: BSD-2-Clause */
/* mac.h - The hardware addresses that interfaces made by ifconfig(8) get */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nl_link;

/**
 * mac_seed() - What makes addresses of one host differ from another's
 *
 * Its machine-id and host name, and where a jail's user ids start.  Caller frees; NULL when out of memory
 */
char *mac_seed(void);

/**
 * mac_derive() - A stable address for a name, that no link has
 * @seed:	From mac_seed()
 * @name:	"bridge0", or "epair0" for the pair
 * @links:	Those whose addresses are not to be taken
 * @ret:	58:9c:fc:10-1f:xx:xx; with @pair 02:xx:xx:xx:xx:0a, whose other
 *		end is to have 0b
 */
void mac_derive(const char *seed, const char *name, bool pair,
		const struct nl_link *links, size_t n, uint8_t ret[6]);

/* mac_secret() - What the stable IPv6 addresses of @name are made from */
void mac_secret(const char *seed, const char *name, uint8_t ret[16]);
