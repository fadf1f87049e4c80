/* SPDX-License-Identifier: BSD-2-Clause */
/* devfsrules-set.c - Rulesets in memory, between their parser and their user */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "conf/devfsrules-set.h"

struct devfs_set *devfs_set_find(const struct devfs_rules *rules, int number)
{
	for (size_t i = 0; i < rules->nsets; i++)
		if (rules->sets[i].number == number)
			return &rules->sets[i];
	return NULL;
}

bool devfs_set_gone(const struct devfs_set *set)
{
	return set->kept && set->n == 0;
}

int devfs_set_add(struct devfs_rules *rules, int number)
{
	struct devfs_set *sets;

	devfs_set_del(rules, number);
	sets = realloc(rules->sets, (rules->nsets + 1) * sizeof(*sets));
	if (!sets)
		return -ENOMEM;

	rules->sets = sets;
	sets[rules->nsets++] =
		(struct devfs_set){ .number = number, .fresh = true };
	return 0;
}

void devfs_set_del(struct devfs_rules *rules, int number)
{
	struct devfs_set *set = devfs_set_find(rules, number);

	if (!set)
		return;
	free(set->rules);
	*set = rules->sets[--rules->nsets];
}

int devfs_set_add_rule(struct devfs_set *set, const struct devfs_rule *rule)
{
	unsigned last = set->n ? set->rules[set->n - 1].number : 0;
	unsigned number = rule->number ? rule->number : last + 100;
	struct devfs_rule *rules;
	size_t at = set->n;

	if (number > DEVFS_RULE_MAX)
		return -ERANGE;
	while (at > 0 && set->rules[at - 1].number > number)
		at--;
	if (at > 0 && set->rules[at - 1].number == number)
		return -EEXIST;

	rules = realloc(set->rules, (set->n + 1) * sizeof(*rules));
	if (!rules)
		return -ENOMEM;
	set->rules = rules;
	memmove(&rules[at + 1], &rules[at], (set->n - at) * sizeof(*rules));
	rules[at] = *rule;
	rules[at].number = number;
	set->n++;
	return 0;
}

int devfs_set_del_rule(struct devfs_set *set, unsigned number)
{
	for (size_t i = 0; i < set->n; i++) {
		if (set->rules[i].number != number)
			continue;
		set->n--;
		memmove(&set->rules[i], &set->rules[i + 1],
			(set->n - i) * sizeof(*set->rules));
		return 0;
	}
	return -ENOENT;
}

int devfs_name_find(const struct devfs_rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->nnames; i++)
		if (streq(rules->names[i].name, name))
			return rules->names[i].number;
	return 0;
}

int devfs_name_put(struct devfs_rules *rules, const char *name, int number)
{
	struct devfs_name *names;
	char *copy;

	for (size_t i = 0; i < rules->nnames; i++) {
		if (streq(rules->names[i].name, name)) {
			rules->names[i].number = number;
			return 0;
		}
	}

	names = realloc(rules->names, (rules->nnames + 1) * sizeof(*names));
	if (!names)
		return -ENOMEM;
	rules->names = names;
	copy = strdup(name);
	if (!copy)
		return -ENOMEM;
	names[rules->nnames++] = (struct devfs_name){ copy, number };
	return 0;
}
