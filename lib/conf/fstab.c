/* SPDX-License-Identifier: BSD-2-Clause */
/* fstab.c - Lines of fstab(5), and the options in them */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "conf/fstab.h"

#define BLANKS " \t\f\v\r\n"

/* The escapes of vis(3) that stand for one byte each. */
static const struct {
	char letter, byte;
} escapes[] = {
	{ '\\', '\\' }, { 's', ' ' },  { 't', '\t' },
	{ 'n', '\n' },	{ 'r', '\r' }, { 'a', '\a' },
	{ 'b', '\b' },	{ 'f', '\f' }, { 'v', '\v' },
};

static bool is_octal(char c)
{
	return c >= '0' && c <= '7';
}

/* The byte that the escape after the backslash at @s stands for; its length
 * goes to @ret_len.  0 if it stands for none. */
static char escape_decode(const char *s, size_t *ret_len)
{
	unsigned byte = 0;
	size_t n = 0;

	while (n < 3 && is_octal(s[n]))
		byte = byte * 8 + (unsigned)(s[n++] - '0');
	*ret_len = n ? n : 1;
	if (n)
		return byte < 256 ? (char)byte : '\0';

	for (size_t i = 0; i < ARRAY_SIZE(escapes); i++)
		if (s[0] == escapes[i].letter)
			return escapes[i].byte;
	return '\0';
}

/* In place, as it only gets shorter. */
static int decode(char *s, struct errbuf *eb)
{
	char *to = s;

	for (const char *from = s; *from; to++) {
		size_t len;

		if (*from != '\\') {
			*to = *from++;
			continue;
		}
		*to = escape_decode(from + 1, &len);
		if (*to == '\0')
			return errbuf_set(eb, EINVAL, "fstab parse error");
		from += 1 + len;
	}
	*to = '\0';
	return 0;
}

/* The next field of *@line, which is moved behind it; NULL at the end of the
 * line or at a comment. */
static int field_next(const char **line, char **ret)
{
	const char *s = *line + strspn(*line, BLANKS);
	size_t len = strcspn(s, BLANKS);

	*line = s + len;
	*ret = NULL;
	if (len == 0)
		return 0;
	if (*s == '#') {
		*line = s + strlen(s);
		return 0;
	}
	*ret = strndup(s, len);
	return *ret ? 0 : -ENOMEM;
}

static int entry_read(const char *line, struct fstab_entry *e)
{
	char **const fields[] = { &e->spec, &e->file, &e->type, &e->opts };

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		int r = field_next(&line, fields[i]);

		if (r < 0)
			return r;
	}
	return 0;
}

static int entry_check(struct fstab_entry *e, struct errbuf *eb)
{
	int r;

	if (!e->type)
		return errbuf_set(eb, EINVAL, "missing information");

	r = decode(e->spec, eb);
	if (r < 0)
		return r;
	r = decode(e->file, eb);
	if (r < 0)
		return r;

	if (!e->opts)
		e->opts = strdup("rw");
	return e->opts ? 0 : -ENOMEM;
}

int fstab_parse_line(const char *line, struct fstab_entry *ret,
		     struct errbuf *eb)
{
	struct fstab_entry e = { 0 };
	int r = entry_read(line, &e);

	if (r == 0 && !e.spec)
		return 0;
	if (r == 0)
		r = entry_check(&e, eb);
	if (r < 0) {
		fstab_entry_done(&e);
		return r == -ENOMEM ? errbuf_set(eb, ENOMEM, "out of memory")
				    : r;
	}
	*ret = e;
	return 1;
}

const char *fstab_origin(const char *line)
{
	static const char mark[] = FSTAB_ORIGIN;
	const char *at = NULL;

	for (const char *s = strstr(line, mark); s; s = strstr(s + 1, mark))
		at = s + strlen(mark);
	return at;
}

void fstab_entry_done(struct fstab_entry *e)
{
	free(e->spec);
	free(e->file);
	free(e->type);
	free(e->opts);
	*e = (struct fstab_entry){ 0 };
}
