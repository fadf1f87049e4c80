/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - route(8): change and ask the routing table, in FreeBSD's syntax */

#include <err.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/bsderr.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "libjail/core.h"
#include "nl/bsdroute.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/nl.h"
#include "opts/opts.h"
#include "route.h"

int route_main(int argc, char **argv);

struct opts {
	const char *family_word; /* "inet", "inet6"; NULL: as it comes */
	int family; /* of that, or 0 */
	bool numeric, quiet, test, verbose;
	const char *jail;
	struct xo xo;
};

#define XO_VERSION "1"

enum command_kind { ADD, CHANGE, DELETE, GET, FLUSH, MONITOR };

static const struct command {
	const char *name;
	enum command_kind kind;
} commands[] = {
	{ "add", ADD },		{ "change", CHANGE }, { "del", DELETE },
	{ "delete", DELETE },	{ "flush", FLUSH },   { "get", GET },
	{ "monitor", MONITOR }, { "show", GET },
};

/* What is said on stdout of a failure, other than strerror(3)'s words. */
static const struct {
	int code;
	const char *text;
} reasons[] = {
	{ ESRCH, "not in table" },
	{ EEXIST, "route already in table" },
	{ EBUSY, "entry in use" },
	{ ENOBUFS, "not enough memory" },
	{ EADDRINUSE, "gateway uses the same route" },
};

static const char usage_text[] =
	"usage: route [-j jail] [-46dnqtv] command [[modifiers] args]\n";

static const char help_text[] =
	"  add       add a route\n"
	"  change    change the gateway or another property of a route\n"
	"  delete    delete a route\n"
	"  get       show the route to a destination\n"
	"  flush     delete all routes that go through a gateway\n"
	"  monitor   print what changes, until killed\n"
	"  show      the same as get\n"
	"  -j jail, --libxo form, --help, --version\n";

#define AT(member) offsetof(struct opts, member)

static const struct opt_tool tool = {
	.name = "route",
	.usage = usage_text,
	.help = help_text,
	.named = true,
	.usage_status = EX_USAGE,
	.opts = {
		{ '4', OPT_SAY, AT(family_word), "inet" },
		{ '6', OPT_SAY, AT(family_word), "inet6" },
		{ 'd', OPT_ON, AT(test) },
		{ 'j', OPT_TEXT, AT(jail) },
		{ 'n', OPT_ON, AT(numeric) },
		{ 'q', OPT_ON, AT(quiet) },
		{ 't', OPT_ON, AT(test) },
		{ 'v', OPT_ON, AT(verbose) },
	},
};

static const char *reason(int code)
{
	for (size_t i = 0; i < ARRAY_SIZE(reasons); i++)
		if (reasons[i].code == code)
			return reasons[i].text;
	return bsd_strerror(code);
}

/* Where Linux has another error for what FreeBSD says. */
static int bsd_error(const struct route_args *args, int code)
{
	bool six = args->route.gateway.family == AF_INET6;

	if (six && code == EHOSTUNREACH)
		return ENETUNREACH;
	if (six && code == EINVAL && !args->route.oif &&
	    nl_inet_link_local(&args->route.gateway))
		return ENETUNREACH;
	return code;
}

/* The interface that was named, if one was; an exit status. */
static int find_oif(struct nl *nl, struct route_args *args)
{
	const char *name = args->iface	  ? args->iface
			   : args->ifp	  ? args->ifp
			   : *args->scope ? args->scope
					  : NULL;
	cleanup_nl_link struct nl_link l = { 0 };

	if (!name)
		return 0;
	if (ifname_find(nl, ifname_from_bsd(name), &l, NULL) < 0) {
		if (name != args->scope) {
			warnx("interface '%s' does not exist", name);
			return EX_DATAERR;
		}
		warnx("%s: Name does not resolve",
		      args->gateway ? args->gateway : args->dest);
		return EX_OSERR;
	}
	args->route.oif = l.index;
	return 0;
}

/* The route there is, with what was given in place of what it has. */
static int change(struct nl *nl, const struct route_args *args)
{
	const struct nl_route *new = &args->route;
	struct nl_route rt;
	int r = route_find(nl, new, &rt, NULL);

	if (r < 0)
		return r;
	if (args->gateway) {
		rt.gateway = new->gateway;
		rt.oif = new->oif;
	}
	if (new->type)
		rt = (struct nl_route){ .dst = rt.dst,
					.dst_len = rt.dst_len,
					.priority = rt.priority,
					.table = rt.table,
					.type = new->type };
	if (args->marked)
		rt.protocol = bsd_route_protocol(args->marks);
	if (new->mtu)
		rt.mtu = new->mtu;
	if (new->hoplimit)
		rt.hoplimit = new->hoplimit;
	rt.locked |= new->locked;
	if (new->expires)
		rt.expires = new->expires;
	if (new->prefsrc.family)
		rt.prefsrc = new->prefsrc;
	return nl_route_replace(nl, &rt, NULL);
}

/* One that drops has the gateway it was added with on FreeBSD, here none. */
static int delete (struct nl *nl, const struct nl_route *rt)
{
	struct nl_route there;
	int r = nl_route_del(nl, rt, NULL);

	if (r == -ESRCH && rt->gateway.family &&
	    route_find(nl, rt, &there, NULL) == 0 && there.type != RTN_UNICAST)
		r = nl_route_del(nl, &there, NULL);
	return r;
}

/* 0 or -errno */
static int alter(struct nl *nl, enum command_kind kind, struct route_args *args,
		 const struct opts *o)
{
	struct nl_route *rt = &args->route;

	if (kind == ADD)
		rt->protocol = bsd_route_protocol(args->marks);
	/* FreeBSD wants a gateway where Linux takes none. */
	if (rt->type)
		rt->gateway.family = rt->oif = 0;

	if (o->verbose)
		route_tell(nl, kind != DELETE, rt);
	if (o->test)
		return 0;
	if (kind == CHANGE)
		return change(nl, args);
	if (kind == DELETE)
		return delete (nl, rt);
	if (!args->gateway && !rt->type)
		return -EINVAL;
	return nl_route_add(nl, rt, NULL);
}

/* The beginning of what is said on stdout. */
static void print_what(const struct route_args *args)
{
	printf("%s %s %s", args->command, args->host ? "host" : "net",
	       args->dest);
	if (args->gateway)
		printf(": gateway %s", args->gateway);
}

static void report_failure(const struct route_args *args, const struct opts *o,
			   unsigned fib, int code)
{
	if (code == ESRCH)
		warnx("route has not been found");
	else
		warnx("message indicates error: %s", bsd_strerror(code));
	if (o->quiet)
		return;
	print_what(args);
	printf(" fib %u: %s\n", fib, reason(code));
}

/* In one line for all tables where it went well. */
static void report_success(const struct route_args *args,
			   const struct route_fibs *done)
{
	const char *sep = " fib ";

	print_what(args);
	for (unsigned fib = 0; fib < done->count && done->count > 1; fib++) {
		if (!done->on[fib])
			continue;
		printf("%s%u", sep, fib);
		sep = ",";
	}
	printf("\n");
}

static int run_get(struct nl *nl, const struct route_args *args,
		   const struct opts *o)
{
	struct route_get get = { .numeric = o->numeric, .verbose = o->verbose };
	struct json_object *route;
	int status = 0;

	if (o->xo.json)
		get.list = json_object_new_array();
	for (unsigned fib = 0; fib < args->fibs.count && !status; fib++)
		if (args->fibs.on[fib])
			status = route_get(nl, args, fib, &get);
	if (!o->xo.json)
		return status;
	route = json_object_new_object();
	if (!xo_add(route, "route-entry", get.list) ||
	    xo_print(stdout, &o->xo, XO_VERSION, "route", route) < 0)
		errx(EX_OSERR, "out of memory");
	return status;
}

/* In each table that is meant. */
static int run_alter(struct nl *nl, enum command_kind kind,
		     const struct route_args *args, const struct opts *o)
{
	struct route_fibs done = { .count = args->fibs.count };
	bool any = false;
	int status = 0;

	for (unsigned fib = 0; fib < args->fibs.count; fib++) {
		struct route_args one = *args;
		int code;

		if (!args->fibs.on[fib])
			continue;
		one.route.table = fib_table(fib);
		code = bsd_error(&one, -alter(nl, kind, &one, o));
		if (code) {
			report_failure(&one, o, fib, code);
			status = EXIT_FAILURE;
		} else {
			done.on[fib] = any = true;
		}
	}
	if (any && !o->quiet)
		report_success(args, &done);
	return status;
}

/* How many tables there are, and the one meant where none is named. */
static int find_fibs(struct nl *nl, struct route_fibs *f)
{
	struct errbuf eb;
	int n = fib_count(nl, &eb);

	if (n < 0) {
		warnx("%s", eb.msg);
		return EX_OSERR;
	}
	f->count = (unsigned)n;
	f->mine = fib_mine();
	if (f->mine >= f->count)
		f->mine = 0;
	route_fibs_only(f, f->mine);
	return 0;
}

static int run(struct nl *nl, const struct command *c, char *const *words,
	       const struct opts *o)
{
	struct route_args args = { .command = c->name };
	struct route_wrong wrong = { 0 };
	struct errbuf eb = { 0 };
	int r = find_fibs(nl, &args.fibs);

	if (r)
		return r;
	if (route_parse(words, o->family ? o->family : AF_INET, &args, &wrong,
			&eb) < 0) {
		if (*eb.msg)
			warnx("%s", eb.msg);
		return wrong.usage ? opts_usage(&tool) : wrong.status;
	}
	if (c->kind == GET)
		return run_get(nl, &args, o);

	r = find_oif(nl, &args);
	return r ? r : run_alter(nl, c->kind, &args, o);
}

/* [-inet | -inet6] [-fib LIST] of flush and monitor; 0, or an exit status. */
static int take_scope(char *const *words, int *family, struct route_fibs *fibs)
{
	struct errbuf eb;

	for (; *words; words++) {
		if (streq(*words, "-inet") || streq(*words, "-4"))
			*family = AF_INET;
		else if (streq(*words, "-inet6") || streq(*words, "-6"))
			*family = AF_INET6;
		else if (streq(*words, "-fib")) {
			if (!*++words)
				return opts_usage(&tool);
			if (route_fibs_parse(fibs, *words, &eb) < 0) {
				warnx("%s", eb.msg);
				return EX_USAGE;
			}
		} else {
			warnx("bad keyword: %s",
			      *words + (**words == '-' ? 1 : 0));
			return opts_usage(&tool);
		}
	}
	return 0;
}

static int run_flush(struct nl *nl, char *const *words, const struct opts *o)
{
	struct route_flush f = { .family = o->family,
				 .numeric = o->numeric,
				 .quiet = o->quiet,
				 .verbose = o->verbose,
				 .test = o->test };
	struct route_fibs fibs = { 0 };
	int r = find_fibs(nl, &fibs);

	if (!r)
		r = take_scope(words, &f.family, &fibs);
	for (unsigned fib = 0; fib < fibs.count && !r; fib++)
		if (fibs.on[fib])
			r = route_flush(nl, fib, &f);
	return r;
}

static int run_monitor(struct nl *nl, char *const *words, const struct opts *o)
{
	cleanup_nl struct nl *events = NULL;
	struct route_fibs fibs = { 0 };
	int family = o->family;
	struct errbuf eb;
	int r = find_fibs(nl, &fibs);

	if (r)
		return r;
	/* Unless some are named, also of those that are made later. */
	memset(fibs.on, true, sizeof(fibs.on));
	r = take_scope(words, &family, &fibs);
	if (r)
		return r;
	if (jail_nl_open(o->jail, &events, &eb) < 0)
		errx(EX_OSERR, "%s", eb.msg);
	return route_monitor(nl, events, family, &fibs);
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (streq(commands[i].name, name))
			return &commands[i];
	return NULL;
}

int route_main(int argc, char **argv)
{
	cleanup_nl struct nl *nl = NULL;
	const struct command *c;
	struct errbuf eb = { 0 };
	struct opts o = { 0 };
	int r;

	if (xo_take(&argc, argv, &o.xo, &eb) < 0)
		errx(EX_USAGE, "%s", eb.msg);
	r = opts_parse(&tool, argc, argv, &o);
	if (r >= 0)
		return r;
	if (o.family_word)
		o.family = streq(o.family_word, "inet") ? AF_INET : AF_INET6;
	argv += optind;
	if (!*argv)
		return opts_usage(&tool);
	c = find_command(*argv);
	if (!c) {
		warnx("bad keyword: %s", *argv);
		return opts_usage(&tool);
	}
	if (o.xo.json && c->kind != GET) {
		warnx("--libxo: only with get and show");
		return opts_usage(&tool);
	}
	if (c->kind != GET && c->kind != MONITOR && geteuid() != 0)
		errx(EX_NOPERM, "must be root to alter routing table");

	if (jail_nl_open(o.jail, &nl, &eb) < 0)
		errx(EX_OSERR, "%s", eb.msg);
	switch (c->kind) {
	case FLUSH:
		return run_flush(nl, argv + 1, &o);
	case MONITOR:
		return run_monitor(nl, argv + 1, &o);
	case ADD:
	case CHANGE:
	case DELETE:
	case GET:
		break;
	}
	return run(nl, c, argv + 1, &o);
}
