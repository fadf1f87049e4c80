/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * registry.h - The jails there are: files under /run/vjail
 *
 *   lock, lastjid     hand out numbers and names
 *   jails/JID/        lock, record.json, persist (a flag), net (the pinned
 *                     network namespace), nodes (a flag: of netgraph's)
 *   names/NAME        -> JID
 *   ids/N             -> JID, who has the Nth range of user ids
 *   making            -> JID, while its slot is being made or removed
 *
 * Whoever makes, changes or removes a jail holds jails/JID/lock.  A lock that
 * is free while the record says "creating" or "removing" means that its holder
 * was killed.
 */
#pragma once

#include <stdbool.h>

#include "libjail/record.h"

struct errbuf;

/* A jail whose lock is held. */
struct jail_slot {
	int jid;
	int dirfd; /* jails/JID */
	int lockfd; /* released by closing it */
};

#define JAIL_SLOT_NONE                                                         \
	(struct jail_slot)                                                     \
	{                                                                      \
		.jid = 0, .dirfd = -1, .lockfd = -1                            \
	}

/* A file in it: the jail may have nodes of the host's netgraph */
#define JAIL_SLOT_NODES "nodes"

#define cleanup_jail_slot __attribute__((cleanup(jail_slot_close)))

#define JAIL_IDS_PER_JAIL 65536u

/* registry_id_base() - First host id of range number @ids */
unsigned registry_id_base(int ids);

/* registry_add() - Make a slot for a new jail, locked, with @rec written into
 * it (jid, name and ids are filled in; jid 0: any number, name NULL: the jid).
 * 0; -EEXIST with FreeBSD's words; *@ret_other is the jid in the way */
int registry_add(struct jail_rec *rec, struct jail_slot *ret, int *ret_other,
		 struct errbuf *eb);

/* registry_tidy() - Forget what a killed registry_add() or registry_del() had
 * begun, if nobody is in one now */
void registry_tidy(void);

/* registry_lost() - Has this slot, locked, no record, though nobody is making
 * or removing it? */
bool registry_lost(const struct jail_slot *slot);

/* registry_adopt() - An empty slot for a jail that has lost its own, for
 * finish_jail() to end it.  0, -EEXIST: it has its record, -errno */
int registry_adopt(int jid, struct errbuf *eb);

/* registry_lock() - Lock an existing one, waiting for it.  0, -ENOENT */
int registry_lock(int jid, struct jail_slot *ret, struct errbuf *eb);

/* registry_trylock() - The same without waiting: -EBUSY */
int registry_trylock(int jid, struct jail_slot *ret, struct errbuf *eb);

void jail_slot_close(struct jail_slot *slot);

/* registry_read() - 0, -ENOENT (no such jail), -EBADMSG */
int registry_read(int jid, struct jail_rec *ret, struct errbuf *eb);

/* registry_write() - By the holder of the lock only; 0 or -errno */
int registry_write(const struct jail_slot *slot, const struct jail_rec *rec,
		   struct errbuf *eb);

/* registry_name_add() - Give the name @name to the jail as well; -EEXIST */
int registry_name_add(const struct jail_slot *slot, const char *name,
		      struct errbuf *eb);

/* registry_name_del() - If it is that jail's; 0 or -errno */
int registry_name_del(int jid, const char *name, struct errbuf *eb);

/* registry_set_persist() - The flag that the watcher reads; 0 or -errno */
int registry_set_persist(const struct jail_slot *slot, bool persist,
			 struct errbuf *eb);

bool registry_persists(const struct jail_slot *slot);

/* registry_del() - Forget the jail: names, ids, files.  The slot stays locked
 * until it is closed.  0; or -errno: whoever comes next finishes it */
int registry_del(const struct jail_slot *slot, struct errbuf *eb);

/* registry_find() - The jid that has @name; 0: nobody; -errno */
int registry_find(const char *name);

/* registry_list() - All jids, ascending.  Caller frees; the number, or -errno */
int registry_list(int **ret, struct errbuf *eb);
