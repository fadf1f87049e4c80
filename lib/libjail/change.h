/* SPDX-License-Identifier: BSD-2-Clause */
/* change.h - Change a jail that runs: all of it or nothing */
#pragma once

struct errbuf;
struct jail_params;
struct jail_rec;
struct jail_slot;

/* change_jail() - Its parameters, its name, and what of them the kernel knows;
 * all checked before.  0; or -errno, and it is as it was */
int change_jail(const struct jail_slot *slot, struct jail_rec *rec,
		const struct jail_params *change, struct errbuf *eb);

/* change_finish() - The rest of a change that was cut off: what its record says
 * now holds.  0 or -errno */
int change_finish(const struct jail_slot *slot, struct jail_rec *rec,
		  struct errbuf *eb);
