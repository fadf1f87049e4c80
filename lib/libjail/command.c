/* SPDX-License-Identifier: BSD-2-Clause */
/* command.c - Run what FreeBSD's paths mean */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "libjail/command.h"

/* Where FreeBSD has its programs, and ours by the same names. */
static const char *const dirs[] = {
	"/sbin",
	"/bin",
	"/usr/sbin",
	"/usr/bin",
	"/usr/local/sbin",
	"/usr/local/bin",
	"/usr/share/examples/jails",
};

/* Where Linux has programs by the names of FreeBSD's that take other words. */
static const char *const taken[] = {
	"/sbin/ifconfig", "/sbin/route", "/sbin/sysctl",  "/sbin/mount",
	"/sbin/umount",	  "/sbin/ping",	 "/usr/sbin/arp",
};

/* Scripts that end or begin a system, run by /bin/sh. */
static const char *const scripts[] = { "/etc/rc", "/etc/rc.shutdown" };

static bool is_freebsd_dir(const char *path, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		if (strlen(dirs[i]) == len && strncmp(dirs[i], path, len) == 0)
			return true;
	return false;
}

static bool is_script(const char *path)
{
	for (size_t i = 0; i < ARRAY_SIZE(scripts); i++)
		if (streq(scripts[i], path))
			return true;
	return false;
}

/* 1 and *@ret: the path of ours, 0: we have no program @name, or -ENOMEM. */
static int our_path(const char *name, const char *tools, char **ret)
{
	cleanup_free char *path = NULL;

	if (!*name || streq(name, ".") || streq(name, ".."))
		return 0;
	if (asprintf(&path, "%s/%s", tools, name) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	if (access(path, X_OK) < 0)
		return 0;
	*ret = TAKE_PTR(path);
	return 1;
}

static bool is_taken(const char *path)
{
	for (size_t i = 0; i < ARRAY_SIZE(taken); i++)
		if (streq(taken[i], path))
			return true;
	return false;
}

/* The same for the whole path of a program or script that is missing, or
 * another one than FreeBSD's. */
static int stand_in(const char *path, const char *tools, char **ret)
{
	const char *slash = strrchr(path, '/');

	if (!slash || (access(path, F_OK) == 0 && !is_taken(path)))
		return 0;
	if (!is_script(path) && !is_freebsd_dir(path, (size_t)(slash - path)))
		return 0;
	return our_path(slash + 1, tools, ret);
}

static bool is_shell(const char *word, size_t len)
{
	return (len == 2 && str_starts(word, "sh")) ||
	       (len == 7 && str_starts(word, "/bin/sh"));
}

int command_adapt(struct strv *argv, const char *tools)
{
	bool script = argv->n > 1 && is_shell(argv->v[0], strlen(argv->v[0])) &&
		      is_script(argv->v[1]);
	cleanup_free char *ours = NULL;
	int r = stand_in(argv->v[script ? 1 : 0], tools, &ours);

	if (r <= 0)
		return r;
	if (script) {
		free(argv->v[0]);
		memmove(argv->v, argv->v + 1, argv->n * sizeof(*argv->v));
		argv->n--;
	}
	free(argv->v[0]);
	argv->v[0] = TAKE_PTR(ours);
	return 0;
}

/* What ends a word of the shell, and what makes it more than a path */
#define ENDS " \t\n;&|<>()"
#define QUOTES "\"'\\$`*?["

/* A line on its way through the shell's grammar, as far as needed to see where
 * commands begin. */
struct scan {
	const char *p;
	const char *tools;
	FILE *out;
	bool quoted; /* between " and " */
	bool first; /* a word here is a command's name */
};

static bool leads_command(const char *word, size_t len)
{
	static const char *const words[] = { "if",    "then",  "elif", "else",
					     "while", "until", "do",   "exec",
					     "!",     "{" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strlen(words[i]) == len && !strncmp(words[i], word, len))
			return true;
	return false;
}

static void copy(struct scan *s, size_t len)
{
	(void)fwrite(s->p, 1, len, s->out);
	s->p += len;
}

/* The script that the shell is to run, if that is what @s->p says; its length */
static size_t script_behind(const struct scan *s, size_t len, const char **ret)
{
	if (!is_shell(s->p, len))
		return 0;
	*ret = s->p + len + strspn(s->p + len, " \t");
	for (size_t i = 0; i < ARRAY_SIZE(scripts); i++) {
		size_t n = strcspn(*ret, ENDS QUOTES);

		if (n == strlen(scripts[i]) && str_starts(*ret, scripts[i]))
			return n;
	}
	return 0;
}

/* The name of a command, or ours in place of it */
static int put_name(struct scan *s, size_t len)
{
	const char *path = s->p;
	size_t n = script_behind(s, len, &path);
	cleanup_free char *word = strndup(path, n ? n : len);
	cleanup_free char *ours = NULL;
	int r;

	if (!word)
		return -ENOMEM;
	s->first = leads_command(word, strlen(word));
	path += strlen(word);
	r = *path && strchr(QUOTES, *path) ? 0
					   : stand_in(word, s->tools, &ours);
	if (r <= 0) {
		copy(s, len);
		return r;
	}
	(void)fputs(ours, s->out);
	s->p = path;
	return 0;
}

/* What is no word: quotes, blanks and separators */
static void put_mark(struct scan *s)
{
	const char c = *s->p;
	const char *end = c == '\'' && !s->quoted ? strchr(s->p + 1, c) : NULL;
	bool opens = c == '`' || str_starts(s->p, "$(");

	if (c == '"')
		s->quoted = !s->quoted;
	if (opens || (!s->quoted && strchr(";&|()\n", c)))
		s->first = true;
	else if (!strchr(" \t", c))
		s->first = false;
	if (end)
		copy(s, (size_t)(end - s->p) + 1);
	else
		copy(s, (c == '\\' && s->p[1]) || (opens && c == '$') ? 2 : 1);
}

static int put_line(struct scan *s)
{
	int r = 0;

	while (*s->p && r == 0) {
		size_t len = strcspn(s->p, ENDS QUOTES);

		if (len == 0) {
			put_mark(s);
		} else if (s->first) {
			r = put_name(s, len);
		} else {
			copy(s, len);
		}
	}
	return r;
}

int command_adapt_shell(const char *line, const char *tools, char **ret)
{
	cleanup_free char *made = NULL;
	size_t len;
	struct scan s = { .p = line,
			  .tools = tools,
			  .out = open_memstream(&made, &len),
			  .first = true };
	int r;

	if (!s.out)
		return -ENOMEM;
	r = put_line(&s);
	if (fclose(s.out) != 0 && r == 0)
		r = -ENOMEM;
	if (r == 0)
		*ret = TAKE_PTR(made);
	return r;
}

char *command_path(const char *tools, const char *path)
{
	char *both;

	if (asprintf(&both, "%s%s%s", tools, *path ? ":" : "", path) < 0)
		return NULL;
	return both;
}
