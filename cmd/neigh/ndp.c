/* SPDX-License-Identifier: BSD-2-Clause */
/* ndp.c - ndp(8): the neighbours of IPv6, in FreeBSD's syntax */

#include <err.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "neigh.h"
#include "nl/link.h"
#include "nl/nl.h"
#include "opts/opts.h"

#define XO_VERSION "1"
#define W_ADDR 36
#define W_MAC 17
#define W_IF 6
#define EXPIRE_MAX 32
#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

int ndp_main(int argc, char **argv);

struct opts {
	const char *command; /* "a", "c", "d", "s", or NULL: show a host */
	bool numeric; /* -n */
	struct xo xo;
};

#define AT(member) offsetof(struct opts, member)

static const char usage_text[] = "usage: ndp [-n] hostname\n"
				 "       ndp [-n] -a\n"
				 "       ndp [-n] -c\n"
				 "       ndp [-n] -d hostname\n"
				 "       ndp [-n] -s hostname ether_addr"
				 " [temp] [proxy]\n";

static const char help_text[] = "  -a            all neighbours\n"
				"  -c            forget what was learned\n"
				"  -d            delete\n"
				"  -n            numbers, no names\n"
				"  -s            set\n"
				"  --libxo form  json, text; json,pretty\n"
				"  --help, --version\n";

/* What FreeBSD's does besides, and what does it on Linux. */
static const struct opt_elsewhere elsewhere[] = {
	{ "i", "ifconfig(8) shows and sets nd6 options" },
	{ "pr", "netstat -rn -6 shows prefixes and routers" },
	{ "HPRI", "route(8) changes prefixes and routers" },
	{ "At", "ip monitor neigh tells changes" },
	{ "f", "call ndp -s for each line" },
	{ NULL, NULL },
};

static const struct opt_tool tool = {
	.name = "ndp",
	.usage = usage_text,
	.help = help_text,
	.usage_status = EXIT_FAILURE,
	.elsewhere = elsewhere,
	.opts = {
		{ 'a', OPT_ONE, AT(command), "a" },
		{ 'c', OPT_ONE, AT(command), "c" },
		{ 'd', OPT_ONE, AT(command), "d" },
		{ 'n', OPT_ON, AT(numeric) },
		{ 's', OPT_ONE, AT(command), "s" },
	},
};

static const char *expiry(const struct neigh_entry *e, char buf[EXPIRE_MAX])
{
	unsigned s = e->seconds;
	int n = 0;

	if (e->life == NEIGH_FOR_EVER)
		return "permanent";
	if (e->life == NEIGH_OVER)
		return "expired";
	if (s >= DAY)
		n += snprintf(buf + n, EXPIRE_MAX - (size_t)n, "%ud", s / DAY);
	if (s >= HOUR)
		n += snprintf(buf + n, EXPIRE_MAX - (size_t)n, "%uh",
			      s % DAY / HOUR);
	if (s >= MINUTE)
		n += snprintf(buf + n, EXPIRE_MAX - (size_t)n, "%um",
			      s % HOUR / MINUTE);
	(void)snprintf(buf + n, EXPIRE_MAX - (size_t)n, "%us", s % MINUTE);
	return buf;
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

/* A column that is too long takes its room from those after it. */
static void print_entry(const struct neigh_entry *e, bool numeric)
{
	char name[NAME_MAX_LEN], mac_buf[3 * NL_ADDR_MAX], expire[EXPIRE_MAX];
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
			print_entry(e, o->numeric);
	}
	if (ndp && ok)
		return xo_print(stdout, &o->xo, XO_VERSION, "ndp", ndp);
	json_object_put(ndp);
	return ok ? 0 : -ENOMEM;
}

static int show_all(struct nl *nl, const struct opts *o)
{
	cleanup_neigh_table struct neigh_table t = { 0 };
	struct errbuf eb;

	if (neigh_table_read(nl, AF_INET6, 0, &t, &eb) < 0)
		return neigh_fail(&eb);
	return show(o, &t, NULL) < 0;
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
	if (neigh_find(&t, &h))
		return show(o, &t, &h) < 0;
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
static int set_host(struct nl *nl, char *const *words)
{
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

static int run(struct nl *nl, const struct opts *o, int argc, char **argv)
{
	switch (o->command ? *o->command : 0) {
	case 'a':
		return argc ? opts_usage(&tool) : show_all(nl, o);
	case 'c':
		return argc ? opts_usage(&tool) : clear(nl, o);
	case 'd':
		return argc == 1 ? delete_host(nl, argv[0]) : opts_usage(&tool);
	case 's':
		return set_host(nl, argv);
	default:
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
