/* SPDX-License-Identifier: BSD-2-Clause */
/* print.c - What jail(8) says, in FreeBSD's words and places */

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "conf/jailconf.h"
#include "job.h"
#include "print.h"

#define ERASE_LINE "\r\033[K"

/* Whether a line of say_progress() is on the terminal. */
static bool progress_shown;

void say_progress_done(void)
{
	if (!progress_shown)
		return;
	fputs(ERASE_LINE, stderr);
	fflush(stderr);
	progress_shown = false;
}

void say_progress(const struct job *job, const char *fmt, ...)
{
	char words[80];
	va_list ap;

	if (!isatty(STDERR_FILENO))
		return;
	va_start(ap, fmt);
	(void)vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	fprintf(stderr, ERASE_LINE "%.30s: %.48s\r",
		job->label ? job->label : "jail", words);
	fflush(stderr);
	progress_shown = true;
}

void say_warn(const struct job *job, const char *fmt, ...)
{
	va_list ap;

	if (job && job->quiet)
		return;
	say_progress_done();
	fflush(stdout);
	fputs("jail: ", stderr);
	if (job && job->label)
		fprintf(stderr, "%s: ", job->label);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

/* The parameter of the configuration with whose name @words begin */
static const struct conf_param *said_param(const struct job *job,
					   const char *words)
{
	cleanup_free char *name = strndup(words, strcspn(words, ": ="));

	return name && job->conf ? conf_jail_get(job->conf, name) : NULL;
}

void say_warn_param(const struct job *job, const char *words)
{
	const struct conf_param *p = said_param(job, words);

	if (p && p->file)
		say_warn(job, "%s (%s line %u)", words, p->file, p->line);
	else
		say_warn(job, "%s", words);
}

void say_warn_quoted(const struct job *job, const char *words,
		     const char *nameless)
{
	if (job->ident)
		say_warn(NULL, "\"%s\" %s", job->ident, words);
	else
		say_warn(NULL, "%s", nameless);
}

void say_note(const struct job *job, const char *fmt, ...)
{
	va_list ap;

	say_progress_done();
	if (job->label)
		printf("%s: ", job->label);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	fflush(stdout);
}

static char quote_for(const char *value)
{
	if (!*value)
		return '"';
	if (strchr(value, '\''))
		return '"';
	if (strchr(value, '"'))
		return '\'';
	return strpbrk(value, " \t") ? '"' : '\0';
}

void print_value(FILE *fp, const char *value)
{
	char quote = quote_for(value);

	if (quote)
		fputc(quote, fp);
	for (; *value; value++) {
		if (*value == '\\' || (quote && *value == quote))
			fputc('\\', fp);
		fputc(*value, fp);
	}
	if (quote)
		fputc(quote, fp);
}

void print_param(FILE *fp, const char *name, const struct strv *value)
{
	fputs(name, fp);
	for (size_t i = 0; i < value->n; i++) {
		fputc(i ? ',' : '=', fp);
		print_value(fp, value->v[i]);
	}
}

static void print_all(FILE *fp, const char *sep, const char *name,
		      const struct conf_jail *conf)
{
	const struct conf_param *p = conf_jail_get(conf, name);

	for (size_t i = 0; p && i < p->value.n; i++)
		fprintf(fp, "%s%s", i ? sep : "", p->value.v[i]);
}

static void print_oldstyle(FILE *fp, const struct job *job)
{
	bool both = conf_jail_get(job->conf, "ip4.addr") &&
		    conf_jail_get(job->conf, "ip6.addr");

	fprintf(fp, "%d\t", job->jid);
	print_all(fp, " ", "path", job->conf);
	fputc('\t', fp);
	print_all(fp, " ", "host.hostname", job->conf);
	fputc('\t', fp);
	print_all(fp, ",", "ip4.addr", job->conf);
	fputs(both ? "," : "", fp);
	print_all(fp, ",", "ip6.addr", job->conf);
	fputc('\t', fp);
	print_all(fp, " ", "command", job->conf);
	fputc('\n', fp);
}

void print_job(FILE *fp, const struct job *job, const char *sep)
{
	bool first = job->jid <= 0;

	if (job->oldstyle) {
		print_oldstyle(fp, job);
		return;
	}
	if (job->jid > 0)
		fprintf(fp, "jid=%d", job->jid);
	for (size_t i = 0; job->conf && i < job->conf->nparams; i++) {
		const struct conf_param *p = &job->conf->params[i];
		bool implied = job->unnamed && streq(p->name, "name");

		if (implied || (job->jid > 0 && streq(p->name, "jid")))
			continue;
		fputs(first ? "" : sep, fp);
		print_param(fp, p->name, &p->value);
		first = false;
	}
	fputc('\n', fp);
}

/* "meta.KEY=VALUE", each as it was written */
static void print_keys(const struct jail_param *p)
{
	struct strv lines cleanup_strv = { 0 };

	(void)strv_split(&lines, p->value.v[0], "\n");
	for (size_t i = 0; i < lines.n; i++) {
		int key = (int)strcspn(lines.v[i], "=");

		printf(" %s.%.*s", p->desc->name, key, lines.v[i]);
		if (lines.v[i][key] == '=') {
			putchar('=');
			print_value(stdout, lines.v[i] + key + 1);
		}
	}
}

/* Booleans are named, not valued. */
static void print_set_param(const struct jail_param *p)
{
	static const struct strv none = { 0 };
	const char *name = p->desc->name, *dot = strrchr(name, '.');
	int front = dot ? (int)(dot - name) + 1 : 0;

	putchar(' ');
	if (p->desc->type != JAIL_PARAM_BOOL)
		print_param(stdout, name, &p->value);
	else if (p->value.n && streq(p->value.v[0], "0"))
		printf("%.*sno%s", front, name, name + front);
	else
		print_param(stdout, name, &none);
}

void print_jail_set(const struct job *job, const char *flag,
		    const struct jail_params *params)
{
	say_progress_done();
	if (job->label)
		printf("%s: ", job->label);
	printf("jail_set(%s)", flag);
	for (size_t i = 0; i < params->n; i++)
		if (params->p[i].keyed)
			print_keys(&params->p[i]);
		else if (!(params->p[i].desc->flags & JAIL_PARAM_INTERNAL))
			print_set_param(&params->p[i]);
	putchar('\n');
	fflush(stdout);
}
