/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz-ngparse.c - Arguments of every message there is: what was read is printed
 * so that it is read the same; bytes of any kind are printed, or refused
 */

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "libnetgraph/type.h"

#define TYPES_MAX 256
#define BYTES_MAX 65536
#define TEXT_MAX (1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t add(const struct ng_ptype **list, size_t n,
		  const struct ng_command *c)
{
	for (; c && c->name; c++) {
		if (c->args && n < TYPES_MAX)
			list[n++] = c->args;
		if (c->reply && n < TYPES_MAX)
			list[n++] = c->reply;
	}
	return n;
}

/* One that a byte chooses, of all that are known */
static const struct ng_ptype *choose(uint8_t which)
{
	static const struct ng_ptype *list[TYPES_MAX];
	static size_t n;

	if (!n) {
		n = add(list, n, ng_generic_commands);
		for (const struct ng_type *const *t = ng_types; *t; t++)
			n = add(list, n, (*t)->commands);
	}
	return n ? list[which % n] : NULL;
}

static void known_error(int r)
{
	static const int known[] = { EINVAL, ENOENT, EALREADY,
				     E2BIG,  ERANGE, ENOMEM };

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (r == -known[i])
			return;
	abort();
}

/* Exactly so long: a read beyond it is found. */
static uint8_t *exactly(const uint8_t *data, size_t n)
{
	uint8_t *p = malloc(n ? n : 1);

	if (!p)
		abort();
	memcpy(p, data, n);
	return p;
}

static void from_text(const struct ng_ptype *t, const char *text)
{
	cleanup_free uint8_t *a = malloc(BYTES_MAX), *b = malloc(BYTES_MAX);
	cleanup_free char *again = malloc(TEXT_MAX);
	cleanup_free uint8_t *exact = NULL;
	size_t len_a = 0, len_b = 0;
	int r;

	if (!a || !b || !again)
		abort();
	r = ng_parse(t, text, a, BYTES_MAX, &len_a);
	if (r < 0) {
		known_error(r);
		return;
	}
	exact = exactly(a, len_a);
	if (ng_unparse(t, exact, len_a, again, TEXT_MAX) < 0)
		abort();
	if (ng_parse(t, again, b, BYTES_MAX, &len_b) < 0 || len_a != len_b ||
	    memcmp(a, b, len_a) != 0)
		abort();
}

/* What is behind the end of a string is lost, not more. */
static void from_bytes(const struct ng_ptype *t, const uint8_t *data,
		       size_t size)
{
	cleanup_free uint8_t *exact = exactly(data, size);
	cleanup_free char *text = malloc(TEXT_MAX);
	int r;

	if (!text)
		abort();
	r = ng_unparse(t, exact, size, text, TEXT_MAX);
	if (r < 0)
		known_error(r);
	else
		from_text(t, text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct ng_ptype *t = size < 2 ? NULL : choose(data[0]);
	cleanup_free char *text = NULL;

	if (!t)
		return 0;
	if (data[1] & 1) {
		from_bytes(t, data + 2, size - 2);
		return 0;
	}
	text = strndup((const char *)data + 2, size - 2);
	if (text)
		from_text(t, text);
	return 0;
}
