/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * strv.h - A growing list of strings it owns
 *
 * v[n] is always NULL once something was added, so v can be given to execve(2).
 * An all-zero struct strv is an empty list.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct strv {
	char **v;
	size_t n;
};

#define cleanup_strv __attribute__((cleanup(strv_done)))

/* strv_add() - Append a copy of @s; 0 or -ENOMEM */
int strv_add(struct strv *sv, const char *s);

/* strv_addf() - Append what printf would print; 0 or -ENOMEM */
int strv_addf(struct strv *sv, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* strv_add_all() - Append copies of all of @from; 0 or -ENOMEM */
int strv_add_all(struct strv *sv, const struct strv *from);

/* strv_split() - Append the parts of @s between any of @seps, empty ones left
 * out; 0 or -ENOMEM */
int strv_split(struct strv *sv, const char *s, const char *seps);

/* strv_has() - Is @s in the list? */
bool strv_has(const struct strv *sv, const char *s);

/* strv_join() - All strings with @sep between them.  Caller frees; NULL when
 * out of memory */
char *strv_join(const struct strv *sv, const char *sep);

/* strv_done() - Free the strings; the list is empty afterwards */
void strv_done(struct strv *sv);
