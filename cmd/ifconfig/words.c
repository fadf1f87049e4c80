/* SPDX-License-Identifier: BSD-2-Clause */
/* words.c - Read and run the words of ifconfig(8) */

#include <errno.h>

#include "apply.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "ifc.h"
#include "vlanfilter.h"
#include "words.h"

static const struct word *find(const char *name)
{
	static const struct words *const tables[] = {
		&link_words,	   &media_words,   &addr_words,	 &bridge_words,
		&vlanfilter_words, &span_words,	   &clone_words, &vlan_words,
		&tunnel_words,	   &vxlan_words,   &lagg_words,	 &nd6_words,
		&fib_words,	   &refused_words,
	};

	for (size_t t = 0; t < ARRAY_SIZE(tables); t++)
		for (size_t i = 0; i < tables[t]->n; i++)
			if (streq(tables[t]->w[i].name, name))
				return &tables[t]->w[i];
	return NULL;
}

int words_next(char *const **argv, const struct word **ret,
	       char *const **ret_arg, struct errbuf *eb)
{
	const struct word *w;
	unsigned n = 0;

	if (!**argv)
		return 0;
	w = find(**argv);
	*ret_arg = w ? *argv + 1 : *argv;
	while (w && n < w->n_args && (*ret_arg)[n])
		n++;
	if (w && n < w->n_args && streq(w->name, "addm"))
		return errbuf_set(eb, EINVAL,
				  "usage: addm <interface> [opts ...]");
	if (w && n < w->n_args)
		return errbuf_set(eb, EINVAL,
				  w->n_args == 1 ? "'%s' requires argument"
						 : "'%s' requires 2 arguments",
				  w->name);
	if (w && w->option && (*ret_arg)[n] &&
	    streq((*ret_arg)[n], w->option)) {
		n++;
		if (!(*ret_arg)[n++])
			return errbuf_set(eb, EINVAL, "'%s' requires argument",
					  w->option);
	}
	*ret = w;
	*argv += 1 + n;
	return 1;
}

static int finish(struct ifc *c, struct errbuf *eb)
{
	int (*fn)(struct ifc * c, struct errbuf * eb) = c->finish;

	c->finish = NULL;
	c->collect = NULL;
	return fn ? fn(c, eb) : 0;
}

static int run_one(struct ifc *c, const struct word *w, char *const *arg,
		   struct errbuf *eb)
{
	int r = 0;

	if (!w || w->run != c->collect)
		r = finish(c, eb);
	if (r < 0)
		return r;
	if (!w || w->run != vlanfilter_of_new)
		c->new_member = NULL;
	return w ? w->run(c, w, arg, eb) : address_word(&c->addr, arg[0], eb);
}

int words_run(struct ifc *c, char *const *argv, struct errbuf *eb)
{
	const struct word *w = NULL;
	char *const *arg = NULL;
	int r;

	for (;;) {
		r = words_next(&argv, &w, &arg, eb);
		if (r < 0)
			return r;
		if (r == 0)
			break;
		r = run_one(c, w, arg, eb);
		if (r < 0)
			return r;
	}
	r = finish(c, eb);
	return r < 0 ? r : apply_address(c, eb);
}
