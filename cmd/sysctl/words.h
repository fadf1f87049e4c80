/* SPDX-License-Identifier: BSD-2-Clause */
/* words.h - What is typed after sysctl(8), and lines of its files */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "oid.h"

struct errbuf;

struct words_type {
	const char *name; /* as -t shows it */
	const char *format; /* as -F shows it */
	size_t size; /* bytes of a number, else 0 */
	bool is_signed;
};

/* By enum oid_type */
extern const struct words_type words_types[];

/* words_split() - End NAME in NAME=VALUE or NAME:VALUE; VALUE, or NULL where
 * there is none.  Both stay in @word */
const char *words_split(char *word);

/* words_line() - NAME or NAME=VALUE of a file's line, without comment, quotes
 * and blanks around anything; may be empty.  It stays in @line */
char *words_line(char *line);

/**
 * words_value() - A value as it is set
 * @type:	What is wanted
 * @value:	As typed: a number is decimal, 0x hexadecimal or 0 octal
 * @ret:	A number in decimal, else @value.  Caller frees
 *
 * Return: 0, -EINVAL `invalid integer 'abc'` or `empty numeric value`, -ENOMEM
 */
int words_value(enum oid_type type, const char *value, char **ret,
		struct errbuf *eb);
