/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kld.h - FreeBSD's kernel modules and what they are on Linux
 *
 * A module counts as there when the running kernel does what it is for; how
 * it came to do that, built in or loaded, is its own business.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum kld_probe {
	PROBE_LINK, /* a kind of interface that rtnetlink makes */
	PROBE_FILESYSTEM, /* a line of /proc/filesystems */
	PROBE_MISC, /* a line of /proc/misc */
	PROBE_SYSCTL, /* a path below /proc/sys */
	PROBE_NETFILTER, /* nf_tables answers */
	PROBE_ALWAYS,
};

struct kld {
	const char *name; /* FreeBSD's, without ".ko" */
	const char *module; /* the Linux module; NULL: never a module */
	enum kld_probe probe;
	const char *what; /* what to look for */
};

/* All that are known; the last one has no name. */
extern const struct kld klds[];

/* kld_find() - By name, with or without a directory and ".ko"; or NULL */
const struct kld *kld_find(const char *name);

/* kld_offers() - Does the running kernel do what it is for? */
bool kld_offers(const struct kld *k);

/* A module as /proc/modules tells of it. */
struct kld_loaded {
	unsigned long size;
	unsigned long address; /* 0 where it is not told */
	int refs;
};

/* kld_loaded() - Is its Linux module loaded, not built in?  @ret may be NULL */
bool kld_loaded(const struct kld *k, struct kld_loaded *ret);

/* kld_load() - Load its Linux module; 0; -ENOENT: there is none; -ENOEXEC: the
 * kernel does not take it; -errno */
int kld_load(const struct kld *k);

/* kld_unload() - @force: although it is used; 0 or -errno */
int kld_unload(const struct kld *k, bool force);

#define KLD_KERNEL 1 /* its number */

/* kld_id() - A number for it; the kernel's is 1 */
int kld_id(const struct kld *k);

/* kld_path() - The file of a Linux module, or with NULL the kernel's.  Caller
 * frees; NULL if it is not found */
char *kld_path(const char *module);

/* kld_path_in() - The same, out of a modules.dep(5), relative to its directory */
char *kld_path_in(const char *dep, const char *module);
