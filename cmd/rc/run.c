/* SPDX-License-Identifier: BSD-2-Clause */
/* run.c - What all of rc uses: variables, warnings, running tools */

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../bsd/applet.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/util.h"
#include "conf/rcconf.h"
#include "rc.h"

void rc_warn(const char *fmt, ...)
{
	va_list ap;

	(void)fflush(stdout);
	fputs(RC_NAME ": WARNING: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

const char *rc_get(const struct rc *rc, const char *name)
{
	const char *value = rcconf_get(rc->conf, name);

	return value ? value : "";
}

const char *rc_get_if(const struct rc *rc, const char *prefix, const char *ifn,
		      const char *suffix)
{
	cleanup_free char *name = NULL;

	if (asprintf(&name, "%s%s%s", prefix, ifn, suffix) < 0) {
		name = NULL;
		return NULL;
	}
	for (char *s = name; *s; s++)
		if (strchr(".-/+", *s))
			*s = '_';
	return rcconf_get(rc->conf, name);
}

bool rc_yes(const struct rc *rc, const char *name, bool def)
{
	int r = rcconf_bool(rc->conf, name, def);

	if (r < 0)
		rc_warn("$%s is not set properly - see rc.conf(5).", name);
	return r > 0;
}

/* The word at *@s, which moves behind it; NULL at the end or out of memory. */
static char *next_word(const char **s)
{
	const char *p = *s + strspn(*s, " \t\n");
	char *word, *out, quote = '\0';

	if (!*p)
		return NULL;
	word = out = malloc(strlen(p) + 1);
	if (!word)
		return NULL;
	for (; *p && (quote || !strchr(" \t\n", *p)); p++) {
		if (quote ? *p == quote : *p == '"' || *p == '\'')
			quote = quote ? '\0' : *p;
		else
			*out++ = *p;
	}
	*out = '\0';
	*s = p;
	return word;
}

int rc_words(const char *value, struct strv *ret)
{
	int r = 0;

	while (r == 0 && value[strspn(value, " \t\n")]) {
		cleanup_free char *word = next_word(&value);

		r = word ? strv_add(ret, word) : -ENOMEM;
	}
	return r;
}

static const struct applet *applet_find(const char *name)
{
	for (const struct applet *a = applets; a->name; a++)
		if (streq(a->name, name))
			return a;
	return NULL;
}

/* In a child: be the tool. */
static void __attribute__((noreturn))
be_tool(const char *tool, const char *words)
{
	const struct applet *a = applet_find(tool);
	struct strv argv = { 0 };
	int status;

	if (!a || strv_add(&argv, tool) < 0 || rc_words(words, &argv) < 0) {
		fprintf(stderr, "%s: cannot be run\n", tool);
		_exit(1);
	}
	program_invocation_short_name = argv.v[0];
	optind = 0;
	status = a->main((int)argv.n, argv.v);
	(void)fflush(NULL);
	_exit(status);
}

/* Start a tool with stdout to @out, or as it is if that is -1. */
static pid_t start_tool(const char *tool, const char *words, int out)
{
	pid_t pid;

	(void)fflush(NULL);
	pid = fork();
	if (pid == 0) {
		if (out >= 0 && dup2(out, STDOUT_FILENO) < 0)
			_exit(1);
		be_tool(tool, words);
	}
	if (pid < 0)
		rc_warn("%s: %s", tool, strerror(errno));
	return pid;
}

static int end_tool(pid_t pid)
{
	int status = pid < 0 ? -1 : proc_wait(pid);

	return status < 0 ? 1 : proc_exit_code(status);
}

int rc_tool(const char *tool, bool quiet, const char *fmt, ...)
{
	cleanup_free char *words = NULL;
	cleanup_close int null = -1;
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = vasprintf(&words, fmt, ap);
	va_end(ap);
	if (r < 0) {
		words = NULL;
		return 1;
	}
	if (quiet)
		null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	return end_tool(start_tool(tool, words, null));
}

char *rc_tool_output(const char *tool, const char *words)
{
	cleanup_close int from = -1;
	char *text = NULL;
	int pipefd[2];
	pid_t pid;

	if (pipe2(pipefd, O_CLOEXEC) < 0)
		return NULL;
	from = pipefd[0];
	pid = start_tool(tool, words, pipefd[1]);
	(void)close(pipefd[1]);
	(void)file_read_fd(from, &text, NULL);
	if (end_tool(pid) != 0) {
		free(text);
		return NULL;
	}
	return text;
}

int rc_program(const struct strv *argv)
{
	pid_t pid;

	(void)fflush(NULL);
	pid = fork();
	if (pid == 0) {
		execv(argv->v[0], argv->v);
		_exit(errno == ENOENT ? 127 : 126);
	}
	return end_tool(pid);
}
