/* SPDX-License-Identifier: BSD-2-Clause */
/* opts.h - What jail(8)'s command line asks for */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "base/strv.h"

struct errbuf;

/* What is to be done to a jail; bits can stand together: -rc, -cm, -mr, -cmr */
enum op {
	OP_START = 1 << 0,
	OP_SET = 1 << 1,
	OP_STOP = 1 << 2,
	OP_CLEAN = 1 << 3, /* alone: what follows a removal */
};

/* The ways of saying which jail is meant */
enum style {
	STYLE_CONFIG, /* names from the configuration, or none: all of it */
	STYLE_PARAMS, /* one jail, as param=value ... */
	STYLE_OLD, /* PATH HOST IP COMMAND ... */
	STYLE_REMOVE, /* -r, -R and -C: names, numbers, wildcards */
	STYLE_EXHIBIT, /* -e: nothing is done */
};

#define CONF_FILE_DEFAULT "/etc/jail.conf"

struct opts {
	unsigned op; /* OP_START | … */
	enum style style;
	const char *conf_file;
	bool no_conf; /* -R */
	bool dying; /* -d */
	bool print_jid; /* -i */
	bool help, version;
	int verbose; /* -1: -q, 1: -v */
	unsigned parallel; /* commands at once; 0: no limit */
	const char *separator; /* -e */
	const char *jid_file; /* -J */
	struct strv params; /* of -h -l -n -s -u -U, as param=value */
	char **args; /* what follows the options … */
	int nargs; /* … and how many there are */
};

/* A parameter that a command line gives. */
struct arg_param {
	char *name;
	char *value; /* NULL: none */
	bool append; /* one more value for the name before it */
};

struct arg_params {
	struct arg_param *p;
	size_t n;
};

/**
 * opts_parse() - Read the command line and find out its style
 * @is_param:	Is a word without "=" the name of a parameter?
 *
 * Return: 0; -EINVAL: usage (words in @eb, empty when getopt(3) has spoken);
 * -ENOMEM.  Caller: opts_done(@ret), also after a failure
 */
int opts_parse(int argc, char **argv, bool (*is_param)(const char *),
	       struct opts *ret, struct errbuf *eb);
void opts_done(struct opts *o);

/* opts_params() - The parameters of a jail that the command line describes
 * (STYLE_PARAMS and STYLE_OLD); 0 or -ENOMEM.  Caller: arg_params_done() */
int opts_params(const struct opts *o, struct arg_params *ret);
void arg_params_done(struct arg_params *ap);

void opts_usage(FILE *out);
void opts_help(FILE *out);
