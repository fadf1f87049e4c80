/* SPDX-License-Identifier: BSD-2-Clause */
/* words.h - The words of ifconfig(8): which there are and what follows them */
#pragma once

#include <stddef.h>

struct errbuf;
struct ifc;

struct word {
	const char *name;
	unsigned n_args;
	/* What it does, at once.  @arg: the n_args words that follow */
	int (*run)(struct ifc *c, const struct word *w, char *const *arg,
		   struct errbuf *eb);
	int value;
	const char *why; /* it is refused */
	const char *option; /* may follow the n_args, with a word of its own */
};

struct words {
	const struct word *w;
	size_t n;
};

extern const struct words link_words;
extern const struct words addr_words;
extern const struct words media_words;
extern const struct words bridge_words;
extern const struct words vlanfilter_words; /* of bridges */
extern const struct words span_words;
extern const struct words clone_words;
extern const struct words vlan_words;
extern const struct words fib_words;
extern const struct words tunnel_words; /* gif and gre */
extern const struct words vxlan_words;
extern const struct words lagg_words;
extern const struct words nd6_words;
extern const struct words refused_words;

/**
 * words_next() - Read one word and what follows it
 * @argv:	Moved on behind it
 * @ret:	NULL when it is none of ours: an address then
 * @ret_arg:	What follows it; that word itself when it is none of ours
 *
 * Return: 1, 0 at the end, or -EINVAL `'X' requires argument`
 */
int words_next(char *const **argv, const struct word **ret,
	       char *const **ret_arg, struct errbuf *eb);

/* words_run() - All of @argv, in order, and the address at the end */
int words_run(struct ifc *c, char *const *argv, struct errbuf *eb);
