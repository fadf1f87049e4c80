/* SPDX-License-Identifier: BSD-2-Clause */
/* finish.h - What killed commands and dead jails left undone, done */
#pragma once

#include <stdbool.h>

struct errbuf;
struct jail_rec;

enum finish {
	FINISH_ALIVE, /* nothing to do */
	FINISH_BUSY, /* somebody is at it */
	FINISH_GONE, /* there is no such jail (any more) */
};

/* finish_is_empty() - Does nothing run in it but its pid 1?  False while that
 * cannot be found out */
bool finish_is_empty(int jid);

/* finish_needed() - Given its lock is held: is this jail dead, half made or
 * half removed? */
bool finish_needed(const struct jail_rec *rec);

/* finish_jail() - Look at a jail, and remove it if it has ended */
enum finish finish_jail(int jid, struct errbuf *eb);
