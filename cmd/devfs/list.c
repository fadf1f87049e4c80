/* SPDX-License-Identifier: BSD-2-Clause */
/* list.c - Print rules and rulesets */

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "conf/devfsrules-set.h"
#include "conf/devfsrules.h"
#include "devfs.h"
#include "libjail/devfs.h"

/* Numbers for names, where the host knows them. */
static struct devfs_rule in_numbers(const struct devfs_rule *rule)
{
	struct devfs_rule x = *rule;
	long user = devfs_id("/etc/passwd", x.user);
	long group = devfs_id("/etc/group", x.group);

	if (x.has_user && user >= 0)
		(void)snprintf(x.user, sizeof(x.user), "%ld", user);
	if (x.has_group && group >= 0)
		(void)snprintf(x.group, sizeof(x.group), "%ld", group);
	return x;
}

static struct json_object *to_json(const struct devfs_rule *x)
{
	struct json_object *o = json_object_new_object();
	char mode[8];
	bool ok = xo_add_int(o, "number", x->number);

	(void)snprintf(mode, sizeof(mode), "%o", x->mode);
	if (x->type[0])
		ok = ok && xo_add_str(o, "type", x->type);
	if (x->path[0])
		ok = ok && xo_add_str(o, "path", x->path);
	if (x->hide)
		ok = ok && xo_add(o, "hide", json_object_new_boolean(true));
	if (x->unhide)
		ok = ok && xo_add(o, "unhide", json_object_new_boolean(true));
	if (x->has_user)
		ok = ok && xo_add_str(o, "user", x->user);
	if (x->has_group)
		ok = ok && xo_add_str(o, "group", x->group);
	if (x->has_mode)
		ok = ok && xo_add_str(o, "mode", mode);
	if (x->include)
		ok = ok && xo_add_int(o, "include", x->include);
	if (ok)
		return o;
	json_object_put(o);
	return NULL;
}

/* One line, or one of the array @all. */
static bool list_rule(const struct devfs_rule *rule, struct json_object *all)
{
	struct devfs_rule x = in_numbers(rule);
	cleanup_free char *line = NULL;

	if (all)
		return xo_append(all, to_json(&x));
	line = devfs_rule_format(&x, false);
	return line && puts(line) >= 0;
}

static int print_json(const struct devfs *d, const char *key,
		      struct json_object *all, bool ok)
{
	struct json_object *body = json_object_new_object();

	if (!xo_add(body, key, all) || !ok ||
	    xo_print(stdout, &d->xo, NULL, "devfs", body) < 0)
		errx(1, "out of memory");
	return 0;
}

int list_rules(const struct devfs *d, const struct devfs_set *set,
	       unsigned number)
{
	struct json_object *all = d->xo.json ? json_object_new_array() : NULL;
	bool ok = true;

	for (size_t i = 0; set && i < set->n; i++)
		if (number == 0 || set->rules[i].number == number)
			ok = list_rule(&set->rules[i], all) && ok;
	return d->xo.json ? print_json(d, "rule", all, ok) : !ok;
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

int list_sets(const struct devfs *d)
{
	struct json_object *all = d->xo.json ? json_object_new_array() : NULL;
	cleanup_free int *numbers = calloc(d->rules->nsets + 1, sizeof(int));
	size_t n = 0;
	bool ok = true;

	if (!numbers)
		errx(1, "out of memory");
	for (size_t i = 0; i < d->rules->nsets; i++)
		if (!devfs_set_gone(&d->rules->sets[i]))
			numbers[n++] = d->rules->sets[i].number;
	qsort(numbers, n, sizeof(int), by_number);
	for (size_t i = 0; i < n; i++) {
		if (all)
			ok = xo_append(all, json_object_new_int(numbers[i])) &&
			     ok;
		else
			printf("%d\n", numbers[i]);
	}
	return d->xo.json ? print_json(d, "ruleset", all, ok) : 0;
}
