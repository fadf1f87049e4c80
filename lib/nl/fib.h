/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fib.h - FreeBSD's routing tables by number
 *
 * Table 0 is Linux's main table.  Each of the others has a table of its own, and
 * a rule that sends packets with its mark there.  A packet has the mark of its
 * socket, a socket that of the process that made it: libexec/vjail/fibs puts a
 * BPF program (bpf/fib.bpf.c) on the root of the cgroup tree for that.  What is
 * with a network namespace goes with it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "nl/fib-abi.h"

struct errbuf;
struct nl;
struct rlimit;

/* fib_table() - Linux's number of a table */
uint32_t fib_table(unsigned fib);

/* fib_of_table() - FreeBSD's number of one of Linux's tables, -1: none */
int fib_of_table(uint32_t table);

/* fib_count() - How many tables the network of @nl has, at least 1; or -errno */
int fib_count(struct nl *nl, struct errbuf *eb);

/* fib_set_count() - From 1 to FIB_MAX + 1; what goes loses its routes.  Killed
 * halfway, the same call does the rest.  0 or -errno */
int fib_set_count(struct nl *nl, unsigned n, struct errbuf *eb);

/* fib_is_marked() - Is the program there, for the caller's cgroup? */
bool fib_is_marked(void);

/* fib_mine() - The table that the caller's new sockets use */
unsigned fib_mine(void);

/* fib_join() - Let the caller, and what it starts from now on, use a table of
 * the network of @nl.  0; -EINVAL: there is no such table; -EOPNOTSUPP: nobody
 * marks sockets; -errno.  @ret_old, may be NULL: for fib_leave() */
int fib_join(struct nl *nl, unsigned fib, struct rlimit *ret_old,
	     struct errbuf *eb);

/* fib_leave() - Use the table again that was used before fib_join() */
void fib_leave(const struct rlimit *old);
