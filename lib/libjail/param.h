/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * param.h - The parameters a jail has: the one table of them, and sets of values
 *
 * These are FreeBSD's kernel parameters and our own vjail.* ones.  What jail(8)
 * alone knows (exec.*, mount, depend, …) is in cmd/jail/.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/strv.h"

struct errbuf;

enum jail_param_type {
	JAIL_PARAM_INT,
	JAIL_PARAM_UINT,
	JAIL_PARAM_ULONG,
	JAIL_PARAM_BOOL, /* value "1" or "0" in a set */
	JAIL_PARAM_STRING,
	JAIL_PARAM_JAILSYS, /* "disable", "new" or "inherit" */
	JAIL_PARAM_IP4, /* list of addresses */
	JAIL_PARAM_IP6,
	JAIL_PARAM_LIST, /* list of strings; ours only */
	JAIL_PARAM_KEYVALUE, /* "key=value" lines: meta, env */
};

/* What becomes of a parameter on Linux. */
enum jail_param_fate {
	JAIL_PARAM_HONOURED,
	JAIL_PARAM_PERMITS_NOTHING, /* accepted; Linux has nothing to permit */
	JAIL_PARAM_REFUSED, /* only its default is accepted */
};

enum jail_param_flag {
	JAIL_PARAM_RDONLY = 1 << 0, /* jail_get() only */
	JAIL_PARAM_CREATE_ONLY = 1 << 1, /* not to be changed later */
	JAIL_PARAM_INTERNAL = 1 << 2, /* not listed by jls (vjail.mount) */
};

struct jail_param_desc {
	const char *name;
	const char *def; /* default as text; NULL: none, or computed */
	const char *note; /* one line for jail.conf(5) and messages: what it
			   * does here, or why it is refused */
	enum jail_param_type type;
	enum jail_param_fate fate;
	unsigned flags; /* JAIL_PARAM_RDONLY | … */
};

/* jail_param_table() - All of them, sorted as jls(8) lists them (names without
 * a dot first, then dotted ones; each half by strcmp) */
const struct jail_param_desc *jail_param_table(size_t *ret_n);

/* jail_param_find() - By name; a boolean's no-form is found too and sets
 * *@ret_no.  @ret_no may be NULL: then only the positive form is found.  NULL
 * if unknown */
const struct jail_param_desc *jail_param_find(const char *name, bool *ret_no);

/* A set of values.  All-zero is the empty set. */
struct jail_param {
	const struct jail_param_desc *desc;
	struct strv value; /* one string; any number for lists */
	bool keyed; /* lines to put in those that there are, one by one; a key
		     * without "=" goes */
};

struct jail_params {
	struct jail_param *p;
	size_t n;
};

#define cleanup_jail_params __attribute__((cleanup(jail_params_done)))

/**
 * jail_params_put() - Check and normalise a value as written, and put it in
 * @name:	Name, or no-form of a boolean
 * @value:	The words given; NULL or empty: none (true for booleans, "new"
 *		for jailsys, the empty list for lists)
 *
 * Normal forms: booleans "1"/"0", jailsys words, integers in decimal,
 * addresses as inet_ntop(3) prints them.  Replaces what was there.  Only the
 * shape is checked here; whether it can be honoured is jail_params_check().
 * "meta.KEY" or "env.KEY" changes that key alone, and without a value removes it.
 *
 * Return: 0, -ENOENT `unknown parameter: X`, -EINVAL with FreeBSD's words
 * (`X: unknown boolean value "V"`, `X: non-integer value "V"`,
 * `X: not an IPv4 address: V`, `X: unknown jailsys value "V"`), or -ENOMEM
 */
int jail_params_put(struct jail_params *ps, const char *name,
		    const struct strv *value, struct errbuf *eb);

/* jail_params_get() - The value put in, or NULL */
const struct strv *jail_params_get(const struct jail_params *ps,
				   const char *name);

/* jail_params_str(), _int(), _bool() - The value put in, else the default of
 * the table, else "" / 0 / false */
const char *jail_params_str(const struct jail_params *ps, const char *name);
long jail_params_int(const struct jail_params *ps, const char *name);
bool jail_params_bool(const struct jail_params *ps, const char *name);

/**
 * jail_params_check() - Can Linux honour all of this?
 * @update:	It is to change a jail that exists
 *
 * Refuses by name what is read-only, what @update cannot change, what the
 * table says is refused (unless it asks for the default), and what does not go
 * together (`vnet jails cannot have IP address restrictions`).
 *
 * Return: 0, -EINVAL, -EPERM or -EOPNOTSUPP, words in @eb
 */
int jail_params_check(const struct jail_params *ps, bool update,
		      struct errbuf *eb);

/* jail_params_add() - A value as it is in another set; 0 or -ENOMEM */
int jail_params_add(struct jail_params *into, const struct jail_param *p);

/* jail_params_merge() - @from over @into, which is all of a jail's: of a "meta"
 * that was put by keys the others stay.  0 or -ENOMEM */
int jail_params_merge(struct jail_params *into, const struct jail_params *from);

void jail_params_done(struct jail_params *ps);
