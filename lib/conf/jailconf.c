/* SPDX-License-Identifier: BSD-2-Clause */
/* jailconf.c - jail.conf(5): what was read, jail by jail */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "conf/jailconf.h"
#include "conf/jc-merge.h"
#include "conf/jc.h"

struct conf *conf_new(void)
{
	return calloc(1, sizeof(struct conf));
}

void conf_free(struct conf *conf)
{
	if (!conf)
		return;
	for (size_t i = 0; i < conf->n; i++) {
		struct jc_block *block = &conf->blocks[i];

		for (size_t j = 0; j < block->n; j++)
			jc_param_done(&block->params[j]);
		free(block->params);
		free(block->name);
	}
	free(conf->blocks);
	strv_done(&conf->files);
	free(conf);
}

int conf_add_jail(struct conf *conf, const char *name)
{
	int r = jc_block_new(conf, name);

	if (r < 0)
		return r;
	conf->blocks[conf->n - 1].command_line = true;
	return 0;
}

static int param_fill(struct jc_param *param, const char *name,
		      const char *value)
{
	struct jc_string string = { 0 };
	int r = 0;

	param->name = strdup(name);
	if (!param->name)
		return -ENOMEM;
	if (!value)
		return 0;
	if (value[0])
		r = jc_string_add(&string, value, false);
	if (r == 0)
		r = jc_param_add_value(param, &string);
	jc_string_done(&string);
	return r;
}

int conf_add_param(struct conf *conf, const char *name, const char *value,
		   bool append)
{
	struct jc_param param = { .append = append };
	int r = param_fill(&param, name, value);

	if (r == 0)
		r = jc_block_add(&conf->blocks[conf->n - 1], &param);
	jc_param_done(&param);
	return r;
}

int conf_jail_names(const struct conf *conf, struct strv *ret)
{
	for (size_t i = 0; i < conf->n; i++) {
		const char *name = conf->blocks[i].name;
		int r = 0;

		if (!jc_name_is_wild(name) && !strv_has(ret, name))
			r = strv_add(ret, name);
		if (r < 0)
			return r;
	}
	return 0;
}

bool conf_name_match(const char *pattern, const char *name)
{
	for (;;) {
		size_t plen = strcspn(pattern, ".");
		size_t nlen = strcspn(name, ".");
		bool star = plen == 1 && *pattern == '*';

		if (star && pattern[1] == '\0')
			return *name != '\0';
		if (!star && (plen != nlen || memcmp(pattern, name, plen) != 0))
			return false;
		pattern += plen;
		name += nlen;
		if (*pattern == '\0' || *name == '\0')
			return *pattern == *name;
		pattern++;
		name++;
	}
}

static int param_take(struct conf_param *to, struct jc_merged *from)
{
	to->name = strdup(from->name);
	if (from->file)
		to->file = strdup(from->file);
	to->line = from->line;
	to->value = from->done;
	from->done = (struct strv){ 0 };
	to->has_value = from->has_value;
	to->append = from->append;
	return to->name && (to->file || !from->file) ? 0 : -ENOMEM;
}

static int jail_fill(struct conf_jail *jail, struct jc_merge *m)
{
	jail->name = strdup(m->jail);
	jail->params = calloc(m->n + 1, sizeof(*jail->params));
	if (!jail->name || !jail->params)
		return -ENOMEM;

	for (size_t i = 0; i < m->n; i++) {
		int r;

		if (m->params[i].is_var)
			continue;
		r = param_take(&jail->params[jail->nparams++], &m->params[i]);
		if (r < 0)
			return r;
	}
	return 0;
}

static int jail_make(struct jc_merge *m, const struct conf *conf,
		     struct conf_jail **ret)
{
	size_t before = m->errs->n;
	struct conf_jail *jail;
	int r = jc_merge(m, conf);

	if (r == 0)
		r = jc_expand(m);
	if (r < 0)
		return r;
	if (m->errs->n > before)
		return -EINVAL;

	jail = calloc(1, sizeof(*jail));
	r = jail ? jail_fill(jail, m) : -ENOMEM;
	if (r < 0) {
		conf_jail_free(jail);
		return r;
	}
	*ret = jail;
	return 0;
}

int conf_jail(const struct conf *conf, const char *name, struct conf_jail **ret,
	      struct conf_errors *errs)
{
	struct jc_merge m = { .jail = name, .errs = &errs->msgs };
	int r = jail_make(&m, conf, ret);

	jc_merge_done(&m);
	return r;
}

void conf_jail_free(struct conf_jail *jail)
{
	if (!jail)
		return;
	for (size_t i = 0; i < jail->nparams; i++) {
		free(jail->params[i].name);
		free(jail->params[i].file);
		strv_done(&jail->params[i].value);
	}
	free(jail->params);
	free(jail->name);
	free(jail);
}

const struct conf_param *conf_jail_get(const struct conf_jail *jail,
				       const char *name)
{
	for (size_t i = 0; i < jail->nparams; i++) {
		const struct conf_param *p = &jail->params[i];

		if (streq(p->name, name) || conf_param_is_no(p, name))
			return p;
	}
	return NULL;
}

bool conf_param_is_no(const struct conf_param *p, const char *positive)
{
	return jc_name_is_no(p->name, positive);
}
