/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz-rcconf.c - What was read, written out in quotes, is read the same */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "conf/rcconf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_quoted(FILE *f, const char *s)
{
	fputc('\'', f);
	for (; *s; s++) {
		if (*s == '\'')
			fputs("'\\''", f);
		else
			fputc(*s, f);
	}
	fputs("'\n", f);
}

static char *written(const struct rcconf *rc, size_t *ret_len)
{
	char *text = NULL;
	FILE *f = open_memstream(&text, ret_len);
	const char *name;
	size_t pos = 0;

	if (!f)
		abort();
	while ((name = rcconf_next(rc, "", &pos))) {
		fprintf(f, "%s=", name);
		write_quoted(f, rcconf_get(rc, name));
	}
	(void)fclose(f);
	return text;
}

static void check_same(const struct rcconf *a, const struct rcconf *b)
{
	size_t pos_a = 0, pos_b = 0;
	const char *name;

	while ((name = rcconf_next(a, "", &pos_a))) {
		const char *other = rcconf_next(b, "", &pos_b);

		if (!other || !streq(name, other) ||
		    !streq(rcconf_get(a, name), rcconf_get(b, other)))
			abort();
	}
	if (rcconf_next(b, "", &pos_b))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rcconf *rc = rcconf_new(), *again = rcconf_new();
	cleanup_strv struct strv errs = { 0 };
	cleanup_free char *text = NULL;
	size_t len;
	int r;

	if (!rc || !again)
		abort();
	r = rcconf_parse(rc, "f", (const char *)data, size, &errs);
	if ((r < 0) != (errs.n > 0))
		abort();
	for (size_t i = 0; i < errs.n; i++)
		if (!str_starts(errs.v[i], "f"))
			abort();

	text = written(rc, &len);
	if (rcconf_parse(again, "f", text, len, &errs) < 0)
		abort();
	check_same(rc, again);
	rcconf_free(rc);
	rcconf_free(again);
	return 0;
}
