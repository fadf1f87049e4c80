/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * oid.h - FreeBSD's sysctl names and what answers for them on Linux
 *
 * A name is answered by a file below /proc/sys, by a function, or by a fixed
 * value: what Linux always does.  One that has none of these is known, but has
 * no counterpart here.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct errbuf;

enum oid_type {
	OID_NODE,
	OID_INT,
	OID_UINT,
	OID_LONG,
	OID_ULONG,
	OID_STRING,
	OID_OPAQUE, /* its text is made by get() */
};

enum oid_flag {
	OID_RW = 1 << 0,
	OID_TUN = 1 << 1, /* set by the boot loader on FreeBSD */
	OID_INVERSE = 1 << 2, /* the file says 0 where FreeBSD says 1 */
	OID_UNLESS_ONE = 1 << 3, /* 1 unless the file says 1 */
	OID_JAIL = 1 << 4, /* a jail has its own: FreeBSD's CTLFLAG_PRISON */
	OID_VNET = 1 << 5, /* a network stack has its own */
};

struct oid {
	const char *name, *descr;
	enum oid_type type;
	unsigned flags;
	const char *path; /* below /proc/sys; "*" is every interface in it */
	const char *star; /* what is read for "*" */
	const char *also; /* a second file that is written with @path */
	unsigned field; /* which word of the file it is */
	unsigned scale; /* the file's units in one of FreeBSD's; 0: 1 */
	const char *value; /* fixed */
	const char *format; /* as -F shows it; NULL: that of its type */
	size_t size; /* bytes FreeBSD's struct has, where it is one */
	/* Text of the value, caller frees; 0 or -errno */
	int (*get)(char **ret);
	int (*set)(const char *value); /* 0 or -errno */
};

/* Tables, in the order they are listed in; the last entry has no name. */
extern const struct oid oids_kern[];
extern const struct oid oids_net[];
extern const struct oid oids_hw[];
extern const struct oid oids_security[];

/* All oids there are, in order. */
struct oid_list {
	const struct oid **v;
	size_t n;
	struct oid *params; /* those of security.jail.param */
	size_t nparams;
};

#define cleanup_oid_list __attribute__((cleanup(oid_list_done)))

/* oid_list_init() - 0 or -ENOMEM */
int oid_list_init(struct oid_list *l);
void oid_list_done(struct oid_list *l);

/* oid_find() - By its whole name; NULL if there is none */
const struct oid *oid_find(const struct oid_list *l, const char *name);

/* oid_in() - Is it @node or below it?  "" is above all */
bool oid_in(const struct oid *o, const char *node);

/* oid_node_descr() - What a node is, or NULL if there is no such node */
const char *oid_node_descr(const struct oid_list *l, const char *node);

/* oid_has_answer() - Does anything on Linux stand for it? */
bool oid_has_answer(const struct oid *o);

/* oid_get() - Its value as text, numbers in decimal.  Caller frees.  0;
 * -ENOSYS: it has no counterpart; -errno */
int oid_get(const struct oid *o, char **ret);

/* oid_set() - @value is decimal for numbers.  0; -ENOSYS; -EOPNOTSUPP: it has
 * another fixed value; -errno */
int oid_set(const struct oid *o, const char *value);
