/* SPDX-License-Identifier: BSD-2-Clause */
/* print.h - What jail(8) says, in FreeBSD's words and places */
#pragma once

#include <stdio.h>

#include "base/strv.h"

struct errbuf;
struct job;
struct jail_params;

/* say_warn() - "jail: [NAME: ]…" on standard error; @job may be NULL */
void say_warn(const struct job *job, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* say_warn_param() - The same, and where in the configuration it stands if @words
 * begin with a parameter's name: "PARAM: ..." */
void say_warn_param(const struct job *job, const char *words);

/* say_warn_quoted() - `jail: "NAME" @words`, or @nameless for a jail without */
void say_warn_quoted(const struct job *job, const char *words,
		     const char *nameless);

/* say_note() - "[NAME: ]…" on standard output */
void say_note(const struct job *job, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* say_progress() - One line that the next output of any kind replaces; nothing
 * where standard error is no terminal.  say_progress_done() takes it away */
void say_progress(const struct job *job, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void say_progress_done(void);

/* print_value() - A value in quotes where it needs them, as jls(8) -q */
void print_value(FILE *fp, const char *value);

/* print_param() - NAME[=VALUE[,VALUE …]] */
void print_param(FILE *fp, const char *name, const struct strv *value);

/* print_job() - The line of -J: "jid=N name=value …"; PATH HOST IP COMMAND of an
 * old-style command line between tabs */
void print_job(FILE *fp, const struct job *job, const char *sep);

/* print_jail_set() - The line of -v before a jail is made or changed */
void print_jail_set(const struct job *job, const char *flag,
		    const struct jail_params *params);
