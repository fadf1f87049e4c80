/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * closet.h - The hidden network namespace of a graph, and what is wired in it
 *
 * It holds the inner ends: of each eiface (nID, ID being the node's, in hex)
 * and of the pair that joins a NIC in use to it (the closet's end is cID, the
 * host's xID).  Devices are known by the node they belong to, so that what a
 * killed editor left can be told from what is in use.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct graph;
struct ng_node_rec;
struct nl;
struct nl_link;

/* Where an eiface is made that is a jail's from the start */
struct closet_away {
	int jid;
	int netns;
	struct nl *nl; /* there */
	const char *ifname;
	const uint8_t *mac;
};

struct closet_eiface {
	uint32_t inner; /* ifindex in the closet */
	uint8_t mac[6]; /* of the outer end */
};

struct closet_cross {
	uint32_t host, closet; /* ifindexes */
};

/* closet_open() - Enter it in @g, made if it is not there; 0 or -errno */
int closet_open(struct graph *g);

/* closet_eiface_add() - An interface @ifname here, or as g->away says, for the
 * node @id, with its inner end wired; 0, -EEXIST, … */
int closet_eiface_add(struct graph *g, uint32_t id, const char *ifname,
		      struct closet_eiface *ret);

/* closet_eiface_del() - Wherever its outer end is now; 0 or -errno */
int closet_eiface_del(struct graph *g, uint32_t id);

/* closet_away_del() - Those of all nodes made for the jail @jid, at once; its
 * nodes stay.  0 or -errno */
int closet_away_del(struct graph *g, int jid);

/* closet_eiface_wire() - What comes out of it comes out of @hook; 0: nowhere,
 * and the outer end has no carrier */
int closet_eiface_wire(struct graph *g, uint32_t inner, uint32_t hook);

/* closet_eiface_carrier() - The outer end has one, or none; 0 or -errno */
int closet_eiface_carrier(struct graph *g, uint32_t inner, bool on);

/* closet_nic_add() - Put the walk on the NIC @ifindex and join it to the
 * closet, for the node @id; 0 or -errno */
int closet_nic_add(struct graph *g, uint32_t id, uint32_t ifindex,
		   struct closet_cross *ret);

/* closet_nic_keep() - Put the walk back on the NIC of @n where others took it
 * off; 0 or -errno */
int closet_nic_keep(struct graph *g, const struct ng_node_rec *n);

/* closet_nic_del() - Take the walk off it; @ifindex 0: nobody knows */
void closet_nic_del(struct graph *g, uint32_t id, uint32_t ifindex);

/* closet_outer() - What the outer end of @id is now, in whatever namespace; 0,
 * or -ENXIO when it is gone.  Caller: nl_link_done(@ret) */
int closet_outer(struct graph *g, uint32_t id, struct nl_link *ret);

/* closet_outer_mac() - Give the outer end of @id this address; -ENODEV when
 * nobody has the namespace where it is by a path, … */
int closet_outer_mac(struct graph *g, uint32_t id, const uint8_t *mac);

/* closet_sockets() - The pair of devices for data sockets: what the graph sends
 * on one (head->sock_graph) programs have from the other; 0 or -errno */
int closet_sockets(struct graph *g);

#define CLOSET_NSID_UNKNOWN (-2)

/* closet_nsid() - What a link's netnsid is when its peer is in the closet; -1
 * when there is none yet, or CLOSET_NSID_UNKNOWN when the kernel does not say */
int closet_nsid(struct graph *g);

/* closet_sweep() - Remove devices that belong to no node.  Of this and of all
 * that removes here: what fails is noted in g->unswept */
void closet_sweep(struct graph *g);

/* closet_remove() - All of it */
void closet_remove(struct graph *g, const char *path);
