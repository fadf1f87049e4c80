/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ngnet.h - Bridges with interfaces on them: for programs that make networks
 *
 * All return 0 or -errno with the words in @eb.
 */
#pragma once

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netgraph/ng_eiface.h"
#include "netgraph/ng_message.h"

struct errbuf;
struct nl;
struct session;

struct ngnet {
	struct session *s;
	struct nl *nl;
	int lock; /* several steps make one change */
};

int ngnet_open(const char *prog, struct ngnet *ret, struct errbuf *eb);

/* ngnet_look() - The graph of the namespace @netns, to be asked only and while
 * another is open, whose lock is for both; -ENOENT: there is none */
int ngnet_look(const char *prog, int netns, struct ngnet *ret,
	       struct errbuf *eb);
void ngnet_close(struct ngnet *n); /* once more is no harm */

/* ngnet_making() - Note that a node is being made at the hook @path, which is
 * free: if this call is killed, ngnet_finish(), which ngnet_open() does, takes
 * it away.  ngnet_made() - It is whole (@r is 0) or gone; returns @r, or -errno */
int ngnet_making(struct ngnet *n, const char *path, struct errbuf *eb);
int ngnet_made(struct ngnet *n, int r, struct errbuf *eb);
int ngnet_finish(struct ngnet *n, struct errbuf *eb);

/* ngnet_node() - "em0_5" is the node of the interface em0.5, and of one with a
 * name that a node's has no room for, the kernel's short name; returns @buf */
const char *ngnet_node(const char *ifname, char buf[NG_NODESIZ]);

bool ngnet_has(struct ngnet *n, const char *path);

/* ngnet_there() - The same; but an eiface whose interface somebody deleted is
 * taken away, and is not there */
bool ngnet_there(struct ngnet *n, const char *path);

/* ngnet_hooks() - The node's hooks and what is behind them.  Caller frees */
int ngnet_hooks(struct ngnet *n, const char *path, struct hooklist **ret,
		struct errbuf *eb);

/* ngnet_nodes() - All nodes of the graph.  Caller frees */
int ngnet_nodes(struct ngnet *n, struct namelist **ret, struct errbuf *eb);

int ngnet_mkpeer(struct ngnet *n, const char *path, const char *type,
		 const char *hook, const char *peerhook, struct errbuf *eb);
int ngnet_connect(struct ngnet *n, const char *path, const char *other,
		  const char *hook, const char *peerhook, struct errbuf *eb);
int ngnet_name(struct ngnet *n, const char *path, const char *name,
	       struct errbuf *eb);
int ngnet_rmhook(struct ngnet *n, const char *path, const char *hook,
		 struct errbuf *eb);
int ngnet_shutdown(struct ngnet *n, const char *path, struct errbuf *eb);

/* ngnet_msg() - "command args"; the answer as text, NULL if there is none.
 * @ret may be NULL.  Caller frees */
int ngnet_msg(struct ngnet *n, const char *path, const char *cmd,
	      const char *args, char **ret, struct errbuf *eb);

/* ngnet_link_stats() - Counters of a link or uplink of the bridge of that ID,
 * as text for ngnet_counter().  Caller frees */
int ngnet_link_stats(struct ngnet *n, uint32_t bridge, const char *link,
		     char **ret, struct errbuf *eb);

/* ngnet_counter() - The next "name=number" of a text, which is cut up; false:
 * there is none */
bool ngnet_counter(char **text, const char **ret_name, uint64_t *ret_value);

/* ngnet_name_check() - Can it be an interface's name, and with "_" for each "."
 * a node's? */
int ngnet_name_check(const char *name, struct errbuf *eb);

/* ngnet_free_link() - The first number from @from on that no link of the
 * bridge has */
int ngnet_free_link(struct ngnet *n, const char *bridge, unsigned from,
		    unsigned *ret, struct errbuf *eb);

/* ngnet_nic() - Put a NIC on the bridge @bridge, made if it is not there:
 * lower and upper, promiscuous, with its own source addresses kept.  What of
 * it is there already is kept, and what a killed call left is finished */
int ngnet_nic(struct ngnet *n, const char *ifname, const char *bridge,
	      struct errbuf *eb);

/* ngnet_leave() - Take the NIC off that bridge, if it is on it */
int ngnet_leave(struct ngnet *n, const char *ifname, const char *bridge,
		struct errbuf *eb);

/* ngnet_eiface() - An interface @name on a free link from @from on of the
 * bridge; @mac NULL: the one it was made with */
int ngnet_eiface(struct ngnet *n, const char *bridge, unsigned from,
		 const char *name, const uint8_t *mac, struct errbuf *eb);

/* ngnet_eiface_alone() - One on no bridge */
int ngnet_eiface_alone(struct ngnet *n, const char *name, const uint8_t *mac,
		       struct errbuf *eb);

/* ngnet_ifname() - What the interface of an eiface node is called, in whichever
 * namespace it is */
int ngnet_ifname(struct ngnet *n, const char *path, char ret[IFNAMSIZ],
		 struct errbuf *eb);

/* ngnet_longname() - The same, whole where the kernel's name has no room */
int ngnet_longname(struct ngnet *n, const char *path,
		   char ret[NG_EIFACE_LONGNAME_SIZE], struct errbuf *eb);

/* ngnet_macs() - Addresses of all eifaces, six bytes each.  Caller frees */
int ngnet_macs(struct ngnet *n, uint8_t **ret, size_t *ret_n,
	       struct errbuf *eb);

/* ngnet_mac() - Address of the interface @ifname; ngnet_up() - set it up */
int ngnet_mac(struct ngnet *n, const char *ifname, uint8_t mac[6],
	      struct errbuf *eb);
int ngnet_up(struct ngnet *n, const char *ifname, struct errbuf *eb);

/* ngnet_derive() - jng's address for the interface number @count of @name on
 * the parent @from; the next number's, where an eiface of the graph has that
 * already.  -EADDRINUSE when all have been given away */
int ngnet_derive(struct ngnet *n, const uint8_t from[6], const char *name,
		 unsigned count, uint8_t ret[6], struct errbuf *eb);
