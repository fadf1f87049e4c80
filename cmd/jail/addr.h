/* SPDX-License-Identifier: BSD-2-Clause */
/* addr.h - ip4.addr and ip6.addr as written: an address, and what ifconfig is told */
#pragma once

#include <stdbool.h>

#include "base/strv.h"

/* "lo1|10.0.0.1/24 vhid 1" in its parts. */
struct addr {
	char *ifname; /* NULL: the address is only the jail's to use */
	char *addr;
	char *mask; /* prefix length or dotted mask, NULL: none */
	char *extra; /* more words for ifconfig, NULL: none */
	bool v6;
};

/* addr_parse() - @interface: for addresses that name none; may be NULL.  0 or
 * -ENOMEM.  Caller: addr_done() */
int addr_parse(const char *text, bool v6, const char *interface,
	       struct addr *ret);
void addr_done(struct addr *a);

/* addr_command() - The ifconfig command that adds or removes the alias.
 * Appends to @argv; 0 or -ENOMEM */
int addr_command(const struct addr *a, bool add, struct strv *argv);

/* addr_lookup() - Addresses of @hostname, of the families asked for; 0 or an
 * EAI_* code.  Appended to @v4 and @v6, of which one may be NULL */
int addr_lookup(const char *hostname, struct strv *v4, struct strv *v6);
