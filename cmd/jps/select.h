/* SPDX-License-Identifier: BSD-2-Clause */
/* select.h - Which processes ps(1) shows, and in what order */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/strv.h"

struct machine;
struct process;
struct process_list;

enum sort_key {
	SORT_TERMINAL, /* then by number */
	SORT_CPU,
	SORT_MEMORY,
};

struct selection {
	bool all; /* -a, -A: of every user */
	bool without_terminal; /* -x, -A */
	bool this_terminal; /* -T */
	struct strv groups, jails, pids, terminals, users;
};

/* select_option() - Take an option; 0, or -EINVAL when what it names does not
 * exist (it has been said) */
int select_option(struct selection *s, int option, const char *arg);
void selection_done(struct selection *s);

/* select_check() - Are there all users and groups that it names?  0, or -ENOENT
 * (it has been said) */
int select_check(const struct selection *s, const struct machine *m);

/* select_processes() - Put those of @all that are wanted into @ret, in order;
 * how many.  @ret has room for all */
size_t select_processes(const struct selection *s, struct machine *m,
			const struct process_list *all, enum sort_key sort,
			const struct process **ret);
