/* SPDX-License-Identifier: BSD-2-Clause */
/* ndp.c - ndp(8): the neighbours of IPv6, in FreeBSD's syntax */

#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "ndp.h"
#include "neigh.h"
#include "nl/link.h"
#include "nl/nl.h"
#include "opts/opts.h"

#define W_ADDR 36
#define W_MAC 17
#define W_IF 6
#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

int ndp_main(int argc, char **argv);

struct opts {
	const char *command; /* a letter */
	const char *ifname, *file; /* -i, -f */
	bool numeric; /* -n */
	bool stamps; /* -t */
	const char *wait; /* -A: so many seconds, then again */
	struct xo xo;
};

#define AT(member) offsetof(struct opts, member)

static const char usage_text[] =
	"usage: ndp [-nt] hostname\n"
	"       ndp [-nt] -a | -A wait\n"
	"       ndp [-n] -c | -p | -r | -H | -P | -R\n"
	"       ndp [-n] -d hostname\n"
	"       ndp -f filename\n"
	"       ndp -i interface [expression ...]\n"
	"       ndp -I [interface | delete]\n"
	"       ndp [-n] -s hostname ether_addr [temp] [proxy]\n";

static const char help_text[] =
	"  -A wait       all neighbours, again and again\n"
	"  -a            all neighbours\n"
	"  -c            forget what was learned\n"
	"  -d hostname   delete\n"
	"  -f filename   set what is in a file\n"
	"  -H            let routes agree with the list of routers\n"
	"  -I            the default interface\n"
	"  -i interface  how it does IPv6\n"
	"  -n            numbers, no names\n"
	"  -P            forget the prefixes that were advertised\n"
	"  -p            prefixes\n"
	"  -R            forget the default routers\n"
	"  -r            default routers\n"
	"  -s            set\n"
	"  -t            with the time of day\n"
	"  --libxo form  json, text; json,pretty\n"
	"  --help, --version\n";

static const struct opt_tool tool = {
	.name = "ndp",
	.usage = usage_text,
	.help = help_text,
	.usage_status = EXIT_FAILURE,
	.opts = {
		{ 'A', OPT_TEXT, AT(wait) },
		{ 'a', OPT_ONE, AT(command), "a" },
		{ 'c', OPT_ONE, AT(command), "c" },
		{ 'd', OPT_ONE, AT(command), "d" },
		{ 'f', OPT_TEXT, AT(file) },
		{ 'H', OPT_ONE, AT(command), "H" },
		{ 'I', OPT_ONE, AT(command), "I" },
		{ 'i', OPT_TEXT, AT(ifname) },
		{ 'n', OPT_ON, AT(numeric) },
		{ 'P', OPT_ONE, AT(command), "P" },
		{ 'p', OPT_ONE, AT(command), "p" },
		{ 'R', OPT_ONE, AT(command), "R" },
		{ 'r', OPT_ONE, AT(command), "r" },
		{ 's', OPT_ONE, AT(command), "s" },
		{ 't', OPT_ON, AT(stamps) },
	},
};

const char *ndp_time(uint32_t s, char buf[static NDP_TIME_MAX])
{
	int n = 0;

	if (s >= DAY)
		n += snprintf(buf + n, NDP_TIME_MAX - (size_t)n, "%ud",
			      s / DAY);
	if (s >= HOUR)
		n += snprintf(buf + n, NDP_TIME_MAX - (size_t)n, "%uh",
			      s % DAY / HOUR);
	if (s >= MINUTE)
		n += snprintf(buf + n, NDP_TIME_MAX - (size_t)n, "%um",
			      s % HOUR / MINUTE);
	(void)snprintf(buf + n, NDP_TIME_MAX - (size_t)n, "%us", s % MINUTE);
	return buf;
}

static const char *expiry(const struct neigh_entry *e,
			  char buf[static NDP_TIME_MAX])
{
	if (e->life == NEIGH_FOR_EVER)
		return "permanent";
	return e->life == NEIGH_OVER ? "expired" : ndp_time(e->seconds, buf);
}

/* An address of this host, or one that is set for ever, is reachable. */
static char state(const struct nl_neigh *n)
{
	static const struct {
		unsigned state;
		char letter;
	} letters[] = {
		{ NUD_INCOMPLETE, 'I' }, { NUD_REACHABLE, 'R' },
		{ NUD_STALE, 'S' },	 { NUD_DELAY, 'D' },
		{ NUD_PROBE, 'P' },	 { NUD_PERMANENT, 'R' },
	};

	for (size_t i = 0; i < ARRAY_SIZE(letters); i++)
		if (n->state & letters[i].state)
			return letters[i].letter;
	return 'N';
}

/* Linux counts on from another number while it looks for an address, and keeps
 * the number that was needed. */
static unsigned probes(const struct nl_neigh *n)
{
	return n->state & NUD_PROBE ? n->probes : 0;
}

static void print_header(void)
{
	printf("%-*.*s %-*.*s %*.*s %-9.9s %1s %5s\n", W_ADDR, W_ADDR,
	       "Neighbor", W_MAC, W_MAC, "Linklayer Address", W_IF, W_IF,
	       "Netif", "Expire", "S", "Flags");
}

static int at_least(int a, int b)
{
	return a > b ? a : b;
}

static void print_now(void)
{
	struct timespec now = { 0 };
	struct tm tm = { 0 };

	(void)clock_gettime(CLOCK_REALTIME, &now);
	(void)localtime_r(&now.tv_sec, &tm);
	printf("%02d:%02d:%02d.%06ld ", tm.tm_hour, tm.tm_min, tm.tm_sec,
	       now.tv_nsec / 1000);
}

/* A column that is too long takes its room from those after it. */
static void print_entry(const struct neigh_entry *e, bool numeric)
{
	char name[NAME_MAX_LEN], mac_buf[3 * NL_ADDR_MAX], expire[NDP_TIME_MAX];
	const char *mac = neigh_mac(&e->n, mac_buf, sizeof(mac_buf));
	const char *ifname = neigh_ifname(e);
	int w_addr, w_mac, w_if;

	(void)neigh_name(e, numeric, NULL, name);
	w_addr = at_least((int)strlen(name), W_ADDR);
	w_mac = at_least((int)strlen(mac), W_ADDR + W_MAC - w_addr);
	w_if = at_least((int)strlen(ifname),
			W_ADDR + W_MAC + W_IF - w_addr - w_mac);
	printf("%-*s %-*s %*s %-9.9s %c %s%s", w_addr, name, w_mac, mac, w_if,
	       ifname, expiry(e, expire), state(&e->n),
	       e->n.flags & NTF_ROUTER ? "R" : "", e->published ? "p" : "");
	if (probes(&e->n))
		printf(" %u", probes(&e->n));
	putchar('\n');
}

static void print_line(const struct opts *o, const struct neigh_entry *e)
{
	if (o->stamps)
		print_now();
	print_entry(e, o->numeric);
}

static struct json_object *entry_json(const struct neigh_entry *e, bool numeric)
{
	const char letter[] = { state(&e->n), '\0' };
	struct json_object *o = json_object_new_object();
	char name[NAME_MAX_LEN], mac[3 * NL_ADDR_MAX], flags[3];
	bool ok;

	(void)snprintf(flags, sizeof(flags), "%s%s",
		       e->n.flags & NTF_ROUTER ? "R" : "",
		       e->published ? "p" : "");
	ok = xo_add_str(o, "address", neigh_name(e, numeric, NULL, name)) &&
	     xo_add_str(o, "mac-address", neigh_mac(&e->n, mac, sizeof(mac))) &&
	     xo_add_str(o, "interface", neigh_ifname(e));
	if (e->life == NEIGH_FOR_EVER)
		ok = ok &&
		     xo_add(o, "permanent", json_object_new_boolean(true));
	else
		ok = ok && xo_add_int(o, "expires_sec", e->seconds);
	ok = ok && xo_add_str(o, "neighbor-state", letter) &&
	     xo_add_str(o, "nd-flags", flags);
	if (ok && probes(&e->n))
		ok = xo_add_int(o, "probes", probes(&e->n));
	if (ok)
		return o;
	json_object_put(o);
	return NULL;
}

/* All, or what is of one host. */
static int show(const struct opts *o, const struct neigh_table *t,
		const struct neigh_host *h)
{
	struct json_object *ndp = o->xo.json ? json_object_new_object() : NULL;
	struct json_object *cache = ndp ? json_object_new_array() : NULL;
	bool ok = !ndp || xo_add(ndp, "neighbor-cache", cache);

	if (!ndp)
		print_header();
	for (size_t i = 0; i < t->n && ok; i++) {
		const struct neigh_entry *e = &t->v[i];

		if (h && (!nl_inet_same(&e->n.ip, &h->ip) ||
			  (h->index && h->index != e->n.index)))
			continue;
		if (ndp)
			ok = xo_append(cache, entry_json(e, o->numeric));
		else
			print_line(o, e);
	}
	if (ndp && ok)
		return xo_print(stdout, &o->xo, NDP_XO_VERSION, "ndp", ndp);
	json_object_put(ndp);
	return ok ? 0 : -ENOMEM;
}

static int show_once(struct nl *nl, const struct opts *o)
{
	cleanup_neigh_table struct neigh_table t = { 0 };
	struct errbuf eb;

	if (neigh_table_read(nl, AF_INET6, 0, &t, &eb) < 0)
		return neigh_fail(&eb);
	return show(o, &t, NULL) < 0;
}

static int show_again(struct nl *nl, const struct opts *o)
{
	char *end;
	unsigned long wait = strtoul(o->wait, &end, 10);
	int status;

	if (*o->wait < '0' || *o->wait > '9' || *end || wait < 1 ||
	    wait > INT_MAX) {
		warnx("-A %s: not a number of seconds", o->wait);
		return EXIT_FAILURE;
	}
	while ((status = show_once(nl, o)) == 0) {
		if (putchar('\n') == EOF || fflush(stdout) < 0)
			return EXIT_FAILURE;
		(void)sleep((unsigned)wait);
	}
	return status;
}

static int show_host(struct nl *nl, const struct opts *o, const char *word)
{
	cleanup_neigh_table struct neigh_table t = { 0 };
	char numbers[INET6_ADDRSTRLEN];
	struct neigh_host h;
	struct errbuf eb;

	if (neigh_host(nl, AF_INET6, word, &h, &eb) < 0 ||
	    neigh_table_read(nl, AF_INET6, h.index, &t, &eb) < 0)
		return neigh_fail(&eb);
	if (o->xo.json || neigh_find(&t, &h))
		return show(o, &t, &h) < 0 || !neigh_find(&t, &h);
	printf("%s (%s) -- no entry\n", word, nl_inet_format(&h.ip, numbers));
	return EXIT_FAILURE;
}

static int delete_entry(struct nl *nl, const struct neigh_host *h)
{
	char numbers[INET6_ADDRSTRLEN];
	struct errbuf eb;
	int r;

	r = neigh_delete(nl, h, false, &eb);
	if (r < 0) {
		warnx("delete%s %s", r == -ENETUNREACH ? ":" : "", eb.msg);
		return EXIT_FAILURE;
	}
	printf("%s (%s) deleted\n", h->word, nl_inet_format(&h->ip, numbers));
	return 0;
}

static int delete_host(struct nl *nl, const char *word)
{
	struct neigh_host h;
	struct errbuf eb;

	if (neigh_host(nl, AF_INET6, word, &h, &eb) < 0)
		return neigh_fail(&eb);
	return delete_entry(nl, &h);
}

/* What was learned, not what somebody set. */
static int clear(struct nl *nl, const struct opts *o)
{
	cleanup_neigh_table struct neigh_table t = { 0 };
	struct errbuf eb;
	int status = 0;

	if (neigh_table_read(nl, AF_INET6, 0, &t, &eb) < 0)
		return neigh_fail(&eb);
	for (size_t i = 0; i < t.n; i++) {
		const struct neigh_entry *e = &t.v[i];
		char name[NAME_MAX_LEN];
		const struct neigh_host h = {
			.word = neigh_name(e, o->numeric, NULL, name),
			.ip = e->n.ip,
			.index = e->n.index,
		};

		if (e->life != NEIGH_FOR_EVER)
			status |= delete_entry(nl, &h);
	}
	return status;
}

/* HOST MAC [temp] [proxy] */
static int set_host(void *arg, char *const *words)
{
	struct nl *nl = arg;
	struct neigh_new new = { 0 };
	struct errbuf eb;
	int r;

	if (!words[0] || !words[1])
		return opts_usage(&tool);
	if (neigh_host(nl, AF_INET6, words[0], &new.host, &eb) < 0 ||
	    neigh_parse_mac(words[1], new.mac, &eb) < 0)
		return neigh_fail(&eb);
	for (words += 2; *words; words++) {
		if (streq(*words, "temp"))
			new.temporary = true;
		else if (streq(*words, "proxy"))
			new.publish = new.publish_only = true;
		else
			return opts_usage(&tool);
	}
	r = neigh_set(nl, &new, &eb);
	return r < 0 ? neigh_fail(&eb) : 0;
}

/* What takes no further words. */
static int run_alone(struct nl *nl, const struct opts *o)
{
	if (o->wait)
		return show_again(nl, o);
	if (o->file)
		return neigh_file(o->file, set_host, nl);
	switch (*o->command) {
	case 'a':
		return show_once(nl, o);
	case 'c':
		return clear(nl, o);
	case 'H': /* Linux's list of routers is what its routes are */
		return 0;
	case 'P':
		return ndp_flush_prefixes(nl);
	case 'p':
		return ndp_prefixes(nl, o->numeric, &o->xo);
	case 'R':
		return ndp_flush_routers(nl);
	default:
		return ndp_routers(nl, o->numeric, &o->xo);
	}
}

static int run(struct nl *nl, const struct opts *o, int argc, char **argv)
{
	const int n = !!o->command + !!o->wait + !!o->file + !!o->ifname;

	if (n > 1)
		return opts_usage(&tool);
	if (o->ifname)
		return ndp_interface(nl, o->ifname, argv, &o->xo);
	switch (o->command ? *o->command : 0) {
	case 'd':
		return argc == 1 ? delete_host(nl, argv[0]) : opts_usage(&tool);
	case 'I':
		return argc > 1 ? opts_usage(&tool)
				: ndp_default_interface(nl, argv[0], &o->xo);
	case 's':
		return set_host(nl, argv);
	default:
		if (n)
			return argc ? opts_usage(&tool) : run_alone(nl, o);
		return argc == 1 ? show_host(nl, o, argv[0])
				 : opts_usage(&tool);
	}
}

int ndp_main(int argc, char **argv)
{
	cleanup_nl struct nl *nl = NULL;
	struct opts o = { 0 };
	struct errbuf eb;
	int status = neigh_begin(&tool, &argc, argv, &o.xo, &o);

	if (status >= 0)
		return status;
	if (nl_open(&nl, &eb) < 0)
		return neigh_fail(&eb);
	return run(nl, &o, argc - optind, argv + optind);
}
