/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - jps(1): ps(1) that knows jails */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/strv.h"
#include "base/util.h"
#include "keyword.h"
#include "print.h"
#include "select.h"
#include "xo/xo.h"

#define FORMAT_DEFAULT "pid,tt,state,time,command"
#define FORMAT_J "user,pid,ppid,pgid,sid,state,tt,time,command"
#define FORMAT_U "user,pid,%cpu,%mem,vsz,rss,tt,state,start,time,command"
#define WIDE 131

int jps_main(int argc, char **argv);
int ps_main(int argc, char **argv);

struct opts {
	struct xo xo;
	bool comm_only, keywords, failed;
	int wide;
	enum sort_key sort;
	struct columns columns;
	const char *after_pid; /* -O */
	struct selection wanted;
};

static const char usage_text[] =
	"usage: ps [--libxo form] [-AacjLmrTuwx] [-O | -o format] [-G groups] [-J jails]\n"
	"          [-p pids] [-t terminals] [-U users]\n";

static const char help_text[] =
	"  -A, -a       processes of all users, with -a those that have a terminal\n"
	"  -x           also those without a terminal\n"
	"  -J jails     those in these jails, by number or name\n"
	"  -G groups, -p pids, -t terminals, -U users\n"
	"  -T           those on this terminal\n"
	"  -j, -u       more columns; -O format: these as well; -o format: these alone\n"
	"  -L           the names of all columns\n"
	"  -c           names of programs instead of their arguments\n"
	"  -m, -r       most memory, or most processor time, first\n"
	"  -w           wider lines; -ww: of any length\n"
	"  --libxo F    json, text; with pretty: json,pretty\n"
	"  --help, --version\n";

static int usage(void)
{
	fputs(usage_text, stderr);
	return 1;
}

/* Is argv[i] an option that wants the next word?  The first word may lack its
 * dash. */
static bool wants_next(char **argv, int i)
{
	const char *word = argv[i];

	return *word && (i == 1 || *word == '-') &&
	       strchr("GJOoptU", word[strlen(word) - 1]);
}

/* The old way: the first word needs no dash, and numbers at the end of the
 * words are processes.  Caller frees *@dash and *@pids */
static int old_way(int argc, char **argv, char **dash, char **pids)
{
	const char *last;

	if (argc < 2)
		return 0;
	last = argv[argc - 1];
	if (*last && last[strspn(last, "0123456789,")] == '\0' &&
	    (argc == 2 || !wants_next(argv, argc - 2))) {
		if (asprintf(pids, "-p%s", last) < 0)
			return -ENOMEM;
		argv[argc - 1] = *pids;
	}
	if (argv[1][0] != '-') {
		if (asprintf(dash, "-%s", argv[1]) < 0)
			return -ENOMEM;
		argv[1] = *dash;
	}
	return 0;
}

static void add_columns(struct opts *o, const char *list)
{
	cleanup_strv struct strv unknown = { 0 };

	if (columns_add(&o->columns, list, &unknown) < 0)
		err(1, "ps");
	for (size_t i = 0; i < unknown.n; i++)
		warnx("%s: keyword not found", unknown.v[i]);
	o->failed |= unknown.n > 0;
}

/* An option with an argument, or one that chooses; -1: neither */
static int parse_one(struct opts *o, int c)
{
	switch (c) {
	case 'c':
		o->comm_only = true;
		return 0;
	case 'j':
		add_columns(o, FORMAT_J);
		return 0;
	case 'L':
		o->keywords = true;
		return 0;
	case 'm':
		o->sort = SORT_MEMORY;
		return 0;
	case 'O':
		o->after_pid = optarg;
		return 0;
	case 'o':
		add_columns(o, optarg);
		return 0;
	case 'r':
		o->sort = SORT_CPU;
		return 0;
	case 'u':
		add_columns(o, FORMAT_U);
		o->sort = SORT_CPU;
		return 0;
	case 'w':
		o->wide++;
		return 0;
	default:
		return -1;
	}
}

/* 0; 1: what was asked for is not there; -1: usage */
static int parse(struct opts *o, int argc, char **argv)
{
	int c, r = 0;

	optind = 0;
	while ((c = getopt(argc, argv, "+AacG:J:jLmO:o:p:rTt:U:uwx")) != -1) {
		if (c == '?')
			return -1;
		if (parse_one(o, c) == 0)
			continue;
		if (select_option(&o->wanted, c, optarg) < 0)
			r = 1;
	}
	return optind == argc ? r : -1;
}

/* -O puts its columns after the first of the usual ones. */
static void choose_columns(struct opts *o)
{
	if (o->after_pid) {
		add_columns(o, "pid");
		add_columns(o, o->after_pid);
		add_columns(o, "tt,state,time,command");
	} else if (o->columns.n == 0 && !o->failed) {
		add_columns(o, FORMAT_DEFAULT);
	}
}

/* How wide lines may be: only a terminal has an edge. */
static unsigned line_width(const struct opts *o)
{
	const char *columns = getenv("COLUMNS");
	struct winsize ws = { 0 };
	unsigned width = 0;

	if (columns && *columns)
		width = (unsigned)strtoul(columns, NULL, 10);
	else if (isatty(STDOUT_FILENO) &&
		 ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0)
		width = ws.ws_col;
	if (width == 0 || o->wide > 1)
		return WIDTH_UNLIMITED;
	return o->wide && width < WIDE ? WIDE : width;
}

static int list_keywords(void)
{
	cleanup_strv struct strv names = { 0 };
	cleanup_free char *text = NULL;

	if (keyword_list(&names) < 0 || !(text = strv_join(&names, " ")))
		err(1, "ps");
	puts(text);
	return 0;
}

static int run(struct opts *o)
{
	struct process_list all = { 0 };
	struct machine m = { .comm_only = o->comm_only };
	const struct process **chosen = NULL;
	struct errbuf eb;
	size_t n = 0;
	int r;

	choose_columns(o);
	if (o->columns.n == 0)
		errx(1, "no valid keywords; valid keywords: see -L");
	if (process_list_get(&all, &eb) < 0)
		errx(1, "%s", eb.msg);
	machine_init(&m);
	if (select_check(&o->wanted, &m) < 0)
		exit(1);
	chosen = calloc(all.n + 1, sizeof(void *));
	if (!chosen)
		err(1, "ps");
	n = select_processes(&o->wanted, &m, &all, o->sort, chosen);
	if (o->xo.json)
		r = print_json(stdout, &m, &o->columns, chosen, n, &o->xo);
	else
		r = print_text(stdout, &m, &o->columns, chosen, n,
			       line_width(o));
	if (r < 0)
		errx(1, "%s", strerror(-r));
	free(chosen);
	machine_done(&m);
	process_list_done(&all);
	return n == 0 || o->failed;
}

int ps_main(int argc, char **argv)
{
	cleanup_free char *dash = NULL;
	cleanup_free char *pids = NULL;
	struct opts o = { 0 };
	struct errbuf eb;
	int r;

	if (argc > 1 && streq(argv[1], "--help"))
		return printf("%s%s", usage_text, help_text) < 0;
	if (argc > 1 && streq(argv[1], "--version"))
		return printf("%s (vjail) %s\n", argv[0], VJAIL_VERSION) < 0;
	if (xo_take(&argc, argv, &o.xo, &eb) < 0) {
		warnx("%s", eb.msg);
		return usage();
	}
	if (old_way(argc, argv, &dash, &pids) < 0)
		return usage();
	r = parse(&o, argc, argv);
	if (r < 0)
		r = usage();
	else if (r == 0)
		r = o.keywords ? list_keywords() : run(&o);
	selection_done(&o.wanted);
	columns_done(&o.columns);
	return r;
}

int jps_main(int argc, char **argv)
{
	return ps_main(argc, argv);
}
