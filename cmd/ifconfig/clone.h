/* SPDX-License-Identifier: BSD-2-Clause */
/* clone.h - Make interfaces: FreeBSD's cloners on Linux */
#pragma once

#include <stddef.h>

struct errbuf;
struct ifc;

/**
 * clone_create() - Make the interface @c->name, which does not exist
 * @c:		Its name is a cloner's ("epair": any unit), or one with a unit
 *		("epair0"), or a vlan's ("em0.5").  Gets the name that was made
 * @argv:	Words after "create"; moved on behind those that say how to make
 *		it ("vlan 5 vlandev em0")
 *
 * Return: 0 or -errno
 */
int clone_create(struct ifc *c, char *const **argv, struct errbuf *eb);

/* clone_name() - That of the @nth kind that can be made; NULL behind the last */
const char *clone_name(size_t nth);
