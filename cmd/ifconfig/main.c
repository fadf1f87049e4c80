/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - ifconfig(8): show and configure network interfaces */

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "address.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/util.h"
#include "clone.h"
#include "half.h"
#include "ifc.h"
#include "libjail/core.h"
#include "list.h"
#include "nl/link.h"
#include "nl/nl.h"
#include "words.h"

#define PROG "ifconfig"

int ifconfig_main(int argc, char **argv);

struct options {
	struct list list;
	const char *jail; /* -j */
	const char *group; /* -g */
	bool all; /* -a */
	bool cloners; /* -C */
};

static const char help[] =
	"usage: " PROG " [-j jail] [-f format] [-DLkmnv] interface [family]\n"
	"       " PROG
	" [-j jail] interface [create] [family] [address] [word ...]\n"
	"       " PROG
	" [-j jail] [-f format] [-DLkmnv] [-du] [-g|-G group] -a [family]\n"
	"       " PROG " [-j jail] [-du] -l [family]\n"
	"       " PROG " [-j jail] -g group\n"
	"       " PROG " -C\n"
	"       " PROG " --libxo json[,pretty] ...\n"
	"       " PROG " --help | --version\n";

static int usage(void)
{
	fputs(help, stderr);
	return 1;
}

static int complain(const struct errbuf *eb)
{
	fflush(stdout);
	fprintf(stderr, PROG ": %s\n", eb->msg);
	return 1;
}

static void bad_format(const char *item)
{
	fprintf(stderr, PROG ": Skipping invalid format: %s\n\n", item);
}

/* -g alone names members; after -a it is a pattern to list by. */
static bool set_group(struct options *o, int opt, const char *arg)
{
	if (opt == 'G') {
		o->list.not_group = arg;
		return o->all;
	}
	if (o->all)
		o->list.group = arg;
	else
		o->group = arg;
	return true;
}

static bool set_option(struct options *o, int opt, const char *arg)
{
	switch (opt) {
	case 'a':
		o->all = true;
		return true;
	case 'C':
		o->cloners = true;
		return true;
	case 'd':
		o->list.only_down = true;
		return true;
	case 'u':
		o->list.only_up = true;
		return true;
	case 'l':
		o->list.names = true;
		return true;
	case 'D':
	case 'v':
		o->list.style.driver = true;
		return true;
	case 'm':
		o->list.style.capabilities = true;
		return true;
	case 'f':
		style_parse(&o->list.style, arg, bad_format);
		return true;
	case 'j':
		o->jail = arg;
		return true;
	case 'g':
	case 'G':
		return set_group(o, opt, arg);
	case 'L': /* what is left of lifetimes is told anyway */
	case 'k': /* no key is kept here */
	case 'n': /* no module is loaded here */
		return true;
	default:
		return false;
	}
}

/* 0, or 1 for a usage error */
static int read_options(struct options *o, int argc, char **argv)
{
	const char *format = getenv("IFCONFIG_FORMAT");
	int opt;

	if (format)
		style_parse(&o->list.style, format, bad_format);
	while ((opt = getopt(argc, argv, "+aCdDf:g:G:j:klLmnuv")) != -1)
		if (!set_option(o, opt, optarg))
			return 1;
	if (o->list.only_down && o->list.only_up)
		return 1;
	return o->list.names && (o->all || o->list.style.capabilities);
}

static int enter_jail(const char *jail, struct errbuf *eb)
{
	cleanup_close int fd = -1;
	int jid = jail_find(jail, eb);

	if (jid == -ENOENT)
		return errbuf_set(eb, ENOENT, "jail not found: %s", jail);
	if (jid < 0)
		return jid;
	fd = jail_netns_open(jid, eb);
	if (fd < 0)
		return fd;
	if (setns(fd, CLONE_NEWNET) < 0)
		return errbuf_errno(eb, "%s", jail);
	return 0;
}

static void set_style_family(struct style *st, const char *word)
{
	switch (address_family(word)) {
	case AF_INET:
		st->family = STYLE_INET;
		break;
	case AF_INET6:
		st->family = STYLE_INET6;
		break;
	default:
		st->family = STYLE_LINK;
		break;
	}
}

static int list_many(struct nl *nl, struct options *o, char **argv,
		     struct errbuf *eb)
{
	if (argv[0] && argv[1])
		return usage();
	if (argv[0] && !address_family(argv[0])) {
		fprintf(stderr, PROG ": Address family '%s' unknown.\n",
			argv[0]);
		return usage();
	}
	if (argv[0]) {
		o->list.family = argv[0];
		set_style_family(&o->list.style, argv[0]);
	}
	return list_all(nl, &o->list, eb) < 0 ? complain(eb) : 0;
}

static bool is_create(const char *word)
{
	return word && (streq(word, "create") || streq(word, "plumb"));
}

/* One that only the kernel knows the use of is not in the way of ours, nor one
 * that is half made. */
static bool is_there(struct ifc *c, const char *word)
{
	cleanup_nl_link struct nl_link l = { 0 };

	if ((is_create(word) && streq(c->name, "lo")) || ifc_find(c, NULL) < 0)
		return false;
	if (!is_create(word) || ifc_look(c, &l, NULL) < 0 ||
	    (!tunnel_is_spare(&l) && !c->half))
		return true;
	c->index = 0;
	return false;
}

static int finish(struct ifc *c, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = ifc_look(c, &l, eb);

	if (r == 0)
		r = half_finish(c, streq(l.kind, "bridge"));
	return r < 0 ? ifc_fail(eb, r, "%s", c->name) : 0;
}

/* Find the interface, or make it if the first word says so. */
static int prepare(struct ifc *c, char *const **argv, struct errbuf *eb)
{
	const char *word = **argv;

	if (is_there(c, word)) {
		if (!is_create(word))
			return word && c->half ? finish(c, eb) : 0;
		if (!*++*argv)
			return errbuf_set(eb, EEXIST,
					  "interface %s already exists",
					  c->name);
		return 0;
	}
	if (word && streq(word, "-vnet"))
		return 0;
	if (!is_create(word))
		return errbuf_set(eb, ENXIO, "interface %s does not exist",
				  c->name);
	if (strlen(c->name) >= IFNAMSIZ && !strchr(c->name, '.'))
		return errbuf_set(eb, ENAMETOOLONG, "%s: cloning name too long",
				  c->name);
	++*argv;
	return clone_create(c, argv, eb);
}

/* The words after the interface's name: 0 or -errno */
static int configure(struct ifc *c, struct options *o, char *const *argv,
		     struct errbuf *eb)
{
	bool made = is_create(*argv);
	unsigned flags = 0;
	int family, r;

	r = prepare(c, &argv, eb);
	if (r < 0)
		return r;
	if (c->index && ifc_flags(c, &flags, NULL) == 0 &&
	    !list_passes(&o->list, flags))
		return 0;

	family = *argv ? address_family(*argv) : 0;
	address_init(&c->addr, family ? family : AF_INET);
	if (family)
		set_style_family(&o->list.style, *argv++);
	if (*argv)
		return words_run(c, argv, eb);
	return made ? 0 : list_one(c, &o->list, eb);
}

static int one(struct nl *nl, struct options *o, char **argv, struct errbuf *eb)
{
	cleanup_ifc struct ifc c = { .nl = nl, .name = strdup(argv[0]) };
	int r;

	if (!c.name)
		return 1;
	r = configure(&c, o, argv + 1, eb);
	if (c.tell_name)
		puts(c.name);
	return r < 0 ? complain(eb) : c.warned;
}

static int run(struct options *o, char **argv)
{
	cleanup_free char *hosts = NULL;
	cleanup_nl struct nl *nl = NULL;
	struct errbuf eb;

	if (o->list.style.addr != STYLE_NUMERIC &&
	    file_read(AT_FDCWD, "/etc/hosts", &hosts, NULL, NULL) == 0)
		o->list.style.hosts = hosts;
	if (o->jail && enter_jail(o->jail, &eb) < 0)
		return complain(&eb);
	if (nl_open(&nl, &eb) < 0)
		return complain(&eb);

	if (o->group && !o->all)
		return list_group(nl, &o->list, o->group, &eb) < 0
			       ? complain(&eb)
			       : 0;
	if (o->all || o->list.names || !argv[0])
		return list_many(nl, o, argv, &eb);
	return one(nl, o, argv, &eb);
}

int ifconfig_main(int argc, char **argv)
{
	struct options o = { 0 };
	struct errbuf eb;

	if (xo_take(&argc, argv, &o.list.xo, &eb) < 0)
		return complain(&eb);
	if (argc == 2 && streq(argv[1], "--help")) {
		fputs(help, stdout);
		return 0;
	}
	if (argc == 2 && streq(argv[1], "--version")) {
		puts(PROG " " VJAIL_VERSION);
		return 0;
	}
	if (read_options(&o, argc, argv) != 0)
		return usage();
	if (o.cloners)
		return list_cloners(&o.list, &eb) < 0 ? complain(&eb) : 0;
	return run(&o, argv + optind);
}
