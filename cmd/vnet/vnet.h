/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vnet.h - What vnet's actions share
 *
 * A network NET is the bridge NETbr with the eifaces of jails on it, and on the
 * host's side an interface NET: a NIC, an eiface, or with -b nothing.
 */
#pragma once

#include <stdbool.h>

#include "libnetgraph/ngnet.h"
#include "xo/xo.h"

#define NAME_SIZE 96
#define NO_USAGE 0x7fff /* as errno: wrong words */

struct options {
	const char *ip4, *ip6; /* -4, -6 */
	bool bridge_only; /* -b */
	bool keep; /* -k */
	bool drop; /* -d: take the eiface away; -D: with its node */
	bool long_form; /* -l */
	bool running; /* -r */
	bool overwrite; /* -f */
	const char *type, *out; /* -T, -o */
	struct xo xo;
};

struct errbuf;

struct action {
	const char *name;
	const char *options; /* as getopt(3)'s */
	const char *usage;
	int (*run)(struct ngnet *n, const struct options *o, int argc,
		   char **argv, struct errbuf *eb);
	bool listing; /* that JSON is possible of */
};

int vnet_add(struct ngnet *n, const struct options *o, int argc, char **argv,
	     struct errbuf *eb);
int vnet_delete(struct ngnet *n, const struct options *o, int argc, char **argv,
		struct errbuf *eb);
int vnet_eiface(struct ngnet *n, const struct options *o, int argc, char **argv,
		struct errbuf *eb);
int vnet_graph(struct ngnet *n, const struct options *o, int argc, char **argv,
	       struct errbuf *eb);
int vnet_list(struct ngnet *n, const struct options *o, int argc, char **argv,
	      struct errbuf *eb);
int vnet_list_jail(struct ngnet *n, const struct options *o, int argc,
		   char **argv, struct errbuf *eb);
int vnet_stats(struct ngnet *n, const struct options *o, int argc, char **argv,
	       struct errbuf *eb);
int vnet_table(struct ngnet *n, const struct options *o, int argc, char **argv,
	       struct errbuf *eb);

/* vnet_usage() - Wrong words; returns -NO_USAGE */
int vnet_usage(void);

/* vnet_bridge() - "NETbr:"; returns @buf */
const char *vnet_bridge(const char *net, char buf[NAME_SIZE]);

/* vnet_hooks() - Those of a network's bridge, or `X: no such network` */
int vnet_hooks(struct ngnet *n, const char *net, struct hooklist **ret,
	       struct errbuf *eb);

/* vnet_print() - { "vnet": { @each: list } }; @list, which may
 * be NULL, is the function's then.  vnet_no_memory() - in words; -ENOMEM */
int vnet_print(const struct options *o, const char *each,
	       struct json_object *list, struct errbuf *eb);
int vnet_no_memory(struct errbuf *eb);
