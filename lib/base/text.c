/* SPDX-License-Identifier: BSD-2-Clause */
/* text.c - Words of strangers, before somebody sees them */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/util.h"

#define DELETE 0x7f
#define C1_FIRST 0x80 /* control characters again, with the eighth bit */
#define C1_LAST 0x9f

/* By the first byte: what of it counts, and the least that may come out */
static const struct {
	uint8_t mask, lead;
	size_t len;
	uint32_t least;
} kinds[] = {
	{ 0x80, 0x00, 1, 0 },
	{ 0xe0, 0xc0, 2, 0x80 },
	{ 0xf0, 0xe0, 3, 0x800 },
	{ 0xf8, 0xf0, 4, 0x10000 },
};

static bool is_character(uint32_t c, uint32_t least)
{
	return c >= least && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
}

/* Its number; @ret_len 0, and the byte, where there is none */
static uint32_t decode(const char *s, size_t *ret_len)
{
	const uint8_t *p = (const uint8_t *)s;

	*ret_len = 0;
	for (size_t k = 0; k < ARRAY_SIZE(kinds); k++) {
		uint32_t c = *p & (uint8_t)~kinds[k].mask;
		size_t i = 1;

		if ((*p & kinds[k].mask) != kinds[k].lead)
			continue;
		for (; i < kinds[k].len && (p[i] & 0xc0) == 0x80; i++)
			c = c << 6 | (p[i] & 0x3f);
		if (i < kinds[k].len || !is_character(c, kinds[k].least))
			break;
		*ret_len = kinds[k].len;
		return c;
	}
	return *p;
}

size_t text_char(const char *s)
{
	size_t len;

	(void)decode(s, &len);
	return len;
}

static bool is_control(uint32_t c)
{
	return c < ' ' || c == DELETE || (c >= C1_FIRST && c <= C1_LAST);
}

bool text_is_plain(const char *s)
{
	while (*s) {
		size_t len;

		if (is_control(decode(s, &len)))
			return false;
		s += len ? len : 1;
	}
	return true;
}

void text_unescape(char *s)
{
	char *out = s;

	while (*s) {
		if (s[0] == '\\' && strspn(s + 1, "01234567") >= 3) {
			char digits[4] = { s[1], s[2], s[3], '\0' };

			*out++ = (char)strtol(digits, NULL, 8);
			s += 4;
		} else {
			*out++ = *s++;
		}
	}
	*out = '\0';
}

char *text_plain(char *s)
{
	char *from = s, *to = s;

	while (*from) {
		size_t len;
		bool bad = is_control(decode(from, &len));

		len = len ? len : 1;
		if (bad)
			*to++ = '?';
		else
			to = (char *)memmove(to, from, len) + len;
		from += len;
	}
	*to = '\0';
	return s;
}
