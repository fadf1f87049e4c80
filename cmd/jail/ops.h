/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ops.h - /run/vjail/ops: which jails are being started or stopped
 *
 * A file per jail, locked while jail(8) works on it and gone afterwards.  Words
 * in it are written before the first side effect; found in a file that nobody
 * locks, they mean that a jail(8) was killed there.
 */
#pragma once

#include <stdbool.h>

struct errbuf;

/* ops_valid() - Can @name be the name of such a file? */
bool ops_valid(const char *name);

/* ops_left() - Did a jail(8) that worked on @name leave its file? */
bool ops_left(const char *name);

/* ops_open() - The file of @name, made if there is none.  A descriptor, not
 * locked yet, or -errno */
int ops_open(const char *name, struct errbuf *eb);

/* ops_lock() - 0; with @wait false -EWOULDBLOCK while another works on it; -errno.
 * The lock belongs to all copies of @fd: a child may wait for its parent */
int ops_lock(int fd, bool wait);

/* ops_unlock() - Let it go and close @fd.  To close it is not enough: a child that
 * waits for another jail's has this one open, too */
void ops_unlock(int fd);

/* ops_is_current() - Is @fd still the file of @name?  Who had it locked may have
 * removed it */
bool ops_is_current(int fd, const char *name);

/* ops_stale() - Does a locked file tell of work that was cut off? */
bool ops_stale(int fd);

/* ops_say() - Record what is under way ("start", "exec.prestart"); 0 or -errno */
int ops_say(int fd, const char *phase, const char *step);

/* ops_end() - Nothing is under way any more: remove and unlock the file */
void ops_end(int fd, const char *name);
