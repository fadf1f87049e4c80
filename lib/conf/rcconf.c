/* SPDX-License-Identifier: BSD-2-Clause */
/* rcconf.c - The variables that rc.conf(5) sets */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "conf/rcconf-vars.h"
#include "conf/rcconf.h"

struct rcconf *rcconf_new(void)
{
	return calloc(1, sizeof(struct rcconf));
}

void rcconf_free(struct rcconf *rc)
{
	if (!rc)
		return;
	rcconf_cut(rc, 0);
	free(rc->vars);
	free(rc);
}

void rcconf_cut(struct rcconf *rc, size_t n)
{
	while (rc->n > n) {
		rc->n--;
		free(rc->vars[rc->n].name);
		free(rc->vars[rc->n].value);
	}
}

static struct rcconf_var *find(const struct rcconf *rc, const char *name)
{
	for (size_t i = 0; i < rc->n; i++)
		if (streq(rc->vars[i].name, name))
			return &rc->vars[i];
	return NULL;
}

static int add(struct rcconf *rc, const char *name)
{
	struct rcconf_var *vars =
		realloc(rc->vars, (rc->n + 1) * sizeof(*vars));
	char *copy;

	if (!vars)
		return -ENOMEM;
	rc->vars = vars;
	copy = strdup(name);
	if (!copy)
		return -ENOMEM;
	vars[rc->n++] = (struct rcconf_var){ .name = copy };
	return 0;
}

int rcconf_set(struct rcconf *rc, const char *name, const char *value)
{
	struct rcconf_var *var = find(rc, name);
	cleanup_free char *copy = strdup(value);

	if (!copy)
		return -ENOMEM;
	if (!var) {
		if (add(rc, name) < 0)
			return -ENOMEM;
		var = &rc->vars[rc->n - 1];
	}
	free(var->value);
	var->value = TAKE_PTR(copy);
	var->is_default = false;
	return 0;
}

const char *rcconf_take(struct rcconf *rc, const char *name)
{
	struct rcconf_var *var = find(rc, name);

	if (!var)
		return NULL;
	var->is_used = true;
	return var->value;
}

const char *rcconf_get(const struct rcconf *rc, const char *name)
{
	const struct rcconf_var *var = find(rc, name);

	return var ? var->value : NULL;
}

int rcconf_bool(const struct rcconf *rc, const char *name, bool def)
{
	static const char *const words[][4] = {
		{ "no", "false", "off", "0" },
		{ "yes", "true", "on", "1" },
	};
	const char *value = rcconf_get(rc, name);

	if (!value)
		return def;
	for (int is = 0; is < 2; is++)
		for (size_t i = 0; i < ARRAY_SIZE(words[is]); i++)
			if (strcasecmp(value, words[is][i]) == 0)
				return is;
	return -EINVAL;
}

int rcconf_merge(struct rcconf *rc, const struct rcconf *from)
{
	int r = 0;

	for (size_t i = 0; i < from->n && r == 0; i++) {
		r = rcconf_set(rc, from->vars[i].name, from->vars[i].value);
		if (r == 0 && from->vars[i].is_used)
			(void)rcconf_take(rc, from->vars[i].name);
	}
	return r;
}

void rcconf_set_defaults(struct rcconf *rc)
{
	for (size_t i = 0; i < rc->n; i++)
		rc->vars[i].is_default = true;
}

bool rcconf_is_default(const struct rcconf *rc, const char *name)
{
	const struct rcconf_var *var = find(rc, name);

	return var && var->is_default;
}

bool rcconf_is_used(const struct rcconf *rc, const char *name)
{
	const struct rcconf_var *var = find(rc, name);

	return var && var->is_used;
}

const char *rcconf_next(const struct rcconf *rc, const char *prefix,
			size_t *pos)
{
	while (*pos < rc->n) {
		const char *name = rc->vars[(*pos)++].name;

		if (str_starts(name, prefix))
			return name;
	}
	return NULL;
}
