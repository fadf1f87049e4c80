/* SPDX-License-Identifier: BSD-2-Clause */
/* jc-merge.h - The parameters of one jail, from all blocks that are about it */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/strv.h"
#include "conf/jc.h"

struct conf;

enum jc_state {
	JC_WRITTEN, /* its values are as in the file */
	JC_EXPANDING, /* somebody wants its value: again is a loop */
	JC_EXPANDED, /* done holds its values */
	JC_FAILED, /* as was said */
};

/* A value as written, and where. */
struct jc_value {
	const struct jc_string *string;
	const char *file;
	unsigned line;
};

struct jc_merged {
	const char *name; /* as spelt last */
	bool is_var, has_value, append;
	bool implicit; /* the name in front of the {, not to be changed */
	const char *file;
	unsigned line;
	struct jc_value *values;
	size_t n;
	enum jc_state state;
	struct strv done;
};

struct jc_merge {
	const char *jail;
	struct strv *errs;
	struct jc_merged *params;
	size_t n;
	unsigned depth; /* of variables within variables */
};

/* jc_merge() - Merge what @conf says about the jail @m->jail; 0 or -ENOMEM.
 * Problems are appended to @m->errs */
int jc_merge(struct jc_merge *m, const struct conf *conf);

/* jc_expand() - Fill in variables everywhere; 0 or -ENOMEM, problems likewise */
int jc_expand(struct jc_merge *m);

void jc_merge_done(struct jc_merge *m);

/* jc_merge_problem() - Append "FILE line N: JAIL: …"; -EINVAL or -ENOMEM */
int jc_merge_problem(struct jc_merge *m, const char *file, unsigned line,
		     const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
