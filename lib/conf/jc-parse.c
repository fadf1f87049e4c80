/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * jc-parse.c - jail.conf(5)'s grammar: tokens to blocks
 *
 *	conf  := ( jail | param ';' | ';' )*
 *	jail  := NAME '{' ( param ';' | ';' )* '}'
 *	param := name [ [ '=' | '+=' ] value ( ',' value )* ]
 *
 * A file that an .include inside a jail names holds parameters only.  After a
 * problem, reading goes on behind the next ';' or '}'.
 */

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "conf/jailconf.h"
#include "conf/jc-lex.h"
#include "conf/jc.h"
#include "conf/problem.h"

#define DEPTH_MAX 32 /* FreeBSD's */
#define FILES_MAX 4096 /* two files that include each other twice are many */
#define OUTSIDE SIZE_MAX

/* What is the same for a file and all that it includes. */
struct run {
	struct conf *conf;
	const struct conf_source *src;
	struct strv *errs;
	unsigned depth, files;
	bool no_more; /* files: a limit was met */
};

struct parser {
	struct run *run;
	const char *file;
	size_t block; /* the jail's that the file is included in, or OUTSIDE */
	bool in_jail; /* since a { of this file */
	struct jc_lex lex;
	struct jc_token tok;
};

static int file_parse(struct run *run, const char *file, const char *text,
		      size_t len, size_t block);

static int next(struct parser *p)
{
	return jc_lex_next(&p->lex, &p->tok);
}

static bool at(const struct parser *p, char sign)
{
	return p->tok.type == JC_SIGN && p->tok.sign == sign;
}

/* Problems */

static int syntax_error(struct parser *p)
{
	cleanup_free char *text = NULL;
	int r;

	if (p->tok.type != JC_END) {
		text = jc_lex_text(&p->lex, &p->tok);
		if (!text)
			return -ENOMEM;
		return problem_add(p->run->errs, p->file, p->tok.line,
				   "%s: syntax error", text);
	}
	if (p->lex.end_told)
		return -EINVAL;
	p->lex.end_told = true;
	r = strv_addf(p->run->errs, "%s: unexpected EOF", p->file);
	return r < 0 ? r : -EINVAL;
}

/* To behind the ';' or the block that ends what has a problem; the '}' of the
 * jail that it is in stays. */
static int recover(struct parser *p)
{
	unsigned depth = 0;

	for (;;) {
		bool over = false;
		int r;

		if (p->tok.type == JC_END)
			return 0;
		if (at(p, ';')) {
			over = depth == 0;
		} else if (at(p, '{')) {
			depth++;
		} else if (at(p, '}')) {
			if (depth == 0 && p->in_jail)
				return 0;
			over = depth <= 1;
			depth -= depth > 0;
		}
		r = next(p);
		if (r < 0 || over)
			return r;
	}
}

/* Files */

static int file_include(struct parser *p, const char *path, unsigned line)
{
	struct run *run = p->run;
	cleanup_free char *text = NULL;
	struct errbuf eb = { "" };
	size_t len;
	int r;

	if (run->files++ >= FILES_MAX) {
		run->no_more = true;
		return problem_add(run->errs, p->file, line,
				   "too many included files");
	}
	r = run->src->read(run->src->arg, path, &text, &len, &eb);
	if (r == -ENOMEM)
		return r;
	if (r < 0)
		return problem_add(run->errs, p->file, line, "%s", eb.msg);

	run->depth++;
	r = file_parse(run, path, text, len, p->block);
	run->depth--;
	return r;
}

static int pattern_include(struct parser *p, const char *pattern, unsigned line)
{
	struct run *run = p->run;
	cleanup_strv struct strv paths = { 0 };
	struct errbuf eb = { "" };
	int r;

	if (run->no_more)
		return 0;
	if (!run->src)
		return problem_add(run->errs, p->file, line,
				   ".include: not possible here");
	if (run->depth >= DEPTH_MAX) {
		run->no_more = true;
		return problem_add(run->errs, p->file, line,
				   "maximum include depth exceeded");
	}
	r = run->src->match(run->src->arg, p->file, pattern, &paths, &eb);
	if (r == -ENOMEM)
		return r;
	if (r < 0)
		return problem_add(run->errs, p->file, line,
				   "%s: filename glob failed%s%s", pattern,
				   eb.msg[0] ? ": " : "", eb.msg);

	for (size_t i = 0; i < paths.n && !run->no_more; i++) {
		r = file_include(p, paths.v[i], line);
		if (r == -ENOMEM)
			return r;
	}
	return 0;
}

static int param_include(struct parser *p, const struct jc_param *param)
{
	int r = 0;

	if (param->n == 0)
		return problem_add(p->run->errs, p->file, param->line,
				   ".include: no filename");

	for (size_t i = 0; i < param->n; i++) {
		const struct jc_string *s = &param->values[i];

		if (s->n == 1 && !s->parts[0].is_var)
			r = pattern_include(p, s->parts[0].text, param->line);
		else
			r = problem_add(p->run->errs, p->file, param->line,
					s->n ? ".include: variable in filename"
					     : ".include: no filename");
		if (r == -ENOMEM)
			return r;
	}
	return 0;
}

/* Parameters */

/* Where it goes: the jail that we are in, or the last block outside. */
static int param_keep(struct parser *p, struct jc_param *param)
{
	struct conf *conf = p->run->conf;
	size_t block = p->block;

	if (block == OUTSIDE) {
		if (conf->n == 0 || !conf->blocks[conf->n - 1].implicit) {
			int r = jc_block_new(conf, "*");

			if (r < 0)
				return r;
			conf->blocks[conf->n - 1].implicit = true;
		}
		block = conf->n - 1;
	}
	return jc_block_add(&conf->blocks[block], param);
}

static int values_parse(struct parser *p, struct jc_param *param)
{
	for (;;) {
		int r;

		if (p->tok.type != JC_STRING)
			return syntax_error(p);
		r = jc_param_add_value(param, &p->tok.string);
		if (r == 0)
			r = next(p);
		if (r < 0 || !at(p, ','))
			return r;
		r = next(p);
		if (r < 0)
			return r;
	}
}

/* The rest of a parameter, its name having been read. */
static int param_rest(struct parser *p, struct jc_param *param)
{
	int r = 0;

	if (p->tok.type == JC_APPEND || at(p, '=')) {
		param->append = p->tok.type == JC_APPEND;
		r = next(p);
		if (r == 0)
			r = values_parse(p, param);
	} else if (p->tok.type == JC_STRING) {
		r = values_parse(p, param);
	}
	if (r < 0)
		return r;
	if (!at(p, ';'))
		return syntax_error(p);

	/* Before the ';' is passed: what follows is not this file's yet. */
	if (!param->is_var && streq(param->name, ".include"))
		r = param_include(p, param);
	else
		r = param_keep(p, param);
	if (r == -ENOMEM)
		return r;
	return next(p);
}

/* Jails */

static int statement_parse(struct parser *p);

static int jail_parse(struct parser *p, const char *name)
{
	struct conf *conf = p->run->conf;
	int r = jc_block_new(conf, name);

	p->block = conf->n - 1;
	p->in_jail = true;
	if (r == 0)
		r = next(p);
	while (r == 0 && p->tok.type != JC_END && !at(p, '}')) {
		r = statement_parse(p);
		if (r == -EINVAL)
			r = recover(p);
	}
	p->block = OUTSIDE;
	p->in_jail = false;
	if (r < 0)
		return r;
	if (p->tok.type == JC_END)
		return syntax_error(p);
	return next(p);
}

/* A name is written out, or is one variable. */
static bool is_name(const struct jc_string *s)
{
	return s->n == 1 && s->parts[0].text[0] != '\0';
}

static int statement_named(struct parser *p, const struct jc_string *name,
			   unsigned line)
{
	struct jc_param param = {
		.is_var = name->parts[0].is_var,
		.file = jc_file(p->run->conf, p->file),
		.line = line,
	};
	int r;

	if (at(p, '{') && p->block == OUTSIDE && !param.is_var)
		return jail_parse(p, name->parts[0].text);

	param.name = strdup(name->parts[0].text);
	r = param.name && param.file ? param_rest(p, &param) : -ENOMEM;
	jc_param_done(&param);
	return r;
}

static int statement_parse(struct parser *p)
{
	unsigned line = p->tok.line;
	struct jc_string name;
	int r;

	if (at(p, ';'))
		return next(p);
	if (p->tok.type != JC_STRING || !is_name(&p->tok.string))
		return syntax_error(p);

	name = p->tok.string;
	p->tok.string = (struct jc_string){ 0 };
	r = next(p);
	if (r == 0)
		r = statement_named(p, &name, line);
	jc_string_done(&name);
	return r;
}

static int statements_parse(struct parser *p)
{
	int r = next(p);

	while (r == 0 && p->tok.type != JC_END) {
		r = statement_parse(p);
		if (r == -EINVAL)
			r = recover(p);
	}
	return r;
}

static int file_parse(struct run *run, const char *file, const char *text,
		      size_t len, size_t block)
{
	struct parser p = {
		.run = run,
		.file = file,
		.block = block,
		.lex = { .file = file,
			 .text = text,
			 .len = len,
			 .line = 1,
			 .errs = run->errs },
	};
	int r = statements_parse(&p);

	jc_string_done(&p.tok.string);
	return r;
}

int conf_parse(struct conf *conf, const char *file, const char *text,
	       size_t len, const struct conf_source *src,
	       struct conf_errors *errs)
{
	struct run run = { .conf = conf, .src = src, .errs = &errs->msgs };
	size_t before = errs->msgs.n;
	int r = file_parse(&run, file, text, len, OUTSIDE);

	if (r < 0)
		return r;
	return errs->msgs.n > before ? -EINVAL : 0;
}
