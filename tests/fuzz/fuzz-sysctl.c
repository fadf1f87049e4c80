/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz-sysctl.c - A line of sysctl's file is a name and a value, and a number
 * that was taken is the same number when it is given again */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "../../cmd/sysctl/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_value(enum oid_type type, const char *value)
{
	cleanup_free char *once = NULL, *again = NULL;
	struct errbuf eb = { "" };

	if (words_value(type, value, &once, &eb) < 0) {
		if (!*eb.msg || words_types[type].size == 0)
			abort();
		return;
	}
	if (words_value(type, once, &again, &eb) < 0 || !streq(once, again))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *text = strndup((const char *)data, size);
	cleanup_free char *copy = NULL;
	const char *value;
	char *line;

	if (!text)
		return 0;
	line = words_line(text);
	if (strpbrk(line, "#") || (*line && strchr(" \t", *line)))
		abort();
	copy = strdup(line);
	if (!copy)
		return 0;
	value = words_split(copy);
	if (strpbrk(copy, "=:") ||
	    (value && strlen(copy) + 1 + strlen(value) != strlen(line)))
		abort();
	for (enum oid_type t = OID_INT; value && t <= OID_OPAQUE; t++)
		check_value(t, value);
	return 0;
}
