/* SPDX-License-Identifier: BSD-2-Clause */
/* list.c - What sysctl(8) tells, as `--libxo json` has it */

#include <inttypes.h>
#include <stdlib.h>

#include "list.h"
#include "words.h"

struct json_object *list_new(struct json_object *list, const char *name)
{
	struct json_object *o = json_object_new_object();

	return xo_append(list, o) && xo_add_str(o, "name", name) ? o : NULL;
}

bool list_value(struct json_object *to, const char *key, const struct oid *oid,
		const char *value)
{
	const struct words_type *t = &words_types[oid->type];

	if (!t->size)
		return xo_add_str(to, key, value);
	if (t->is_signed)
		return xo_add_int(to, key, strtoll(value, NULL, 10));
	return xo_add(to, key,
		      json_object_new_uint64(strtoull(value, NULL, 10)));
}

bool list_words(struct json_object *to, const char *const keys[],
		const char *const words[], size_t n)
{
	bool ok = true;

	for (size_t i = 0; i < n && ok; i++)
		if (words[i])
			ok = xo_add_str(to, keys[i], words[i]);
	return ok;
}
