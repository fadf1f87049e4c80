/* SPDX-License-Identifier: BSD-2-Clause */
/* jc-model.c - The blocks of a jail.conf, as written */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "conf/jc.h"

int jc_string_add(struct jc_string *s, const char *text, bool is_var)
{
	struct jc_part *parts = realloc(s->parts, (s->n + 1) * sizeof(*parts));
	char *copy;

	if (!parts)
		return -ENOMEM;
	s->parts = parts;
	copy = strdup(text);
	if (!copy)
		return -ENOMEM;
	parts[s->n++] = (struct jc_part){ copy, is_var };
	return 0;
}

void jc_string_done(struct jc_string *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->parts[i].text);
	free(s->parts);
	*s = (struct jc_string){ 0 };
}

int jc_param_add_value(struct jc_param *param, struct jc_string *s)
{
	struct jc_string *values =
		realloc(param->values, (param->n + 1) * sizeof(*values));

	if (!values)
		return -ENOMEM;
	param->values = values;
	param->has_value = true;
	values[param->n++] = *s;
	*s = (struct jc_string){ 0 };
	return 0;
}

void jc_param_done(struct jc_param *param)
{
	for (size_t i = 0; i < param->n; i++)
		jc_string_done(&param->values[i]);
	free(param->values);
	free(param->name);
	*param = (struct jc_param){ 0 };
}

int jc_block_new(struct conf *conf, const char *name)
{
	struct jc_block *blocks =
		realloc(conf->blocks, (conf->n + 1) * sizeof(*blocks));
	char *copy;

	if (!blocks)
		return -ENOMEM;
	conf->blocks = blocks;
	copy = strdup(name);
	if (!copy)
		return -ENOMEM;
	blocks[conf->n++] = (struct jc_block){ .name = copy };
	return 0;
}

int jc_block_add(struct jc_block *block, struct jc_param *param)
{
	struct jc_param *params =
		realloc(block->params, (block->n + 1) * sizeof(*params));

	if (!params)
		return -ENOMEM;
	block->params = params;
	params[block->n++] = *param;
	*param = (struct jc_param){ 0 };
	return 0;
}

const char *jc_file(struct conf *conf, const char *name)
{
	if (conf->files.n > 0 && streq(conf->files.v[conf->files.n - 1], name))
		return conf->files.v[conf->files.n - 1];
	if (strv_add(&conf->files, name) < 0)
		return NULL;
	return conf->files.v[conf->files.n - 1];
}

bool jc_name_is_wild(const char *name)
{
	for (;;) {
		size_t len = strcspn(name, ".");

		if (len == 1 && *name == '*')
			return true;
		if (name[len] == '\0')
			return false;
		name += len + 1;
	}
}

/* Is @no the no-form of @name?  "mount.nodevfs" of "mount.devfs". */
static bool is_no_form(const char *no, const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t len = dot ? (size_t)(dot + 1 - name) : 0;

	return strncmp(no, name, len) == 0 && str_starts(no + len, "no") &&
	       streq(no + len + 2, name + len);
}

bool jc_name_is_no(const char *no, const char *name)
{
	/* FreeBSD takes "noallow.mount" too. */
	return is_no_form(no, name) ||
	       (str_starts(no, "no") && streq(no + 2, name));
}

bool jc_name_same(const char *a, const char *b)
{
	return streq(a, b) || jc_name_is_no(a, b) || jc_name_is_no(b, a);
}
