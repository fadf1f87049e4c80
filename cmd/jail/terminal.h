/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * terminal.h - Keep the host's terminal out of jails
 *
 * Whoever has a descriptor of a terminal open for reading can read what is
 * typed there, long after the command that it was given to.
 */
#pragma once

#include "base/strv.h"

struct job;

/* What a command in a jail gets as standard input, output and error. */
struct terminal_stdio {
	int fd[3]; /* -1: /dev/null */
	int opened[3]; /* of these, what is ours to close; -1: none */
};

/* terminal_stdio() - Our own, but of a terminal only what can be written to.
 * Caller: terminal_stdio_done() */
void terminal_stdio(struct terminal_stdio *ret);
void terminal_stdio_done(struct terminal_stdio *s);

/* terminal_argv() - The same command by way of jexec(8), which gives it a
 * terminal of the jail's own.  Appends to @ret; 0 or -ENOMEM */
int terminal_argv(const struct job *job, const struct strv *argv,
		  struct strv *ret);
