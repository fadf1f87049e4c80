/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - ping(8): FreeBSD's flags, words and exit codes */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "ping.h"

#define SIZE_4 56 /* bytes of data */
#define SIZE_6 8
#define WAIT 10 /* seconds */
#define MS 1000.0

int ping_main(int argc, char **argv);
int ping6_main(int argc, char **argv);

static const char usage_text[] =
	"usage: ping [-4AaDfHLnoQqrv] [-c count] [-G sweepmaxsize]"
	" [-g sweepminsize]\n"
	"            [-h sweepincrsize] [-I iface] [-i wait] [-l preload]"
	" [-m ttl]\n"
	"            [-p pattern] [-S src_addr] [-s packetsize] [-t timeout]\n"
	"            [-W waittime] [-z tos] host\n"
	"       ping -6 [-AaDfHLnoQqrv] [-c count] [-I iface] [-i wait]"
	" [-l preload]\n"
	"            [-m hoplimit] [-p pattern] [-S src_addr] [-s packetsize]\n"
	"            [-t timeout] [-W waittime] host\n";

static int usage(void)
{
	fputs(usage_text, stderr);
	return EXIT_FAILURE;
}

static int set_flag(struct ping_opts *o, int c)
{
	const struct {
		int letter;
		bool *flag;
	} flags[] = {
		{ 'A', &o->bell_loss },	    { 'a', &o->bell_reply },
		{ 'D', &o->dont_fragment }, { 'f', &o->flood },
		{ 'H', &o->names },	    { 'L', &o->no_loop },
		{ 'o', &o->once },	    { 'Q', &o->somewhat_quiet },
		{ 'q', &o->quiet },	    { 'r', &o->dont_route },
		{ 'v', &o->verbose },
	};

	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		if (flags[i].letter == c) {
			*flags[i].flag = true;
			return 0;
		}
	}
	return -ENOENT;
}

/* A number of at least @min; the program ends where it is none. */
static double number(const char *text, double min, double max, const char *what)
{
	char *end;
	double d;

	errno = 0;
	d = strtod(text, &end);
	if (end == text || *end || errno || !(d >= min && d <= max))
		errx(EX_USAGE, "invalid %s: `%s'", what, text);
	return d;
}

static void set_pattern(struct ping_opts *o, const char *text)
{
	size_t n = strlen(text);

	if (n == 0 || n > 2 * sizeof(o->pattern) ||
	    strspn(text, "0123456789abcdefABCDEF") != n)
		errx(EX_USAGE, "patterns must be specified as hex digits");
	for (size_t i = 0; i < n; i += 2) {
		const char pair[] = { text[i], i + 1 < n ? text[i + 1] : '0',
				      '\0' };

		o->pattern[i / 2] = (uint8_t)strtoul(pair, NULL, 16);
	}
	o->pattern_len = (int)(n + 1) / 2;
}

static void set_interval(struct ping_opts *o, const char *text)
{
	o->interval = number(text, 0, INT32_MAX, "timing interval");
	if (o->interval < 1 && getuid() != 0)
		errx(EX_NOPERM,
		     "-i interval too short: Operation not permitted");
}

static void set_value(struct ping_opts *o, int c)
{
	switch (c) {
	case 'c':
		o->count = (long)number(optarg, 1, INT32_MAX,
					"count of packets to transmit");
		break;
	case 'G':
		o->sweep_max =
			(int)number(optarg, 1, PING_DATA_MAX, "packet size");
		break;
	case 'g':
		o->sweep_min =
			(int)number(optarg, 0, PING_DATA_MAX, "packet size");
		break;
	case 'h':
		o->sweep_step =
			(int)number(optarg, 1, PING_DATA_MAX, "increment size");
		break;
	case 'l':
		o->preload =
			(long)number(optarg, 0, INT32_MAX, "preload value");
		break;
	case 'm':
		o->ttl = (int)number(optarg, 1, 255, "TTL");
		break;
	case 's':
		o->size = (int)number(optarg, 0, PING_DATA_MAX, "packet size");
		break;
	case 't':
		o->timeout = number(optarg, 1, INT32_MAX, "timeout");
		break;
	case 'W':
		o->wait = number(optarg, 0, INT32_MAX, "timing interval") / MS;
		o->has_wait = true;
		break;
	case 'z':
		o->tos = (int)number(optarg, 0, 255, "TOS");
		break;
	default:
		break;
	}
}

static int set_option(struct ping_opts *o, int c)
{
	if (set_flag(o, c) == 0)
		return 0;
	switch (c) {
	case '4':
		o->family = AF_INET;
		break;
	case '6':
		o->family = AF_INET6;
		break;
	case 'I':
		o->ifname = optarg;
		break;
	case 'i':
		set_interval(o, optarg);
		break;
	case 'n':
		break; /* as it is anyway */
	case 'p':
		set_pattern(o, optarg);
		break;
	case 'S':
		o->source = optarg;
		break;
	case 'M':
	case 'P':
	case 'R':
	case 'T':
	case 'd':
		errx(EXIT_FAILURE, "-%c: not supported", c);
	case '?':
		return usage();
	default:
		set_value(o, c);
	}
	return 0;
}

static int run(struct ping_opts *o)
{
	static struct ping p;
	struct errbuf eb;
	int r;

	p.o = o;
	if (ping_resolve(o->host, o->family, &p.dst, &p.scope, &eb) < 0)
		errx(EXIT_FAILURE, "%s", eb.msg);
	if (o->sweep_max && p.dst.family == AF_INET6)
		errx(EX_USAGE, "-G: for IPv4 alone");
	p.size = o->size >= 0		   ? o->size
		 : p.dst.family == AF_INET ? SIZE_4
					   : SIZE_6;
	if (o->sweep_max)
		p.size = o->sweep_min;
	r = ping_open(&p, &eb);
	if (r < 0)
		errx(r == -EPERM ? EX_NOPERM : EXIT_FAILURE, "%s", eb.msg);
	return ping_run(&p);
}

int ping_main(int argc, char **argv)
{
	struct ping_opts o = { .interval = 1,
			       .wait = WAIT,
			       .size = -1,
			       .tos = -1,
			       .sweep_step = 1 };
	int c;

	if (argc > 1 && streq(argv[1], "--help"))
		return printf("%s       ping --help | --version\n",
			      usage_text) < 0;
	if (argc > 1 && streq(argv[1], "--version"))
		return puts("ping (vjail) " VJAIL_VERSION) < 0;
	if (streq(argv[0], "ping6"))
		o.family = AF_INET6;
	optind = 0;
	while ((c = getopt(
			argc, argv,
			"+46AaDdfHLnoQqRrvc:G:g:h:I:i:l:M:m:P:p:S:s:T:t:W:z:")) !=
	       -1)
		if (set_option(&o, c))
			return EXIT_FAILURE;
	if (argc - optind != 1)
		return usage();
	o.host = argv[optind];
	if ((o.flood || o.preload > 3) && getuid() != 0)
		errx(EX_NOPERM, "-%c: Operation not permitted",
		     o.flood ? 'f' : 'l');
	return run(&o);
}

int ping6_main(int argc, char **argv)
{
	return ping_main(argc, argv);
}
