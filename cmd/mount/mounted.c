/* SPDX-License-Identifier: BSD-2-Clause */
/* mounted.c - What is mounted, as FreeBSD would tell it */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/text.h"
#include "base/util.h"
#include "libjail/devfs.h"
#include "mounted.h"

/* Linux's types by the names that FreeBSD has for the same. */
static const struct {
	const char *linux_type, *type;
} types[] = {
	{ "devtmpfs", "devfs" },  { "proc", "procfs" },
	{ "overlay", "unionfs" }, { "fuse", "fusefs" },
	{ "fuseblk", "fusefs" },  { "nfs4", "nfs" },
	{ "vfat", "msdosfs" },	  { "iso9660", "cd9660" },
	{ "sysfs", "linsysfs" },
};

/* What is not on this machine. */
static const char *const remote[] = { "nfs", "cifs", "smb3", "9p", "ceph" };

/* In FreeBSD's order; "local" comes before them. */
static const struct {
	const char *linux_opt, *opt;
} options[] = {
	{ "noatime", "noatime" },      { "noexec", "noexec" },
	{ "nosuid", "nosuid" },	       { "nosymfollow", "nosymfollow" },
	{ "usrquota", "with quotas" }, { "grpquota", "with quotas" },
	{ "prjquota", "with quotas" }, { "ro", "read-only" },
	{ "sync", "synchronous" },     { "acl", "acls" },
};

static bool in_commas(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *s = list; *s; s += strcspn(s, ",")) {
		if (*s == ',')
			s++;
		if (strncmp(s, word, len) == 0 &&
		    (s[len] == ',' || s[len] == '\0'))
			return true;
	}
	return false;
}

static void mounted_done(struct mounted *m)
{
	free(m->path);
	free(m->source);
	free(m->type);
	free(m->super);
	free(m->root);
	strv_done(&m->opts);
}

static bool is_local(const char *type)
{
	if (streq(type, "devfs"))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(remote); i++)
		if (streq(remote[i], type))
			return false;
	return true;
}

static int set_options(struct mounted *m, const char *per_mount)
{
	int r = is_local(m->type) ? strv_add(&m->opts, "local") : 0;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(options); i++)
		if ((in_commas(per_mount, options[i].linux_opt) ||
		     in_commas(m->super, options[i].linux_opt)) &&
		    !strv_has(&m->opts, options[i].opt))
			r = strv_add(&m->opts, options[i].opt);
	return r;
}

static const char *freebsd_type(const char *type, const char *source)
{
	if (streq(type, "tmpfs") && streq(source, DEVFS_SOURCE))
		return "devfs";
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (streq(types[i].linux_type, type))
			return types[i].type;
	return type;
}

/* The names that FreeBSD shows where a file system has no device. */
static char *freebsd_source(const char *type, const char *source)
{
	if (streq(type, "devfs") || streq(type, "procfs") ||
	    streq(type, "linsysfs") || streq(type, "tmpfs"))
		return strdup(type);
	return strdup(source);
}

/* The words of "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root
 * rw,errors=continue"; a source that is empty is missing. */
enum { WORD_DEV = 2, WORD_ROOT, WORD_PATH, WORD_OPTS, WORD_TAIL };

static int fill(const struct strv *w, size_t dash, struct mounted *m)
{
	const char *type = w->v[dash + 1];
	const char *source = "";
	char *colon;

	if (w->n > dash + 3) {
		text_unescape(w->v[dash + 2]);
		source = w->v[dash + 2];
	}
	text_unescape(w->v[WORD_ROOT]);
	text_unescape(w->v[WORD_PATH]);
	m->dev_major = (unsigned)strtoul(w->v[WORD_DEV], &colon, 10);
	if (*colon != ':')
		return -EINVAL;
	m->dev_minor = (unsigned)strtoul(colon + 1, NULL, 10);
	type = freebsd_type(type, source);
	m->path = strdup(w->v[WORD_PATH]);
	m->root = strdup(w->v[WORD_ROOT]);
	m->type = strdup(type);
	m->source = freebsd_source(type, source);
	m->super = strdup(w->v[w->n - 1]);
	if (!m->path || !m->root || !m->type || !m->source || !m->super)
		return -ENOMEM;
	return set_options(m, w->v[WORD_OPTS]);
}

static int parse_line(const char *line, struct mounted *m)
{
	cleanup_strv struct strv words = { 0 };
	size_t dash = WORD_TAIL;
	int r = strv_split(&words, line, " ");

	if (r < 0)
		return r;
	while (dash < words.n && !streq(words.v[dash], "-"))
		dash++;
	if (words.n != dash + 3 && words.n != dash + 4)
		return -EINVAL;
	return fill(&words, dash, m);
}

/* The part of @root below @dir, or NULL if it is not in there. */
static const char *below(const char *root, const char *dir)
{
	size_t len = streq(dir, "/") ? 0 : strlen(dir);

	if (strncmp(root, dir, len) != 0 || (root[len] && root[len] != '/'))
		return NULL;
	return root[len] == '/' && !root[len + 1] ? "" : root + len;
}

/* There is one of each in the kernel, wherever it is mounted. */
static bool is_the_kernels(const struct mounted *m)
{
	return streq(m->root, "/") &&
	       (streq(m->type, "procfs") || streq(m->type, "linsysfs"));
}

/* A mount of what an earlier one shows is nullfs, its source a path in that. */
static int find_nullfs(struct mounted_list *l, struct mounted *m)
{
	if (is_the_kernels(m))
		return 0;
	for (size_t i = 0; i < l->n; i++) {
		const struct mounted *o = &l->v[i];
		const char *rest = below(m->root, o->root);
		char *source;

		if (o->dev_major != m->dev_major ||
		    o->dev_minor != m->dev_minor || !rest)
			continue;
		if (asprintf(&source, "%s%s",
			     streq(o->path, "/") ? "" : o->path, rest) < 0)
			return -ENOMEM;
		if (!*source) {
			free(source);
			source = strdup("/");
		}
		free(m->source);
		free(m->type);
		m->source = source;
		m->type = strdup("nullfs");
		m->nullfs = true;
		if (m->opts.n == 0 || !streq(m->opts.v[0], "local"))
			return source && m->type ? strv_add(&m->opts, "local")
						 : -ENOMEM;
		return source && m->type ? 0 : -ENOMEM;
	}
	return 0;
}

int mounted_parse(const char *text, struct mounted_list *ret)
{
	cleanup_strv struct strv lines = { 0 };
	int r = strv_split(&lines, text, "\n");

	for (size_t i = 0; r == 0 && i < lines.n; i++) {
		struct mounted m = { 0 }, *v;

		r = parse_line(lines.v[i], &m);
		if (r == 0)
			r = find_nullfs(ret, &m);
		v = r < 0 ? NULL : reallocarray(ret->v, ret->n + 1, sizeof(*v));
		if (!v) {
			mounted_done(&m);
			if (r != -EINVAL) /* a line no kernel writes */
				return -ENOMEM;
			r = 0;
			continue;
		}
		ret->v = v;
		ret->v[ret->n++] = m;
	}
	return r;
}

int mounted_list_get(struct mounted_list *ret, struct errbuf *eb)
{
	cleanup_free char *text = NULL;
	int r = file_read(AT_FDCWD, "/proc/self/mountinfo", &text, NULL, eb);

	if (r < 0)
		return r;
	r = mounted_parse(text, ret);
	return r < 0 ? errbuf_set(eb, -r, "%s", strerror(-r)) : 0;
}

void mounted_list_done(struct mounted_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		mounted_done(&l->v[i]);
	free(l->v);
	memset(l, 0, sizeof(*l));
}

const struct mounted *mounted_find(const struct mounted_list *l,
				   const char *path)
{
	for (size_t i = l->n; i > 0; i--)
		if (streq(l->v[i - 1].path, path))
			return &l->v[i - 1];
	for (size_t i = l->n; i > 0; i--)
		if (streq(l->v[i - 1].source, path))
			return &l->v[i - 1];
	return NULL;
}

char *mounted_option(const struct mounted *m, const char *key)
{
	size_t len = strlen(key);

	for (const char *s = m->super; *s; s += strcspn(s, ",")) {
		if (*s == ',')
			s++;
		if (strncmp(s, key, len) == 0 && s[len] == '=') {
			char *value =
				strndup(s + len + 1, strcspn(s + len + 1, ","));

			if (value)
				text_unescape(value);
			return value;
		}
	}
	return NULL;
}

bool type_in_list(const char *list, const char *type)
{
	bool no = list && str_starts(list, "no");

	if (!list)
		return true;
	return in_commas(no ? list + 2 : list, type) != no;
}
