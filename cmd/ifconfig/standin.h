/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * standin.h - Interfaces that are there before Linux could make them
 *
 * FreeBSD makes a vlan, a gif, a gre or a vxlan first and is told afterwards
 * what it leads to; Linux wants to know at once, and keeps to it.  Until then
 * a device without any traffic (dummy, or ifb where there is none) stands in
 * under the name; when all is known the real one takes its place, with its
 * addresses, groups and settings.  lo1 and higher are such devices for good.
 *
 * That it is one, and for what, an alternative name "clone:GROUP:RANDOM" says.
 *
 * The new one is made as NAME~, the old one deleted, the new one renamed.  When
 * that was killed on its way, standin_finish() does the rest.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct errbuf;
struct ifc;
struct nl;
struct nl_link;
struct nl_link_new;

/* standin_for() - The group ("vlan") that @l stands in for; NULL: none */
const char *standin_for(const struct nl_link *l);

/* standin_make() - Make one, with the hardware address @mac if that is not
 * NULL; 0, -EEXIST, -EOPNOTSUPP (no such device) … */
int standin_make(struct nl *nl, const char *name, const char *group,
		 const uint8_t *mac, struct errbuf *eb);

/* standin_probe() - Can this kernel make interfaces of @kind?  Loads what it
 * needs for that */
bool standin_probe(struct nl *nl, const char *kind);

/**
 * standin_replace() - Put another interface in the place of @c's
 * @req:	Without a name; its change.mtu is where the user set none
 *
 * Return: 0 or -errno, and then @c's is there as before
 */
int standin_replace(struct ifc *c, struct nl_link_new *req, struct errbuf *eb);

/* standin_return() - Put a stand-in for @group in the place of @c's */
int standin_return(struct ifc *c, const char *group, struct errbuf *eb);

/* standin_finish() - What a killed standin_replace() left of @name; true if
 * @name is there now */
bool standin_finish(struct nl *nl, const char *name);
