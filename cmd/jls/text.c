/* SPDX-License-Identifier: BSD-2-Clause */
/* text.c - Jails as text, in FreeBSD's columns */

#include <string.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "jls.h"
#include "libjail/param.h"

#define VERBOSE_HEADER                                                         \
	"   JID  Hostname                      Path\n"                         \
	"        Name                          State\n"                        \
	"        CPUSetID\n"                                                   \
	"        IP Address(es)\n"

static const char *word(const struct jls_row *row, size_t i)
{
	return row->v[i].value.n ? row->v[i].value.v[0] : "";
}

static bool is_bool(const struct jls_value *v)
{
	return v->desc && v->desc->type == JAIL_PARAM_BOOL;
}

void jls_text_header(FILE *out, const struct jls_format *f,
		     const struct strv *columns)
{
	if (f->style == JLS_VERBOSE) {
		(void)fputs(VERBOSE_HEADER, out);
	} else if (f->style == JLS_TABLE) {
		fprintf(out,
			f->by_name ? " %-15s  %-15s %-29s %s\n"
				   : "%6s  %-15s %-29s %s\n",
			"JID", "IP Address", "Hostname", "Path");
	} else if (f->header) {
		for (size_t i = 0; i < columns->n; i++)
			fprintf(out, "%s%s", i ? " " : "", columns->v[i]);
		(void)fputc('\n', out);
	}
}

static void print_table(FILE *out, const struct jls_format *f,
			const struct jls_row *row)
{
	fprintf(out,
		f->by_name ? " %-15s  %-15.15s %-29.29s %.74s\n"
			   : "%6s  %-15.15s %-29.29s %.74s\n",
		word(row, 0), word(row, 1), word(row, 2), word(row, 3));
}

/* The columns are jls_columns()'s for -v. */
static void print_verbose(FILE *out, const struct jls_row *row)
{
	fprintf(out, "%6s  %-29.29s %.74s\n", word(row, 0), word(row, 1),
		word(row, 2));
	fprintf(out, "        %-29.29s %.74s\n", word(row, 3),
		streq(word(row, 4), "1") ? "DYING" : "ACTIVE");
	fprintf(out, "        %s\n", word(row, 5));
	for (size_t i = 6; i < row->n; i++)
		for (size_t j = 0; j < row->v[i].value.n; j++)
			fprintf(out, "        %s\n", row->v[i].value.v[j]);
}

/* "allow.nomount" */
static void print_no_form(FILE *out, const char *name)
{
	const char *dot = strrchr(name, '.');
	int lead = dot ? (int)(dot - name) + 1 : 0;

	fprintf(out, "%.*sno%s", lead, name, name + lead);
}

static char quote_for(const char *s)
{
	if (strchr(s, '\''))
		return '"';
	if (strchr(s, '"'))
		return '\'';
	return strpbrk(s, " \t\n") ? '"' : '\0';
}

/* A word that a shell, and jail.conf(5), read back as it is */
static void print_quoted(FILE *out, const char *s)
{
	char quote = quote_for(s);

	if (quote)
		(void)fputc(quote, out);
	for (; *s; s++) {
		if ((quote && *s == quote) || *s == '\\')
			(void)fputc('\\', out);
		(void)fputc(*s, out);
	}
	if (quote)
		(void)fputc(quote, out);
}

static void print_value(FILE *out, const struct jls_format *f,
			const struct jls_value *v)
{
	cleanup_free char *joined = NULL;

	if (v->value.n == 0) {
		(void)fputs(f->quoted ? "\"\"" : f->name_value ? "" : "-", out);
		return;
	}
	if (is_bool(v)) {
		(void)fputs(streq(v->value.v[0], "1") ? "true" : "false", out);
		return;
	}
	joined = strv_join(&v->value, ",");
	if (!joined || *joined == '\0')
		(void)fputs("\"\"", out);
	else if (f->quoted)
		print_quoted(out, joined);
	else
		(void)fputs(joined, out);
}

static void print_param(FILE *out, const struct jls_format *f,
			const struct jls_value *v)
{
	if (f->name_value && is_bool(v)) {
		if (streq(v->value.v[0], "1"))
			(void)fputs(v->name, out);
		else
			print_no_form(out, v->name);
		return;
	}
	if (f->name_value)
		fprintf(out, "%s=", v->name);
	print_value(out, f, v);
}

static void print_params(FILE *out, const struct jls_format *f,
			 const struct jls_row *row)
{
	bool first = true;

	for (size_t i = 0; i < row->n; i++) {
		if (f->skip && row->v[i].skip)
			continue;
		if (!first)
			(void)fputc(' ', out);
		first = false;
		print_param(out, f, &row->v[i]);
	}
	(void)fputc('\n', out);
}

void jls_text_row(FILE *out, const struct jls_format *f,
		  const struct jls_row *row)
{
	switch (f->style) {
	case JLS_TABLE:
		print_table(out, f, row);
		break;
	case JLS_VERBOSE:
		print_verbose(out, row);
		break;
	case JLS_PARAMS:
		print_params(out, f, row);
		break;
	}
}
