/* SPDX-License-Identifier: BSD-2-Clause */
/* devfsrules-set.h - Rulesets in memory, between their parser and their user */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define DEVFS_SET_MAX 65535
#define DEVFS_RULE_MAX 65535
#define DEVFS_PATH_LEN 200 /* as DEVFS_MAXPTRNLEN on FreeBSD */

struct devfs_rule {
	unsigned number; /* its place in the set */
	unsigned line; /* where it was written */
	char path[DEVFS_PATH_LEN + 1]; /* "": any */
	char type[8]; /* "": any */
	bool hide, unhide;
	bool has_user, has_group, has_mode;
	char user[33], group[33];
	mode_t mode;
	int include; /* 0: none */
};

struct devfs_set {
	int number;
	bool fresh; /* changed by the file that is being read */
	bool seen; /* by a walk over the includes */
	bool kept; /* made or changed by hand, since the machine started */
	struct devfs_rule *rules; /* by number */
	size_t n;
};

struct devfs_name {
	char *name;
	int number;
};

struct devfs_rules {
	struct devfs_set *sets;
	size_t nsets;
	struct devfs_name *names;
	size_t nnames;
};

struct devfs_verdict;
struct errbuf;
struct strv;

/* devfs_set_find() - By number, or NULL */
struct devfs_set *devfs_set_find(const struct devfs_rules *rules, int number);

/* devfs_set_add() - A new empty set in place of one of that number; 0 or
 * -ENOMEM */
int devfs_set_add(struct devfs_rules *rules, int number);

void devfs_set_del(struct devfs_rules *rules, int number);

/* devfs_set_add_rule() - @rule with number 0 goes last, 100 after the one
 * before.  0, -EEXIST, -ERANGE (no number left) or -ENOMEM */
int devfs_set_add_rule(struct devfs_set *set, const struct devfs_rule *rule);

/* devfs_set_del_rule() - By number; 0 or -ENOENT */
int devfs_set_del_rule(struct devfs_set *set, unsigned number);

/* devfs_name_find() - The number that $@name stands for, or 0 */
int devfs_name_find(const struct devfs_rules *rules, const char *name);

/* devfs_name_put() - Let $@name stand for @number; 0 or -ENOMEM */
int devfs_name_put(struct devfs_rules *rules, const char *name, int number);

/* devfs_set_gone() - Were all its rules deleted by hand?  Then there is no such
 * ruleset, although a file may have it */
bool devfs_set_gone(const struct devfs_set *set);

/* devfs_set_includes() - Does set @from include set @to, at any depth, or is it
 * that? */
bool devfs_set_includes(struct devfs_rules *rules, int from, int to);

/* devfs_rule_parse() - From words like "path", "tun*", "unhide", beginning with
 * number @first.  0 or -EINVAL */
int devfs_rule_parse(const struct strv *words, size_t first,
		     struct devfs_rule *rule, struct errbuf *eb);

/* devfs_rule_add_parse() - What follows "add": a place or none, then a rule */
int devfs_rule_add_parse(const struct strv *words, struct devfs_rule *rule,
			 struct errbuf *eb);

/* devfs_rule_format() - As `devfs rule show` writes it, or @quoted as a file
 * has it.  Caller frees; NULL when out of memory */
char *devfs_rule_format(const struct devfs_rule *rule, bool quoted);

/* devfs_rule_walk() - Let one rule act, and those it includes: see
 * devfs_rules_walk() */
int devfs_rule_walk(const struct devfs_rules *rules,
		    const struct devfs_rule *rule, const char *path,
		    const char *follows, const char *type,
		    struct devfs_verdict *io);
