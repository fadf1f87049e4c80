/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * away.h - Interfaces that are made in a jail and are nodes here
 *
 * Of the graph of the network namespace the caller is in.
 */
#pragma once

struct closet_away;
struct errbuf;

/* away_make() - An eiface where @a says, on the next free link of the bridge or
 * hub at @path ("em0bridge:").  Its node is called @name where nobody is, else
 * ngethN.  0, -EEXIST (there is an interface of that name), … */
int away_make(const char *path, const char *name, const struct closet_away *a,
	      struct errbuf *eb);

/* away_unmake() - Shut down all that were made for the jail @jid; 0 or -errno */
int away_unmake(int jid, struct errbuf *eb);
