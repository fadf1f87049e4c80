/* SPDX-License-Identifier: BSD-2-Clause */
/* counters.h - Counters of a link, as jng(8) and vnet(8) show them */
#pragma once

#include <stdbool.h>

struct json_object;

/* counters_show() - What ngnet_link_stats() told, a line each, or into @o if that
 * is there; @text is taken apart.  False: out of memory */
bool counters_show(char *text, struct json_object *o);
