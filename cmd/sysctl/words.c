/* SPDX-License-Identifier: BSD-2-Clause */
/* words.c - What is typed after sysctl(8), and lines of its files */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/errbuf.h"
#include "words.h"

const struct words_type words_types[] = {
	[OID_NODE] = { "node", "N", 0, false },
	[OID_INT] = { "integer", "I", 4, true },
	[OID_UINT] = { "unsigned integer", "IU", 4, false },
	[OID_LONG] = { "long integer", "L", 8, true },
	[OID_ULONG] = { "unsigned long", "LU", 8, false },
	[OID_STRING] = { "string", "A", 0, false },
	[OID_OPAQUE] = { "opaque", "S", 0, false },
};

const char *words_split(char *word)
{
	char *value = word + strcspn(word, "=:");

	if (!*value)
		return NULL;
	*value = '\0';
	return value + 1;
}

/* Without comment and blanks around. */
static char *trim(char *line)
{
	char *end;

	line[strcspn(line, "#")] = '\0';
	line += strspn(line, " \t");
	end = line + strlen(line);
	while (end > line && strchr(" \t\r", end[-1]))
		*--end = '\0';
	return line;
}

/* Blanks around the "=", and quotes around the value, mean nothing. */
static void normalise(char *line)
{
	char *sep = line + strcspn(line, "=:"), *end = sep, *value;
	size_t len;

	if (!*sep)
		return;
	value = sep + 1 + strspn(sep + 1, " \t");
	while (end > line && strchr(" \t", end[-1]))
		end--;
	len = strlen(value);
	if (len > 1 && strchr("\"'", *value) && value[len - 1] == *value) {
		value[len - 1] = '\0';
		value++;
	}
	*end = *sep;
	memmove(end + 1, value, strlen(value) + 1);
}

char *words_line(char *line)
{
	line = trim(line);
	normalise(line);
	return line;
}

static int invalid(const struct words_type *t, const char *value,
		   struct errbuf *eb)
{
	return errbuf_set(eb, EINVAL, "invalid %s '%s'", t->name, value);
}

/* As many bits as the type has, a sign only where it has one. */
static bool fits(const struct words_type *t, const char *value, intmax_t n)
{
	if (t->is_signed)
		return t->size > 4 || (n <= INT32_MAX && n >= INT32_MIN);
	return !strchr(value, '-') &&
	       (t->size > 4 || (uintmax_t)n <= UINT32_MAX);
}

int words_value(enum oid_type type, const char *value, char **ret,
		struct errbuf *eb)
{
	const struct words_type *t = &words_types[type];
	char *end, *text;
	intmax_t n;
	int r;

	if (t->size == 0) {
		text = strdup(value);
		if (!text)
			return errbuf_set(eb, ENOMEM, "out of memory");
		*ret = text;
		return 0;
	}
	if (!*value)
		return errbuf_set(eb, EINVAL, "empty numeric value");
	errno = 0;
	n = t->is_signed ? strtoimax(value, &end, 0)
			 : (intmax_t)strtoumax(value, &end, 0);
	if (*end || end == value || errno || !fits(t, value, n))
		return invalid(t, value, eb);
	r = t->is_signed ? asprintf(&text, "%jd", n)
			 : asprintf(&text, "%ju", (uintmax_t)n);
	if (r < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	*ret = text;
	return 0;
}
