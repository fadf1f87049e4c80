/* SPDX-License-Identifier: BSD-2-Clause */
/* devfsrules-write.c - Rules as text again */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/strv.h"
#include "conf/devfsrules-set.h"
#include "conf/devfsrules.h"

/* " KEY WORD", the word in quotes that nothing in it can end. */
static int add_word(struct strv *to, const char *key, const char *word,
		    bool quoted)
{
	cleanup_strv struct strv parts = { 0 };
	cleanup_free char *whole = NULL;
	const char *rest = word;

	if (!quoted)
		return strv_addf(to, "%s %s", key, word);
	for (;;) {
		size_t len = strcspn(rest, "'");

		if (strv_addf(&parts, "%.*s", (int)len, rest) < 0)
			return -ENOMEM;
		if (!rest[len])
			break;
		rest += len + 1;
	}
	whole = strv_join(&parts, "'\\''");
	return whole ? strv_addf(to, "%s '%s'", key, whole) : -ENOMEM;
}

char *devfs_rule_format(const struct devfs_rule *rule, bool quoted)
{
	cleanup_strv struct strv words = { 0 };
	int r = strv_addf(&words, "%u", rule->number);

	if (r == 0 && rule->type[0])
		r = strv_addf(&words, "type %s", rule->type);
	if (r == 0 && rule->path[0])
		r = add_word(&words, "path", rule->path, quoted);
	if (r == 0 && rule->hide)
		r = strv_add(&words, "hide");
	if (r == 0 && rule->unhide)
		r = strv_add(&words, "unhide");
	if (r == 0 && rule->has_user)
		r = add_word(&words, "user", rule->user, quoted);
	if (r == 0 && rule->has_group)
		r = add_word(&words, "group", rule->group, quoted);
	if (r == 0 && rule->has_mode)
		r = strv_addf(&words, "mode %o", rule->mode);
	if (r == 0 && rule->include)
		r = strv_addf(&words, "include %d", rule->include);
	return r < 0 ? NULL : strv_join(&words, " ");
}

static int add_set(struct strv *lines, const struct devfs_set *set)
{
	int r = strv_addf(lines, "[set%d=%d]", set->number, set->number);

	for (size_t i = 0; r == 0 && i < set->n; i++) {
		cleanup_free char *rule =
			devfs_rule_format(&set->rules[i], true);

		r = rule ? strv_addf(lines, "add %s", rule) : -ENOMEM;
	}
	return r;
}

char *devfs_rules_format_kept(const struct devfs_rules *rules)
{
	cleanup_strv struct strv lines = { 0 };
	int r = 0;

	for (size_t i = 0; r == 0 && i < rules->nsets; i++)
		if (rules->sets[i].kept)
			r = add_set(&lines, &rules->sets[i]);
	if (r == 0)
		r = strv_add(&lines, "");
	return r < 0 ? NULL : strv_join(&lines, "\n");
}
