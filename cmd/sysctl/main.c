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
#include "base/proc.h"
#include "base/util.h"
#include "libjail/core.h"
#include "list.h"
#include "oid.h"
#include "opts/opts.h"
#include "words.h"
#include "xo/xo.h"

#define XO_VERSION "1"

int sysctl_main(int argc, char **argv);

struct opts {
	bool all, binary, describe, equals, format, human, ignore, jail_only,
		length, name_only, no_name, quiet, tunables, type, vnet_only,
		writable, hex;
	const char *file, *jail;
	const char *room_word; /* -B */
	size_t room; /* of that: bytes a value may have; 0: any number */
};

struct run {
	struct opts o;
	struct xo xo;
	struct json_object *list; /* of all that is told; NULL: as a text */
	struct oid_list oids;
	int failed;
	unsigned line; /* of a file, or 0 */
};

static const char usage_text[] =
	"usage: sysctl [-j jail] [-bdeFhiJlNnoqTtVWwx] [-B size] [-f file]\n"
	"              name[=value] ...\n"
	"       sysctl [-j jail] [-bdeFhJlNnoqTtVWwx] [-B size] -a\n"
	"       sysctl --libxo json[,pretty] ...\n";

static void no_memory(void)
{
	errx(EXIT_FAILURE, "out of memory");
}

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

static bool is_about(const struct opts *o)
{
	return o->type || o->format || o->describe;
}

/* -t, -F, -d: the words instead of the value. */
static void print_about(const struct run *run, const char *name,
			enum oid_type type, const char *format,
			const char *descr)
{
	static const char *const keys[] = { "type", "format", "description" };
	const struct opts *o = &run->o;
	const char *const words[] = {
		o->type ? words_types[type].name : NULL,
		o->format ? (format ? format : words_types[type].format) : NULL,
		o->describe ? descr : NULL,
	};
	const char *sep = "";
	struct json_object *to;

	if (run->list) {
		to = list_new(run->list, name);
		if (!to || !list_words(to, keys, words, ARRAY_SIZE(words)))
			no_memory();
		return;
	}
	print_name(o, name);
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (!words[i])
			continue;
		printf("%s%s", sep, words[i]);
		sep = o->equals ? "=" : ": ";
	}
	putchar('\n');
}

/* Bytes of a value, as FreeBSD hands it over. */
static size_t value_len(const struct oid *o, const char *value)
{
	if (o->size)
		return o->size;
	return is_number(o) ? words_types[o->type].size : strlen(value) + 1;
}

static void put_all(const struct run *run, const struct oid *oid,
		    const char *value)
{
	struct json_object *to = list_new(run->list, oid->name);
	bool ok = to && list_value(to, "value", oid, value);

	if (ok && run->o.length)
		ok = xo_add_int(to, "length", (int64_t)value_len(oid, value));
	if (!ok)
		no_memory();
}

static void print_all(const struct run *run, const struct oid *oid,
		      const char *value)
{
	const struct opts *o = &run->o;

	if (run->list) {
		put_all(run, oid, value);
		return;
	}
	print_name(o, oid->name);
	if (o->length)
		printf("%zu%s", value_len(oid, value), o->equals ? "=" : ": ");
	print_value(o, oid, value);
	if (!o->binary)
		putchar('\n');
}

/* Is it of the kinds that flags leave? */
static bool is_kind(const struct opts *o, const struct oid *oid)
{
	const unsigned needed =
		(o->tunables ? OID_TUN : 0) | (o->writable ? OID_RW : 0) |
		(o->jail_only ? OID_JAIL : 0) | (o->vnet_only ? OID_VNET : 0);

	return (oid->flags & needed) == needed;
}

static void print_only_name(const struct run *run, const char *name)
{
	if (!run->list)
		puts(name);
	else if (!list_new(run->list, name))
		no_memory();
}

/* One oid.  @named: the user asked for just this one. */
static void show(struct run *run, const struct oid *oid, bool named)
{
	const struct opts *o = &run->o;
	cleanup_free char *value = NULL;
	int r;

	if (!is_kind(o, oid))
		return;
	if (o->name_only) {
		print_only_name(run, oid->name);
		return;
	}
	if (is_about(o)) {
		print_about(run, oid->name, oid->type, oid->format, oid->descr);
		return;
	}
	r = oid_get(oid, &value);
	if (r == 0 && o->room && value_len(oid, value) > o->room)
		r = -ENOMEM;
	if (r == -ENOSYS && named)
		fail(run, o->quiet, "oid '%s' has no counterpart on Linux",
		     oid->name);
	else if (r < 0 && (named || r == -ENOMEM))
		fail(run, o->quiet, "%s: %s", oid->name, bsd_strerror(-r));
	else if (r == 0)
		print_all(run, oid, value);
}

static bool wanted(const struct opts *o, const struct oid *oid)
{
	return is_kind(o, oid) &&
	       (is_about(o) || o->name_only || oid_has_answer(oid));
}

static void show_node(struct run *run, const char *node)
{
	if (*node && is_about(&run->o) && !run->o.name_only)
		print_about(run, node, OID_NODE, NULL,
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

/* As text it is told before anything can fail. */
static void print_old(const struct opts *o, const struct oid *oid)
{
	cleanup_free char *old = NULL;

	print_name(o, oid->name);
	if (oid_get(oid, &old) == 0)
		print_value(o, oid, old);
}

static void print_new(const struct opts *o, const struct oid *oid,
		      const char *now)
{
	if (!o->binary)
		printf(" -> ");
	if (now)
		print_value(o, oid, now);
	if (!o->binary)
		putchar('\n');
}

static void put_change(const struct run *run, const struct oid *oid,
		       const char *old, const char *now)
{
	struct json_object *to = list_new(run->list, oid->name);

	if (!to || (old && !list_value(to, "old", oid, old)) ||
	    (now && !list_value(to, "value", oid, now)))
		no_memory();
}

static void set(struct run *run, const struct oid *oid, const char *value)
{
	cleanup_free char *text = NULL;
	cleanup_free char *old = NULL, *now = NULL;
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
	if (run->list)
		(void)oid_get(oid, &old);
	else if (!run->o.binary)
		print_old(&run->o, oid);
	r = oid_set(oid, text);
	if (r < 0) {
		if (!run->o.binary && !run->list)
			putchar('\n');
		fail(run, run->o.quiet, "%s=%s: %s", oid->name, value,
		     r == -ENOSYS ? "no counterpart on Linux"
				  : bsd_strerror(-r));
		return;
	}
	(void)oid_get(oid, &now);
	if (run->list)
		put_change(run, oid, old, now);
	else
		print_new(&run->o, oid, now);
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

#define AT(member) offsetof(struct opts, member)

static const struct opt_tool tool = {
	.name = "sysctl",
	.usage = usage_text,
	.usage_status = EXIT_FAILURE,
	.opts = {
		{ 'a', OPT_ON, AT(all) },
		{ 'B', OPT_TEXT, AT(room_word) },
		{ 'b', OPT_ON, AT(binary) },
		{ 'd', OPT_ON, AT(describe) },
		{ 'e', OPT_ON, AT(equals) },
		{ 'F', OPT_ON, AT(format) },
		{ 'f', OPT_TEXT, AT(file) },
		{ 'h', OPT_ON, AT(human) },
		{ 'i', OPT_ON, AT(ignore) },
		{ 'J', OPT_ON, AT(jail_only) },
		{ 'j', OPT_TEXT, AT(jail) },
		{ 'l', OPT_ON, AT(length) },
		{ 'N', OPT_ON, AT(name_only) },
		{ 'n', OPT_ON, AT(no_name) },
		/* nothing here is opaque without a text form */
		{ 'o', OPT_VOID },
		{ 'q', OPT_ON, AT(quiet) },
		{ 'T', OPT_ON, AT(tunables) },
		{ 't', OPT_ON, AT(type) },
		{ 'V', OPT_ON, AT(vnet_only) },
		{ 'W', OPT_ON, AT(writable) },
		{ 'w', OPT_VOID }, /* setting needs no flag */
		{ 'x', OPT_ON, AT(hex) },
	},
};

/* A number of bytes; false: it is none. */
static bool size_of(const char *word, size_t *ret)
{
	char *end;

	errno = 0;
	*ret = strtoul(word, &end, 0);
	return *word >= '0' && *word <= '9' && !*end && !errno && *ret > 0;
}

/* Do they go together? */
static bool check(struct opts *o)
{
	if (o->room_word && !size_of(o->room_word, &o->room))
		return false;
	return !(o->length && (o->name_only || o->binary)) &&
	       !(o->name_only && o->no_name);
}

/* Go on in a child in the jail, whose /proc knows it; the caller waits and
 * exits as that did. */
static void enter(const char *jail)
{
	struct errbuf eb;
	int jid = jail_find(jail, &eb);
	pid_t pid;

	if (jid == -ENOENT)
		errx(EXIT_FAILURE, "jail not found: %s", jail);
	if (jid < 0 || jail_enter(jid, &eb) < 0)
		errx(EXIT_FAILURE, "%s: %s", jail, eb.msg);
	pid = fork();
	if (pid < 0)
		err(EXIT_FAILURE, "fork");
	if (pid > 0)
		exit(proc_exit_code(proc_wait(pid)));
}

static void print_list(const struct run *run)
{
	struct json_object *body = json_object_new_object();

	if (!xo_add(body, "oid", run->list) ||
	    xo_print(stdout, &run->xo, XO_VERSION, "sysctl", body) < 0)
		no_memory();
}

int sysctl_main(int argc, char **argv)
{
	struct run run = { 0 };
	struct errbuf eb;
	int status;

	if (xo_take(&argc, argv, &run.xo, &eb) < 0)
		errx(EXIT_FAILURE, "%s", eb.msg);
	status = opts_parse(&tool, argc, argv, &run.o);
	if (status >= 0)
		return status;
	argv += optind;
	if (run.xo.json && run.o.binary)
		return opts_usage(&tool);
	if (!check(&run.o) || (!*argv && !run.o.file && !run.o.all))
		return opts_usage(&tool);
	if (run.o.jail)
		enter(run.o.jail);
	if (oid_list_init(&run.oids) < 0)
		err(1, "sysctl");
	if (run.xo.json)
		run.list = json_object_new_array();

	if (run.o.file && from_file(&run, run.o.file) < 0)
		run.failed++;
	if (run.o.all)
		show_node(&run, "");
	for (; *argv && !run.o.all; argv++)
		one(&run, *argv);
	oid_list_done(&run.oids);
	if (run.xo.json)
		print_list(&run);
	return run.failed;
}
