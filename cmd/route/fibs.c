/* SPDX-License-Identifier: BSD-2-Clause */
/* fibs.c - Which routing tables a command is about */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/errbuf.h"
#include "base/strv.h"
#include "base/util.h"
#include "route.h"

void route_fibs_only(struct route_fibs *f, unsigned fib)
{
	memset(f->on, 0, sizeof(f->on));
	f->on[fib] = true;
}

/* The number of a table there is, ended by @end. */
static bool take_fib(const struct route_fibs *f, const char **word, char end,
		     unsigned *ret)
{
	unsigned long n;
	char *rest;

	if (**word < '0' || **word > '9')
		return false;
	errno = 0;
	n = strtoul(*word, &rest, 10);
	if (errno || *rest != end || n >= f->count)
		return false;
	*word = rest;
	*ret = (unsigned)n;
	return true;
}

/* N, N-M, all or default */
static bool take_part(struct route_fibs *f, const char *part)
{
	unsigned first = 0, last = f->count - 1;

	if (streq(part, "default"))
		first = last = f->mine;
	else if (strchr(part, '-')) {
		if (!take_fib(f, &part, '-', &first))
			return false;
		part++;
		if (!take_fib(f, &part, '\0', &last) || last <= first)
			return false;
	} else if (!streq(part, "all")) {
		if (!take_fib(f, &part, '\0', &first))
			return false;
		last = first;
	}
	for (unsigned fib = first; fib <= last; fib++)
		f->on[fib] = true;
	return true;
}

int route_fibs_parse(struct route_fibs *f, const char *word, struct errbuf *eb)
{
	cleanup_strv struct strv parts = { 0 };
	bool good = strv_split(&parts, word, ",") == 0 && parts.n > 0 &&
		    word[strlen(word) - 1] != ',' && *word != ',' &&
		    !strstr(word, ",,");

	memset(f->on, 0, sizeof(f->on));
	for (size_t i = 0; i < parts.n && good; i++)
		good = take_part(f, parts.v[i]);
	if (good)
		return 0;
	return errbuf_set(eb, EINVAL, "invalid fib number: %s", word);
}
