/* SPDX-License-Identifier: BSD-2-Clause */
/* kldstat.c - kldstat(8): what the kernel does, by FreeBSD's modules */

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/util.h"
#include "kld.h"

#define KERNEL_ID 1
#define UNITS "BKMGT"

int kldstat_main(int argc, char **argv);

static const char usage_text[] = "usage: kldstat [-hqv] [-i id] [-n file]\n"
				 "       kldstat [-q] [-m module]\n";

struct opts {
	bool human, quiet, verbose;
	int id;
	const char *file, *module;
};

/* One row of the table. */
struct row {
	int id, refs;
	unsigned long address, size;
	const char *name, *suffix;
};

/* "311K": three digits at most. */
static void format_size(const struct opts *o, unsigned long size, char *buf,
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

static void print_row(const struct opts *o, const struct row *x)
{
	char size[24];

	format_size(o, x->size, size, sizeof(size));
	printf("%2d %4d 0x%016lx %s %s%s\n", x->id, x->refs, x->address, size,
	       x->name, x->suffix);
}

static void print_header(const struct opts *o)
{
	printf("Id Refs Address%11c %*s Name\n", ' ', o->human ? 5 : 8, "Size");
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

static void print_kernel(const struct opts *o)
{
	cleanup_free char *text = NULL;
	struct row x = { .id = KERNEL_ID,
			 .refs = count_loaded() + 1,
			 .name = "kernel",
			 .suffix = "" };

	if (file_read(AT_FDCWD, "/proc/kallsyms", &text, NULL, NULL) == 0) {
		x.address = symbol(text, "_text");
		x.size = symbol(text, "_etext");
		x.size -= x.size ? x.address : 0;
	}
	print_row(o, &x);
	if (!o->verbose)
		return;
	puts("\tContains modules:\n\t\t Id Name");
	for (const struct kld *k = klds; k->name; k++)
		if (!kld_loaded(k, NULL) && kld_offers(k))
			printf("\t\t%3d %s\n", kld_id(k), k->name);
}

static void print_loaded(const struct opts *o, const struct kld *k)
{
	struct kld_loaded l;

	if (!kld_loaded(k, &l))
		return;
	print_row(o, &(struct row){ kld_id(k), l.refs + 1, l.address, l.size,
				    k->name, ".ko" });
	if (o->verbose)
		printf("\tContains modules:\n\t\t Id Name\n\t\t%3d %s\n",
		       kld_id(k), k->name);
}

static int missing(const struct opts *o, const char *what, const char *name)
{
	if (!o->quiet)
		warnx("can't find %s %s: %s", what, name, bsd_strerror(ENOENT));
	return 1;
}

/* -m: whether a module is there, loaded or built in. */
static int stat_module(const struct opts *o)
{
	const struct kld *k = kld_find(o->module);

	if (!k || strchr(o->module, '.') || !kld_offers(k))
		return missing(o, "module", o->module);
	if (!o->quiet)
		printf("Id  Refs Name\n%3d %4d %s\n", kld_id(k), 1, k->name);
	return 0;
}

/* -n, -i: one file that is loaded, or the kernel. */
static int stat_file(const struct opts *o)
{
	const struct kld *k = o->file ? kld_find(o->file) : NULL;
	bool kernel = o->file ? streq(o->file, "kernel") : o->id == KERNEL_ID;
	char id[16];

	for (const struct kld *i = klds; !o->file && i->name; i++)
		if (kld_id(i) == o->id)
			k = i;
	(void)snprintf(id, sizeof(id), "%d", o->id);
	if (!kernel && (!k || !kld_loaded(k, NULL)))
		return missing(o, "file", o->file ? o->file : id);
	if (o->quiet)
		return 0;
	print_header(o);
	if (kernel)
		print_kernel(o);
	else
		print_loaded(o, k);
	return 0;
}

static int stat_all(const struct opts *o)
{
	if (o->quiet)
		return 0;
	print_header(o);
	print_kernel(o);
	for (const struct kld *k = klds; k->name; k++)
		print_loaded(o, k);
	return 0;
}

/* 0, or -1: usage */
static int parse(struct opts *o, int argc, char **argv)
{
	int c;

	optind = 0;
	while ((c = getopt(argc, argv, "+hi:m:n:qv")) != -1) {
		switch (c) {
		case 'h':
			o->human = true;
			break;
		case 'i':
			o->id = (int)strtol(optarg, NULL, 10);
			if (o->id <= 0)
				return -1;
			break;
		case 'm':
			o->module = optarg;
			break;
		case 'n':
			o->file = optarg;
			break;
		case 'q':
			o->quiet = true;
			break;
		case 'v':
			o->verbose = true;
			break;
		default:
			return -1;
		}
	}
	return optind == argc ? 0 : -1;
}

int kldstat_main(int argc, char **argv)
{
	struct opts o = { 0 };

	if (argc > 1 && streq(argv[1], "--help"))
		return fputs(usage_text, stdout) < 0;
	if (argc > 1 && streq(argv[1], "--version"))
		return puts("kldstat (vjail) " VJAIL_VERSION) < 0;
	if (parse(&o, argc, argv) < 0) {
		fputs(usage_text, stderr);
		return 1;
	}
	if (o.module)
		return stat_module(&o);
	return o.file || o.id ? stat_file(&o) : stat_all(&o);
}
