/* SPDX-License-Identifier: BSD-2-Clause */
/* tree-priv.h - What the files tree*.c share */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "libjail/tree.h"

#define TREE_NO_NODES (-1) /* a ruleset: a /dev with our tools and no node */

/* A tree being built. */
struct tree {
	struct tree_plan *plan;
	int scratch; /* a tmpfs of ours, gone with the host's tree */
	int root; /* the jail's root as it stands */
	bool plain; /* that root is the directory PATH of the host */
	bool has_dev, has_proc;
	unsigned overlays; /* so many have a directory on the scratch */
};

/* tree_place_root() - Make @mntfd the root; takes it over */
int tree_place_root(struct tree *t, int mntfd, struct errbuf *eb);

/* tree_mkdir() - Open the directory @name of the jail's root, made if it is
 * missing; a descriptor or -errno */
int tree_mkdir(struct tree *t, const char *name);

/* tree_add_points() - If the root is read-only and lacks /dev or /proc, put a
 * layer over it that has them; 0 or -errno */
int tree_add_points(struct tree *t, struct errbuf *eb);

/* tree-root.c */
/* tree_failed() - Words for a path of the host that could not be opened: -EXDEV
 * is a link that the jail's root may have put there, to the host's files */
int tree_failed(int r, const char *path, struct errbuf *eb);
/* tree_unmappable() - Words for a file system that has no mapped mounts */
int tree_unmappable(const char *what, const char *path, struct errbuf *eb);
int tree_throw_away(struct tree *t, struct errbuf *eb);
int tree_clone_each(struct tree *t, struct errbuf *eb);
/* A detached, mapped clone of the one mount, or directory, at @path */
int tree_clone_one(const struct tree_plan *plan, const char *path,
		   uint64_t clear, struct errbuf *eb);
int tree_empty_dev(struct tree *t, struct errbuf *eb);

/* tree-overlay.c */
/* tree_layer_over() - Memory over what is mounted at @path; a mount or -errno */
int tree_layer_over(struct tree *t, const char *path, struct errbuf *eb);
/* tree_layer_points() - A read-only layer over the root as it stands, with
 * empty directories /dev and /proc; a mount or -errno */
int tree_layer_points(struct tree *t, struct errbuf *eb);
/* tree_layers() - An overlay with the options @opts, directories as the host
 * sees them; over the detached mount @lowest instead of lowerdir, or -1.  A
 * mount or -errno */
int tree_layers(struct tree *t, const char **opts, int lowest,
		struct errbuf *eb);
/* tree_work_dir() - The work directory for an upper one of the user's.  Caller
 * frees */
char *tree_work_dir(const char *upper, int jid);

/* tree.c */
/* tree_is_top() - Is @target, relative to the jail's root, its directory @name,
 * and none further below? */
bool tree_is_top(const char *target, const char *name);
int tree_adopt_dev(struct tree *t, struct errbuf *eb);
int tree_mount_dev(struct tree *t, const char *target, int ruleset,
		   struct errbuf *eb);

/* tree-lines.c */
int tree_mount_line(struct tree *t, const char *line, struct errbuf *eb);

/* tree-proc.c */
int tree_mount_proc(struct tree *t, const char *target, struct errbuf *eb);
/* Linux's sysfs on the directory @at, not to be written */
int tree_mount_sys(struct tree *t, int at, struct errbuf *eb);
