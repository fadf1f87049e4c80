/* SPDX-License-Identifier: BSD-2-Clause */
/* route.h - The parts of route(8) */
#pragma once

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

#include "nl/fib.h"
#include "nl/inet.h"
#include "nl/route.h"
#include "xo/xo.h"

struct errbuf;
struct nl;

/* Which routing tables are meant. */
struct route_fibs {
	unsigned count; /* there are so many, */
	unsigned mine; /* and "default" is this one */
	bool on[FIB_MAX + 1];
};

/* route_fibs_only() - This one */
void route_fibs_only(struct route_fibs *f, unsigned fib);

/* route_fibs_parse() - N, N-M, all, default, or several of them with commas; 0
 * or -EINVAL and `invalid fib number: X` */
int route_fibs_parse(struct route_fibs *f, const char *word, struct errbuf *eb);

/* What the words after the command come to. */
struct route_args {
	const char *command; /* as typed: "add", "del", … */
	char dest[256]; /* as it is echoed; "" if not given */
	const char *gateway; /* as typed; NULL if not given */
	bool host; /* "host", not "net" */
	struct nl_route route; /* oif is found later, from … */
	const char *iface; /* … the gateway of -iface, */
	const char *ifp; /* … -ifp, */
	char scope[IFNAMSIZ + 128]; /* … or what follows "%" */
	unsigned marks; /* of BSD_RTF_*: -static, -proto1, … */
	bool marked; /* one of those was given */
	struct route_fibs fibs;
};

/* What went wrong while reading words: exit status, and is it to be followed
 * by how to use the program? */
struct route_wrong {
	int status;
	bool usage;
};

/**
 * route_parse() - Read the words after the command
 * @words:	They end with NULL
 * @family:	AF_INET or AF_INET6, from -4 and -6 before the command
 * @ret:	@command and @fibs are set already
 * @wrong:	Filled on failure
 * @eb:		Filled on failure; empty where only the usage is to be shown
 *
 * Return: 0 or -EINVAL
 */
int route_parse(char *const *words, int family, struct route_args *ret,
		struct route_wrong *wrong, struct errbuf *eb);

/* route_find() - The entry of want->table to exactly this destination; 0 or
 * -ESRCH, … */
int route_find(struct nl *nl, const struct nl_route *want, struct nl_route *ret,
	       struct errbuf *eb);

struct route_get {
	bool numeric;
	bool verbose; /* as route_tell() first */
	struct json_object *list; /* put it there; NULL: print it */
};

/* route_get() - Tell the route to args->route.dst in table @fib; the exit status */
int route_get(struct nl *nl, const struct route_args *args, unsigned fib,
	      const struct route_get *o);

struct route_flush {
	int family; /* 0: both */
	bool numeric, quiet;
	bool verbose; /* tell of each message */
	bool test; /* delete nothing */
};

/* route_flush() - Delete the routes of table @fib that go through a gateway; the
 * exit status */
int route_flush(struct nl *nl, unsigned fib, const struct route_flush *o);

/**
 * route_monitor() - Print what happens, as lines, until killed
 * @nl:		To ask with
 * @events:	Another of the same network, to be told by
 * @family:	AF_INET, AF_INET6 or 0: both
 * @fibs:	The tables whose routes are shown
 *
 * Return: the exit status, where that goes wrong
 */
int route_monitor(struct nl *nl, struct nl *events, int family,
		  const struct route_fibs *fibs);

/* route_tell() - Print the line that route_monitor() has for a route which is
 * about to be added or changed, or deleted */
void route_tell(struct nl *nl, bool is_new, const struct nl_route *rt);
