/* SPDX-License-Identifier: BSD-2-Clause */
/* run.c - Find commands by name and run them, from lines and files */

#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "ngctl.h"

#define WORDS_MAX 512
#define HELP_WIDTH 64

const struct command *const commands[] = {
	&cmd_config, &cmd_connect, &cmd_debug,	  &cmd_dot,    &cmd_help,
	&cmd_list,   &cmd_mkpeer,  &cmd_msg,	  &cmd_name,   &cmd_read,
	&cmd_rmhook, &cmd_show,	   &cmd_shutdown, &cmd_status, &cmd_types,
	&cmd_write,  &cmd_quit,	   NULL,
};

static bool has_name(const struct command *c, const char *word, size_t n)
{
	size_t len = strcspn(c->usage, " ");

	if (n <= len && strncasecmp(c->usage, word, n) == 0)
		return true;
	for (const char *const *a = c->aliases; a && *a; a++)
		if (strncasecmp(*a, word, n) == 0)
			return true;
	return false;
}

static bool is_name(const struct command *c, const char *word)
{
	size_t len = strcspn(c->usage, " ");

	if (strlen(word) == len && strncasecmp(c->usage, word, len) == 0)
		return true;
	for (const char *const *a = c->aliases; a && *a; a++)
		if (strcasecmp(*a, word) == 0)
			return true;
	return false;
}

static const struct command *find(const char *word)
{
	const struct command *found = NULL;

	for (const struct command *const *c = commands; *c; c++)
		if (is_name(*c, word))
			return *c;
	for (const struct command *const *c = commands; *c; c++) {
		if (!has_name(*c, word, strlen(word)))
			continue;
		if (found) {
			warnx("\"%s\": ambiguous command", word);
			return NULL;
		}
		found = *c;
	}
	if (!found)
		warnx("\"%s\": unknown command", word);
	return found;
}

static void list_commands(void)
{
	printf("Available commands:\n");
	for (const struct command *const *c = commands; *c; c++)
		printf("  %-10.*s %s\n", (int)strcspn((*c)->usage, " "),
		       (*c)->usage, (*c)->help);
}

/* Lines of at most HELP_WIDTH, broken where there is a blank */
static void print_folded(const char *s)
{
	while (*s) {
		size_t n = strlen(s);

		if (n > HELP_WIDTH) {
			n = HELP_WIDTH;
			while (n > 1 && s[n] != ' ')
				n--;
		}
		printf("  %.*s\n", (int)n, s);
		s += n;
		s += strspn(s, " ");
	}
}

static void describe(const struct command *c)
{
	printf("usage:    %s\n", c->usage);
	if (c->aliases) {
		printf("Aliases:  ");
		for (const char *const *a = c->aliases; *a; a++)
			printf("%s%s", *a, a[1] ? ", " : "\n");
	}
	printf("Summary:  %s\n", c->help);
	if (!c->more)
		return;
	printf("Description:\n");
	print_folded(c->more);
}

static enum result help(struct ngctl *ng, int argc, char **argv)
{
	const struct command *found;

	(void)ng;
	if (argc > 2)
		return CMD_USAGE;
	if (argc < 2) {
		list_commands();
		return CMD_OK;
	}
	found = find(argv[1]);
	if (!found)
		return CMD_ERROR;
	describe(found);
	return CMD_OK;
}

static enum result quit(struct ngctl *ng, int argc, char **argv)
{
	(void)ng;
	(void)argv;
	return argc == 1 ? CMD_QUIT : CMD_USAGE;
}

static enum result debug(struct ngctl *ng, int argc, char **argv)
{
	if (argc > 2)
		return CMD_USAGE;
	if (argc == 1)
		printf("Current debug level is %d\n", ng->debug);
	else if (streq(argv[1], "+"))
		ng->debug++;
	else if (streq(argv[1], "-"))
		ng->debug -= ng->debug > 0;
	else if (isdigit((unsigned char)argv[1][0]))
		ng->debug = atoi(argv[1]);
	else
		return CMD_USAGE;
	return CMD_OK;
}

static enum result read_file(struct ngctl *ng, int argc, char **argv)
{
	return argc == 2 ? command_file(ng, argv[1]) : CMD_USAGE;
}

const struct command cmd_help = {
	"help [command]",
	"Show the commands there are, or one of them",
	NULL,
	(const char *const[]){ "?", NULL },
	help,
};
const struct command cmd_quit = {
	"quit", "Leave", NULL, (const char *const[]){ "exit", NULL }, quit,
};
const struct command cmd_debug = {
	"debug [level]",
	"Show or set how much is told of what goes on: n, + or -",
	"From 1 on messages that could not be sent are told, from 2 on each message with its bytes, from 3 on as text.",
	NULL,
	debug,
};
const struct command cmd_read = {
	"read <filename>",
	"Run the commands of a file",
	"One command a line; empty lines and those that begin with # are passed over. The first that fails ends it.",
	(const char *const[]){ "source", ".", NULL },
	read_file,
};
enum result command_run(struct ngctl *ng, int argc, char **argv)
{
	const struct command *c = find(argv[0]);
	enum result r;

	if (!c)
		return CMD_ERROR;
	r = c->run(ng, argc, argv);
	if (r == CMD_USAGE)
		warnx("usage: %s", c->usage);
	return r;
}

enum result command_line(struct ngctl *ng, char *line)
{
	char *argv[WORDS_MAX + 1], *word;
	int argc = 0;

	while ((word = strsep(&line, " \t\r\n\v\f"))) {
		if (!*word)
			continue;
		if (argc == WORDS_MAX) {
			warnx("line too long");
			return CMD_ERROR;
		}
		argv[argc++] = word;
	}
	argv[argc] = NULL;
	if (argc == 0 || *argv[0] == '#')
		return CMD_OK;
	return command_run(ng, argc, argv);
}

static enum result read_lines(struct ngctl *ng, FILE *f)
{
	cleanup_free char *line = NULL;
	enum result r = CMD_OK;
	size_t size = 0;
	int number = 0;

	while (r == CMD_OK && getline(&line, &size, f) >= 0) {
		number++;
		r = command_line(ng, line);
	}
	if (r == CMD_OK || r == CMD_QUIT)
		return r;
	warnx("line %d: error in file", number);
	return r;
}

enum result command_file(struct ngctl *ng, const char *name)
{
	enum result r;
	FILE *f;

	if (streq(name, "-"))
		return read_lines(ng, stdin);
	f = fopen(name, "re");
	if (!f) {
		complain(name);
		return CMD_ERROR;
	}
	r = read_lines(ng, f);
	if (r == CMD_OK && ferror(f)) { /* a directory, say */
		complain(name);
		r = CMD_ERROR;
	}
	(void)fclose(f);
	return r;
}
