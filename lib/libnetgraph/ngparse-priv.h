/* SPDX-License-Identifier: BSD-2-Clause */
/* ngparse-priv.h - What both directions know about types */
#pragma once

#include "libnetgraph/ngparse.h"

/* ng_ptype_align() - What an offset must be a multiple of */
size_t ng_ptype_align(const struct ng_ptype *t);

static inline size_t ng_pad(size_t off, size_t align)
{
	return (align - off % align) % align;
}

/* ng_int_get(), ng_int_put() - A number of 1, 2, 4 or 8 bytes */
uint64_t ng_int_get(const uint8_t *p, uint32_t size, int is_signed);
void ng_int_put(uint8_t *p, uint32_t size, uint64_t v);
