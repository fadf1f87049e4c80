/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rcconf.h - rc.conf(5): the shell assignments of which such files consist
 *
 * Text in, variables out; no shell runs and no file is opened.  Read are
 * NAME=value with any quotes, several on a line, `export`, $x, ${x},
 * ${x:-word}, ${x:=word}, ${x:+word} (also without the colon) of variables
 * assigned before, `: ${x:=word}`, comments and lines that end in a backslash.
 * Anything else is shell code and is told as a problem, never skipped in
 * silence.  Files of ezjail are of the same kind.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/strv.h"

struct rcconf;

/* rcconf_new() - No variables yet.  NULL: no memory */
struct rcconf *rcconf_new(void);
void rcconf_free(struct rcconf *rc);

/**
 * rcconf_parse() - Add the variables that a file sets
 * @file:	Name for messages
 * @errs:	All problems are appended, "FILE line N: …" each
 *
 * Later assignments win, also over those of files before.  A command that has a
 * problem sets nothing; the others do, so that a caller may go on with what
 * there is.
 *
 * Return: 0, -EINVAL when anything was appended, or -ENOMEM
 */
int rcconf_parse(struct rcconf *rc, const char *file, const char *text,
		 size_t len, struct strv *errs);

/* rcconf_set() - As an assignment of @value, taken as it is; 0 or -ENOMEM */
int rcconf_set(struct rcconf *rc, const char *name, const char *value);

/* rcconf_get() - The value, or NULL if it is not set */
const char *rcconf_get(const struct rcconf *rc, const char *name);

/* rcconf_bool() - As checkyesno of rc.subr(8): 1 for yes, true, on, 1 and 0 for
 * no, false, off, 0, in any case of letters; @def if it is not set; -EINVAL for
 * any other value */
int rcconf_bool(const struct rcconf *rc, const char *name, bool def);

/* rcconf_set_defaults() - What is set so far is set by default */
void rcconf_set_defaults(struct rcconf *rc);

/* rcconf_is_default() - Has nothing been assigned since rcconf_set_defaults()? */
bool rcconf_is_default(const struct rcconf *rc, const char *name);

/* rcconf_is_used() - Was its value part of another assignment? */
bool rcconf_is_used(const struct rcconf *rc, const char *name);

/* rcconf_next() - Names that start with @prefix ("" for all), one a call, in
 * the order in which they were first set; NULL after the last.  *@pos starts
 * at 0 and is for this function only */
const char *rcconf_next(const struct rcconf *rc, const char *prefix,
			size_t *pos);
