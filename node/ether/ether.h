/* SPDX-License-Identifier: BSD-2-Clause */
/* ether.h - Every Ethernet interface is a node */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct graph;
struct ng_node_rec;
struct nl_link;

/* ether_sync() - Make, rename and remove nodes so that they are the interfaces
 * that there are.  The lock is held */
void ether_sync(struct graph *g);

/* ether_is_untouched() - As the interface's coming made it: nothing would be
 * lost with it */
bool ether_is_untouched(const struct ng_node_rec *n);

/* ether_detach() - No node any more for that interface, however often somebody
 * looks; 0 or -errno */
int ether_detach(struct graph *g, struct ng_node_rec *n);

/* ether_settle() - Finish what the last hook's going began */
void ether_settle(struct graph *g, struct ng_node_rec *n);

/* ether_watch() - A process that looks at the link, while a neighbour by lower or
 * orphans wants to know of it.  For who is in a jail none is started; where none
 * can be, it is by the graph's next command, which looks itself.  ether_unwatch()
 * - End it where nobody wants to know.  ether_is_watched() - Shall there be one? */
void ether_watch(struct graph *g, struct ng_node_rec *n);
void ether_unwatch(struct graph *g, struct ng_node_rec *n);
bool ether_is_watched(const struct graph *g, const struct ng_node_rec *n);

/* ether_watch_sync() - Start those that are not there, end those without need.
 * Not for one of them: it would lose its lock.  The graph's is held */
void ether_watch_sync(struct graph *g);

/* ether_see_link() - The interface is @l now: tell the neighbours, if its link is
 * another than when it was last seen */
void ether_see_link(struct graph *g, struct ng_node_rec *n,
		    const struct nl_link *l);

/* ether_multi_add() - Receive what is sent to this group; 0, -EINVAL (it is
 * none), -EADDRINUSE (it is received already), …  ether_multi_del() - 0,
 * -ENOENT */
int ether_multi_add(const char *ifname, const uint8_t *mac);
int ether_multi_del(const char *ifname, const uint8_t *mac);

/* In cfg; the first two words are the interface's name, as node */
#define ETHER_PROMISC 4
#define ETHER_AUTOSRC 5
#define ETHER_LINK 6
#define ETHER_WATCHED 7 /* shall be, while a neighbour listens */

enum ether_promisc {
	ETHER_PROMISC_OFF,
	ETHER_PROMISC_OURS,
	ETHER_PROMISC_ENDING, /* was ours; the last hook has gone */
	ETHER_PROMISC_THEIRS, /* it was on before */
};

enum ether_link {
	ETHER_LINK_UNSEEN,
	ETHER_LINK_UP,
	ETHER_LINK_DOWN,
};
