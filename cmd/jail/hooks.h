/* SPDX-License-Identifier: BSD-2-Clause */
/* hooks.h - Run the commands of a configuration, on the host and in the jail */
#pragma once

#include <stdbool.h>

struct errbuf;
struct job;
struct run;
struct strv;

/* hook_line() - A command as a line of the configuration.  1: a child was started,
 * 0: there is nothing to wait for, -errno: what is wrong was printed */
int hook_line(struct run *run, struct job *job, const char *line, bool in_jail);

/* hook_argv() - A command word by word, which no shell sees.  The same */
int hook_argv(struct run *run, struct job *job, const struct strv *argv,
	      bool in_jail);

/* hook_on_terminal() - Does the jail of a command line get a terminal, by way of
 * jexec(8), for what it runs? */
bool hook_on_terminal(const struct job *job);

/* consolelog_open() - The file for the output of a jail's commands, made if it
 * does not exist; below @root no part of it may be a symbolic link.
 * @root_is_jails: the jail can change what is in @root.  A descriptor or -errno */
int consolelog_open(const char *file, const char *root, bool root_is_jails,
		    struct errbuf *eb);
