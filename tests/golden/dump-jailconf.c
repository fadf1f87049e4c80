/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dump-jailconf.c - A jail.conf as the model that is made of it, as text
 *
 *	dump-jailconf FILE [JAIL...]
 *
 * Every jail that is named in full, and those asked for: a line for its name,
 * one a parameter, one a value, with where it was set.  Problems come where
 * they are met.
 */

#include <stdio.h>

#include "base/strv.h"
#include "conf/conffiles.h"
#include "conf/jailconf.h"

static void print_problems(struct conf_errors *errs)
{
	for (size_t i = 0; i < errs->msgs.n; i++)
		printf("! %s\n", errs->msgs.v[i]);
	strv_done(&errs->msgs);
}

static void print_value(const char *s)
{
	putchar('\t');
	for (; *s; s++) {
		if (*s == '\n' || *s == '\t' || *s == '\\' || *s < ' ')
			printf("\\%03o", (unsigned char)*s);
		else
			putchar(*s);
	}
	putchar('\n');
}

static void print_param(const struct conf_param *p)
{
	printf("    %s%s", p->name,
	       p->append      ? " +="
	       : p->has_value ? " ="
			      : "");
	if (p->file)
		printf(" (%s:%u)", p->file, p->line);
	putchar('\n');
	for (size_t i = 0; i < p->value.n; i++)
		print_value(p->value.v[i]);
}

static int print_jail(const struct conf *conf, const char *name)
{
	struct conf_errors errs = { 0 };
	struct conf_jail *jail = NULL;
	int r = conf_jail(conf, name, &jail, &errs);

	printf("%s\n", name);
	print_problems(&errs);
	for (size_t i = 0; r == 0 && i < jail->nparams; i++)
		print_param(&jail->params[i]);
	conf_jail_free(jail);
	return r;
}

int main(int argc, char **argv)
{
	struct conf_errors errs = { 0 };
	struct conf *conf = conf_new();
	struct strv names = { 0 };
	int failed;

	if (argc < 2 || !conf) {
		fprintf(stderr, "usage: dump-jailconf FILE [JAIL...]\n");
		return 2;
	}

	failed = conf_parse_file(conf, argv[1], &errs) < 0;
	print_problems(&errs);
	failed |= conf_jail_names(conf, &names) < 0;
	for (int i = 2; i < argc; i++)
		failed |= strv_add(&names, argv[i]) < 0;
	for (size_t i = 0; i < names.n; i++)
		failed |= print_jail(conf, names.v[i]) < 0;

	strv_done(&names);
	conf_free(conf);
	return failed;
}
