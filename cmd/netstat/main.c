/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - netstat(1): routing tables and interfaces, as FreeBSD shows them */

#include <err.h>
#include <stddef.h>
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
#include "opts/opts.h"

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
static const struct opt_elsewhere elsewhere[] = {
	{ "AaLRTx", "ss(8) shows sockets" },
	{ "CghM:mN:Pp:Qqsuw:z", "ip -s(8) and nstat(8) show statistics" },
	{ "Bo", "bpftool(8) shows programs and next hops" },
	{ NULL, NULL },
};

#define AT(member) offsetof(struct netstat_opts, member)

static const struct opt_tool tool = {
	.name = "netstat",
	.usage = usage_text,
	.help = help_text,
	.usage_status = EX_USAGE,
	.elsewhere = elsewhere,
	.opts = {
		{ '4', OPT_SAY, AT(family_word), "inet" },
		{ '6', OPT_SAY, AT(family_word), "inet6" },
		{ 'b', OPT_ON, AT(bytes) },
		{ 'd', OPT_ON, AT(drops) },
		{ 'F', OPT_TEXT, AT(fib_word) },
		{ 'f', OPT_TEXT, AT(family_word) },
		{ 'I', OPT_TEXT, AT(ifname) },
		{ 'i', OPT_ON, AT(interfaces) },
		{ 'j', OPT_TEXT, AT(jail) },
		{ 'n', OPT_ON, AT(numeric) },
		{ 'r', OPT_ON, AT(routes) },
		{ 'W', OPT_ON, AT(wide) },
	},
};

/* 0, or an exit status. */
static int find_family(struct netstat_opts *o)
{
	if (!o->family_word)
		return 0;
	if (streq(o->family_word, "inet"))
		o->family = AF_INET;
	else if (streq(o->family_word, "inet6"))
		o->family = AF_INET6;
	if (o->family)
		return 0;
	warnx("%s: unknown address family", o->family_word);
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
	int r;

	if (xo_take(&argc, argv, &o.xo, &eb) < 0)
		errx(EXIT_FAILURE, "%s", eb.msg);
	r = opts_parse(&tool, argc, argv, &o);
	if (r >= 0)
		return r;
	r = find_family(&o);
	if (r)
		return r;
	o.interfaces = o.interfaces || o.ifname;
	if (optind < argc)
		return opts_usage(&tool);
	if (!o.routes && !o.interfaces)
		return opts_refuse(&tool, 'a');
	return run(&o);
}
