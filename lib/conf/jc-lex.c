/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * jc-lex.c - jail.conf's text as tokens
 *
 * A string is all that stands together without blanks: bare characters, quoted
 * pieces and variables.  Comments and blanks separate.
 */

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "conf/jc-lex.h"
#include "conf/problem.h"
#include "conf/textbuf.h"

#define SHOWN_MAX 72 /* of a token in a message */

/* A string that is being read. */
struct piece {
	struct textbuf lit;
	struct jc_string *string;
};

static int peek_at(const struct jc_lex *lex, size_t ahead)
{
	if (lex->len - lex->pos <= ahead)
		return -1;
	return (unsigned char)lex->text[lex->pos + ahead];
}

static int peek(const struct jc_lex *lex)
{
	return peek_at(lex, 0);
}

static int take(struct jc_lex *lex)
{
	int c = peek(lex);

	if (c < 0)
		return c;
	if (c == '\n')
		lex->line++;
	lex->pos++;
	return c;
}

static int is_ahead(const struct jc_lex *lex, const char *s)
{
	return lex->len - lex->pos >= strlen(s) &&
	       memcmp(lex->text + lex->pos, s, strlen(s)) == 0;
}

static bool is_bare(int c)
{
	/* Also $ * + / \ , which may begin something else. */
	return c > 0 && (isalnum(c) || strchr("_!%&()-.:<>?@[]^`|~$*+/\\", c));
}

static bool is_var_start(int c)
{
	return c > 0 && (isalpha(c) || c == '_');
}

/* Comments and blanks */

static int comment_skip(struct jc_lex *lex)
{
	unsigned line = lex->line;

	lex->pos += 2;
	while (peek(lex) >= 0) {
		if (is_ahead(lex, "*/")) {
			lex->pos += 2;
			return 0;
		}
		(void)take(lex);
	}
	lex->end_told = true;
	return problem_add(lex->errs, lex->file, line, "unterminated comment");
}

static int blank_skip(struct jc_lex *lex)
{
	for (;;) {
		int c = peek(lex), r;

		if (c == '#' || is_ahead(lex, "//")) {
			while (peek(lex) >= 0 && peek(lex) != '\n')
				lex->pos++;
		} else if (is_ahead(lex, "/*")) {
			r = comment_skip(lex);
			if (r == -ENOMEM)
				return r;
		} else if (is_ahead(lex, "\\\n") || (c > 0 && isspace(c))) {
			lex->pos += c == '\\';
			(void)take(lex);
		} else {
			return 0;
		}
	}
}

/* Pieces of a string */

static int piece_add_var(struct piece *p, const char *name)
{
	int r;

	if (p->lit.n > 0) {
		r = jc_string_add(p->string, p->lit.s, false);
		if (r < 0)
			return r;
		p->lit.n = 0;
	}
	return name ? jc_string_add(p->string, name, true) : 0;
}

static int piece_addc(struct jc_lex *lex, struct piece *p, int c)
{
	if (c == '\0')
		return problem_add(lex->errs, lex->file, lex->line,
				   "zero byte in a string");
	return textbuf_addc(&p->lit, (char)c);
}

static int digit_value(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c > 0 && isxdigit(c))
		return tolower(c) - 'a' + 10;
	return 99;
}

/* Up to @max digits of base @base. */
static int number_take(struct jc_lex *lex, int base, int max)
{
	int n = 0;

	while (max-- > 0 && digit_value(peek(lex)) < base)
		n = n * base + digit_value(take(lex));
	return n & 0xff;
}

/* What is behind a backslash. */
static int escape_take(struct jc_lex *lex, struct piece *p)
{
	static const char letters[] = "abfnrtv", bytes[] = "\a\b\f\n\r\t\v";
	int c = peek(lex);
	const char *l;

	if (c < 0)
		return piece_addc(lex, p, '\\');
	if (digit_value(c) < 8)
		return piece_addc(lex, p, number_take(lex, 8, 3));
	(void)take(lex);
	if (c == '\n')
		return 0;
	if (c == 'x' && digit_value(peek(lex)) < 16)
		return piece_addc(lex, p, number_take(lex, 16, 2));
	l = c ? strchr(letters, c) : NULL;
	return piece_addc(lex, p, l ? bytes[l - letters] : c);
}

/* "{name}", the $ being behind us. */
static int braced_take(struct jc_lex *lex, struct piece *p)
{
	cleanup_free char *name = NULL;
	size_t len = 1;

	while (peek_at(lex, len) > 0 && !strchr("\n;{}\"", peek_at(lex, len)))
		len++;
	name = strndup(lex->text + lex->pos + 1, len - 1);
	if (!name)
		return -ENOMEM;
	lex->pos += len;
	if (peek(lex) != '}')
		return problem_add(lex->errs, lex->file, lex->line,
				   "unterminated variable");
	lex->pos++;
	return piece_add_var(p, name);
}

static int dollar_take(struct jc_lex *lex, struct piece *p)
{
	cleanup_free char *name = NULL;
	size_t len = 1;

	if (peek(lex) == '{')
		return braced_take(lex, p);
	if (!is_var_start(peek(lex)))
		return piece_addc(lex, p, '$');

	while (is_var_start(peek_at(lex, len)) ||
	       digit_value(peek_at(lex, len)) < 10)
		len++;
	name = strndup(lex->text + lex->pos, len);
	if (!name)
		return -ENOMEM;
	lex->pos += len;
	return piece_add_var(p, name);
}

static int char_take(struct jc_lex *lex, struct piece *p, bool vars)
{
	int c = take(lex);

	if (c == '\\')
		return escape_take(lex, p);
	if (c == '$' && vars)
		return dollar_take(lex, p);
	return piece_addc(lex, p, c);
}

static int quoted_take(struct jc_lex *lex, struct piece *p)
{
	unsigned line = lex->line;
	int quote = take(lex), r;

	while (peek(lex) >= 0) {
		if (peek(lex) == quote) {
			lex->pos++;
			return 0;
		}
		r = char_take(lex, p, quote == '"');
		if (r == -ENOMEM)
			return r;
	}
	lex->end_told = true;
	return problem_add(lex->errs, lex->file, line, "unterminated string");
}

static int string_take(struct jc_lex *lex, struct piece *p)
{
	for (;;) {
		int c = peek(lex), r;

		if (is_ahead(lex, "//") || is_ahead(lex, "/*") ||
		    is_ahead(lex, "+="))
			break;
		if (c == '\'' || c == '"')
			r = quoted_take(lex, p);
		else if (is_bare(c))
			r = char_take(lex, p, true);
		else
			break;
		if (r == -ENOMEM)
			return r;
	}
	return piece_add_var(p, NULL);
}

static void bad_take(struct jc_lex *lex)
{
	/* One letter of UTF-8 has several such bytes. */
	do {
		lex->pos++;
	} while (peek(lex) >= 0x80);
}

static int token_take(struct jc_lex *lex, struct jc_token *t)
{
	struct piece p = { .string = &t->string };
	int c = peek(lex), r;

	if (c < 0) {
		t->type = JC_END;
		return 0;
	}
	if (is_ahead(lex, "+=")) {
		t->type = JC_APPEND;
		lex->pos += 2;
		return 0;
	}
	if (c > 0 && strchr(",;={}", c)) {
		t->type = JC_SIGN;
		t->sign = (char)c;
		lex->pos++;
		return 0;
	}
	if (!is_bare(c) && c != '"' && c != '\'') {
		t->type = JC_BAD;
		bad_take(lex);
		return 0;
	}
	t->type = JC_STRING;
	r = string_take(lex, &p);
	textbuf_done(&p.lit);
	return r;
}

int jc_lex_next(struct jc_lex *lex, struct jc_token *ret)
{
	int r;

	jc_string_done(&ret->string);
	*ret = (struct jc_token){ 0 };

	r = blank_skip(lex);
	if (r < 0)
		return r;
	ret->line = lex->line;
	ret->start = lex->pos;
	r = token_take(lex, ret);
	ret->end = lex->pos;
	return r;
}

char *jc_lex_text(const struct jc_lex *lex, const struct jc_token *token)
{
	cleanup_textbuf struct textbuf b = { 0 };
	int r = 0;

	for (size_t i = token->start; i < token->end && r == 0; i++) {
		unsigned char c = (unsigned char)lex->text[i];
		char shown[8];
		int n;

		if (b.n >= SHOWN_MAX) {
			r = textbuf_add(&b, "...", 3);
			break;
		}
		n = snprintf(shown, sizeof(shown),
			     c < ' ' || c == 0x7f ? "\\%03o" : "%c", c);
		r = textbuf_add(&b, shown, (size_t)n);
	}
	return r < 0 ? NULL : textbuf_take(&b);
}
