/* SPDX-License-Identifier: BSD-2-Clause */
/* textbuf.h - A string that grows while a parser puts it together */
#pragma once

#include <stddef.h>

/* All-zero is the empty string; s is NULL until something was added. */
struct textbuf {
	char *s;
	size_t n, size;
};

#define cleanup_textbuf __attribute__((cleanup(textbuf_done)))

/* textbuf_add() - Append @len bytes; 0 or -ENOMEM */
int textbuf_add(struct textbuf *b, const char *s, size_t len);

/* textbuf_addc() - Append one byte; 0 or -ENOMEM */
int textbuf_addc(struct textbuf *b, char c);

/* textbuf_take() - The string, NUL-terminated, and start anew.  Caller frees;
 * NULL when out of memory */
char *textbuf_take(struct textbuf *b);

void textbuf_done(struct textbuf *b);
