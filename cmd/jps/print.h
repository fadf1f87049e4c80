/* SPDX-License-Identifier: BSD-2-Clause */
/* print.h - Print processes as ps(1) does, or as libxo's JSON */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct columns;
struct machine;
struct process;
struct xo;

#define WIDTH_UNLIMITED 0

/* print_text() - Header and rows, cut to @width; 0 or -ENOMEM */
int print_text(FILE *out, struct machine *m, const struct columns *c,
	       const struct process *const *list, size_t n, unsigned width);

/* print_json() - 0 or -ENOMEM */
int print_json(FILE *out, struct machine *m, const struct columns *c,
	       const struct process *const *list, size_t n,
	       const struct xo *xo);
