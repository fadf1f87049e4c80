/* SPDX-License-Identifier: BSD-2-Clause */
/* list.c - Print what is mounted, and read what should be */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/strv.h"
#include "base/util.h"
#include "list.h"
#include "mounted.h"
#include "xo/xo.h"

/* The words of a listing that have shorter ones in an fstab. */
static const struct {
	const char *opt, *word;
} fstab_words[] = {
	{ "read-only", "ro" },
	{ "synchronous", "sync" },
	{ "local", NULL },
	{ "with quotas", NULL },
};

/* In hexadecimal digits; false where it is not told. */
static bool fsid_of(const struct mounted *m, char hex[static 17])
{
	struct statfs fs;
	unsigned char id[sizeof(fs.f_fsid)];

	if (statfs(m->path, &fs) < 0)
		return false;
	memcpy(id, &fs.f_fsid, sizeof(id));
	for (size_t i = 0; i < sizeof(id); i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", id[i]);
	return true;
}

static void print_fsid(const struct mounted *m)
{
	char hex[17];

	if (fsid_of(m, hex))
		printf(", fsid %s", hex);
}

static const char *fstab_word(const char *opt)
{
	for (size_t i = 0; i < ARRAY_SIZE(fstab_words); i++)
		if (streq(fstab_words[i].opt, opt))
			return fstab_words[i].word;
	return opt;
}

static bool has_opt(const struct mounted *m, const char *opt)
{
	return strv_has(&m->opts, opt);
}

/* A word of an fstab: blanks would end it, so they are octal. */
static void print_word(const char *word, const char *sep)
{
	for (; *word; word++) {
		if (strchr(" \t\n\\", *word))
			printf("\\%03o", (unsigned)*word);
		else
			putchar(*word);
	}
	fputs(sep, stdout);
}

/* "rw", "ro,noexec", …  Caller frees */
static char *fstab_opts(const struct mounted *m)
{
	cleanup_strv struct strv words = { 0 };
	int r = strv_add(&words, has_opt(m, "read-only") ? "ro" : "rw");

	for (size_t i = 0; r == 0 && i < m->opts.n; i++) {
		const char *word = fstab_word(m->opts.v[i]);

		if (word && !streq(word, "ro"))
			r = strv_add(&words, word);
	}
	return r < 0 ? NULL : strv_join(&words, ",");
}

static void print_fstab(const struct mounted *m)
{
	cleanup_free char *opts = fstab_opts(m);

	print_word(m->source, "\t\t");
	print_word(m->path, "\t");
	printf("%s\t%s\t0 0\n", m->type, opts ? opts : "rw");
}

static bool json_fstab(const struct mounted *m, struct json_object *o)
{
	cleanup_free char *opts = fstab_opts(m);

	return opts && xo_add_str(o, "device", m->source) &&
	       xo_add_str(o, "mntpoint", m->path) &&
	       xo_add_str(o, "fstype", m->type) &&
	       xo_add_str(o, "opts", opts) && xo_add_int(o, "dump", 0) &&
	       xo_add_int(o, "pass", 0);
}

static bool json_plain(const struct mounted *m, struct json_object *o)
{
	return xo_add_str(o, "special", m->source) &&
	       xo_add_str(o, "node", m->path) &&
	       xo_add_str(o, "fstype", m->type) &&
	       xo_add(o, "opts", xo_words(&m->opts));
}

struct json_object *list_json(const struct mounted *m, enum list_form form)
{
	struct json_object *o = json_object_new_object();
	char hex[17];
	bool ok = form == LIST_FSTAB ? json_fstab(m, o) : json_plain(m, o);

	if (ok && form == LIST_VERBOSE && fsid_of(m, hex))
		ok = xo_add_str(o, "fsid", hex);
	if (ok)
		return o;
	json_object_put(o);
	return NULL;
}

void list_print(const struct mounted *m, enum list_form form)
{
	if (form == LIST_FSTAB) {
		print_fstab(m);
		return;
	}
	printf("%s on %s (%s", m->source, m->path, m->type);
	for (size_t i = 0; i < m->opts.n; i++)
		printf(", %s", m->opts.v[i]);
	if (form == LIST_VERBOSE)
		print_fsid(m);
	puts(")");
}

static int add_line(struct fstab *f, const char *line, struct errbuf *eb)
{
	struct fstab_entry e = { 0 }, *v;
	int r = fstab_parse_line(line, &e, eb);

	if (r <= 0)
		return r;
	v = reallocarray(f->v, f->n + 1, sizeof(*v));
	if (!v) {
		fstab_entry_done(&e);
		return errbuf_set(eb, ENOMEM, "out of memory");
	}
	f->v = v;
	f->v[f->n++] = e;
	return 0;
}

int fstab_read(const char *file, struct fstab *ret, struct errbuf *eb)
{
	cleanup_free char *text = NULL;
	struct fstab f = { 0 };
	unsigned n = 0;
	char *next;
	int r = file_read(AT_FDCWD, file, &text, NULL, eb);

	for (char *line = text; r == 0 && line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		n++;
		r = add_line(&f, line, eb);
		if (r < 0)
			r = errbuf_in(eb, r, "%s line %u", file, n);
	}
	if (r < 0) {
		fstab_done(&f);
		return r;
	}
	*ret = f;
	return 0;
}

void fstab_done(struct fstab *f)
{
	for (size_t i = 0; i < f->n; i++)
		fstab_entry_done(&f->v[i]);
	free(f->v);
	memset(f, 0, sizeof(*f));
}

const struct fstab_entry *fstab_find(const struct fstab *f, const char *word)
{
	for (size_t i = 0; i < f->n; i++)
		if (streq(f->v[i].file, word))
			return &f->v[i];
	for (size_t i = 0; i < f->n; i++)
		if (streq(f->v[i].spec, word))
			return &f->v[i];
	return NULL;
}
