/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * half.h - Interfaces that are being made, and those that a killed call left
 *
 * The kernel makes an interface without all of FreeBSD's defaults.  Until they
 * are set it is in a group (IFLA_GROUP) that says so, from its first moment on.
 * Whoever makes one holds the lock of the network namespace, so what he finds in
 * that group was left by a killed call.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct errbuf;
struct ifc;
struct nl;
struct nl_link;
struct nl_link_new;

/* half_request() - What @req makes is in the group */
void half_request(struct nl_link_new *req);

/* half_mark() - For one that is not made by a request; 0 or -errno */
int half_mark(struct nl *nl, int index, struct errbuf *eb);

bool half_is(const struct nl_link *l);

/* half_finish() - Set the defaults, and it is whole: 0 or -errno (no words) */
int half_finish(struct ifc *c, bool bridge);

/* half_sweep() - Given the lock: take away those of the links that killed calls
 * left, but finish what somebody brought up meanwhile.  How many there were */
size_t half_sweep(struct nl *nl, const struct nl_link *links, size_t n);
