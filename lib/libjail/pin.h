/* SPDX-License-Identifier: BSD-2-Clause */
/* pin.h - Where the network namespace of a jail is pinned, and seen by ip(8) */
#pragma once

#include <stddef.h>

struct errbuf;

/* pin_path() - The file the jail's network namespace is pinned on */
void pin_path(int jid, char *buf, size_t len);

/* pin_link() - Show it to ip(8) as @name, unless somebody has one of that name;
 * 0 or -errno */
int pin_link(int jid, const char *name, struct errbuf *eb);

/* pin_unlink() - No longer as @name, if it is that jail's; 0 or -errno */
int pin_unlink(int jid, const char *name, struct errbuf *eb);
