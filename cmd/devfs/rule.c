/* SPDX-License-Identifier: BSD-2-Clause */
/* rule.c - devfs rule: make and delete rules, and let them act */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/strv.h"
#include "base/util.h"
#include "conf/devfsrules-set.h"
#include "conf/devfsrules.h"
#include "devfs.h"
#include "libjail/devfs.h"
#include "libjail/rulesets.h"

noreturn void rule_usage(void)
{
	fputs("usage: devfs rule [-s ruleset] ...\n", stderr);
	exit(1);
}

noreturn void ioctl_failed(const char *name, int code)
{
	errx(1, "ioctl %s: %s", name, bsd_strerror(code));
}

/* The set at work, or NULL: there is none of that number. */
static struct devfs_set *the_set(const struct devfs *d)
{
	struct devfs_set *set = devfs_set_find(d->rules, d->ruleset);

	return set && !devfs_set_gone(set) ? set : NULL;
}

/* Kept from now on, whatever a file says of it. */
static struct devfs_set *changed_set(const struct devfs *d)
{
	struct devfs_set *set = devfs_set_find(d->rules, d->ruleset);

	if (!set && devfs_set_add(d->rules, d->ruleset) == 0)
		set = devfs_set_find(d->rules, d->ruleset);
	if (!set)
		errx(1, "out of memory");
	set->fresh = false;
	set->kept = true;
	return set;
}

static void save(const struct devfs *d)
{
	struct errbuf eb;

	if (rulesets_save(d->rules, &eb) < 0)
		errx(1, "%s", eb.msg);
}

static void to_number(const char *file, char *name, size_t size)
{
	long id = devfs_id(file, name);

	if (id < 0)
		errx(1, "error converting to integer: %s", name);
	(void)snprintf(name, size, "%ld", id);
}

/* What no rule of a file may have either. */
static void check_rule(const struct devfs *d, struct devfs_rule *rule)
{
	if (rule->has_user)
		to_number("/etc/passwd", rule->user, sizeof(rule->user));
	if (rule->has_group)
		to_number("/etc/group", rule->group, sizeof(rule->group));
	if (rule->include && !devfs_rules_has(d->rules, rule->include))
		errx(1, "include %d: no such ruleset", rule->include);
}

static void add(struct devfs *d, const struct strv *words)
{
	struct devfs_rule rule = { 0 };
	struct errbuf eb;
	int r;

	if (devfs_rule_add_parse(words, &rule, &eb) < 0)
		errx(1, "%s", eb.msg);
	if (d->ruleset == 0)
		ioctl_failed("DEVFSIO_RADD", EIO);
	check_rule(d, &rule);
	if (rule.include &&
	    devfs_set_includes(d->rules, rule.include, d->ruleset))
		errx(1, "include %d: ruleset %d includes itself", rule.include,
		     d->ruleset);
	r = devfs_set_add_rule(changed_set(d), &rule);
	if (r < 0)
		ioctl_failed("DEVFSIO_RADD", -r);
	save(d);
}

/* Only a devfs made for jails: the host's nodes are not ours to change. */
static void must_be_ours(const struct devfs *d)
{
	if (d->place.kind == DEVFS_HOST)
		errx(1,
		     "%s: the host's own, which stays as it is; -j or -m names a jail's",
		     d->mountpt);
}

static int act(struct devfs *d, const struct devfs_rule *rule)
{
	const struct devfs_op op = { .rules = d->rules,
				     .ruleset = d->ruleset,
				     .rule = rule };
	cleanup_strv struct strv refused = { 0 };
	struct errbuf eb;

	must_be_ours(d);
	if (devfs_apply(&d->place.mnt, &d->place.st, &op, &refused, &eb) < 0)
		errx(1, "%s: %s", d->mountpt, eb.msg);
	for (size_t i = 0; i < refused.n; i++)
		warnx("%s/%s", d->mountpt, refused.v[i]);
	return refused.n ? 1 : 0;
}

static void apply(struct devfs *d, const struct strv *words)
{
	struct devfs_rule rule = { 0 };
	struct errbuf eb;

	if (devfs_rule_parse(words, 1, &rule, &eb) < 0)
		errx(1, "%s", eb.msg);
	check_rule(d, &rule);
	if (act(d, &rule))
		exit(1);
}

/* Rules from standard input, one a line, or the one of the arguments. */
static int each_rule(struct devfs *d, char **argv,
		     void (*fn)(struct devfs *d, const struct strv *words))
{
	cleanup_strv struct strv given = { 0 };
	cleanup_free char *line = NULL;
	size_t size = 0;
	unsigned n = 0;

	if (!streq(argv[1], "-")) {
		for (; *argv; argv++)
			if (strv_add(&given, *argv) < 0)
				errx(1, "out of memory");
		fn(d, &given);
		return 0;
	}
	while (getline(&line, &size, stdin) >= 0) {
		cleanup_strv struct strv words = { 0 }, errs = { 0 };

		if (strv_add(&words, argv[0]) < 0 ||
		    devfs_rules_words(d->rules, "standard input", ++n, line,
				      &words, &errs) < 0)
			errx(1, "%s", errs.n ? errs.v[0] : "out of memory");
		if (words.n > 1)
			fn(d, &words);
	}
	return 0;
}

static int rule_add(struct devfs *d, int argc, char **argv)
{
	if (argc < 2)
		rule_usage();
	return each_rule(d, argv, add);
}

static const struct devfs_rule *find_rule(const struct devfs_set *set,
					  unsigned number)
{
	for (size_t i = 0; set && i < set->n; i++)
		if (set->rules[i].number == number)
			return &set->rules[i];
	return NULL;
}

static bool is_number(const char *s)
{
	return *s && strspn(s, "0123456789") == strlen(s);
}

static int rule_apply(struct devfs *d, int argc, char **argv)
{
	const struct devfs_rule *rule;

	if (argc < 2)
		rule_usage();
	if (!is_number(argv[1]))
		return each_rule(d, argv, apply);
	if (argc > 2)
		rule_usage();
	rule = find_rule(the_set(d), number_or_end(argv[1]));
	if (!rule)
		ioctl_failed("DEVFSIO_RAPPLYID", ENOENT);
	return act(d, rule);
}

static int rule_applyset(struct devfs *d, int argc, char **argv)
{
	(void)argv;
	if (argc != 1)
		rule_usage();
	if (!the_set(d))
		ioctl_failed("DEVFSIO_SAPPLY", ESRCH);
	return act(d, NULL);
}

static int rule_del(struct devfs *d, int argc, char **argv)
{
	unsigned number;

	if (argc != 2)
		rule_usage();
	number = number_or_end(argv[1]);
	if (!find_rule(the_set(d), number))
		ioctl_failed("DEVFSIO_RDEL", ENOENT);
	(void)devfs_set_del_rule(changed_set(d), number);
	save(d);
	return 0;
}

static int rule_delset(struct devfs *d, int argc, char **argv)
{
	struct devfs_set *set = the_set(d);

	(void)argv;
	if (argc != 1)
		rule_usage();
	if (!set)
		return 0;
	(void)changed_set(d);
	set->n = 0;
	save(d);
	return 0;
}

static int rule_show(struct devfs *d, int argc, char **argv)
{
	unsigned number = 0;

	if (argc > 2)
		rule_usage();
	if (argc == 2) {
		number = number_or_end(argv[1]);
		if (!find_rule(the_set(d), number))
			ioctl_failed("DEVFSIO_RGETNEXT", ENOENT);
	}
	return list_rules(d, the_set(d), number);
}

static int rule_showsets(struct devfs *d, int argc, char **argv)
{
	(void)argv;
	if (argc != 1)
		rule_usage();
	return list_sets(d);
}

const struct devfs_command rule_commands[] = {
	{ "add", "DEVFSIO_RADD", true, rule_add },
	{ "apply", "DEVFSIO_RAPPLY", true, rule_apply },
	{ "applyset", "DEVFSIO_SAPPLY", true, rule_applyset },
	{ "del", "DEVFSIO_RDEL", true, rule_del },
	{ "delset", "DEVFSIO_RGETNEXT", true, rule_delset },
	{ "show", "DEVFSIO_RGETNEXT", false, rule_show },
	{ "showsets", "DEVFSIO_SGETNEXT", false, rule_showsets },
	{ NULL, NULL, false, NULL },
};
