/* SPDX-License-Identifier: BSD-2-Clause */
/* rcconf-vars.h - A list of variables, between their parser and their user */
#pragma once

#include <stddef.h>

struct rcconf {
	struct rcconf_var {
		char *name, *value;
	} * vars; /* in the order in which they were first set */
	size_t n;
};

/* rcconf_cut() - Forget all but the first @n */
void rcconf_cut(struct rcconf *rc, size_t n);
