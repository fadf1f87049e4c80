/* SPDX-License-Identifier: BSD-2-Clause */
/* json.h - Listings of ifconfig(8) as JSON */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "xo/xo.h"

struct style;
struct view;

/* json_view() - One interface, with what @st says is to be told; NULL when out
 * of memory */
struct json_object *json_view(const struct view *v, const struct style *st);

/* json_print() - The document that holds @list under @key; takes it over.  0 or
 * -ENOMEM */
int json_print(const struct xo *xo, const char *key, struct json_object *list);
