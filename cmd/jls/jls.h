/* SPDX-License-Identifier: BSD-2-Clause */
/* jls.h - What jls(8) shows of jails: columns, rows, and their text and JSON */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "base/strv.h"

struct errbuf;
struct jail_info;
struct jail_param_desc;
struct json_object;
struct xo;

enum jls_style {
	JLS_TABLE, /* jid, address, host name, path */
	JLS_VERBOSE, /* -v */
	JLS_PARAMS, /* parameters by name */
};

struct jls_format {
	enum jls_style style;
	bool by_name; /* -N */
	bool header; /* -h */
	bool name_value; /* -n */
	bool quoted; /* -q */
	bool skip; /* -s: leave out what need not be given again */
};

/* A value of one jail. */
struct jls_value {
	const char *name; /* as asked for; the columns own it */
	const struct jail_param_desc *desc; /* NULL: a key of meta or env */
	struct strv value;
	bool skip; /* -s leaves it out */
};

struct jls_row {
	struct jls_value *v;
	size_t n;
};

#define cleanup_jls_row __attribute__((cleanup(jls_row_done)))

/* jls_columns() - Names of the parameters to fetch, given what the user named
 * ("all" is among them).  0, -ENOENT `unknown parameter: X` or -ENOMEM */
int jls_columns(const struct jls_format *f, const struct strv *asked,
		struct strv *ret, struct errbuf *eb);

/* jls_row_get() - The columns' values of one jail; 0 or -errno */
int jls_row_get(const struct jail_info *info, const struct strv *columns,
		struct jls_row *ret, struct errbuf *eb);
/* jls_row_plain() - What a jail says of itself has nothing that a terminal obeys */
void jls_row_plain(struct jls_row *row);
void jls_row_done(struct jls_row *row);

/* jls_text_header(), jls_text_row() - Print as FreeBSD's jls does */
void jls_text_header(FILE *out, const struct jls_format *f,
		     const struct strv *columns);
void jls_text_row(FILE *out, const struct jls_format *f,
		  const struct jls_row *row);

/* jls_json_row() - The row as libxo encodes it; caller puts, NULL: no memory */
struct json_object *jls_json_row(const struct jls_format *f,
				 const struct jls_row *row);

/* jls_json_print() - The whole document: @jails is an array of rows.  0 or
 * -ENOMEM */
int jls_json_print(FILE *out, struct json_object *jails, const struct xo *xo);
