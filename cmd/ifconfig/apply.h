/* SPDX-License-Identifier: BSD-2-Clause */
/* apply.h - Do with an address what the words of a call said */
#pragma once

struct errbuf;
struct ifc;

/**
 * apply_address() - Add, replace or remove @c->addr, or set the MAC it holds
 *
 * FreeBSD's ways on Linux: an interface has an address once, whatever its
 * length; removing one leaves the others of its network alone; the first
 * address of a family brings the interface up.
 *
 * Return: 0 or -errno
 */
int apply_address(struct ifc *c, struct errbuf *eb);
