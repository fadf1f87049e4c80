/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * eiface.h - Interfaces of a jail that are nodes of the host's netgraph
 *
 * The program libexec/vjail/eiface knows graphs; here it is run.  It has the
 * jail's lock open: should we be killed, nobody else undoes anything before it
 * has ended.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct errbuf;
struct jail_slot;

struct eiface {
	const char *name; /* of any length; the jail calls it ifname_short() */
	const char *node; /* "em0bridge:" */
	const uint8_t *mac;
	const char *jail;
};

/* eiface_is_node() - Is that second word of vjail.interface a node's name? */
bool eiface_is_node(const char *word);

/* eiface_make() - In the network namespace @netns_fd, hooked to the node.  0,
 * -EEXIST (the jail has one of that name), or -errno with words */
int eiface_make(const struct jail_slot *slot, const struct eiface *e,
		int netns_fd, struct errbuf *eb);

/* eiface_unmake_all() - As many as were made, from the graph of the network
 * namespace @home_fd.  0 or -errno */
int eiface_unmake_all(const struct jail_slot *slot, int home_fd,
		      struct errbuf *eb);
