/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rcconf-parse.c - rc.conf(5): text to variables
 *
 * Only simple commands that assign are read.  What a command assigns is pending
 * until its end: one that turns out to be more than assignments sets nothing,
 * is told once, and is passed by to its end (an "if" to its "fi").
 */

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/strv.h"
#include "base/util.h"
#include "conf/problem.h"
#include "conf/rcconf-vars.h"
#include "conf/rcconf.h"
#include "conf/textbuf.h"

#define DEPTH_MAX 32 /* of ${x:-${y:-...}} */
#define VALUE_MAX ((size_t)1 << 20) /* x="$x$x" doubles */

struct reader {
	struct rcconf *rc;
	struct rcconf pending;
	const char *file, *text;
	size_t len, pos;
	unsigned line, depth;
	struct strv *errs;
};

#define problem(rd, ...)                                                       \
	problem_add((rd)->errs, (rd)->file, (rd)->line, __VA_ARGS__)

static int peek_at(const struct reader *rd, size_t ahead)
{
	if (rd->len - rd->pos <= ahead)
		return -1;
	return (unsigned char)rd->text[rd->pos + ahead];
}

static int peek(const struct reader *rd)
{
	return peek_at(rd, 0);
}

static int take(struct reader *rd)
{
	int c = peek(rd);

	if (c < 0)
		return c;
	if (c == '\n')
		rd->line++;
	rd->pos++;
	return c;
}

static bool is_name_start(int c)
{
	return c > 0 && (isalpha(c) || c == '_');
}

static size_t name_len(const struct reader *rd)
{
	size_t len = 0;

	if (is_name_start(peek(rd)))
		while (is_name_start(peek_at(rd, len)) ||
		       (len > 0 && peek_at(rd, len) >= '0' &&
			peek_at(rd, len) <= '9'))
			len++;
	return len;
}

static bool is_blank(int c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool is_word_end(int c)
{
	return c < 0 || is_blank(c) || c == '\n' || c == ';';
}

/* As much as helps to find it: up to the next blank, and not long. */
static int shell_code(struct reader *rd)
{
	size_t n = 0;

	while (n < 32 && !is_word_end(peek_at(rd, n)) && peek_at(rd, n) != '"')
		n++;
	if (n == 0)
		n = peek(rd) >= 0;
	return problem(rd, "%.*s: shell code is not run", (int)n,
		       rd->text + rd->pos);
}

/* Expansions */

static const char *value_of(struct reader *rd, const char *name)
{
	const char *value = rcconf_take(&rd->pending, name);

	return value ? value : rcconf_take(rd->rc, name);
}

static int text_add(struct reader *rd, struct textbuf *b, const char *s)
{
	if (b->n + strlen(s) > VALUE_MAX)
		return problem(rd, "value too long");
	return textbuf_add(b, s, strlen(s));
}

static int braced_word_take(struct reader *rd, bool quoted,
			    struct textbuf *ret);

/* The end of ${x:-word}: what is done if x is set or not, and where it is. */
struct alternative {
	const char *name;
	int op;
	bool is_set, quoted;
};

static int alternative_take(struct reader *rd, const struct alternative *a,
			    struct textbuf *out)
{
	cleanup_textbuf struct textbuf word = { 0 };
	size_t pending = rd->pending.n;
	int r = textbuf_add(&word, "", 0);

	if (r == 0)
		r = braced_word_take(rd, a->quoted, &word);
	if (r < 0)
		return r;
	if (a->is_set == (a->op == '+')) {
		if (a->op == '=')
			r = rcconf_set(&rd->pending, a->name, word.s);
		return r < 0 ? r : text_add(rd, out, word.s);
	}
	/* ${y:=z} in a word that is not wanted did not happen. */
	rcconf_cut(&rd->pending, pending);
	return a->op == '+' ? 0 : text_add(rd, out, value_of(rd, a->name));
}

/* From the name in ${name…} on. */
static int braced_take(struct reader *rd, bool quoted, struct textbuf *out)
{
	size_t start = rd->pos, len = name_len(rd);
	struct alternative a = { .quoted = quoted };
	cleanup_free char *name = strndup(rd->text + rd->pos, len);
	const char *value;
	bool colon;

	if (!name)
		return -ENOMEM;
	value = value_of(rd, name);
	rd->pos += len;
	if (len > 0 && peek(rd) == '}') {
		rd->pos++;
		return value ? text_add(rd, out, value) : 0;
	}
	colon = peek(rd) == ':';
	rd->pos += colon;
	a.op = peek(rd);
	if (len == 0 || (a.op != '-' && a.op != '=' && a.op != '+') ||
	    rd->depth >= DEPTH_MAX) {
		rd->pos = start - 2; /* show all from the $ on */
		return shell_code(rd);
	}
	rd->pos++;
	a.name = name;
	a.is_set = value && (!colon || value[0] != '\0');
	return alternative_take(rd, &a, out);
}

static bool at_continuation(const struct reader *rd)
{
	return peek(rd) == '\\' && peek_at(rd, 1) == '\n';
}

/* A name that may go on in the next line. */
static int name_take(struct reader *rd, struct textbuf *ret)
{
	int r = textbuf_add(ret, "", 0);

	while (r == 0) {
		int c = peek(rd);

		if (at_continuation(rd)) {
			rd->pos++;
			(void)take(rd);
		} else if (is_name_start(c) ||
			   (ret->n > 0 && c >= '0' && c <= '9')) {
			r = textbuf_addc(ret, (char)take(rd));
		} else {
			break;
		}
	}
	return r;
}

/* At a $. */
static int dollar_take(struct reader *rd, bool quoted, struct textbuf *out)
{
	cleanup_textbuf struct textbuf name = { 0 };
	const char *value;
	int c = peek_at(rd, 1), r;

	if (c == '{') {
		rd->pos += 2;
		return braced_take(rd, quoted, out);
	}
	if (c > 0 &&
	    strchr(quoted ? "0123456789(@*#?$!-\\" : "0123456789(@*#?$!-\\'",
		   c) &&
	    !(c == '\\' && peek_at(rd, 2) != '\n'))
		return shell_code(rd);

	rd->pos++;
	r = name_take(rd, &name);
	if (r < 0)
		return r;
	if (name.n == 0)
		return textbuf_addc(out, '$');
	value = value_of(rd, name.s);
	return value ? text_add(rd, out, value) : 0;
}

/* Words */

static int single_take(struct reader *rd, struct textbuf *out)
{
	unsigned line = rd->line;

	rd->pos++;
	while (peek(rd) >= 0 && peek(rd) != '\'') {
		int r = textbuf_addc(out, (char)take(rd));

		if (r < 0)
			return r;
	}
	if (take(rd) == '\'')
		return 0;
	rd->line = line;
	return problem(rd, "unterminated string");
}

/* A backslash; in double quotes it stands for itself before most bytes. */
static int backslash_take(struct reader *rd, bool quoted, struct textbuf *out)
{
	int c = peek_at(rd, 1);

	rd->pos++;
	if (c < 0 ||
	    (quoted && !strchr("$`\"\\\n", c) && !(c == '}' && rd->depth > 0)))
		return textbuf_addc(out, '\\');
	(void)take(rd);
	return c == '\n' ? 0 : textbuf_addc(out, (char)c);
}

static int double_take(struct reader *rd, struct textbuf *out);

/* One piece of a word, @quoted by double quotes or not. */
static int piece_take(struct reader *rd, bool quoted, struct textbuf *out)
{
	int c = peek(rd);

	if (c == '\\')
		return backslash_take(rd, quoted, out);
	if (c == '$')
		return dollar_take(rd, quoted, out);
	if (c == '`' || (!quoted && strchr("|&<>()", c)))
		return shell_code(rd);
	if (c == '"' && !quoted)
		return double_take(rd, out);
	if (c == '\'' && !quoted)
		return single_take(rd, out);
	return textbuf_addc(out, (char)take(rd));
}

static int double_take(struct reader *rd, struct textbuf *out)
{
	unsigned line = rd->line;

	rd->pos++;
	while (peek(rd) >= 0) {
		int r;

		if (peek(rd) == '"') {
			rd->pos++;
			return 0;
		}
		r = piece_take(rd, true, out);
		if (r < 0)
			return r;
	}
	rd->line = line;
	return problem(rd, "unterminated string");
}

/* Double quotes may stand in it also where all of it stands in such. */
static int braced_word_take(struct reader *rd, bool quoted, struct textbuf *ret)
{
	int r = 0;

	rd->depth++;
	while (r == 0 && peek(rd) != '}' && peek(rd) >= 0)
		r = peek(rd) == '"' ? double_take(rd, ret)
				    : piece_take(rd, quoted, ret);
	rd->depth--;
	if (r < 0)
		return r;
	return take(rd) < 0 ? problem(rd, "unterminated variable") : 0;
}

static int word_take(struct reader *rd, struct textbuf *out)
{
	int r = textbuf_add(out, "", 0);

	while (r == 0 && !is_word_end(peek(rd)))
		r = piece_take(rd, false, out);
	return r;
}

/* Commands */

static void blanks_skip(struct reader *rd)
{
	for (;;) {
		if (at_continuation(rd)) {
			rd->pos++;
			(void)take(rd);
		} else if (is_blank(peek(rd))) {
			rd->pos++;
		} else {
			break;
		}
	}
	if (peek(rd) == '#')
		while (peek(rd) >= 0 && peek(rd) != '\n')
			rd->pos++;
}

static bool at_end(const struct reader *rd)
{
	return peek(rd) < 0 || peek(rd) == '\n' || peek(rd) == ';';
}

/* NAME=value; with @export also NAME. */
static int assignment_take(struct reader *rd, bool export)
{
	cleanup_textbuf struct textbuf value = { 0 };
	cleanup_free char *name = NULL;
	size_t len = name_len(rd);
	int r;

	if (export && len > 0 && is_word_end(peek_at(rd, len))) {
		rd->pos += len;
		return 0;
	}
	if (len == 0 || peek_at(rd, len) != '=' || peek_at(rd, len + 1) == '~')
		return shell_code(rd);

	name = strndup(rd->text + rd->pos, len);
	if (!name)
		return -ENOMEM;
	rd->pos += len + 1;
	r = word_take(rd, &value);
	return r < 0 ? r : rcconf_set(&rd->pending, name, value.s);
}

/* Is the next word just @word? */
static bool is_word(const struct reader *rd, const char *word)
{
	size_t len = strlen(word);

	return rd->len - rd->pos >= len &&
	       memcmp(rd->text + rd->pos, word, len) == 0 &&
	       is_word_end(peek_at(rd, len));
}

static int words_take(struct reader *rd)
{
	bool export = is_word(rd, "export"), colon = is_word(rd, ":");
	int r = 0;

	if (export || colon)
		rd->pos += strlen(export ? "export" : ":");

	blanks_skip(rd);
	if (at_end(rd) && (export || (!colon && peek(rd) == ';')))
		return problem(rd, "%s: shell code is not run",
			       export ? "export" : ";");
	for (; r == 0 && !at_end(rd); blanks_skip(rd)) {
		cleanup_textbuf struct textbuf unused = { 0 };

		r = colon ? word_take(rd, &unused)
			  : assignment_take(rd, export);
	}
	return r;
}

/* Passing by what is not run */

static void quotes_skip(struct reader *rd)
{
	int quote = take(rd), c;

	do {
		c = take(rd);
		if (c == '\\' && quote != '\'')
			(void)take(rd);
	} while (c >= 0 && c != quote);
}

/* Words that open (1) and close (-1) what goes on over ends of lines. */
static const struct {
	const char *word;
	int opens;
	bool then_command; /* what follows is a command again */
} keywords[] = {
	{ "if", 1, true },   { "while", 1, true },  { "until", 1, true },
	{ "for", 1, false }, { "case", 1, false },  { "{", 1, true },
	{ "fi", -1, false }, { "done", -1, false }, { "esac", -1, false },
	{ "}", -1, false },  { "then", 0, true },   { "else", 0, true },
	{ "elif", 0, true }, { "do", 0, true },	    { "!", 0, true },
};

/* Where we are in what is passed by. */
struct skip {
	int depth; /* of if, case, { */
	int parens;
	bool command; /* a keyword may come now */
	bool blank; /* a comment may come now */
	const char *here; /* what ends the here-document of this line */
	size_t here_len;
	bool here_tabs; /* may tabs stand before it? */
};

/* At "<<WORD", also with a "-" and with quotes. */
static void here_begin(struct reader *rd, struct skip *s)
{
	const char *ends = "|&<>()\n";

	rd->pos += 2;
	s->here_tabs = peek(rd) == '-';
	rd->pos += s->here_tabs;
	while (is_blank(peek(rd)) || peek(rd) == '\\')
		rd->pos++;
	if (peek(rd) == '\'' || peek(rd) == '"')
		ends = rd->text[rd->pos++] == '"' ? "\"\n" : "'\n";
	s->here = rd->text + rd->pos;
	while (peek(rd) > 0 && !strchr(ends, peek(rd)) &&
	       (ends[1] == '\n' || !is_word_end(peek(rd))))
		rd->pos++;
	s->here_len = (size_t)(rd->text + rd->pos - s->here);
	rd->pos += peek(rd) == *ends && ends[1] == '\n';
	s->blank = s->command = false;
}

/* From the end of the line that asks for it to the end of the one that ends
 * it. */
static void here_skip(struct reader *rd, struct skip *s)
{
	bool over = false;

	while (!over && take(rd) >= 0) {
		size_t start, len;

		while (s->here_tabs && peek(rd) == '\t')
			rd->pos++;
		start = rd->pos;
		while (peek(rd) >= 0 && peek(rd) != '\n')
			rd->pos++;
		len = rd->pos - start;
		over = len == s->here_len &&
		       memcmp(rd->text + start, s->here, len) == 0;
	}
	s->here = NULL;
}

static bool keyword_skip(struct reader *rd, struct skip *s)
{
	for (size_t i = 0; i < ARRAY_SIZE(keywords); i++) {
		if (!is_word(rd, keywords[i].word))
			continue;
		rd->pos += strlen(keywords[i].word);
		s->depth += keywords[i].opens;
		s->command = keywords[i].then_command;
		s->blank = false;
		return true;
	}
	return false;
}

static void char_skip(struct reader *rd, struct skip *s)
{
	int c = peek(rd);

	if (c == '#' && s->blank) {
		while (peek(rd) >= 0 && peek(rd) != '\n')
			rd->pos++;
		return;
	}
	if (c == '\'' || c == '"') {
		quotes_skip(rd);
	} else {
		if (c == '\\')
			rd->pos++;
		(void)take(rd);
	}
	if (c == '(')
		s->parens++;
	/* The pattern of a case has none that opens. */
	if (c == ')' && s->parens > 0)
		s->parens--;
	s->blank = is_blank(c) || strchr("\n;&|()", c);
	if (!is_blank(c))
		s->command = strchr("\n;&|()", c) != NULL;
}

/* To the end of the command at @rd, or of the whole "if" that it begins. */
static void command_skip(struct reader *rd)
{
	struct skip s = { .command = true, .blank = true };

	while (peek(rd) >= 0) {
		if (s.command && keyword_skip(rd, &s))
			continue;
		if (s.here && peek(rd) == '\n')
			here_skip(rd, &s);
		if (s.depth <= 0 && s.parens == 0 && at_end(rd) && !s.here)
			return;
		/* In $((1 << 2)) it is none. */
		if (s.parens < 2 && peek(rd) == '<' && peek_at(rd, 1) == '<')
			here_begin(rd, &s);
		else
			char_skip(rd, &s);
	}
}

static int command_parse(struct reader *rd)
{
	size_t start = rd->pos;
	unsigned line = rd->line;
	int r = words_take(rd);

	if (r == 0)
		r = rcconf_merge(rd->rc, &rd->pending);
	rcconf_cut(&rd->pending, 0);
	if (r == -EINVAL) {
		rd->pos = start;
		rd->line = line;
		command_skip(rd);
	}
	return r == -ENOMEM ? r : 0;
}

int rcconf_parse(struct rcconf *rc, const char *file, const char *text,
		 size_t len, struct strv *errs)
{
	struct reader rd = {
		.rc = rc,
		.file = file,
		.text = text,
		.len = len,
		.line = 1,
		.errs = errs,
	};
	size_t before = errs->n;
	int r = 0;

	if (memchr(text, '\0', len))
		r = strv_addf(errs, "%s: a zero byte", file);
	else
		for (; r == 0 && rd.pos < len; (void)take(&rd)) {
			blanks_skip(&rd);
			r = command_parse(&rd);
		}

	free(rd.pending.vars);
	if (r < 0)
		return r;
	return errs->n > before ? -EINVAL : 0;
}
