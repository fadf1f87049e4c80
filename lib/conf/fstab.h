/* SPDX-License-Identifier: BSD-2-Clause */
/* fstab.h - Lines of fstab(5), and the options in them */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/strv.h"

struct errbuf;

struct fstab_entry {
	char *spec; /* what to mount; octal escapes (\040) are decoded */
	char *file; /* where */
	char *type; /* "nullfs", "tmpfs", … */
	char *opts; /* "ro,noatime"; "rw" when the line has none */
};

/* fstab_parse_line() - One line.  1: an entry was filled (caller:
 * fstab_entry_done()), 0: blank or comment, -EINVAL with "missing
 * information" or "fstab parse error" (a bad escape) in @eb, or -ENOMEM */
int fstab_parse_line(const char *line, struct fstab_entry *ret,
		     struct errbuf *eb);
/* A line made for others to read may end in a comment that says where it was
 * written: FSTAB_ORIGIN and words.  fstab_origin() - Those, or NULL */
#define FSTAB_ORIGIN " #@ "
const char *fstab_origin(const char *line);

void fstab_entry_done(struct fstab_entry *e);
