/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rc.h - The parts of our /etc/rc
 *
 * Each part is one of FreeBSD's scripts.  What goes wrong is told as a warning
 * and the next thing is tried, as those scripts do.
 */
#pragma once

#include <stdbool.h>

#include "base/strv.h"

struct rcconf;

#define RC_NAME "/etc/rc"

struct rc {
	struct rcconf *conf;
	bool messages; /* "Starting Network: …" */
};

/* rc_warn() - One line on stderr, in the words of rc.subr(8) */
void rc_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* rc_get() - The value of a variable, "" if it is not set */
const char *rc_get(const struct rc *rc, const char *name);

/* rc_get_if() - The variable PREFIX + interface + SUFFIX, where what a name of
 * a variable cannot have is "_"; NULL if it is not set */
const char *rc_get_if(const struct rc *rc, const char *prefix, const char *ifn,
		      const char *suffix);

/* rc_yes() - Is it set to YES?  A value that is neither is warned about */
bool rc_yes(const struct rc *rc, const char *name, bool def);

/* rc_words() - The words of a value, quotes obeyed; 0 or -ENOMEM */
int rc_words(const char *value, struct strv *ret);

/* rc_tool() - Run one of our tools: its name, then the words of @fmt when
 * printed.  @quiet: nothing on stdout.  Its exit status */
int rc_tool(const char *tool, bool quiet, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* rc_tool_output() - What a tool prints.  Caller frees; NULL if it failed */
char *rc_tool_output(const char *tool, const char *words);

/* rc_program() - Run another program, its path first; its exit status */
int rc_program(const struct strv *argv);

/* The scripts, in the order they run. */
void rc_hostname(const struct rc *rc);
void rc_netif(const struct rc *rc);
void rc_routing(const struct rc *rc);

/* rc_unknown() - Warn of the variables that have no effect here: not of those in
 * the file of defaults, nor of those that ask for nothing */
void rc_unknown(const struct rc *rc);

/* rc_alias_expand() - The addresses that an alias value means, as words for
 * ifconfig each: "inet 192.0.2.5-7/24" is three.  0, -EINVAL or -ENOMEM */
int rc_alias_expand(const char *value, unsigned max, struct strv *ret);

/* rc_aliases() - All aliases that the variables give an interface, in order,
 * as words for ifconfig each.  0 or -ENOMEM */
int rc_aliases(const struct rc *rc, const char *ifn, struct strv *ret);

/* rc_stay() - Leave a process behind, as FreeBSD's rc leaves syslogd and cron: a
 * jail that need not persist is there for as long as it is.  One a jail */
void rc_stay(void);
