/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * span.h - Ports of a bridge that get a copy of every frame it gets
 *
 * On Linux such a port is no member.  That it is one, and of which bridge, an
 * alternative name "span:INDEX:RANDOM" says; the copies are made by filters at
 * the members, for what comes in, and at the bridge, for what the host sends.
 */
#pragma once

#include <stdbool.h>

struct errbuf;
struct ifc;
struct nl_link;

/* span_of() - The ifindex of the bridge that @l is a span port of, 0: none */
int span_of(const struct nl_link *l);

/* span_member() - The member @index of @c came (@on) or went */
int span_member(const struct ifc *c, int index, bool on, struct errbuf *eb);

/* span_end() - The bridge @c is about to go: its span ports are none any more */
void span_end(const struct ifc *c);
