/* SPDX-License-Identifier: BSD-2-Clause */
/* resolve.h - Addresses as a user writes them: numbers or names */
#pragma once

#include "nl/inet.h"

/* resolve_addr() - A number in any form inet_aton(3) or inet_pton(3) reads, a
 * name in /etc/hosts or (IPv4) in /etc/networks.  0 or -ENOENT */
int resolve_addr(int family, const char *word, struct nl_inet *ret);
