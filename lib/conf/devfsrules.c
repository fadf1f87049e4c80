/* SPDX-License-Identifier: BSD-2-Clause */
/* devfsrules.c - Which device nodes a jail sees, by the rulesets there are */

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strv.h"
#include "base/util.h"
#include "conf/devfsrules-set.h"
#include "conf/devfsrules.h"

/* No set of use to anybody needs more rules for one node, its includes
 * counted; one that includes itself would. */
#define STEPS_MAX 100000

/*
 * The standard rulesets, with the names that Linux gives to the same nodes.
 * The pseudo-terminals of old are lower-case only: ttyS0 is a serial port.
 */
static const char standard[] = "[devfsrules_hide_all=1]\n"
			       "add hide\n"
			       "[devfsrules_unhide_basic=2]\n"
			       "add path null unhide\n"
			       "add path zero unhide\n"
			       "add path full unhide\n"
			       "add path crypto unhide\n"
			       "add path random unhide\n"
			       "add path urandom unhide\n"
			       "[devfsrules_unhide_login=3]\n"
			       "add path 'pty[a-ep-z][0-9a-f]' unhide\n"
			       "add path 'tty[a-ep-z][0-9a-f]' unhide\n"
			       "add path tty unhide\n"
			       "add path ptmx unhide\n"
			       "add path pts unhide\n"
			       "add path 'pts/*' unhide\n"
			       "add path fd unhide\n"
			       "add path 'fd/*' unhide\n"
			       "add path stdin unhide\n"
			       "add path stdout unhide\n"
			       "add path stderr unhide\n"
			       "[devfsrules_jail=4]\n"
			       "add include $devfsrules_hide_all\n"
			       "add include $devfsrules_unhide_basic\n"
			       "add include $devfsrules_unhide_login\n"
			       "add path shm unhide\n"
			       "add path 'shm/*' unhide\n"
			       "add path fuse unhide\n"
			       "add path zfs unhide\n"
			       "[devfsrules_jail_vnet=5]\n"
			       "add include $devfsrules_jail\n"
			       "add path pf unhide\n";

struct devfs_rules *devfs_rules_new(void)
{
	struct devfs_rules *rules = calloc(1, sizeof(*rules));
	struct strv errs = { 0 };
	int r;

	if (!rules)
		return NULL;
	r = devfs_rules_parse(rules, "standard rulesets", standard,
			      strlen(standard), &errs);
	strv_done(&errs);
	if (r < 0) {
		devfs_rules_free(rules);
		return NULL;
	}
	return rules;
}

void devfs_rules_free(struct devfs_rules *rules)
{
	if (!rules)
		return;
	for (size_t i = 0; i < rules->nsets; i++)
		free(rules->sets[i].rules);
	for (size_t i = 0; i < rules->nnames; i++)
		free(rules->names[i].name);
	free(rules->sets);
	free(rules->names);
	free(rules);
}

bool devfs_rules_has(const struct devfs_rules *rules, int number)
{
	const struct devfs_set *set = devfs_set_find(rules, number);

	return set && !devfs_set_gone(set);
}

static void rule_act(const struct devfs_rule *rule, struct devfs_verdict *v)
{
	if (rule->hide || rule->unhide)
		v->decided = true;
	if (rule->hide)
		v->hidden = true;
	if (rule->unhide)
		v->hidden = false;
	if (rule->has_user) {
		v->has_user = true;
		memcpy(v->user, rule->user, sizeof(v->user));
	}
	if (rule->has_group) {
		v->has_group = true;
		memcpy(v->group, rule->group, sizeof(v->group));
	}
	if (rule->has_mode) {
		v->has_mode = true;
		v->mode = rule->mode;
	}
}

struct walk {
	const struct devfs_rules *rules;
	const char *path, *follows, *type;
	struct devfs_verdict verdict;
	unsigned steps, depth;
};

/* fnmatch(3), which is not asked where the first letters differ */
static bool path_fits(const char *pattern, const char *path)
{
	if (*pattern != *path && !strchr("*?[\\", *pattern))
		return false;
	return fnmatch(pattern, path, FNM_PATHNAME) == 0;
}

static bool rule_fits(const struct devfs_rule *rule, const struct walk *w)
{
	if (rule->type[0] && !streq(rule->type, w->type))
		return false;
	if (!rule->path[0] || path_fits(rule->path, w->path))
		return true;
	return rule->unhide && w->follows && path_fits(rule->path, w->follows);
}

static int walk_set(struct walk *w, int number);

static int walk_rule(struct walk *w, const struct devfs_rule *rule)
{
	if (w->steps++ > STEPS_MAX)
		return -ELOOP;
	if (!rule_fits(rule, w))
		return 0;
	rule_act(rule, &w->verdict);
	return rule->include ? walk_set(w, rule->include) : 0;
}

static int walk_set(struct walk *w, int number)
{
	const struct devfs_set *set = devfs_set_find(w->rules, number);
	int r = 0;

	if (!set || devfs_set_gone(set))
		return -ENOENT;
	if (w->depth++ > w->rules->nsets)
		return -ELOOP;

	for (size_t i = 0; i < set->n && r == 0; i++)
		r = walk_rule(w, &set->rules[i]);
	w->depth--;
	return r;
}

int devfs_rules_walk(const struct devfs_rules *rules, int number,
		     const char *path, const char *follows, const char *type,
		     struct devfs_verdict *io)
{
	struct walk w = { .rules = rules,
			  .path = path,
			  .follows = follows,
			  .type = type,
			  .verdict = *io };
	int r = number == 0 ? 0 : walk_set(&w, number);

	if (r == 0)
		*io = w.verdict;
	return r;
}

int devfs_rule_walk(const struct devfs_rules *rules,
		    const struct devfs_rule *rule, const char *path,
		    const char *follows, const char *type,
		    struct devfs_verdict *io)
{
	struct walk w = { .rules = rules,
			  .path = path,
			  .follows = follows,
			  .type = type,
			  .verdict = *io };
	int r = walk_rule(&w, rule);

	if (r == 0)
		*io = w.verdict;
	return r;
}

int devfs_rules_apply(const struct devfs_rules *rules, int number,
		      const char *path, const char *type,
		      struct devfs_verdict *ret)
{
	struct devfs_verdict v = { 0 };
	int r = devfs_rules_walk(rules, number, path, NULL, type, &v);

	if (r == 0)
		*ret = v;
	return r;
}
