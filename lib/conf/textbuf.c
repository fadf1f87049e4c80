/* SPDX-License-Identifier: BSD-2-Clause */
/* textbuf.c - A string that grows while a parser puts it together */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "conf/textbuf.h"

int textbuf_add(struct textbuf *b, const char *s, size_t len)
{
	if (b->size - b->n <= len) {
		size_t size = (b->n + len + 1) * 2;
		char *bigger = realloc(b->s, size);

		if (!bigger)
			return -ENOMEM;
		b->s = bigger;
		b->size = size;
	}
	if (len > 0)
		memcpy(b->s + b->n, s, len);
	b->n += len;
	b->s[b->n] = '\0';
	return 0;
}

int textbuf_addc(struct textbuf *b, char c)
{
	return textbuf_add(b, &c, 1);
}

char *textbuf_take(struct textbuf *b)
{
	char *s;

	if (textbuf_add(b, "", 0) < 0)
		return NULL;
	s = b->s;
	*b = (struct textbuf){ 0 };
	return s;
}

void textbuf_done(struct textbuf *b)
{
	free(b->s);
	*b = (struct textbuf){ 0 };
}
