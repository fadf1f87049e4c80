/* SPDX-License-Identifier: BSD-2-Clause */
/* problem.c - Where in a file something is wrong, and what */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/strv.h"
#include "conf/problem.h"

int problem_add(struct strv *errs, const char *file, unsigned line,
		const char *fmt, ...)
{
	cleanup_free char *text = NULL;
	va_list ap;
	int n, r;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0) {
		text = NULL;
		return -ENOMEM;
	}
	r = strv_addf(errs, "%s line %u: %s", file, line, text);
	return r < 0 ? r : -EINVAL;
}
