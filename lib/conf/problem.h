/* SPDX-License-Identifier: BSD-2-Clause */
/* problem.h - Where in a file something is wrong, and what */
#pragma once

struct strv;

/* problem_add() - Append "FILE line N: …" to @errs; -EINVAL, as there is a
 * problem, or -ENOMEM */
int problem_add(struct strv *errs, const char *file, unsigned line,
		const char *fmt, ...) __attribute__((format(printf, 4, 5)));
