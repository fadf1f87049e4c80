/* SPDX-License-Identifier: BSD-2-Clause */
/* gather.h - Ask Linux what ifconfig(8) is to tell, and put it in FreeBSD's terms */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct errbuf;
struct iffib;
struct nl;
struct nl_ifaddr;
struct nl_link;
struct view;

/* Everything that is in the network namespace, or as much of it as one
 * interface needs.  gather_done() frees. */
struct gather {
	struct nl *nl;
	bool details; /* tell the driver and what it could do, too */
	struct nl_link *links;
	size_t n_links;
	struct nl_ifaddr *addrs;
	size_t n_addrs;
	struct iffib *fibs;
	size_t n_fibs;
};

#define cleanup_gather __attribute__((cleanup(gather_done)))

/* gather_all() - All interfaces; 0 or -errno */
int gather_all(struct gather *g, struct nl *nl, struct errbuf *eb);

/* gather_one() - The interface @index alone is links[0]; if it is a bridge,
 * other interfaces follow it */
int gather_one(struct gather *g, struct nl *nl, int index, struct errbuf *eb);

void gather_done(struct gather *g);

/* gather_flags() - FreeBSD's flags of @l, VIEW_UP … */
unsigned gather_flags(const struct nl_link *l);

/* gather_is_ether() - Of the types that "-l ether" lists? */
bool gather_is_ether(const struct nl_link *l);

/* gather_has() - Has @l an address of the family (AF_INET, AF_INET6)? */
bool gather_has(const struct gather *g, const struct nl_link *l, int family);

/**
 * gather_view() - All of @l, which is one of g->links
 * @ret:	Filled from all zero; caller: view_done(), also on failure
 *
 * Return: 0 or -errno
 */
int gather_view(const struct gather *g, const struct nl_link *l,
		struct view *ret, struct errbuf *eb);

/* gather_kind() - What only interfaces of one kind have; in gather-kind.c */
int gather_kind(const struct gather *g, const struct nl_link *l,
		struct view *ret);

/* gather_bridge() - The part of it that only bridges have; in gather-bridge.c */
int gather_bridge(const struct gather *g, const struct nl_link *l,
		  struct view *ret);

/* gather_opened_by() - Processes that hold the tap or tun @l open; in
 * gather-opened.c */
int gather_opened_by(const struct nl_link *l, struct view *ret);
