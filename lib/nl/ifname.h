/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ifname.h - Interface names: FreeBSD's and Linux's, short and long
 *
 * FreeBSD's lo0 is Linux's lo; every other name is the same in both.
 *
 * The kernel's names have 15 characters at most.  A longer one becomes an
 * alternative name, and the kernel's name is made from it: its first letters,
 * "-" and a hash, so that the one can be known from the other.
 */
#pragma once

#include <net/if.h>
#include <stdbool.h>

struct errbuf;
struct nl;
struct nl_link;
struct nl_link_new;

#define IFNAME_LONG_MAX 127 /* what the kernel takes as alternative name */

/* ifname_from_bsd() - "lo0" is "lo"; anything else stays what it is */
const char *ifname_from_bsd(const char *name);

/* ifname_to_bsd() - "lo" is "lo0"; anything else stays what it is */
const char *ifname_to_bsd(const char *name);

/* ifname_check() - Is it a name an interface can have, long ones included?
 * 0, -EINVAL (empty, "/", ":", "%", blanks, "." …) or -ENAMETOOLONG */
int ifname_check(const char *name, struct errbuf *eb);

/* ifname_short() - The kernel's name for @full: itself if that fits, else made
 * from it.  @try: 0, then 1 … when that is taken */
void ifname_short(const char *full, unsigned try, char ret[IFNAMSIZ]);

/* ifname_full() - What to show: the long name that the kernel's name was made
 * from, or that itself; "?" for one that a terminal would obey.  Lives as long as
 * @l */
const char *ifname_full(const struct nl_link *l);

/* ifname_find() - nl_link_get(), and it also finds one that was killed while
 * it got its long name */
int ifname_find(struct nl *nl, const char *full, struct nl_link *ret,
		struct errbuf *eb);

/* ifname_link_add() - nl_link_add() where name and peer_name may be long */
int ifname_link_add(struct nl *nl, const struct nl_link_new *req,
		    struct errbuf *eb);

/* ifname_rename() - Give an interface a name of any length; the long one it
 * had is forgotten.  0, -EEXIST, … */
int ifname_rename(struct nl *nl, int index, const char *full,
		  struct errbuf *eb);
