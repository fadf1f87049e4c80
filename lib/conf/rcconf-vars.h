/* SPDX-License-Identifier: BSD-2-Clause */
/* rcconf-vars.h - A list of variables, between their parser and their user */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct rcconf {
	struct rcconf_var {
		char *name, *value;
		bool is_default, is_used;
	} * vars; /* in the order in which they were first set */
	size_t n;
};

/* rcconf_take() - The value of a variable that another one is made from; NULL if
 * it is not set */
const char *rcconf_take(struct rcconf *rc, const char *name);

/* rcconf_merge() - Assign all of @from, 0 or -ENOMEM */
int rcconf_merge(struct rcconf *rc, const struct rcconf *from);

/* rcconf_cut() - Forget all but the first @n */
void rcconf_cut(struct rcconf *rc, size_t n);
