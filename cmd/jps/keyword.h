/* SPDX-License-Identifier: BSD-2-Clause */
/* keyword.h - The columns of ps(1): their names, headers and cells */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/strv.h"
#include "proc-list.h"

/* What cells need to know of the machine. */
struct machine {
	time_t now, boot;
	long ticks; /* a second */
	unsigned long memory; /* kB */
	char *passwd, *group; /* text of the files, or NULL */
	struct process_list *all;
	struct jail_name *jails; /* a cache */
	size_t njails;
	bool comm_only; /* -c */
};

enum keyword_flag {
	KEYWORD_LEFT = 1 << 0, /* left-justified */
	KEYWORD_TTY = 1 << 1, /* its last character is a mark */
};

struct keyword {
	const char *name, *header;
	const char *json; /* its name in libxo's output */
	unsigned flags;
	/* Text of the cell.  Caller frees; NULL: out of memory */
	char *(*cell)(struct machine *m, const struct process *p);
};

struct column {
	const struct keyword *keyword;
	char *header;
};

struct columns {
	struct column *v;
	size_t n;
};

/* machine_init() - Caller: machine_done() */
void machine_init(struct machine *m);
void machine_done(struct machine *m);

/* machine_uid() - The number of a user given by name or number, or -1 */
long machine_uid(const struct machine *m, const char *user);

/* machine_gid() - The same for a group */
long machine_gid(const struct machine *m, const char *group);

/* machine_jail() - The name of a jail, "-" for the host; NULL: no memory */
const char *machine_jail(struct machine *m, int jid);

/* keyword_percent_cpu() - Of a processor, over its life */
double keyword_percent_cpu(const struct machine *m, const struct process *p);

/* keyword_list() - All names, for -L; 0 or -ENOMEM */
int keyword_list(struct strv *ret);

/* columns_add() - Append what a list ("pid,jid=Jail,command") names; words that
 * are no keywords are appended to @unknown.  0 or -ENOMEM */
int columns_add(struct columns *c, const char *list, struct strv *unknown);
void columns_done(struct columns *c);
