/* SPDX-License-Identifier: BSD-2-Clause */
/* dot.h - The graph for graphviz, as FreeBSD's ngctl writes it */
#pragma once

#include <stdio.h>

#include "netgraph/ng_message.h"

/* dot_begin() - The nodes; then dot_hooks() for each of them, then dot_end() */
void dot_begin(FILE *f, const struct namelist *l);
void dot_hooks(FILE *f, const struct hooklist *list);
void dot_end(FILE *f);
