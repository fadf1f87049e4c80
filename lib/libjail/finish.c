/* SPDX-License-Identifier: BSD-2-Clause */
/* finish.c - What killed commands and dead jails left undone, done */

#include <errno.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/proc.h"
#include "libjail/build.h"
#include "libjail/cgroup.h"
#include "libjail/change.h"
#include "libjail/core.h"
#include "libjail/finish.h"
#include "libjail/registry.h"
#include "libjail/watch.h"

bool finish_is_empty(int jid)
{
	cleanup_close int cg = cgroup_open(jid, NULL);
	cleanup_close int events = cg < 0 ? cg : cgroup_events(cg, NULL);

	if (events < 0)
		return events == -ENOENT || events == -ENODEV;
	return cgroup_populated(events) == 0;
}

bool finish_needed(const struct jail_rec *rec)
{
	if (rec->state != JAIL_ACTIVE)
		return true;
	if (!proc_alive(rec->init_pid, rec->init_start))
		return true;
	return !rec->persist && finish_is_empty(rec->jid);
}

/* Of us, and not of the record */
static bool is_shortage(int r)
{
	return r == -EMFILE || r == -ENFILE || r == -ENOMEM || r == -EIO;
}

enum finish finish_jail(int jid, struct errbuf *eb)
{
	cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;
	cleanup_jail_rec struct jail_rec rec = { 0 };
	int r = registry_trylock(jid, &slot, eb);

	if (r == -EBUSY || is_shortage(r))
		return FINISH_BUSY;
	if (r < 0)
		return FINISH_GONE;
	r = registry_read(jid, &rec, eb);
	if (r == 0 && !finish_needed(&rec)) {
		(void)change_finish(&slot, &rec, NULL);
		watch_again(&slot, &rec);
		return FINISH_ALIVE;
	}
	if (is_shortage(r))
		return FINISH_BUSY;
	if (r == -ENOENT) { /* nothing was made yet, or its record was lost */
		if (!registry_lost(&slot))
			return FINISH_GONE;
	}
	return teardown(&slot, &rec, eb) < 0 ? FINISH_BUSY : FINISH_GONE;
}

int jail_reap(int jid, struct errbuf *eb)
{
	cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;
	cleanup_jail_rec struct jail_rec rec = { 0 };
	int r = registry_lock(jid, &slot, eb);

	if (r == 0)
		r = registry_read(jid, &rec, eb);
	if (r == -ENOENT)
		return 0;
	if (r < 0)
		return r;
	/* The flag is what counts; the record is written after it. */
	rec.persist = rec.persist && registry_persists(&slot);
	if (!finish_needed(&rec))
		return 1;
	r = teardown(&slot, &rec, eb);
	return r < 0 ? r : 0;
}
