/* SPDX-License-Identifier: BSD-2-Clause */
/* arp.c - arp(8): the neighbours of IPv4, in FreeBSD's syntax */

#include <err.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "neigh.h"
#include "nl/link.h"
#include "nl/nl.h"
#include "opts/opts.h"

#define XO_VERSION "1"

int arp_main(int argc, char **argv);

struct opts {
	bool all; /* -a */
	bool delete; /* -d */
	bool set; /* -s */
	bool replace; /* -S */
	bool numeric; /* -n */
	const char *file; /* -f */
	const char *ifname; /* -i */
	int index; /* of that, or 0 */
	struct xo xo;
};

#define AT(member) offsetof(struct opts, member)

static const char usage_text[] =
	"usage: arp [-n] [-i interface] hostname\n"
	"       arp [-n] [-i interface] -a\n"
	"       arp -d hostname [pub]\n"
	"       arp -d [-i interface] -a\n"
	"       arp -s hostname ether_addr [temp] [pub [only]]\n"
	"       arp -S hostname ether_addr [temp] [pub [only]]\n"
	"       arp -f filename\n";

static const char help_text[] =
	"  -a            all neighbours\n"
	"  -d            delete\n"
	"  -f filename   set what is in a file\n"
	"  -i interface  on this one alone\n"
	"  -n            numbers, no names\n"
	"  -s, -S        set; -S deletes what was there first\n"
	"  --libxo form  json, text; json,pretty\n"
	"  --help, --version\n";

static const struct opt_tool tool = {
	.name = "arp",
	.usage = usage_text,
	.help = help_text,
	.usage_status = EXIT_FAILURE,
	.opts = {
		{ 'a', OPT_ON, AT(all) },
		{ 'd', OPT_ON, AT(delete) },
		{ 'f', OPT_TEXT, AT(file) },
		{ 'i', OPT_TEXT, AT(ifname) },
		{ 'n', OPT_ON, AT(numeric) },
		{ 'S', OPT_ON, AT(replace) },
		{ 's', OPT_ON, AT(set) },
	},
};

/* What kind of link it is, in FreeBSD's words; NULL: nothing is said. */
static const char *link_word(const struct nl_link *l)
{
	if (streq(l->kind, "vlan") || streq(l->kind, "bridge"))
		return l->kind;
	return l->addr_len == MAC_LEN ? "ethernet" : NULL;
}

static void print_entry(const struct neigh_entry *e, bool numeric)
{
	const char *word = link_word(e->link);
	char name[NAME_MAX_LEN], mac[3 * NL_ADDR_MAX];
	char numbers[INET6_ADDRSTRLEN];

	printf("%s (%s) at %s on %s",
	       numeric ? "?" : neigh_name(e, false, "?", name),
	       nl_inet_format(&e->n.ip, numbers),
	       neigh_mac(&e->n, mac, sizeof(mac)), neigh_ifname(e));
	if (e->life == NEIGH_FOR_EVER)
		printf(" permanent");
	else if (e->life == NEIGH_SECONDS)
		printf(" expires in %u seconds", e->seconds);
	else
		printf(" expired");
	if (e->published)
		printf(" published");
	if (word)
		printf(" [%s]", word);
	putchar('\n');
}

static bool add_life(struct json_object *o, const struct neigh_entry *e)
{
	if (e->life == NEIGH_FOR_EVER)
		return xo_add(o, "permanent", json_object_new_boolean(true));
	if (e->life == NEIGH_SECONDS)
		return xo_add_int(o, "expires", e->seconds);
	return xo_add(o, "expired", json_object_new_boolean(true));
}

static struct json_object *entry_json(const struct neigh_entry *e, bool numeric)
{
	struct json_object *o = json_object_new_object();
	const char *word = link_word(e->link);
	char name[NAME_MAX_LEN], mac[3 * NL_ADDR_MAX];
	char numbers[INET6_ADDRSTRLEN];
	bool ok =
		xo_add_str(o, "hostname",
			   numeric ? "?" : neigh_name(e, false, "?", name)) &&
		xo_add_str(o, "ip-address", nl_inet_format(&e->n.ip, numbers));

	if (e->n.addr_len && !(e->n.state & NUD_INCOMPLETE))
		ok = ok && xo_add_str(o, "mac-address",
				      neigh_mac(&e->n, mac, sizeof(mac)));
	else
		ok = ok &&
		     xo_add(o, "incomplete", json_object_new_boolean(true));
	ok = ok && xo_add_str(o, "interface", neigh_ifname(e)) &&
	     add_life(o, e);
	if (e->published)
		ok = ok &&
		     xo_add(o, "published", json_object_new_boolean(true));
	if (word)
		ok = ok && xo_add_str(o, "type", word);
	if (ok)
		return o;
	json_object_put(o);
	return NULL;
}

/* All, or those of one host; how many, or -ENOMEM. */
static int show(const struct opts *o, const struct neigh_table *t,
		const struct neigh_host *h)
{
	struct json_object *arp = o->xo.json ? json_object_new_object() : NULL;
	struct json_object *cache = arp ? json_object_new_array() : NULL;
	bool ok = !arp || xo_add(arp, "arp-cache", cache);
	int n = 0;

	for (size_t i = 0; i < t->n && ok; i++) {
		if (h && !nl_inet_same(&t->v[i].n.ip, &h->ip))
			continue;
		n++;
		if (arp)
			ok = xo_append(cache, entry_json(&t->v[i], o->numeric));
		else
			print_entry(&t->v[i], o->numeric);
	}
	if (arp && ok)
		return xo_print(stdout, &o->xo, XO_VERSION, "arp", arp) < 0
			       ? -ENOMEM
			       : n;
	json_object_put(arp);
	return ok ? n : -ENOMEM;
}

static int show_all(struct nl *nl, const struct opts *o)
{
	cleanup_neigh_table struct neigh_table t = { 0 };
	struct errbuf eb;

	if (neigh_table_read(nl, AF_INET, o->index, &t, &eb) < 0)
		return neigh_fail(&eb);
	return show(o, &t, NULL) < 0;
}

static int show_host(struct nl *nl, const struct opts *o, const char *word)
{
	cleanup_neigh_table struct neigh_table t = { 0 };
	char numbers[INET6_ADDRSTRLEN];
	struct neigh_host h;
	struct errbuf eb;
	int n;

	if (neigh_host(nl, AF_INET, word, &h, &eb) < 0 ||
	    neigh_table_read(nl, AF_INET, o->index, &t, &eb) < 0)
		return neigh_fail(&eb);
	n = show(o, &t, &h);
	if (n == 0 && !o->xo.json)
		printf("%s (%s) -- no entry%s%s\n", word,
		       nl_inet_format(&h.ip, numbers), o->ifname ? " on " : "",
		       o->ifname ? o->ifname : "");
	return n <= 0;
}

static int delete_host(struct nl *nl, const struct opts *o, const char *word,
		       bool published)
{
	char numbers[INET6_ADDRSTRLEN];
	struct neigh_host h;
	struct errbuf eb;
	int r;

	if (neigh_host(nl, AF_INET, word, &h, &eb) < 0)
		return neigh_fail(&eb);
	h.index = o->index;
	r = neigh_delete(nl, &h, published, &eb);
	if (r < 0) {
		warnx("delete%s %s", r == -ENETUNREACH ? ":" : "", eb.msg);
		return EXIT_FAILURE;
	}
	printf("%s (%s) deleted\n", word, nl_inet_format(&h.ip, numbers));
	return 0;
}

static int delete_all(struct nl *nl, const struct opts *o)
{
	cleanup_neigh_table struct neigh_table t = { 0 };
	struct errbuf eb;
	int status = 0;

	if (neigh_table_read(nl, AF_INET, o->index, &t, &eb) < 0)
		return neigh_fail(&eb);
	for (size_t i = 0; i < t.n; i++) {
		const struct neigh_entry *e = &t.v[i];
		struct opts of = { .index = e->n.index };
		char numbers[INET6_ADDRSTRLEN];

		if (!e->own)
			status |= delete_host(nl, &of,
					      nl_inet_format(&e->n.ip, numbers),
					      e->published);
	}
	return status;
}

/* temp, pub, only; false: another word. */
static bool set_word(struct neigh_new *new, const char *w)
{
	if (streq(w, "temp"))
		new->temporary = true;
	else if (streq(w, "pub"))
		new->publish = true;
	else if (streq(w, "only") && new->publish)
		new->publish_only = true;
	else
		return false;
	return true;
}

/* HOST MAC [temp] [pub [only]] */
static int set_host(struct nl *nl, const struct opts *o, char *const *words)
{
	struct neigh_new new = { 0 };
	struct errbuf eb;
	int r;

	if (!words[0] || !words[1])
		return opts_usage(&tool);
	if (neigh_host(nl, AF_INET, words[0], &new.host, &eb) < 0)
		return neigh_fail(&eb);
	new.host.index = o->index;
	new.own_mac = streq(words[1], "auto");
	if (!new.own_mac && neigh_parse_mac(words[1], new.mac, &eb) < 0)
		return neigh_fail(&eb);
	for (words += 2; *words; words++) {
		if (streq(*words, "blackhole") || streq(*words, "reject")) {
			warnx("%s: not supported on Linux: add a route with -%s",
			      *words, *words);
			return EXIT_FAILURE;
		}
		if (!set_word(&new, *words))
			return opts_usage(&tool);
	}
	if (o->replace)
		(void)neigh_delete(nl, &new.host, new.publish, NULL);
	r = neigh_set(nl, &new, &eb);
	if (r < 0)
		warnx("set: %s", eb.msg);
	return r < 0;
}

/* Who sets what a line of a file says. */
struct setter {
	struct nl *nl;
	const struct opts *o;
};

static int set_words(void *arg, char *const *words)
{
	const struct setter *s = arg;

	return set_host(s->nl, s->o, words);
}

static int set_file(struct nl *nl, const struct opts *o)
{
	struct setter s = { nl, o };

	return neigh_file(o->file, set_words, &s);
}

static int run(struct nl *nl, struct opts *o, int argc, char **argv)
{
	struct errbuf eb;

	if (o->ifname) {
		o->index = neigh_ifindex(nl, o->ifname, &eb);
		if (o->index < 0)
			return neigh_fail(&eb);
	}
	if (o->set || o->replace)
		return o->all || o->delete ? opts_usage(&tool)
					   : set_host(nl, o, argv);
	if (o->file)
		return argc || o->all || o->delete ? opts_usage(&tool)
						   : set_file(nl, o);
	if (o->all) {
		if (argc)
			return opts_usage(&tool);
		return o->delete ? delete_all(nl, o) : show_all(nl, o);
	}
	if (!o->delete)
		return argc == 1 ? show_host(nl, o, argv[0])
				 : opts_usage(&tool);
	if (argc < 1 || argc > 2 || (argc == 2 && !streq(argv[1], "pub")))
		return opts_usage(&tool);
	return delete_host(nl, o, argv[0], argc == 2);
}

int arp_main(int argc, char **argv)
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
