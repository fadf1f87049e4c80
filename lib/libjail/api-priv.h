/* SPDX-License-Identifier: BSD-2-Clause */
/* api-priv.h - What the files of the public libjail share */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/strv.h"
#include "libjail/param.h"

struct errbuf;
struct jail_info;

/* A parameter as the API names it: "lastjid" and "meta.KEY" are ones too */
struct api_name {
	const struct jail_param_desc *desc; /* NULL: lastjid, or a key */
	enum jail_param_type type;
	bool no; /* the no-form of a boolean */
	bool key; /* "meta.KEY", "env.KEY" */
};

/* api_name() - 0, or -ENOENT `unknown parameter: X` */
int api_name(const char *name, struct api_name *ret, struct errbuf *eb);

/* api_elem_size() - Bytes of one value of this type; 1 for strings */
size_t api_elem_size(enum jail_param_type type);

/* api_decode() - From the bytes that jail_set() takes to words.  0, -EINVAL
 * when they do not fit the type, or -ENOMEM */
int api_decode(const struct api_name *n, const void *value, size_t len,
	       struct strv *ret);

/* api_encode() - From words to bytes; an empty list is NULL and 0.  Caller
 * frees *@ret.  0 or -ENOMEM */
int api_encode(const struct api_name *n, const struct strv *words, void **ret,
	       size_t *ret_len);

/* api_encode_of() - The same for the value a jail has now */
int api_encode_of(const struct jail_info *info, const char *name, void **ret,
		  size_t *ret_len, struct errbuf *eb);

/* Which jail is meant: the first of these that is there */
struct api_key {
	const int *lastjid; /* the jail after this one */
	const int *jid; /* 0: not said */
	const char *name;
};

/* api_find() - The jail meant.  @flags: JAIL_DYING.  0, or -ENOENT with
 * FreeBSD's words */
int api_find(const struct api_key *key, int flags, struct jail_info *ret,
	     struct errbuf *eb);

/* api_set() - Create or update, as jail_set() does; the jid or -errno */
int api_set(const struct jail_params *ps, int flags, struct errbuf *eb);

/* api_fail() - errno and jail_errmsg for @r, a negative errno; returns -1.
 * Without words, "WHAT: strerror" */
int api_fail(int r, const struct errbuf *eb, const char *what);
