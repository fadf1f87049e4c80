/* SPDX-License-Identifier: BSD-2-Clause */
/* kldstat.c - kldstat(8): what the kernel does, by FreeBSD's modules */

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/util.h"
#include "kld.h"
#include "opts/opts.h"
#include "xo/xo.h"

#define UNITS "BKMGT"

int kldstat_main(int argc, char **argv);

struct kldstat {
	bool data, human, quiet, verbose;
	const char *id_text, *file, *module;
	long id; /* 0: none was named */
	struct xo xo;
	struct json_object *files; /* what is listed; NULL: as text */
};

#define AT(member) offsetof(struct kldstat, member)

static const struct opt_tool tool = {
	.name = "kldstat",
	.usage = "usage: kldstat [--libxo form] [-dhqv] [-i id] [-n file]\n       kldstat [--libxo form] [-q] [-m module]\n",
	.usage_status = 1,
	.opts = {
		{ 'd', OPT_ON, AT(data) },
		{ 'h', OPT_ON, AT(human) },
		{ 'i', OPT_TEXT, AT(id_text) },
		{ 'm', OPT_TEXT, AT(module) },
		{ 'n', OPT_TEXT, AT(file) },
		{ 'q', OPT_ON, AT(quiet) },
		{ 'v', OPT_ON, AT(verbose) },
	},
};

/* One row of the table. */
struct row {
	int id, refs;
	unsigned long address, size;
	const char *name, *suffix;
	const char *module; /* Linux's; NULL: the kernel */
};

/* "311K": three digits at most. */
static void format_size(const struct kldstat *o, unsigned long size, char *buf,
			size_t len)
{
	const char *unit = UNITS;

	if (!o->human) {
		(void)snprintf(buf, len, "%8lx", size);
		return;
	}
	for (; size >= 1000 && unit[1]; unit++)
		size = (size + 512) / 1024;
	(void)snprintf(buf, len, "%4lu%c", size, *unit);
}

/* Is @k a part of what the row tells of? */
static bool is_part(const struct row *x, const struct kld *k)
{
	if (x->module)
		return kld_id(k) == x->id;
	return !kld_loaded(k, NULL) && kld_offers(k);
}

static void print_row(const struct kldstat *o, const struct row *x)
{
	cleanup_free char *path = o->verbose ? kld_path(x->module) : NULL;
	char size[24];

	format_size(o, x->size, size, sizeof(size));
	printf("%2d %4d 0x%016lx %s %s%s", x->id, x->refs, x->address, size,
	       x->name, x->suffix);
	if (path)
		printf(" (%s)", path);
	putchar('\n');
	if (!o->verbose)
		return;
	puts("\tContains modules:\n\t\t Id Name");
	for (const struct kld *k = klds; k->name; k++)
		if (is_part(x, k))
			printf("\t\t%3d %s\n", kld_id(k), k->name);
}

static struct json_object *json_module(const struct kld *k)
{
	struct json_object *m = json_object_new_object();

	if (xo_add_int(m, "id", kld_id(k)) && xo_add_str(m, "name", k->name))
		return m;
	json_object_put(m);
	return NULL;
}

static bool add_verbose(struct json_object *file, const struct row *x)
{
	cleanup_free char *path = kld_path(x->module);
	struct json_object *modules = json_object_new_array();
	bool ok = !path || xo_add_str(file, "path", path);

	ok = xo_add(file, "modules", modules) && ok;
	for (const struct kld *k = klds; ok && k->name; k++)
		ok = !is_part(x, k) || xo_append(modules, json_module(k));
	return ok;
}

static void add_row(const struct kldstat *o, const struct row *x)
{
	struct json_object *file = json_object_new_object();
	char text[32];
	bool ok = xo_add_int(file, "id", x->id) &&
		  xo_add_int(file, "refs", x->refs);

	(void)snprintf(text, sizeof(text), "0x%lx", x->address);
	ok = ok && xo_add_str(file, "address", text) &&
	     xo_add_int(file, "size", (int64_t)x->size);
	(void)snprintf(text, sizeof(text), "%s%s", x->name, x->suffix);
	ok = ok && xo_add_str(file, "name", text);
	if (o->verbose)
		ok = ok && add_verbose(file, x);
	if (!xo_append(o->files, file) || !ok)
		errx(1, "out of memory");
}

static void put_row(const struct kldstat *o, const struct row *x)
{
	if (o->files)
		add_row(o, x);
	else
		print_row(o, x);
}

static void print_header(const struct kldstat *o)
{
	if (!o->files)
		printf("Id Refs Address%11c %*s Name\n", ' ', o->human ? 5 : 8,
		       "Size");
}

static int end(const struct kldstat *o, const char *name)
{
	struct json_object *body;

	if (!o->files)
		return 0;
	body = json_object_new_object();
	if (!xo_add(body, name, o->files) ||
	    xo_print(stdout, &o->xo, NULL, "kldstat", body) < 0)
		errx(1, "out of memory");
	return 0;
}

/* Where a symbol of the kernel is; 0 where that is a secret. */
static unsigned long symbol(const char *text, const char *name)
{
	cleanup_free char *line = NULL;
	const char *found;

	if (asprintf(&line, " %s\n", name) < 0) {
		line = NULL;
		return 0;
	}
	found = strstr(text, line);
	while (found && found > text && found[-1] != '\n')
		found--;
	return found ? strtoul(found, NULL, 16) : 0;
}

static int count_loaded(void)
{
	int n = 0;

	for (const struct kld *k = klds; k->name; k++)
		n += kld_loaded(k, NULL);
	return n;
}

static void print_kernel(const struct kldstat *o)
{
	cleanup_free char *text = NULL;
	struct row x = { .id = KLD_KERNEL,
			 .refs = count_loaded() + 1,
			 .name = "kernel",
			 .suffix = "" };

	if (file_read(AT_FDCWD, "/proc/kallsyms", &text, NULL, NULL) == 0) {
		x.address = symbol(text, "_text");
		x.size = symbol(text, "_etext");
		x.size -= x.size ? x.address : 0;
	}
	put_row(o, &x);
}

static void print_loaded(const struct kldstat *o, const struct kld *k)
{
	struct kld_loaded l;

	if (!kld_loaded(k, &l))
		return;
	put_row(o, &(struct row){ kld_id(k), l.refs + 1, l.address, l.size,
				  k->name, ".ko", k->module });
}

static int missing(const struct kldstat *o, const char *what, const char *name)
{
	if (!o->quiet)
		warnx("can't %s %s: %s", what, name, bsd_strerror(ENOENT));
	return 1;
}

/* -m: whether a module is there, loaded or built in. */
static int stat_module(const struct kldstat *o)
{
	const struct kld *k = kld_find(o->module);
	struct json_object *m;

	if (!k || strchr(o->module, '.') || !kld_offers(k))
		return missing(o, "find module", o->module);
	if (o->quiet)
		return 0;
	if (!o->files) {
		printf("Id  Refs Name\n%3d %4d %s\n", kld_id(k), 1, k->name);
		return 0;
	}
	m = json_module(k);
	if (!m || !xo_add_int(m, "refs", 1) || !xo_append(o->files, m))
		errx(1, "out of memory");
	return end(o, "module");
}

/* -n, -i: one file that is loaded, or the kernel. */
static int stat_file(const struct kldstat *o)
{
	const struct kld *k = o->file ? kld_find(o->file) : NULL;
	bool kernel = o->file ? streq(o->file, "kernel") : o->id == KLD_KERNEL;

	for (const struct kld *i = klds; !o->file && i->name; i++)
		if (kld_id(i) == o->id)
			k = i;
	if (!kernel && (!k || !kld_loaded(k, NULL)))
		return o->file ? missing(o, "find file", o->file)
			       : missing(o, "stat file id", o->id_text);
	if (o->quiet)
		return 0;
	print_header(o);
	if (kernel)
		print_kernel(o);
	else
		print_loaded(o, k);
	return end(o, "file");
}

static int stat_all(const struct kldstat *o)
{
	if (o->quiet)
		return 0;
	print_header(o);
	print_kernel(o);
	for (const struct kld *k = klds; k->name; k++)
		print_loaded(o, k);
	return end(o, "file");
}

/* The number of -i; -1 if it is none. */
static long parse_id(const char *text)
{
	char *rest;
	long id = text ? strtol(text, &rest, 10) : 0;

	return text && (id <= 0 || *rest) ? -1 : id;
}

int kldstat_main(int argc, char **argv)
{
	struct kldstat o = { 0 };
	struct errbuf eb;
	int status;

	if (xo_take(&argc, argv, &o.xo, &eb) < 0)
		errx(1, "%s", eb.msg);
	status = opts_parse(&tool, argc, argv, &o);
	if (status >= 0)
		return status;
	o.id = parse_id(o.id_text);
	if (optind < argc || o.id < 0)
		return opts_usage(&tool);
	if (o.data)
		errx(1, "-d: modules have no data of their own on Linux");
	o.files = o.xo.json && !o.quiet ? json_object_new_array() : NULL;
	if (o.module)
		return stat_module(&o);
	return o.file || o.id ? stat_file(&o) : stat_all(&o);
}
