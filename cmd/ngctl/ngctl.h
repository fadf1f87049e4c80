/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ngctl.h - What ngctl's commands are and what they are given
 *
 * A command prints its answers, and its complaints as warnings; what it returns
 * says whether the file it came from is read on.
 */
#pragma once

#include <stdbool.h>

#include "xo/xo.h"

struct session;

enum result { CMD_OK, CMD_USAGE, CMD_ERROR, CMD_QUIT };

struct ngctl {
	struct session *s;
	int debug;
	struct xo xo;
};

struct command {
	const char *usage; /* first word: the name */
	const char *help; /* a line */
	const char *more; /* or NULL */
	const char *const *aliases; /* or NULL; ends with NULL */
	enum result (*run)(struct ngctl *ng, int argc, char **argv);
};

/* All of them, in the order help shows; NULL at the end */
extern const struct command *const commands[];

extern const struct command cmd_config, cmd_connect, cmd_debug, cmd_dot,
	cmd_help, cmd_list, cmd_mkpeer, cmd_msg, cmd_name, cmd_quit, cmd_read,
	cmd_rmhook, cmd_show, cmd_shutdown, cmd_status, cmd_types, cmd_write;

/* complain() - "ngctl: WHAT: why", as FreeBSD words errno */
void complain(const char *what);

/* interact() - Commands from standard input until its end; an error ends
 * nothing */
enum result interact(struct ngctl *ng);

/* command_line() - Split a line into words and run it */
enum result command_line(struct ngctl *ng, char *line);

/* command_run() - Find the command by name, alias or unique beginning */
enum result command_run(struct ngctl *ng, int argc, char **argv);

/* command_file() - Each line of a file ("-": standard input) */
enum result command_file(struct ngctl *ng, const char *name);
