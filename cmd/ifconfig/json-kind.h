/* SPDX-License-Identifier: BSD-2-Clause */
/* json-kind.h - What only interfaces of one kind have, as JSON; false: out of
 * memory */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "xo/xo.h"

struct bits;
struct view;

/* json_tunnel(), json_ports(), json_kind() - As format_…() of format-kind.h */
bool json_tunnel(struct json_object *to, const struct view *v);
bool json_ports(struct json_object *to, const struct view *v);
bool json_kind(struct json_object *to, const struct view *v);

/* What both files put */
bool json_bits(struct json_object *to, const char *key, const struct bits *b,
	       unsigned value);
bool json_mac(struct json_object *to, const char *key, const uint8_t *mac,
	      unsigned len, char sep);
