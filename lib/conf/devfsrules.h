/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * devfsrules.h - devfs.rules(5): which device nodes a jail sees, and how
 *
 * Text in, rulesets out; no file is opened here.  The standard rulesets 1 to 5
 * are built in and can be replaced by a file's own of the same number.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/strv.h"

struct devfs_rules;
struct errbuf;

/* What a ruleset makes of one node. */
struct devfs_verdict {
	bool hidden;
	bool decided; /* a rule said so */
	bool has_user, has_group, has_mode;
	char user[33], group[33]; /* names or numbers, as written */
	mode_t mode;
};

/* devfs_rules_new() - Only the standard rulesets.  NULL: no memory */
struct devfs_rules *devfs_rules_new(void);
void devfs_rules_free(struct devfs_rules *rules);

/* devfs_rules_parse() - Add a file's rulesets.  All problems are appended to
 * @errs as "FILE line N: …".  0, -EINVAL or -ENOMEM */
int devfs_rules_parse(struct devfs_rules *rules, const char *file,
		      const char *text, size_t len, struct strv *errs);

/* devfs_rules_parse_kept() - The same for what devfs_rules_format_kept() wrote:
 * a set without rules is one that was deleted, and includes are not looked
 * after before they are followed */
int devfs_rules_parse_kept(struct devfs_rules *rules, const char *file,
			   const char *text, size_t len, struct strv *errs);

/* devfs_rules_format_kept() - The sets that were changed by hand, as a file.
 * Caller frees; NULL when out of memory */
char *devfs_rules_format_kept(const struct devfs_rules *rules);

/* devfs_rules_words() - Split a line as a file's are.  Problems are appended to
 * @errs as above.  0, -EINVAL or -ENOMEM */
int devfs_rules_words(struct devfs_rules *rules, const char *file,
		      unsigned line_number, const char *line, struct strv *ret,
		      struct strv *errs);

/* devfs_rules_has() - Is there a ruleset of that number? */
bool devfs_rules_has(const struct devfs_rules *rules, int number);

/* devfs_rules_apply() - What ruleset @number (0: none, all visible) makes of
 * the node @path ("null", "pts/0", "bpf0") of kind @type ("disk", "mem",
 * "tape", "tty" or "").  Directories ("pts", "fd") and links are asked for
 * like nodes.  0, -ENOENT (no such ruleset) or -ELOOP (its includes never end)
 */
int devfs_rules_apply(const struct devfs_rules *rules, int number,
		      const char *path, const char *type,
		      struct devfs_verdict *ret);

/* devfs_rules_walk() - The same for a node that is as @io says before, and which
 * a rule that unhides @follows (NULL: none) shows as well; @io is untouched on
 * failure */
int devfs_rules_walk(const struct devfs_rules *rules, int number,
		     const char *path, const char *follows, const char *type,
		     struct devfs_verdict *io);
