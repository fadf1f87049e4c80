/* SPDX-License-Identifier: BSD-2-Clause */
/* format.h - Write an interface down as FreeBSD 15's ifconfig(8) does */
#pragma once

#include <stdio.h>

struct style;
struct view;

/* format_view() - All lines of @v that @st asks for */
void format_view(FILE *out, const struct view *v, const struct style *st);
