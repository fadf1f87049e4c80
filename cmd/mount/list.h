/* SPDX-License-Identifier: BSD-2-Clause */
/* list.h - Print what is mounted, and read what should be */
#pragma once

#include <stdbool.h>

#include "conf/fstab.h"

struct errbuf;
struct json_object;
struct mounted;

enum list_form {
	LIST_PLAIN,
	LIST_VERBOSE,
	LIST_FSTAB, /* -p */
};

/* list_print() - One line of mount(8) */
void list_print(const struct mounted *m, enum list_form form);

/* list_json() - The same as an object of libxo; NULL when out of memory */
struct json_object *list_json(const struct mounted *m, enum list_form form);

struct fstab {
	struct fstab_entry *v;
	size_t n;
};

/* fstab_read() - All lines of a file; 0 or -errno, "FILE line N: …" */
int fstab_read(const char *file, struct fstab *ret, struct errbuf *eb);
void fstab_done(struct fstab *f);

/* fstab_find() - The line with that mount point, or else special; or NULL */
const struct fstab_entry *fstab_find(const struct fstab *f, const char *word);
