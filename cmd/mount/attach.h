/* SPDX-License-Identifier: BSD-2-Clause */
/* attach.h - Mount what FreeBSD's types and options mean */
#pragma once

#include <stdbool.h>

struct errbuf;

/* What is asked for. */
struct mount_req {
	const char *type;
	const char *special;
	const char *node; /* the mount point */
	const char *opts; /* "ro,ruleset=4" */
};

/* How a failure is to be told: FreeBSD has programs of their own for some. */
struct mount_fail {
	const char *prog;
	int status;
};

/**
 * mount_attach() - Mount one
 * @ret_fail:	Who says it, and the exit status; only filled on failure
 *
 * Return: 0 or -errno
 */
int mount_attach(const struct mount_req *req, struct mount_fail *ret_fail,
		 struct errbuf *eb);

/* mount_update() - Change the flags of what is mounted at @node; 0 or -errno */
int mount_update(const char *node, const char *opts, struct errbuf *eb);

/* mount_work_dir() - Where the unionfs with the upper layer @upper keeps what
 * it works on.  Caller frees; NULL when out of memory */
char *mount_work_dir(const char *upper);

/* mount_is_work_dir() - Is @path one that mount_attach() made? */
bool mount_is_work_dir(const char *path);
