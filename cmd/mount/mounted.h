/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mounted.h - What is mounted, as FreeBSD would tell it
 *
 * Bind mounts are nullfs, overlayfs is unionfs, proc is procfs, and a devtmpfs
 * or a tmpfs made by our devfs is devfs.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/strv.h"

struct errbuf;

struct mounted {
	char *path;
	char *source; /* "/usr/src", "tmpfs", "<above>:/up", … */
	char *type; /* FreeBSD's name */
	char *super; /* Linux's options of the file system */
	bool nullfs;
	struct strv opts; /* "local", "read-only", in FreeBSD's order */
	unsigned dev_major, dev_minor;
	char *root; /* directory of the file system that is mounted */
};

struct mounted_list {
	struct mounted *v;
	size_t n;
};

#define cleanup_mounted __attribute__((cleanup(mounted_list_done)))

/* mounted_parse() - From the text of a mountinfo file; 0 or -ENOMEM */
int mounted_parse(const char *text, struct mounted_list *ret);

/* mounted_list_get() - Those of this process; 0 or -errno */
int mounted_list_get(struct mounted_list *ret, struct errbuf *eb);
void mounted_list_done(struct mounted_list *l);

/* mounted_find() - The topmost mount at @path, or else the last one of the
 * source @path; NULL if there is none */
const struct mounted *mounted_find(const struct mounted_list *l,
				   const char *path);

/* mounted_option() - The value of "KEY=" in @m->super.  Caller frees; NULL if
 * there is none */
char *mounted_option(const struct mounted *m, const char *key);

/* type_in_list() - Does the -t argument @list ("nullfs,tmpfs", "nodevfs") want
 * this type?  NULL wants all */
bool type_in_list(const char *list, const char *type);
