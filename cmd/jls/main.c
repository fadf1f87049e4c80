/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - jls(8): list jails */

#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/errbuf.h"
#include "base/whole.h"
#include "jail.h"
#include "jls.h"
#include "libjail/api-priv.h"
#include "libjail/core.h"
#include "xo/xo.h"

struct options {
	struct jls_format format;
	const char *jail; /* -j */
	int flags; /* -d: JAIL_DYING */
	bool check; /* -c */
	struct xo xo;
	struct strv params;
};

static const char usage_text[] =
	"usage: jls [--libxo json|text] [-dhNnqsv] [-j jail] [parameter ...]\n"
	"       jls -c [-d] -j jail\n";

static const char help_text[] =
	"  -c         only say by the exit code whether the jail exists\n"
	"  -d         also jails that are being removed\n"
	"  -h         a line with the names of the parameters first\n"
	"  -j jail    only this one, by name or number\n"
	"  -N         names instead of numbers\n"
	"  -n         print name=value\n"
	"  -q         quote values that need it\n"
	"  -s         print what jail(8) needs to make the same jail again\n"
	"  -v         more about each jail\n"
	"  --libxo F  json, text; with pretty: --libxo json,pretty\n"
	"  --help, --version\n"
	"Parameters are those of jail.params(5); `all` is all of them.\n";

static void set_format(struct options *o, int c)
{
	struct jls_format *f = &o->format;

	switch (c) {
	case 'h':
		f->header = true;
		f->skip = false;
		break;
	case 'n':
		f->name_value = true;
		break;
	case 's':
		f->name_value = f->quoted = f->skip = true;
		f->header = false;
		break;
	case 'v':
		f->header = f->name_value = f->skip = false;
		f->style = JLS_VERBOSE;
		return;
	default:
		return;
	}
	f->style = JLS_PARAMS;
}

static void set_option(struct options *o, int c)
{
	switch (c) {
	case 'a':
	case 'd':
		o->flags |= JAIL_DYING;
		break;
	case 'c':
		o->check = true;
		break;
	case 'j':
		o->jail = optarg;
		break;
	case 'N':
		o->format.by_name = true;
		break;
	case 'q':
		o->format.quoted = true;
		break;
	case 'H':
		printf("%s%s", usage_text, help_text);
		exit(EXIT_SUCCESS);
	case 'V':
		printf("jls (vjail) %s\n", VJAIL_VERSION);
		exit(EXIT_SUCCESS);
	case 'h':
	case 'n':
	case 's':
	case 'v':
		set_format(o, c);
		break;
	default:
		(void)fputs(usage_text, stderr);
		exit(EXIT_FAILURE);
	}
}

static void parse_options(struct options *o, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "help", no_argument, NULL, 'H' },
		{ "version", no_argument, NULL, 'V' },
		{ 0 },
	};
	struct errbuf eb;
	int c;

	if (xo_take(&argc, argv, &o->xo, &eb) < 0)
		errx(EXIT_FAILURE, "%s", eb.msg);
	while ((c = getopt_long(argc, argv, "+acdj:hNnqsv", longs, NULL)) >= 0)
		set_option(o, c);

	if (o->check && (!o->jail || optind < argc))
		set_option(o, '?');
	for (int i = optind; i < argc; i++)
		if (strv_add(&o->params, argv[i]) < 0)
			err(EXIT_FAILURE, NULL);
	if (o->params.n)
		o->format.style = JLS_PARAMS;
}

static int show(const struct options *o, const struct jail_info *info,
		const struct strv *columns, struct json_object *jails,
		struct errbuf *eb)
{
	cleanup_jls_row struct jls_row row = { 0 };
	struct json_object *json;
	int r;

	r = jls_row_get(info, columns, &row, eb);
	if (r < 0)
		return r;
	if (!jails) {
		jls_row_plain(&row);
		jls_text_row(stdout, &o->format, &row);
		return 0;
	}
	json = jls_json_row(&o->format, &row);
	if (json && json_object_array_add(jails, json) == 0)
		return 0;
	json_object_put(json);
	return errbuf_set(eb, ENOMEM, "out of memory");
}

static int show_all(const struct options *o, const struct strv *columns,
		    struct json_object *jails, struct errbuf *eb)
{
	int jid = 0;

	for (;;) {
		cleanup_jail_info struct jail_info info = { 0 };
		const struct api_key after = { .lastjid = &jid };
		int r = api_find(&after, o->flags, &info, eb);

		if (r == -ENOENT)
			return 0;
		if (r == 0)
			r = show(o, &info, columns, jails, eb);
		if (r < 0)
			return r;
		jid = info.jid;
	}
}

static int list(const struct options *o, struct errbuf *eb)
{
	struct json_object *jails = o->xo.json ? json_object_new_array() : NULL;
	cleanup_jail_info struct jail_info info = { 0 };
	const struct api_key key = { .name = o->jail };
	cleanup_strv struct strv columns = { 0 };
	int r;

	r = jls_columns(&o->format, &o->params, &columns, eb);
	if (r == 0 && o->jail)
		r = api_find(&key, o->flags, &info, eb);
	if (r == 0 && !o->xo.json)
		jls_text_header(stdout, &o->format, &columns);
	if (r == 0)
		r = o->jail ? show(o, &info, &columns, jails, eb)
			    : show_all(o, &columns, jails, eb);
	if (r == 0 && o->xo.json && jls_json_print(stdout, jails, &o->xo) < 0)
		r = errbuf_set(eb, ENOMEM, "out of memory");
	json_object_put(jails);
	return r;
}

static int check(const struct options *o, struct errbuf *eb)
{
	cleanup_jail_info struct jail_info info = { 0 };
	const struct api_key key = { .name = o->jail };

	return api_find(&key, o->flags, &info, eb);
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	struct errbuf eb = { 0 };
	int r;

	messages_whole();
	parse_options(&o, argc, argv);
	r = o.check ? check(&o, &eb) : list(&o, &eb);
	strv_done(&o.params);
	if (r < 0 && !(o.check && r == -ENOENT))
		warnx("%s", eb.msg);
	if (r == 0 && fflush(stdout) != 0)
		err(EXIT_FAILURE, "stdout");
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
