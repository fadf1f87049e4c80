/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pin.h - The network namespace of a jail: found, kept, and seen by ip(8)
 *
 * It lives with the jail's pid 1, and its watcher has a descriptor of it.  Only
 * where something would be lost with it is it mounted on jails/JID/pin, so that
 * it outlives a kill of both: every mount on the host is copied for each jail
 * that is made.
 */
#pragma once

#include <sys/types.h>

#define PIN_NETNS_DIR "/run/netns" /* iproute2's */

struct errbuf;
struct jail_rec;

/* pin_open() - A descriptor, or -ENOENT where there is none (any more), or
 * another -errno */
int pin_open(const struct jail_rec *rec);

/* pin_keep() - Let @netns, which is the jail's, outlive its processes; the jail's
 * lock is held.  0 or -errno */
int pin_keep(int jid, int netns, struct errbuf *eb);

/* pin_drop() - Keep it no longer; 0 or -errno */
int pin_drop(int jid, struct errbuf *eb);

/* pin_show() - jails/JID/net is that of process @pid from now on.  0 or -errno */
int pin_show(int jid, pid_t pid, struct errbuf *eb);

/* pin_link() - Show it to ip(8) as @name, unless somebody has one of that name;
 * 0 or -errno */
int pin_link(int jid, const char *name, struct errbuf *eb);

/* pin_unlink() - No longer as @name, if it is that jail's; 0 or -errno */
int pin_unlink(int jid, const char *name, struct errbuf *eb);
