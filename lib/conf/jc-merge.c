/* SPDX-License-Identifier: BSD-2-Clause */
/* jc-merge.c - The parameters of one jail, from all blocks that are about it */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "conf/jailconf.h"
#include "conf/jc-merge.h"
#include "conf/problem.h"

int jc_merge_problem(struct jc_merge *m, const char *file, unsigned line,
		     const char *fmt, ...)
{
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = problem_addv(m->errs, file, line, m->jail, fmt, ap);
	va_end(ap);
	return r;
}

/* Variables and parameters share their names, but variables have no no-form. */
static bool is_same(const struct jc_merged *a, const struct jc_param *b)
{
	if (a->is_var || b->is_var)
		return streq(a->name, b->name);
	return jc_name_same(a->name, b->name);
}

static struct jc_merged *merged_find(struct jc_merge *m,
				     const struct jc_param *param)
{
	for (size_t i = 0; i < m->n; i++)
		if (is_same(&m->params[i], param))
			return &m->params[i];
	return NULL;
}

static struct jc_merged *merged_new(struct jc_merge *m, const char *name)
{
	struct jc_merged *params =
		realloc(m->params, (m->n + 1) * sizeof(*params));

	if (!params)
		return NULL;
	m->params = params;
	params[m->n] = (struct jc_merged){ .name = name };
	return &params[m->n++];
}

static int merged_add_values(struct jc_merged *to, const struct jc_param *from)
{
	struct jc_value *values;

	if (from->n == 0)
		return 0;
	values = realloc(to->values, (to->n + from->n) * sizeof(*values));
	if (!values)
		return -ENOMEM;
	to->values = values;
	for (size_t i = 0; i < from->n; i++)
		values[to->n++] = (struct jc_value){ &from->values[i],
						     from->file, from->line };
	return 0;
}

/* @param over what is there: += adds, all else takes its place. */
static int merged_put(struct jc_merged *to, const struct jc_param *param)
{
	if (!param->append || param->n == 0)
		to->n = 0;
	to->name = param->name;
	to->append = param->append;
	to->has_value = param->has_value;
	to->file = param->file;
	to->line = param->line;
	return merged_add_values(to, param);
}

static int merge_param(struct jc_merge *m, const struct jc_param *param)
{
	struct jc_merged *old = merged_find(m, param);
	int r = 0;

	if (!old) {
		old = merged_new(m, param->name);
		if (!old)
			return -ENOMEM;
		old->is_var = param->is_var;
		return merged_put(old, param);
	}
	if (old->is_var != param->is_var)
		r = jc_merge_problem(
			m, param->file, param->line,
			"variable \"$%s\" cannot have the same name as a parameter.",
			param->is_var ? param->name : old->name);
	else if (old->implicit)
		r = jc_merge_problem(m, param->file, param->line,
				     "cannot redefine parameter \"%s\".",
				     old->name);
	else
		r = merged_put(old, param);
	return r == -ENOMEM ? r : 0;
}

/* "name" (or "jid", for a number) comes first and is what stands before the {.
 */
static int merge_name(struct jc_merge *m)
{
	bool is_number = m->jail[strspn(m->jail, "0123456789")] == '\0';
	struct jc_merged *p;

	if (m->jail[0] == '\0')
		return 0;
	p = merged_new(m, is_number ? "jid" : "name");
	if (!p)
		return -ENOMEM;
	p->implicit = true;
	p->has_value = true;
	p->state = JC_EXPANDED;
	return strv_add(&p->done, m->jail);
}

/* A command line says name=www where a file says www { … }. */
static bool repeats_name(const struct jc_merge *m, const struct jc_block *block,
			 const struct jc_param *param)
{
	return block->command_line && m->n > 0 && m->params[0].implicit &&
	       streq(param->name, m->params[0].name) && param->n == 1 &&
	       param->values[0].n == 1 &&
	       streq(param->values[0].parts[0].text, m->jail);
}

static bool is_about(const struct jc_block *block, const char *jail)
{
	if (jc_name_is_wild(block->name))
		return conf_name_match(block->name, jail);
	return streq(block->name, jail);
}

int jc_merge(struct jc_merge *m, const struct conf *conf)
{
	int r = merge_name(m);

	for (size_t i = 0; i < conf->n && r == 0; i++) {
		const struct jc_block *block = &conf->blocks[i];

		if (!is_about(block, m->jail))
			continue;
		for (size_t j = 0; j < block->n && r == 0; j++)
			if (!repeats_name(m, block, &block->params[j]))
				r = merge_param(m, &block->params[j]);
	}
	return r;
}

void jc_merge_done(struct jc_merge *m)
{
	for (size_t i = 0; i < m->n; i++) {
		free(m->params[i].values);
		strv_done(&m->params[i].done);
	}
	free(m->params);
	m->params = NULL;
	m->n = 0;
}
