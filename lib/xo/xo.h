/* SPDX-License-Identifier: BSD-2-Clause */
/* xo.h - `--libxo json`, as FreeBSD's tools have it: the option, the document */
#pragma once

#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>

struct errbuf;
struct strv;

struct xo {
	bool json; /* else text */
	bool pretty;
};

/**
 * xo_take() - Take every --libxo out of the arguments
 * @argc:	How many; fewer afterwards
 * @argv:	What follows moves up
 * @ret:	Text, unless something else is asked for
 *
 * `--libxo FORM`, `--libxo=FORM` and `--libxo:LETTERS`, wherever they stand: as
 * FreeBSD's do.
 * Return: 0, or -EINVAL with the form that is not known in @eb
 */
int xo_take(int *argc, char **argv, struct xo *ret, struct errbuf *eb);

/* xo_add() - Put @value into @to, and own it: false is out of memory, @value
 * being freed.  xo_add_str() and xo_add_int() make the value */
bool xo_add(struct json_object *to, const char *key, struct json_object *value);
bool xo_add_str(struct json_object *to, const char *key, const char *s);
bool xo_add_int(struct json_object *to, const char *key, int64_t n);

/* xo_append() - Put @value at the end of @array, and own it; as xo_add() */
bool xo_append(struct json_object *array, struct json_object *value);

/* xo_words() - An array of strings; NULL when out of memory */
struct json_object *xo_words(const struct strv *words);

/**
 * xo_print() - Print a document with libxo's spacing
 * @version:	Of the format, as the tool's `__version`; NULL: it has none
 * @name:	Of the container that holds all ("arp")
 * @body:	The container; put by this function, may be NULL: no memory
 *
 * Return: 0 or -ENOMEM
 */
int xo_print(FILE *out, const struct xo *xo, const char *version,
	     const char *name, struct json_object *body);
