/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * iffib.h - In which table packets that come in by an interface are looked up
 *
 * Two rules for each, by Linux's name of the interface: the first leads to the
 * table, and the second ends the search.  They are in the network namespace, and
 * stay when the interface goes: who makes, renames or deletes one cares for them.
 */
#pragma once

#include <net/if.h>
#include <stddef.h>

struct errbuf;
struct nl;

struct iffib {
	char name[IFNAMSIZ];
	unsigned fib;
};

/* iffib_list() - All that have another than 0.  Caller frees @ret.  0 or -errno */
int iffib_list(struct nl *nl, struct iffib **ret, size_t *ret_n,
	       struct errbuf *eb);

/* iffib_get() - Of one, 0 where there is none; or -errno */
int iffib_get(struct nl *nl, const char *name, struct errbuf *eb);

/* iffib_set() - From now on @fib, a table that is there.  Killed halfway, the same
 * call does the rest.  0 or -errno */
int iffib_set(struct nl *nl, const char *name, unsigned fib, struct errbuf *eb);

/* iffib_move() - What was @from's is @to's, and what @to had before is not.  0 or -errno */
int iffib_move(struct nl *nl, const char *from, const char *to,
	       struct errbuf *eb);

/* iffib_routes() - The networks of an interface's addresses are in its table, as
 * they are in the main one, and in no other.  0 or -errno */
int iffib_routes(struct nl *nl, const char *name, int index, struct errbuf *eb);

/* iffib_drop() - No interface uses @fib or higher ones.  0 or -errno */
int iffib_drop(struct nl *nl, unsigned fib, struct errbuf *eb);
