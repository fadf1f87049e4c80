/* SPDX-License-Identifier: BSD-2-Clause */
/* problem.h - Where in a file something is wrong, and what */
#pragma once

#include <stdarg.h>

struct strv;

/* problem_add() - Append "FILE line N: …" to @errs; -EINVAL, as there is a
 * problem, or -ENOMEM */
int problem_add(struct strv *errs, const char *file, unsigned line,
		const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* problem_addv() - The same, of @who's (or NULL): "FILE line N: WHO: …", without
 * a place if @file is NULL */
int problem_addv(struct strv *errs, const char *file, unsigned line,
		 const char *who, const char *fmt, va_list ap)
	__attribute__((format(printf, 5, 0)));
