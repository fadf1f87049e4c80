/* SPDX-License-Identifier: BSD-2-Clause */
/* jc-lex.h - jail.conf's text as tokens */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "conf/jc.h"

enum jc_type {
	JC_END,
	JC_STRING, /* with all that touches it: quoted, bare, variables */
	JC_APPEND, /* += */
	JC_SIGN, /* , ; = { } in jc_token.sign */
	JC_BAD, /* bytes that belong to nothing */
};

struct jc_token {
	enum jc_type type;
	char sign;
	struct jc_string string;
	unsigned line;
	size_t start, end; /* where in the text */
};

struct jc_lex {
	const char *file;
	const char *text;
	size_t len, pos;
	unsigned line;
	struct strv *errs;
	bool end_told; /* that the text ends too early was said */
};

/* jc_lex_next() - The next token; what @ret holds is freed first.  Problems
 * are appended to errs, and reading goes on.  0 or -ENOMEM */
int jc_lex_next(struct jc_lex *lex, struct jc_token *ret);

/* jc_lex_text() - A token as it is written, on one line.  Caller frees; NULL:
 * no memory */
char *jc_lex_text(const struct jc_lex *lex, const struct jc_token *token);
