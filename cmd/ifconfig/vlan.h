/* SPDX-License-Identifier: BSD-2-Clause */
/* vlan.h - Make vlan interfaces */
#pragma once

struct errbuf;
struct ifc;

/**
 * vlan_create() - Make a vlan
 * @c:		"em0.5" says all; "vlan0" and "vlan" (any unit) need words
 * @argv:	Moved on behind `vlan TAG`, `vlandev IF` and `vlanproto P`
 */
int vlan_create(struct ifc *c, char *const **argv, struct errbuf *eb);
