/* SPDX-License-Identifier: BSD-2-Clause */
/* nd6.h - How an interface does IPv6, as ifconfig(8) sets it */
#pragma once

#include <stdbool.h>

#include "nl/nd6.h"

struct ifc;

/* nd6_set() - Switch one of NL_ND6_* on or off; 0 or -errno, without words.
 * Needs /proc, but for NL_ND6_AUTO_LINKLOCAL */
int nd6_set(const struct ifc *c, unsigned option, bool on);
