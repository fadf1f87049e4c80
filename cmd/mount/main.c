/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - mount(8): mount file systems, or list them */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attach.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/strv.h"
#include "base/util.h"
#include "list.h"
#include "mounted.h"

#define FSTAB "/etc/fstab"

int mount_main(int argc, char **argv);

struct opts {
	bool all, dry, update;
	enum list_form form;
	const char *types, *fstab;
	struct strv opts;
};

static const char usage_text[] =
	"usage: mount [-adnpruvw] [-F fstab] [-o options] [-t type] [special] node\n";

static int usage(void)
{
	fputs(usage_text, stderr);
	return 1;
}

/* 0, -1: usage, or -ENOMEM */
static int parse(struct opts *o, int argc, char **argv)
{
	int c, r = 0;

	optind = 0;
	while (r == 0 && (c = getopt(argc, argv, "+adF:no:prt:uvw")) != -1) {
		switch (c) {
		case 'a':
			o->all = true;
			break;
		case 'd':
			o->dry = true;
			break;
		case 'F':
			o->fstab = optarg;
			break;
		case 'n': /* there is no table to leave alone */
			break;
		case 'o':
			r = strv_add(&o->opts, optarg);
			break;
		case 'p':
			o->form = LIST_FSTAB;
			break;
		case 'r':
			r = strv_add(&o->opts, "ro");
			break;
		case 't':
			o->types = optarg;
			break;
		case 'u':
			o->update = true;
			break;
		case 'v':
			o->form = LIST_VERBOSE;
			break;
		case 'w':
			r = strv_add(&o->opts, "rw");
			break;
		default:
			return -1;
		}
	}
	return r;
}

static int list(const struct opts *o)
{
	cleanup_mounted struct mounted_list l = { 0 };
	struct errbuf eb;

	if (mounted_list_get(&l, &eb) < 0)
		errx(1, "%s", eb.msg);
	for (size_t i = 0; i < l.n; i++)
		if (type_in_list(o->types, l.v[i].type))
			list_print(&l.v[i], o->form);
	return 0;
}

/* Tell as the program whose work this is on FreeBSD would. */
static int tell(const struct mount_fail *fail, const struct errbuf *eb)
{
	(void)fflush(stdout);
	fprintf(stderr, "%s: %s\n", fail->prog, eb->msg);
	return fail->status;
}

static void show_mounted(const struct opts *o, const char *node)
{
	cleanup_mounted struct mounted_list l = { 0 };
	cleanup_free char *path = realpath(node, NULL);
	const struct mounted *m;

	if (o->form != LIST_VERBOSE || !path || mounted_list_get(&l, NULL) < 0)
		return;
	m = mounted_find(&l, path);
	if (m)
		list_print(m, LIST_PLAIN);
}

/* One mount; @line_opts come before those of the command line. */
static int do_mount(const struct opts *o, const char *type, const char *special,
		    const char *node, const char *line_opts)
{
	cleanup_strv struct strv all = { 0 };
	cleanup_free char *opts = NULL;
	struct mount_req req = { .type = type,
				 .special = special,
				 .node = node };
	struct mount_fail fail = { "mount", 1 };
	struct errbuf eb = { "" };
	int r;

	if (line_opts && strv_add(&all, line_opts) < 0)
		err(1, "mount");
	if (strv_add_all(&all, &o->opts) < 0 || !(opts = strv_join(&all, ",")))
		err(1, "mount");
	req.opts = opts;
	if (o->dry) {
		printf("mount -t %s%s%s %s %s\n", type, *opts ? " -o " : "",
		       opts, special, node);
		return 0;
	}
	r = o->update ? mount_update(node, opts, &eb)
		      : mount_attach(&req, &fail, &eb);
	if (r < 0)
		return tell(&fail, &eb);
	show_mounted(o, node);
	return 0;
}

static const char *fstab_name(const struct opts *o)
{
	return o->fstab ? o->fstab : FSTAB;
}

static bool is_mounted(const struct mounted_list *l,
		       const struct fstab_entry *e)
{
	cleanup_free char *path = realpath(e->file, NULL);
	const struct mounted *m = path ? mounted_find(l, path) : NULL;

	return m && streq(m->path, path);
}

static bool has_word(const char *opts, const char *word)
{
	cleanup_strv struct strv words = { 0 };

	return strv_split(&words, opts, ",") == 0 && strv_has(&words, word);
}

/* -a: what the file lists and is not mounted. */
static int mount_all(const struct opts *o)
{
	cleanup_mounted struct mounted_list l = { 0 };
	struct fstab f = { 0 };
	struct errbuf eb;
	int status = 0;

	if (fstab_read(fstab_name(o), &f, &eb) < 0 ||
	    mounted_list_get(&l, &eb) < 0)
		errx(1, "%s", eb.msg);
	for (size_t i = 0; i < f.n; i++) {
		const struct fstab_entry *e = &f.v[i];
		int r;

		if (streq(e->type, "swap") || has_word(e->opts, "noauto") ||
		    !type_in_list(o->types, e->type) ||
		    (!o->update && is_mounted(&l, e)))
			continue;
		r = do_mount(o, e->type, e->spec, e->file, e->opts);
		if (r && !has_word(e->opts, "failok"))
			status = r;
	}
	fstab_done(&f);
	return status;
}

/* -u with one word: what is mounted there. */
static int update_node(const struct opts *o, const char *word)
{
	cleanup_mounted struct mounted_list l = { 0 };
	cleanup_free char *path = realpath(word, NULL);
	const struct mounted *m;
	struct errbuf eb;

	if (mounted_list_get(&l, &eb) < 0)
		errx(1, "%s", eb.msg);
	m = mounted_find(&l, path ? path : word);
	if (!m)
		errx(1, "not currently mounted %s", word);
	return do_mount(o, m->type, m->source, m->path, NULL);
}

/* One word: a line of the file says the rest. */
static int mount_word(const struct opts *o, const char *word)
{
	const struct fstab_entry *e;
	struct fstab f = { 0 };
	struct errbuf eb;
	int r;

	r = fstab_read(fstab_name(o), &f, &eb);
	if (r < 0 && (r != -ENOENT || o->fstab))
		errx(1, "%s", eb.msg);
	e = fstab_find(&f, word);
	if (!e)
		errx(1, "%s: unknown special file or file system", word);
	r = do_mount(o, e->type, e->spec, e->file, e->opts);
	fstab_done(&f);
	return r;
}

static int run(const struct opts *o, int argc, char **argv)
{
	if (o->all)
		return argc ? usage() : mount_all(o);
	if (argc == 0)
		return o->opts.n || o->update ? usage() : list(o);
	if (argc == 1 && o->update)
		return update_node(o, argv[0]);
	if (argc == 1)
		return mount_word(o, argv[0]);
	if (argc == 2)
		return do_mount(o, o->types ? o->types : "ufs", argv[0],
				argv[1], NULL);
	return usage();
}

int mount_main(int argc, char **argv)
{
	struct opts o = { 0 };
	int r;

	if (argc > 1 && streq(argv[1], "--help"))
		return fputs(usage_text, stdout) < 0;
	if (argc > 1 && streq(argv[1], "--version"))
		return puts("mount (vjail) " VJAIL_VERSION) < 0;
	r = parse(&o, argc, argv);
	r = r < 0 ? usage() : run(&o, argc - optind, argv + optind);
	strv_done(&o.opts);
	return r;
}
