/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text.h - Words of strangers, before somebody sees them
 *
 * Who is in a jail chooses names of processes, hosts and interfaces.  A terminal
 * obeys control characters in them, and a reader of JSON refuses what is no
 * UTF-8.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* text_char() - How many bytes the UTF-8 character at @s has; 0: it is none */
size_t text_char(const char *s);

/* text_is_plain() - Is there nothing in it that a terminal obeys? */
bool text_is_plain(const char *s);

/* text_unescape() - In place: "\\040", as mountinfo writes blanks, to bytes */
void text_unescape(char *s);

/* text_plain() - Put "?" in place of all that a terminal obeys; returns @s */
char *text_plain(char *s);
