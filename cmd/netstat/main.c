/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - netstat(1): routing tables and interfaces, as FreeBSD shows them */

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "libjail/core.h"
#include "netstat.h"
#include "nl/fib.h"
#include "nl/nl.h"

int netstat_main(int argc, char **argv);

static const char usage_text[] =
	"usage: netstat -r [-46nW] [-f family] [-F fib] [-j jail]\n"
	"       netstat -i | -I interface [-46bdnW] [-f family] [-j jail]\n";

static const char help_text[] =
	"  -r            the routing tables\n"
	"  -i            interfaces, their addresses and packets\n"
	"  -I interface  this one\n"
	"  -4, -6        IPv4 or IPv6 alone, as -f inet and -f inet6\n"
	"  -F fib        the routing table of this number\n"
	"  -b, -d        with -i: also bytes, also packets dropped\n"
	"  -j jail       in this jail's network\n"
	"  -n            numbers, no names\n"
	"  -W            wide: nothing is cut, and more is shown\n"
	"  --libxo form  json, text; json,pretty\n"
	"  --help, --version\n";

/* What FreeBSD's has and Linux shows with another tool. */
static const struct {
	const char *letters;
	const char *instead;
} elsewhere[] = {
	{ "AaLRTx", "ss(8) shows sockets" },
	{ "CghmMNpPqQsuwz", "ip -s(8) and nstat(8) show statistics" },
	{ "Bo", "bpftool(8) shows programs and next hops" },
};

static int usage(void)
{
	fputs(usage_text, stderr);
	return EX_USAGE;
}

static int refuse(int letter)
{
	for (size_t i = 0; i < ARRAY_SIZE(elsewhere); i++) {
		if (!strchr(elsewhere[i].letters, letter))
			continue;
		warnx("-%c: not supported on Linux: %s", letter,
		      elsewhere[i].instead);
		return EXIT_FAILURE;
	}
	return usage();
}

static int set_family(struct netstat_opts *o, const char *name)
{
	static const struct {
		const char *name;
		int family;
	} families[] = {
		{ "inet", AF_INET },
		{ "inet6", AF_INET6 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(families); i++) {
		if (streq(families[i].name, name)) {
			o->family = families[i].family;
			return 0;
		}
	}
	warnx("%s: unknown address family", name);
	return EXIT_FAILURE;
}

/* The one named, or the caller's; 0, or an exit status. */
static int find_fib(struct nl *nl, struct netstat_opts *o)
{
	unsigned long fib;
	struct errbuf eb;
	char *end;
	int n = fib_count(nl, &eb);

	if (n < 0) {
		warnx("%s", eb.msg);
		return EXIT_FAILURE;
	}
	if (!o->fib_word) {
		o->fib = fib_mine() < (unsigned)n ? fib_mine() : 0;
		return 0;
	}
	fib = strtoul(o->fib_word, &end, 10);
	if (end == o->fib_word || *end || fib >= (unsigned)n) {
		warnx("%s: invalid fib", o->fib_word);
		return EX_USAGE;
	}
	o->fib = (unsigned)fib;
	return 0;
}

/* 0, or an exit status. */
static int set_option(struct netstat_opts *o, int c)
{
	const struct {
		int letter;
		bool *flag;
	} flags[] = {
		{ 'r', &o->routes },  { 'i', &o->interfaces },
		{ 'n', &o->numeric }, { 'W', &o->wide },
		{ 'b', &o->bytes },   { 'd', &o->drops },
	};

	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		if (flags[i].letter == c)
			return !(*flags[i].flag = true);
	switch (c) {
	case '4':
		return set_family(o, "inet");
	case '6':
		return set_family(o, "inet6");
	case 'f':
		return set_family(o, optarg);
	case 'F':
		o->fib_word = optarg;
		return 0;
	case 'I':
		o->interfaces = true;
		o->ifname = optarg;
		return 0;
	case 'j':
		o->jail = optarg;
		return 0;
	default:
		return c == '?' ? usage() : refuse(c);
	}
}

static int run(struct netstat_opts *o)
{
	cleanup_nl struct nl *nl = NULL;
	struct errbuf eb;
	int r = jail_nl_open(o->jail, &nl, &eb);

	if (r < 0)
		errx(EXIT_FAILURE, "%s", eb.msg);
	r = find_fib(nl, o);
	if (r)
		return r;
	r = o->routes ? netstat_routes(nl, o, &eb)
		      : netstat_interfaces(nl, o, &eb);
	if (r < 0)
		errx(EXIT_FAILURE, "%s", eb.msg);
	return 0;
}

int netstat_main(int argc, char **argv)
{
	struct netstat_opts o = { 0 };
	struct errbuf eb;
	int c, r;

	if (argc > 1 && streq(argv[1], "--help"))
		return printf("%s%s", usage_text, help_text) < 0;
	if (argc > 1 && streq(argv[1], "--version"))
		return puts("netstat (vjail) " VJAIL_VERSION) < 0;
	if (xo_take(&argc, argv, &o.xo, &eb) < 0)
		errx(EXIT_FAILURE, "%s", eb.msg);

	optind = 0;
	while ((c = getopt(argc, argv,
			   "+46AaBbCdF:f:ghI:ij:LM:mN:noPp:Qq:RrSsTuWw:xz")) !=
	       -1) {
		r = set_option(&o, c);
		if (r)
			return r;
	}
	if (optind < argc)
		return usage();
	if (!o.routes && !o.interfaces)
		return refuse('a');
	return run(&o);
}
