/* SPDX-License-Identifier: BSD-2-Clause */
/* mounts.c - The mount parameters as lines of fstab(5) for libjail */

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/util.h"
#include "conf/fstab.h"
#include "mounts.h"

#define DEFAULT_RULESET "4"

/* One line of the `mount' parameter or of a file; @where for messages. */
static int add_line(struct strv *ret, const char *line, const char *where,
		    struct errbuf *eb)
{
	struct fstab_entry e;
	bool absolute;
	int r = fstab_parse_line(line, &e, eb);

	if (r < 0)
		return errbuf_in(eb, r, "%s: %s", where, line);
	if (r == 0)
		return 0;
	absolute = e.file[0] == '/';
	if (!absolute)
		r = errbuf_set(eb, EINVAL, "%s: %s: not an absolute pathname",
			       where, e.file);
	fstab_entry_done(&e);
	return absolute ? strv_addf(ret, "%s" FSTAB_ORIGIN "%s", line, where)
			: r;
}

static int add_numbered(struct strv *ret, const char *line, const char *file,
			unsigned number, struct errbuf *eb)
{
	cleanup_free char *where = NULL;

	if (asprintf(&where, "mount.fstab: %s line %u", file, number) < 0)
		return -ENOMEM;
	return add_line(ret, line, where, eb);
}

static int add_file(struct strv *ret, const char *file, struct errbuf *eb)
{
	cleanup_free char *text = NULL;
	unsigned number = 0;
	char *rest, *line;
	int r = file_read(AT_FDCWD, file, &text, NULL, eb);

	if (r < 0)
		return errbuf_in(eb, r, "mount.fstab");
	for (rest = text; r == 0 && (line = strsep(&rest, "\n")) != NULL;)
		r = add_numbered(ret, line, file, ++number, eb);
	return r;
}

/* @path as a field of fstab(5), where blanks and backslashes are octal. */
static char *encode(const char *path)
{
	char *out = malloc(4 * strlen(path) + 1), *p = out;

	if (!out)
		return NULL;
	for (; *path; path++) {
		if (isspace((unsigned char)*path) || *path == '\\')
			p += snprintf(p, 5, "\\%03o", (unsigned char)*path);
		else
			*p++ = *path;
	}
	*p = '\0';
	return out;
}

/* The file systems that have a parameter of their own. */
static const struct own {
	enum pseudo param;
	const char *spec, *below, *type;
	const char *opts; /* NULL: the ruleset */
	bool always; /* the jail gets one anyway: saying no is worth a line */
} own[] = {
	{ P_MOUNT_DEVFS, "devfs", "dev", "devfs", NULL, true },
	{ P_MOUNT_FDESCFS, "fdescfs", "dev/fd", "fdescfs", "rw", false },
	{ P_MOUNT_PROCFS, "proc", "proc", "procfs", "rw", true },
};

static int add_own(struct strv *ret, const struct own *m,
		   const struct pseudos *ps, const char *root,
		   const char *ruleset)
{
	const char *slash = streq(root, "/") ? "" : "/";

	if (!ps->set[m->param])
		return 0;
	if (!pseudo_bool(ps, m->param)) {
		if (!m->always)
			return 0;
		return strv_addf(ret, "none %s%s%s %s none 0 0", root, slash,
				 m->below, m->type);
	}
	if (m->opts)
		return strv_addf(ret, "%s %s%s%s %s %s 0 0", m->spec, root,
				 slash, m->below, m->type, m->opts);
	return strv_addf(ret, "%s %s%s%s %s ruleset=%s 0 0", m->spec, root,
			 slash, m->below, m->type,
			 ruleset ? ruleset : DEFAULT_RULESET);
}

int mounts_lines(const struct pseudos *ps, const char *path,
		 const char *ruleset, struct strv *ret, struct errbuf *eb)
{
	cleanup_free char *root = encode(path ? path : "/");
	int r = root ? 0 : -ENOMEM;

	for (size_t i = 0; r == 0 && i < ps->value[P_MOUNT].n; i++)
		r = add_line(ret, ps->value[P_MOUNT].v[i], "mount", eb);
	for (size_t i = 0; r == 0 && i < ps->value[P_MOUNT_FSTAB].n; i++)
		r = add_file(ret, ps->value[P_MOUNT_FSTAB].v[i], eb);
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(own); i++) {
		if (!path && pseudo_bool(ps, own[i].param))
			return errbuf_set(eb, EINVAL,
					  "%s: no jail root path defined",
					  pseudo_name(own[i].param));
		r = add_own(ret, &own[i], ps, root, ruleset);
	}
	return r;
}
