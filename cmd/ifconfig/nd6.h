/* SPDX-License-Identifier: BSD-2-Clause */
/* nd6.h - How an interface does IPv6: FreeBSD's nd6 options on Linux */
#pragma once

#include <stdbool.h>

struct errbuf;
struct ifc;
struct nl_link;

/* nd6_read() - VIEW_ND6_*; false where there is no IPv6 */
bool nd6_read(const struct nl_link *l, unsigned *ret);

/* nd6_set() - Switch one of VIEW_ND6_* on or off; 0 or -errno, without words.
 * Needs /proc, but for VIEW_ND6_AUTO_LINKLOCAL */
int nd6_set(const struct ifc *c, unsigned option, bool on);
