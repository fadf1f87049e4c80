/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz-devfsrules.c - Rulesets without problems apply, and reading them a second
 * time over themselves changes nothing, nor does keeping them as devfs(8) does
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "conf/devfsrules-set.h"
#include "conf/devfsrules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const paths[] = { "null", "sda1", "pts/0", "bpf0", "a" };
static const char *const types[] = { "disk", "mem", "tape", "tty", "" };

#define NUMBERS 64

/* All that sets of small numbers make of some nodes. */
struct verdicts {
	int r[NUMBERS][ARRAY_SIZE(paths)];
	struct devfs_verdict v[NUMBERS][ARRAY_SIZE(paths)];
};

static void verdicts_get(const struct devfs_rules *rules, struct verdicts *all)
{
	memset(all, 0, sizeof(*all));
	for (int n = 0; n < NUMBERS; n++) {
		for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
			int r = devfs_rules_apply(rules, n, paths[i], types[i],
						  &all->v[n][i]);

			if ((r == 0) != (n == 0 || devfs_rules_has(rules, n)))
				abort();
			all->r[n][i] = r;
		}
	}
}

static bool same(const struct devfs_verdict *a, const struct devfs_verdict *b)
{
	return a->hidden == b->hidden && a->has_user == b->has_user &&
	       a->has_group == b->has_group && a->has_mode == b->has_mode &&
	       a->mode == b->mode && streq(a->user, b->user) &&
	       streq(a->group, b->group);
}

static void check_same(const struct verdicts *a, const struct verdicts *b)
{
	for (int n = 0; n < NUMBERS; n++)
		for (size_t i = 0; i < ARRAY_SIZE(paths); i++)
			if (a->r[n][i] != b->r[n][i] ||
			    !same(&a->v[n][i], &b->v[n][i]))
				abort();
}

/* As what devfs(8) wrote and reads again. */
static void keep_all(struct devfs_rules *rules, struct strv *errs)
{
	char *text;

	for (size_t i = 0; i < rules->nsets; i++)
		rules->sets[i].kept = rules->sets[i].n > 0;
	text = devfs_rules_format_kept(rules);
	if (!text ||
	    devfs_rules_parse_kept(rules, "kept", text, strlen(text), errs) < 0)
		abort();
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct verdicts first, second;
	struct devfs_rules *rules = devfs_rules_new();
	struct strv errs = { 0 };
	int r;

	if (!rules)
		return 0;
	r = devfs_rules_parse(rules, "f", (const char *)data, size, &errs);
	if ((r < 0) != (errs.n > 0))
		abort();
	for (size_t i = 0; i < errs.n; i++)
		if (!str_starts(errs.v[i], "f line "))
			abort();

	if (r == 0) {
		verdicts_get(rules, &first);
		if (devfs_rules_parse(rules, "f", (const char *)data, size,
				      &errs) < 0)
			abort();
		verdicts_get(rules, &second);
		check_same(&first, &second);
		keep_all(rules, &errs);
		verdicts_get(rules, &second);
		check_same(&first, &second);
	}
	strv_done(&errs);
	devfs_rules_free(rules);
	return 0;
}
