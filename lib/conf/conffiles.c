/* SPDX-License-Identifier: BSD-2-Clause */
/* conffiles.c - Files of jail.conf(5) from disk, with what they include */

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/strv.h"
#include "conf/conffiles.h"
#include "conf/jailconf.h"

/* @pattern as seen from the file @from.  Caller frees; NULL: no memory */
static char *path_from(const char *from, const char *pattern)
{
	const char *slash = strrchr(from, '/');
	char *path = NULL;
	int dir = slash ? (int)(slash + 1 - from) : 0;

	if (pattern[0] == '/')
		return strdup(pattern);
	if (asprintf(&path, "%.*s%s", dir, from, pattern) < 0)
		return NULL;
	return path;
}

static int files_match(void *arg, const char *from, const char *pattern,
		       struct strv *ret, struct errbuf *eb)
{
	cleanup_free char *path = path_from(from, pattern);
	glob_t g = { 0 };
	int r;

	(void)arg;
	if (!path)
		return -ENOMEM;
	/* NOCHECK gives one without wildcards back, so that reading it says
	 * what is wrong; one with wildcards may fit nothing. */
	r = glob(path, strpbrk(path, "*?[") ? 0 : GLOB_NOCHECK, NULL, &g);
	if (r == GLOB_NOMATCH)
		return 0;
	if (r == GLOB_NOSPACE)
		return -ENOMEM;
	if (r != 0)
		return errbuf_set(eb, EIO, "read error");

	r = 0;
	for (size_t i = 0; i < g.gl_pathc && r == 0; i++)
		r = strv_add(ret, g.gl_pathv[i]);
	globfree(&g);
	return r;
}

static int files_read(void *arg, const char *path, char **ret_text,
		      size_t *ret_len, struct errbuf *eb)
{
	(void)arg;
	return file_read(AT_FDCWD, path, ret_text, ret_len, eb);
}

const struct conf_source conf_files = {
	.match = files_match,
	.read = files_read,
};

int conf_parse_file(struct conf *conf, const char *path,
		    struct conf_errors *errs)
{
	cleanup_free char *text = NULL;
	struct errbuf eb;
	size_t len;
	int r = file_read(AT_FDCWD, path, &text, &len, &eb);

	if (r == -ENOMEM)
		return r;
	if (r < 0) {
		r = strv_add(&errs->msgs, eb.msg);
		return r < 0 ? r : -EINVAL;
	}
	return conf_parse(conf, path, text, len, &conf_files, errs);
}
