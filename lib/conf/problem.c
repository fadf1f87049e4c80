/* SPDX-License-Identifier: BSD-2-Clause */
/* problem.c - Where in a file something is wrong, and what */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/strv.h"
#include "conf/problem.h"

int problem_addv(struct strv *errs, const char *file, unsigned line,
		 const char *who, const char *fmt, va_list ap)
{
	cleanup_free char *text = NULL;
	const char *sep = who ? ": " : "";
	int r;

	if (vasprintf(&text, fmt, ap) < 0) {
		text = NULL;
		return -ENOMEM;
	}
	who = who ? who : "";
	if (file)
		r = strv_addf(errs, "%s line %u: %s%s%s", file, line, who, sep,
			      text);
	else
		r = strv_addf(errs, "%s%s%s", who, sep, text);
	return r < 0 ? r : -EINVAL;
}

int problem_add(struct strv *errs, const char *file, unsigned line,
		const char *fmt, ...)
{
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = problem_addv(errs, file, line, NULL, fmt, ap);
	va_end(ap);
	return r;
}
