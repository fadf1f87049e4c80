/* SPDX-License-Identifier: BSD-2-Clause */
/* opts.c - What jail(8)'s command line asks for */

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "opts.h"

enum { OPT_HELP = 256, OPT_VERSION };

static const struct option long_options[] = {
	{ "help", no_argument, NULL, OPT_HELP },
	{ "version", no_argument, NULL, OPT_VERSION },
	{ NULL, 0, NULL, 0 },
};

/* Options that say a parameter of the one jail on the command line. */
static const struct {
	char opt;
	const char *param; /* with a value: "name=" */
	const char *more;
} param_options[] = {
	{ 'h', "ip_hostname", NULL },
	{ 'l', "exec.clean", NULL },
	{ 'n', "name=", NULL },
	{ 's', "securelevel=", NULL },
	{ 'u', "exec.jail_user=", "exec.system_jail_user" },
	{ 'U', "exec.jail_user=", "exec.nosystem_jail_user" },
};

static const struct {
	const char *opt, *help;
} option_help[] = {
	{ "-c", "create jails" },
	{ "-m", "change jails that exist" },
	{ "-r", "remove jails; -rc: restart, -cm: create or change" },
	{ "-R", "remove jails without looking at the configuration" },
	{ "-C", "clean up after jails that are gone" },
	{ "-e sep", "print the configured jails, parameters separated by sep" },
	{ "-f file",
	  "the configuration (/etc/jail.conf); - is standard input" },
	{ "-p limit", "commands that may run at once; 0: any number" },
	{ "-i", "print only the number of each jail created" },
	{ "-J file", "write a line about each jail created to file" },
	{ "-q", "print errors only" },
	{ "-v", "print every step" },
	{ "-n name", "set name" },
	{ "-s level", "set securelevel" },
	{ "-h", "set ip_hostname" },
	{ "-l", "set exec.clean" },
	{ "-u user", "run commands as this user of the host" },
	{ "-U user", "run commands as this user of the jail" },
	{ "-d", "accepted; jails being removed are never in the way" },
	{ "--help", "print this" },
	{ "--version", "print the version" },
};

void opts_usage(FILE *out)
{
	fputs("usage: jail [-dhilqv] [-J file] [-n name] [-s level] [-u user | -U user]\n"
	      "            -c | -m [param=value ...] [command=command ...]\n"
	      "       jail [-dqv] [-f file] [-J file] [-p limit] -c | -m | -cm | -mr | -rc [jail]\n"
	      "       jail [-qv] [-f file] [-p limit] -r | -R | -C jail ...\n"
	      "       jail [-f file] -e separator\n"
	      "       jail [-dhilqv] [-J file] [-n name] [-s level] [-u user | -U user]\n"
	      "            path hostname ip[,...] command ...\n"
	      "       jail --help | --version\n",
	      out);
}

void opts_help(FILE *out)
{
	opts_usage(out);
	fputc('\n', out);
	for (size_t i = 0; i < ARRAY_SIZE(option_help); i++)
		fprintf(out, "  %-10s %s\n", option_help[i].opt,
			option_help[i].help);
}

static int parse_limit(const char *arg, unsigned *ret, struct errbuf *eb)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(arg, &end, 10);
	if (*arg == '\0' || *end != '\0' || errno || n < 0 || n > INT_MAX)
		return errbuf_set(eb, EINVAL, "-p: not a number: %s", arg);

	*ret = (unsigned)n;
	return 0;
}

/* -EINVAL: not one of param_options */
static int parse_param_option(struct opts *o, int opt)
{
	for (size_t i = 0; i < ARRAY_SIZE(param_options); i++) {
		const char *param = param_options[i].param;
		int r;

		if (param_options[i].opt != opt)
			continue;
		r = strv_addf(&o->params, "%s%s", param,
			      strchr(param, '=') ? optarg : "");
		if (r == 0 && param_options[i].more)
			r = strv_add(&o->params, param_options[i].more);
		return r;
	}
	return -EINVAL;
}

static int parse_option(struct opts *o, int opt, struct errbuf *eb)
{
	switch (opt) {
	case 'c':
		o->op |= OP_START;
		return 0;
	case 'C':
		o->op |= OP_CLEAN;
		return 0;
	case 'm':
		o->op |= OP_SET;
		return 0;
	case 'R':
		o->no_conf = true;
		o->op |= OP_STOP;
		return 0;
	case 'r':
		o->op |= OP_STOP;
		return 0;
	case 'd':
		o->dying = true;
		return 0;
	case 'e':
		o->separator = optarg;
		return 0;
	case 'f':
		o->conf_file = optarg;
		return 0;
	case 'i':
		o->print_jid = true;
		o->verbose = -1;
		return 0;
	case 'J':
		o->jid_file = optarg;
		return 0;
	case 'p':
		return parse_limit(optarg, &o->parallel, eb);
	case 'q':
		o->verbose = -1;
		return 0;
	case 'v':
		o->verbose = 1;
		return 0;
	case OPT_HELP:
		o->help = true;
		return 0;
	case OPT_VERSION:
		o->version = true;
		return 0;
	default:
		return parse_param_option(o, opt);
	}
}

static bool any_assignment(const struct opts *o)
{
	for (int i = 0; i < o->nargs; i++)
		if (strchr(o->args[i], '='))
			return true;
	return false;
}

/* Several words, none of which can be a parameter, are names of jails. */
static bool all_names(const struct opts *o, bool (*is_param)(const char *))
{
	if (any_assignment(o))
		return false;
	for (int i = 0; i < o->nargs; i++)
		if (is_param(o->args[i]))
			return false;
	return true;
}

static int find_style(struct opts *o, bool (*is_param)(const char *))
{
	if (o->separator) {
		o->style = STYLE_EXHIBIT;
		return o->op || o->nargs || o->params.n ? -EINVAL : 0;
	}
	if (o->op == 0) {
		o->style = STYLE_OLD;
		o->op = OP_START;
		return o->nargs < 4 || o->args[0][0] != '/' ? -EINVAL : 0;
	}
	if (o->op == OP_STOP || o->op == OP_CLEAN) {
		o->style = STYLE_REMOVE;
		if (o->nargs == 0 || o->params.n)
			return -EINVAL;
		return !o->no_conf && any_assignment(o) ? -EINVAL : 0;
	}
	if (o->no_conf || (o->op & OP_CLEAN))
		return -EINVAL;
	if ((o->nargs > 1 && !all_names(o, is_param)) || any_assignment(o)) {
		o->style = STYLE_PARAMS;
		return 0;
	}
	o->style = STYLE_CONFIG;
	return o->params.n ? -EINVAL : 0;
}

int opts_parse(int argc, char **argv, bool (*is_param)(const char *),
	       struct opts *ret, struct errbuf *eb)
{
	int opt, r;

	*ret = (struct opts){ .conf_file = CONF_FILE_DEFAULT };
	eb->msg[0] = '\0';
	optind = 0;
	while ((opt = getopt_long(argc, argv, "+cCde:f:hiJ:lmn:p:qrRs:u:U:v",
				  long_options, NULL)) != -1) {
		r = parse_option(ret, opt, eb);
		if (r < 0)
			return r;
	}
	ret->args = argv + optind;
	ret->nargs = argc - optind;
	if (ret->help || ret->version)
		return 0;
	return find_style(ret, is_param);
}

void opts_done(struct opts *o)
{
	strv_done(&o->params);
}

static int add(struct arg_params *ap, const char *name, size_t len,
	       const char *value, bool append)
{
	struct arg_param *p = realloc(ap->p, (ap->n + 1) * sizeof(*p));

	if (!p)
		return -ENOMEM;
	ap->p = p;
	p[ap->n] = (struct arg_param){
		.name = strndup(name, len),
		.value = value ? strdup(value) : NULL,
		.append = append,
	};
	ap->n++;
	return p[ap->n - 1].name && (!value || p[ap->n - 1].value) ? 0
								   : -ENOMEM;
}

/* "a,b" as values of its own each */
static int add_list(struct arg_params *ap, const char *name, size_t len,
		    const char *values, bool append)
{
	struct strv parts cleanup_strv = { 0 };
	int r = strv_split(&parts, values, ",");

	if (r == 0 && parts.n == 0)
		return add(ap, name, len, values, append);
	for (size_t i = 0; r == 0 && i < parts.n; i++)
		r = add(ap, name, len, parts.v[i], append || i > 0);
	return r;
}

static bool is_list(const char *name, size_t len)
{
	static const char *const lists[] = { "ip4.addr", "ip6.addr",
					     "vnet.interface" };

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		if (strlen(lists[i]) == len &&
		    strncmp(name, lists[i], len) == 0)
			return true;
	return false;
}

static bool is_said(const struct arg_params *ap, const char *name, size_t len)
{
	for (size_t i = 0; i < ap->n; i++)
		if (strlen(ap->p[i].name) == len &&
		    strncmp(ap->p[i].name, name, len) == 0)
			return true;
	return false;
}

/* name, name=value or name+=value; a list that is said again goes on, as in
 * FreeBSD's own tests: "vnet.interface=a vnet.interface=b" */
static int add_word(struct arg_params *ap, const char *word)
{
	const char *eq = strchr(word, '=');
	bool append;
	size_t len;

	if (!eq)
		return add(ap, word, strlen(word), NULL, false);
	append = eq > word && eq[-1] == '+';
	len = (size_t)(eq - word) - append;
	if (is_list(word, len))
		return add_list(ap, word, len, eq + 1,
				append || is_said(ap, word, len));
	return add(ap, word, len, eq + 1, append);
}

/* The first word may be empty: what followed "command=" directly. */
static int add_command(struct arg_params *ap, const char *first, char **rest,
		       int nrest)
{
	bool append = false;
	int r = 0;

	if (first && *first) {
		r = add(ap, "command", strlen("command"), first, append);
		append = true;
	}
	for (int i = 0; r == 0 && i < nrest; i++) {
		r = add(ap, "command", strlen("command"), rest[i], append);
		append = true;
	}
	return r;
}

/* PATH HOST IP[,…] COMMAND … */
static int old_params(const struct opts *o, struct arg_params *ap)
{
	struct strv ips cleanup_strv = { 0 };
	bool seen4 = false, seen6 = false;
	int r = add(ap, "path", strlen("path"), o->args[0], false);

	if (r == 0)
		r = add(ap, "host.hostname", strlen("host.hostname"),
			o->args[1], false);
	if (r == 0)
		r = strv_split(&ips, o->args[2], ",");
	for (size_t i = 0; r == 0 && i < ips.n; i++) {
		bool v6 = strchr(ips.v[i], ':') != NULL;
		const char *name = v6 ? "ip6.addr" : "ip4.addr";

		r = add(ap, name, strlen(name), ips.v[i], v6 ? seen6 : seen4);
		*(v6 ? &seen6 : &seen4) = true;
	}
	if (r == 0)
		r = add_command(ap, NULL, o->args + 3, o->nargs - 3);
	return r;
}

static int word_params(const struct opts *o, struct arg_params *ap)
{
	size_t len = strlen("command");

	for (int i = 0; i < o->nargs; i++) {
		const char *word = o->args[i];
		int r;

		if (str_starts(word, "command") &&
		    (word[len] == '\0' || word[len] == '='))
			return add_command(ap,
					   word[len] ? word + len + 1 : NULL,
					   o->args + i + 1, o->nargs - i - 1);
		r = add_word(ap, word);
		if (r < 0)
			return r;
	}
	return 0;
}

int opts_params(const struct opts *o, struct arg_params *ret)
{
	struct arg_params ap = { 0 };
	int r = 0;

	for (size_t i = 0; r == 0 && i < o->params.n; i++)
		r = add_word(&ap, o->params.v[i]);
	if (r == 0)
		r = o->style == STYLE_OLD ? old_params(o, &ap)
					  : word_params(o, &ap);
	if (r < 0) {
		arg_params_done(&ap);
		return r;
	}
	*ret = ap;
	return 0;
}

void arg_params_done(struct arg_params *ap)
{
	for (size_t i = 0; i < ap->n; i++) {
		free(ap->p[i].name);
		free(ap->p[i].value);
	}
	free(ap->p);
	*ap = (struct arg_params){ 0 };
}
