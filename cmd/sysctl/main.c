/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - sysctl(8): read and set kernel state by FreeBSD's names */

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
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
#include "oid.h"
#include "words.h"

int sysctl_main(int argc, char **argv);

struct opts {
	bool all, binary, describe, equals, human, ignore, name_only, no_name,
		quiet, tunables, type, writable, hex, ignored;
	const char *file;
};

struct run {
	struct opts o;
	struct oid_list oids;
	int failed;
	unsigned line; /* of a file, or 0 */
};

static const char usage_text[] =
	"usage: sysctl [-bdehiNnoqTtWwx] [-f file] name[=value] ...\n"
	"       sysctl [-bdehNnoqTtWwx] -a\n";

/* Say what is wrong, with the line of a file, and count it. */
static void __attribute__((format(printf, 3, 4)))
fail(struct run *run, bool quiet, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	run->failed++;
	if (quiet)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	(void)fflush(stdout);
	if (run->line)
		warnx("%s at line %u", text, run->line);
	else
		warnx("%s", text);
}

static bool is_number(const struct oid *o)
{
	return words_types[o->type].size != 0;
}

/* Digits in groups of three. */
static void print_grouped(const char *digits)
{
	size_t n;

	if (*digits == '-')
		putchar(*digits++);
	for (n = strlen(digits); n > 0; n--) {
		putchar(*digits++);
		if (n > 1 && n % 3 == 1)
			putchar(',');
	}
}

static void print_binary(const struct oid *o, const char *value)
{
	uint64_t n;
	uint32_t half;

	if (!is_number(o)) {
		(void)fwrite(value, 1, strlen(value) + 1, stdout);
		return;
	}
	n = strtoull(value, NULL, 10);
	half = (uint32_t)n;
	if (words_types[o->type].size == sizeof(half))
		(void)fwrite(&half, sizeof(half), 1, stdout);
	else
		(void)fwrite(&n, sizeof(n), 1, stdout);
}

static void print_value(const struct opts *o, const struct oid *oid,
			const char *value)
{
	int size = (int)words_types[oid->type].size;

	if (o->binary)
		print_binary(oid, value);
	else if (o->hex && size == 4)
		printf("%#0*" PRIx32, 2 + 2 * size,
		       (uint32_t)strtoll(value, NULL, 10));
	else if (o->hex && size == 8)
		printf("%#0*" PRIx64, 2 + 2 * size,
		       (uint64_t)strtoull(value, NULL, 10));
	else if (o->human && size)
		print_grouped(value);
	else
		fputs(value, stdout);
}

/* What stands before a value. */
static void print_name(const struct opts *o, const char *name)
{
	if (!o->no_name && !o->binary)
		printf("%s%s", name, o->equals ? "=" : ": ");
}

/* -d, -t: the words instead of the value. */
static void print_about(const struct opts *o, const char *name,
			enum oid_type type, const char *descr)
{
	print_name(o, name);
	if (o->type)
		fputs(words_types[type].name, stdout);
	if (o->type && o->describe)
		fputs(o->equals ? "=" : ": ", stdout);
	if (o->describe)
		fputs(descr, stdout);
	putchar('\n');
}

/* One oid.  @named: the user asked for just this one. */
static void show(struct run *run, const struct oid *oid, bool named)
{
	const struct opts *o = &run->o;
	cleanup_free char *value = NULL;
	int r;

	if (o->name_only) {
		puts(oid->name);
		return;
	}
	if (o->describe || o->type) {
		print_about(o, oid->name, oid->type, oid->descr);
		return;
	}
	r = oid_get(oid, &value);
	if (r == -ENOSYS && named)
		fail(run, o->quiet, "oid '%s' has no counterpart on Linux",
		     oid->name);
	else if (r < 0 && named)
		fail(run, o->quiet, "%s: %s", oid->name, bsd_strerror(-r));
	if (r < 0)
		return;
	print_name(o, oid->name);
	print_value(o, oid, value);
	if (!o->binary)
		putchar('\n');
}

static bool wanted(const struct opts *o, const struct oid *oid)
{
	if (o->tunables && !(oid->flags & OID_TUN))
		return false;
	if (o->writable && !(oid->flags & OID_RW))
		return false;
	return o->describe || o->type || o->name_only || oid_has_answer(oid);
}

static void show_node(struct run *run, const char *node)
{
	if (*node && (run->o.describe || run->o.type) && !run->o.name_only)
		print_about(&run->o, node, OID_NODE,
			    oid_node_descr(&run->oids, node));
	for (size_t i = 0; i < run->oids.n; i++)
		if (oid_in(run->oids.v[i], node) &&
		    wanted(&run->o, run->oids.v[i]))
			show(run, run->oids.v[i], false);
}

static bool may_set(struct run *run, const struct oid *oid)
{
	bool quiet = run->o.quiet;

	if (oid->flags & OID_RW)
		return true;
	if (!(oid->flags & OID_TUN)) {
		fail(run, quiet, "oid '%s' is read only", oid->name);
		return false;
	}
	fail(run, quiet, "oid '%s' is a read only tunable", oid->name);
	if (!quiet)
		warnx("Tunable values are set in /boot/loader.conf");
	return false;
}

static void print_old(const struct opts *o, const struct oid *oid)
{
	cleanup_free char *old = NULL;

	print_name(o, oid->name);
	if (oid_get(oid, &old) == 0)
		print_value(o, oid, old);
}

static void set(struct run *run, const struct oid *oid, const char *value)
{
	cleanup_free char *text = NULL;
	cleanup_free char *now = NULL;
	struct errbuf eb;
	int r;

	if (!may_set(run, oid))
		return;
	if (words_value(oid->type, value, &text, &eb) < 0) {
		fail(run, run->o.quiet, "%s", eb.msg);
		return;
	}
	if (!oid_has_answer(oid)) {
		fail(run, run->o.quiet, "oid '%s' has no counterpart on Linux",
		     oid->name);
		return;
	}
	if (!run->o.binary)
		print_old(&run->o, oid);
	r = oid_set(oid, text);
	if (r < 0) {
		if (!run->o.binary)
			putchar('\n');
		fail(run, run->o.quiet, "%s=%s: %s", oid->name, value,
		     r == -ENOSYS ? "no counterpart on Linux"
				  : bsd_strerror(-r));
		return;
	}
	if (!run->o.binary)
		printf(" -> ");
	if (oid_get(oid, &now) == 0)
		print_value(&run->o, oid, now);
	if (!run->o.binary)
		putchar('\n');
}

/* One word: NAME, or NAME=VALUE or NAME:VALUE. */
static void one(struct run *run, char *word)
{
	const char *value = words_split(word);
	const struct oid *oid;

	oid = oid_find(&run->oids, word);
	if (oid && value)
		set(run, oid, value);
	else if (oid)
		show(run, oid, true);
	else if (!oid_node_descr(&run->oids, word) && !run->o.ignore)
		fail(run, run->o.quiet, "unknown oid '%s'", word);
	else if (!oid_node_descr(&run->oids, word))
		return;
	else if (value)
		fail(run, run->o.quiet, "oid '%s' isn't a leaf node", word);
	else
		show_node(run, word);
}

static int from_file(struct run *run, const char *path)
{
	cleanup_free char *text = NULL;
	struct errbuf eb;
	char *next;

	if (file_read(AT_FDCWD, path, &text, NULL, &eb) < 0) {
		warnx("%s", eb.msg);
		return -1;
	}
	for (char *line = text; line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		run->line++;
		line = words_line(line);
		if (*line)
			one(run, line);
	}
	run->line = 0;
	return 0;
}

static const struct {
	char letter;
	size_t offset;
} flags[] = {
	{ 'a', offsetof(struct opts, all) },
	{ 'b', offsetof(struct opts, binary) },
	{ 'd', offsetof(struct opts, describe) },
	{ 'e', offsetof(struct opts, equals) },
	{ 'h', offsetof(struct opts, human) },
	{ 'i', offsetof(struct opts, ignore) },
	{ 'N', offsetof(struct opts, name_only) },
	{ 'n', offsetof(struct opts, no_name) },
	{ 'q', offsetof(struct opts, quiet) },
	{ 'T', offsetof(struct opts, tunables) },
	{ 't', offsetof(struct opts, type) },
	{ 'W', offsetof(struct opts, writable) },
	{ 'x', offsetof(struct opts, hex) },
	/* nothing here is opaque without a text form; setting needs no flag */
	{ 'o', offsetof(struct opts, ignored) },
	{ 'w', offsetof(struct opts, ignored) },
};

/* 0, or -1: usage */
static int parse(struct opts *o, int argc, char **argv)
{
	int c;

	optind = 0;
	while ((c = getopt(argc, argv, "+abdef:hiNnoqTtWwx")) != -1) {
		if (c == '?')
			return -1;
		if (c == 'f')
			o->file = optarg;
		for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
			if (flags[i].letter == c)
				*(bool *)((char *)o + flags[i].offset) = true;
	}
	return o->name_only && o->no_name ? -1 : 0;
}

static int usage(void)
{
	fputs(usage_text, stderr);
	return 1;
}

int sysctl_main(int argc, char **argv)
{
	struct run run = { 0 };

	if (argc > 1 && streq(argv[1], "--help"))
		return fputs(usage_text, stdout) < 0;
	if (argc > 1 && streq(argv[1], "--version"))
		return puts("sysctl (vjail) " VJAIL_VERSION) < 0;
	if (parse(&run.o, argc, argv) < 0)
		return usage();
	argv += optind;
	if (!*argv && !run.o.file && !run.o.all)
		return usage();
	if (oid_list_init(&run.oids) < 0)
		err(1, "sysctl");

	if (run.o.file && from_file(&run, run.o.file) < 0)
		run.failed++;
	if (run.o.all)
		show_node(&run, "");
	for (; *argv && !run.o.all; argv++)
		one(&run, *argv);
	oid_list_done(&run.oids);
	return run.failed;
}
