/* SPDX-License-Identifier: BSD-2-Clause */
/* jc.h - What is between jail.conf's parser and its merging: blocks as written */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/strv.h"

/* "/vm/$name" is a literal and a variable. */
struct jc_part {
	char *text; /* literal bytes, or the name of a variable */
	bool is_var;
};

/* No parts: the empty string. */
struct jc_string {
	struct jc_part *parts;
	size_t n;
};

struct jc_param {
	char *name; /* without the $ of a variable */
	bool is_var, append;
	bool has_value;
	struct jc_string *values;
	size_t n;
	const char *file; /* belongs to struct conf; NULL: a command line */
	unsigned line;
};

/* NAME { … }, or what stands outside of such between two of them. */
struct jc_block {
	char *name;
	bool implicit; /* outside: as in "*" */
	bool command_line; /* its "name" may be said again */
	struct jc_param *params;
	size_t n;
};

struct conf {
	struct jc_block *blocks; /* in file order */
	size_t n;
	struct strv files; /* names that parameters point to */
};

/* jc_string_add() - Append a part with a copy of @text; 0 or -ENOMEM */
int jc_string_add(struct jc_string *s, const char *text, bool is_var);
void jc_string_done(struct jc_string *s);

/* jc_param_add_value() - Takes @s over and empties it; 0 or -ENOMEM */
int jc_param_add_value(struct jc_param *param, struct jc_string *s);
void jc_param_done(struct jc_param *param);

/* jc_block_new() - A new last block; 0 or -ENOMEM */
int jc_block_new(struct conf *conf, const char *name);

/* jc_block_add() - Takes @param over and empties it; 0 or -ENOMEM */
int jc_block_add(struct jc_block *block, struct jc_param *param);

/* jc_file() - A copy of @name that lives as long as @conf; NULL: no memory */
const char *jc_file(struct conf *conf, const char *name);

/* jc_name_is_wild() - Is any component of it "*"? */
bool jc_name_is_wild(const char *name);

/* jc_name_is_no() - Is @no the no-form of @name? */
bool jc_name_is_no(const char *no, const char *name);

/* jc_name_same() - Do two spellings ("persist", "nopersist") mean the same
 * parameter? */
bool jc_name_same(const char *a, const char *b);
