/* SPDX-License-Identifier: BSD-2-Clause */
/* fib.h - Routing tables of interfaces: the words fib and tunnelfib */
#pragma once

struct errbuf;
struct ifc;
struct word;

/* fib_read() - The number that @arg says; -ERANGE: there is no such table, which
 * was warned of as FreeBSD does, @w being fib or tunnelfib; or -errno */
int fib_read(const struct ifc *c, const struct word *w, const char *arg,
	     struct errbuf *eb);

/* fib_follow() - Its networks are in its table, now that its addresses or its
 * state have changed; 0 or -errno */
int fib_follow(const struct ifc *c, struct errbuf *eb);

/* fib_forget() - It is new: what one of that name had before is not its own */
void fib_forget(const struct ifc *c);
