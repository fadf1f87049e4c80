/* SPDX-License-Identifier: BSD-2-Clause */
/* list.h - What sysctl(8) tells, as `--libxo json` has it */
#pragma once

#include <stdbool.h>

#include "oid.h"
#include "xo/xo.h"

/* list_new() - The next one of @list, with its name; NULL: out of memory */
struct json_object *list_new(struct json_object *list, const char *name);

/* list_value() - A value as a number, where the oid is one, or a text; false: out
 * of memory */
bool list_value(struct json_object *to, const char *key, const struct oid *oid,
		const char *value);

/* list_words() - Texts under their keys, NULL where there is none; false: out of
 * memory */
bool list_words(struct json_object *to, const char *const keys[],
		const char *const words[], size_t n);
