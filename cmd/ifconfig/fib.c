/* SPDX-License-Identifier: BSD-2-Clause */
/* fib.c - Routing tables of interfaces: the words fib and tunnelfib */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "fib.h"
#include "ifc.h"
#include "nl/fib.h"
#include "nl/iffib.h"
#include "nl/link.h"
#include "words.h"

int fib_read(const struct ifc *c, const struct word *w, const char *arg,
	     struct errbuf *eb)
{
	char *end;
	unsigned long n = strtoul(arg, &end, 0);
	int count = fib_count(c->nl, eb);

	if (count < 0)
		return count;
	if (*arg && *arg != '-' && !*end && n < (unsigned)count)
		return (int)n;
	if (!*arg || *arg == '-' || *end || n > UINT_MAX)
		fprintf(stderr, "ifconfig: fib %s not valid\n", arg);
	else
		fprintf(stderr, "ifconfig: ioctl (%s): %s\n",
			streq(w->name, "fib") ? "SIOCSIFFIB" : "SIOCSTUNFIB",
			bsd_strerror(EINVAL));
	return -ERANGE;
}

int fib_follow(const struct ifc *c, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	cleanup_free struct iffib *v = NULL;
	size_t n = 0;
	int r = iffib_list(c->nl, &v, &n, eb);

	if (r < 0 || n == 0)
		return r;
	r = ifc_look(c, &l, eb);
	return r < 0 ? r : iffib_routes(c->nl, l.name, l.index, eb);
}

void fib_forget(const struct ifc *c)
{
	cleanup_nl_link struct nl_link l = { 0 };
	cleanup_free struct iffib *v = NULL;
	size_t n = 0;

	if (iffib_list(c->nl, &v, &n, NULL) == 0 && n > 0 &&
	    ifc_look(c, &l, NULL) == 0)
		(void)iffib_set(c->nl, l.name, 0, NULL);
}

/* As on FreeBSD a failure is only warned of. */
static int fib(struct ifc *c, const struct word *w, char *const *arg,
	       struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int n = fib_read(c, w, arg[0], eb), r;

	if (n < 0)
		return n == -ERANGE ? 0 : n;
	r = ifc_look(c, &l, eb);
	if (r < 0)
		return r;
	/* For Linux all that this host sends comes in there. */
	if (n > 0 && l.flags & IFF_LOOPBACK)
		return errbuf_set(eb, EOPNOTSUPP,
				  "%s: fib: not supported on Linux", c->name);
	r = iffib_set(c->nl, l.name, (unsigned)n, NULL);
	if (r == 0)
		r = iffib_routes(c->nl, l.name, l.index, NULL);
	if (r < 0)
		fprintf(stderr, "ifconfig: ioctl (SIOCSIFFIB): %s\n",
			bsd_strerror(-r));
	return 0;
}

static const struct word words[] = {
	{ "fib", 1, fib, 0, NULL },
};

const struct words fib_words = { words, ARRAY_SIZE(words) };
