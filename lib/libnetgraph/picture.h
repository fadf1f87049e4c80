/* SPDX-License-Identifier: BSD-2-Clause */
/* picture.h - Pictures of graphs, laid out by graphviz */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct errbuf;

/**
 * picture_draw() - What graphviz makes of a graph
 * @text:	In its language
 * @type:	As its -T takes it: svg, png, …
 * @ret:	The picture.  Caller frees
 * @ret_len:	Its length
 * @eb:		Its own words, or that graphviz is not there
 *
 * It is the program `dot` that is run: the library needs plugins, which a
 * static program cannot load.
 * Return: 0 or -errno
 */
int picture_draw(const char *text, const char *type, char **ret,
		 size_t *ret_len, struct errbuf *eb);

/* picture_type() - What the end of a file's name says, or NULL */
const char *picture_type(const char *path);

/* picture_check() - May it be written there?  -EEXIST: something is there, and
 * @overwrite is false */
int picture_check(const char *path, bool overwrite, struct errbuf *eb);

/* picture_save() - All of it or none, unless @path is a device or a pipe */
int picture_save(const char *path, const char *data, size_t len,
		 struct errbuf *eb);
