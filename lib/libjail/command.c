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

/* The same for the whole path of a program or script that is missing. */
static int stand_in(const char *path, const char *tools, char **ret)
{
	const char *slash = strrchr(path, '/');

	if (!slash || access(path, F_OK) == 0)
		return 0;
	if (!is_script(path) && !is_freebsd_dir(path, (size_t)(slash - path)))
		return 0;
	return our_path(slash + 1, tools, ret);
}

int command_adapt(struct strv *argv, const char *tools)
{
	bool script = argv->n > 1 && streq(argv->v[0], "/bin/sh") &&
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

/* The word that @line starts with, for a shell; NULL when out of memory.  Words
 * with quotes or expansions in them are cut short: they name no path of ours. */
static char *first_word(const char *line)
{
	return strndup(line, strcspn(line, " \t\n;&|<>()\"'\\$`*?["));
}

int command_adapt_shell(const char *line, const char *tools, char **ret)
{
	const char *start = line + strspn(line, " \t\n"), *rest;
	cleanup_free char *word = first_word(start);
	cleanup_free char *ours = NULL;
	cleanup_free char *made = NULL;
	int r;

	if (!word)
		return -ENOMEM;
	rest = start + strlen(word);
	if (streq(word, "/bin/sh")) {
		const char *next = rest + strspn(rest, " \t");
		char *script = first_word(next);

		if (!script)
			return -ENOMEM;
		if (is_script(script)) {
			free(word);
			word = TAKE_PTR(script);
			rest = next + strlen(word);
		}
		free(script);
	}
	r = *rest && strchr("\"'\\$`*?[", *rest) ? 0
						 : stand_in(word, tools, &ours);
	if (r < 0)
		return r;
	if (asprintf(&made, "%s%s", r ? ours : line, r ? rest : "") < 0) {
		made = NULL;
		return -ENOMEM;
	}
	*ret = TAKE_PTR(made);
	return 0;
}

char *command_path(const char *tools, const char *path)
{
	char *both;

	if (asprintf(&both, "%s%s%s", tools, *path ? ":" : "", path) < 0)
		return NULL;
	return both;
}
