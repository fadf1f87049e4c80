/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - mount(8): mount file systems, or list them */

#include <err.h>
#include <errno.h>
#include <stddef.h>
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
#include "opts/opts.h"
#include "xo/xo.h"

#define FSTAB "/etc/fstab"

int mount_main(int argc, char **argv);

struct mount {
	bool all, dry, update, late, force, fstab_form, verbose;
	const char *types, *fstab;
	struct strv opts;
	struct xo xo;
};

#define AT(member) offsetof(struct mount, member)

static const struct opt_tool tool = {
	.name = "mount",
	.usage = "usage: mount [--libxo form] [-adflnpruvw] [-F fstab] [-o options] [-t type] [special] node\n",
	.usage_status = 1,
	.opts = {
		{ 'a', OPT_ON, AT(all) },
		{ 'd', OPT_ON, AT(dry) },
		{ 'F', OPT_TEXT, AT(fstab) },
		{ 'f', OPT_ON, AT(force) },
		{ 'l', OPT_ON, AT(late) },
		{ 'n', OPT_VOID }, /* there is no table to leave alone */
		{ 'o', OPT_WORD, AT(opts) },
		{ 'p', OPT_ON, AT(fstab_form) },
		{ 'r', OPT_ADD, AT(opts), "ro" },
		{ 't', OPT_TEXT, AT(types) },
		{ 'u', OPT_ON, AT(update) },
		{ 'v', OPT_ON, AT(verbose) },
		{ 'w', OPT_ADD, AT(opts), "rw" },
	},
};

static enum list_form form_of(const struct mount *o)
{
	if (o->fstab_form)
		return LIST_FSTAB;
	return o->verbose ? LIST_VERBOSE : LIST_PLAIN;
}

static int list(const struct mount *o)
{
	cleanup_mounted struct mounted_list l = { 0 };
	struct json_object *all = o->xo.json ? json_object_new_array() : NULL;
	struct json_object *body = NULL;
	struct errbuf eb;
	bool ok = true;

	if (mounted_list_get(&l, &eb) < 0)
		errx(1, "%s", eb.msg);
	for (size_t i = 0; i < l.n; i++) {
		if (!type_in_list(o->types, l.v[i].type))
			continue;
		if (all)
			ok = xo_append(all, list_json(&l.v[i], form_of(o))) &&
			     ok;
		else
			list_print(&l.v[i], form_of(o));
	}
	if (!all)
		return 0;
	body = json_object_new_object();
	if (!xo_add(body, "mounted", all) || !ok ||
	    xo_print(stdout, &o->xo, NULL, "mount", body) < 0)
		errx(1, "out of memory");
	return 0;
}

/* Tell as the program whose work this is on FreeBSD would. */
static int tell(const struct mount_fail *fail, const struct errbuf *eb)
{
	(void)fflush(stdout);
	fprintf(stderr, "%s: %s\n", fail->prog, eb->msg);
	return fail->status;
}

static void show_mounted(const struct mount *o, const char *node)
{
	cleanup_mounted struct mounted_list l = { 0 };
	cleanup_free char *path = realpath(node, NULL);
	const struct mounted *m;

	if (form_of(o) != LIST_VERBOSE || !path ||
	    mounted_list_get(&l, NULL) < 0)
		return;
	m = mounted_find(&l, path);
	if (m)
		list_print(m, LIST_PLAIN);
}

/* One mount; @line_opts come before those of the command line. */
static int do_mount(const struct mount *o, const char *type,
		    const char *special, const char *node,
		    const char *line_opts)
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

static const char *fstab_name(const struct mount *o)
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
static int mount_all(const struct mount *o)
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
		    (!o->late && has_word(e->opts, "late")) ||
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
static int update_node(const struct mount *o, const char *word)
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
static int mount_word(const struct mount *o, const char *word)
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

static int run(const struct mount *o, int argc, char **argv)
{
	if (o->all)
		return argc ? opts_usage(&tool) : mount_all(o);
	if (argc == 0)
		return o->opts.n || o->update ? opts_usage(&tool) : list(o);
	if (argc == 1 && o->update)
		return update_node(o, argv[0]);
	if (argc == 1)
		return mount_word(o, argv[0]);
	if (argc == 2)
		return do_mount(o, o->types ? o->types : "ufs", argv[0],
				argv[1], NULL);
	return opts_usage(&tool);
}

int mount_main(int argc, char **argv)
{
	struct mount o = { 0 };
	struct errbuf eb;
	int r;

	if (xo_take(&argc, argv, &o.xo, &eb) < 0)
		errx(1, "%s", eb.msg);
	r = opts_parse(&tool, argc, argv, &o);
	for (size_t i = 0; i < o.opts.n; i++)
		o.update |= has_word(o.opts.v[i], "update");
	if (r < 0)
		r = run(&o, argc - optind, argv + optind);
	strv_done(&o.opts);
	return r;
}
