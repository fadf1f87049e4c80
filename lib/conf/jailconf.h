/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * jailconf.h - jail.conf(5): text in, one merged list of parameters a jail out
 *
 * Three steps, none of which opens a file: conf_parse() reads text into blocks
 * (a callback fetches what .include names), conf_jail_names() lists the jails
 * that are named in full, conf_jail() merges wildcards and a jail's own block
 * in file order and expands the variables.
 *
 * The grammar knows shapes; which parameters exist is known elsewhere.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/strv.h"

struct conf;
struct errbuf;

/* Every problem found, "FILE line N: …" each; parsing goes on after one. */
struct conf_errors {
	struct strv msgs;
};

/* Fetches the files that an .include names. */
struct conf_source {
	/* Paths that match @pattern (relative to the directory of @from) are
	 * appended to @ret, in glob(3)'s order; one without wildcards is
	 * appended whether it exists or not.  0 or -errno */
	int (*match)(void *arg, const char *from, const char *pattern,
		     struct strv *ret, struct errbuf *eb);
	/* Contents of @path.  Callee allocates, parser frees.  0 or -errno */
	int (*read)(void *arg, const char *path, char **ret_text,
		    size_t *ret_len, struct errbuf *eb);
	void *arg;
};

/* A parameter of one jail, after merging and expanding. */
struct conf_param {
	char *name; /* as spelt last: "mount.nodevfs", "persist" */
	struct strv value; /* n == 0: none was given */
	bool has_value; /* `x = "";` (n == 1) has one, `x;` has none */
	bool append; /* some of it came by += */
	char *file; /* where it was set last, or NULL for a command line */
	unsigned line;
};

struct conf_jail {
	char *name;
	struct conf_param *params; /* in order of first appearance, "name" or
				    * "jid" first */
	size_t nparams;
};

/* conf_new() - An empty configuration, as for a command line.  NULL: no memory */
struct conf *conf_new(void);
void conf_free(struct conf *conf);

/**
 * conf_parse() - Add what @text says to @conf
 * @file:	Name for messages, and what relative includes start from
 * @src:	For .include, or NULL: .include is an error
 * @errs:	All problems are appended
 *
 * Return: 0, -EINVAL when anything was appended to @errs, or -ENOMEM
 */
int conf_parse(struct conf *conf, const char *file, const char *text,
	       size_t len, const struct conf_source *src,
	       struct conf_errors *errs);

/* conf_add_jail() - A jail that a command line names, after all others ("" if
 * it has no name); its parameters follow with conf_add_param(), which may repeat
 * the name.  0 or -ENOMEM */
int conf_add_jail(struct conf *conf, const char *name);

/* conf_add_param() - To the jail added last.  @value NULL: no value.  @append:
 * as by +=.  Values are taken as they are, never expanded.  0 or -ENOMEM */
int conf_add_param(struct conf *conf, const char *name, const char *value,
		   bool append);

/* conf_jail_names() - Jails named in full, in file order, each once; 0 or
 * -ENOMEM */
int conf_jail_names(const struct conf *conf, struct strv *ret);

/* conf_name_match() - Does the wildcard @pattern ("*", "foo.*") fit @name? */
bool conf_name_match(const char *pattern, const char *name);

/**
 * conf_jail() - The merged and expanded parameters of one jail
 * @name:	A name from conf_jail_names(), or any other: wildcards only
 * @errs:	Appended, each with all a user must know in front: `FILE line N:
 *		NAME: PARAM: variable "x" not found`, loops, …  (without FILE
 *		line N where it comes from a command line)
 *
 * Return: 0, -EINVAL when anything was appended, or -ENOMEM.
 * Caller: conf_jail_free(*@ret)
 */
int conf_jail(const struct conf *conf, const char *name, struct conf_jail **ret,
	      struct conf_errors *errs);
void conf_jail_free(struct conf_jail *jail);

/* conf_jail_get() - A parameter by the name it has when positive ("persist"
 * finds "nopersist" too); NULL if it is not set */
const struct conf_param *conf_jail_get(const struct conf_jail *jail,
				       const char *name);

/* conf_param_is_no() - Is it spelt in its no-form ("mount.nodevfs") given that
 * @positive is the parameter's name ("mount.devfs")? */
bool conf_param_is_no(const struct conf_param *p, const char *positive);
