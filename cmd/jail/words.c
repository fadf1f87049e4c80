/* SPDX-License-Identifier: BSD-2-Clause */
/* words.c - Command lines of the configuration, and how they are run */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "words.h"

static const char shell_chars[] = "!\"$&'()*;<>?[\\]`{|}~";
static const char blanks[] = " \t\n";

/* Is the first character for the shell a "&" with nothing behind it? */
static bool is_background(const char *special)
{
	return special && *special == '&' &&
	       special[1 + strspn(special + 1, blanks)] == '\0';
}

static int shell_words(const char *line, struct strv *argv)
{
	static const char *const sh[] = { "/bin/sh", "-c" };
	int r = 0;

	for (size_t i = 0; r == 0 && i < 2; i++)
		r = strv_add(argv, sh[i]);
	return r == 0 ? strv_add(argv, line) : r;
}

int words_parse(const char *line, struct words *ret)
{
	const char *special = strpbrk(line, shell_chars);
	struct words w = { .background = is_background(special) };
	cleanup_free char *front = NULL;
	int r;

	if (special && !w.background) {
		w.shell = true;
		r = shell_words(line, &w.argv);
	} else {
		front = special ? strndup(line, (size_t)(special - line))
				: strdup(line);
		r = front ? strv_split(&w.argv, front, blanks) : -ENOMEM;
	}
	if (r < 0) {
		words_done(&w);
		return r;
	}
	*ret = w;
	return 0;
}

void words_done(struct words *w)
{
	strv_done(&w->argv);
}
