/* SPDX-License-Identifier: BSD-2-Clause */
/* bits.h - FreeBSD's names of bits, "flags=8843<UP,BROADCAST,…>" */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct bit {
	unsigned value;
	const char *name;
};

/* A table of them, in the order in which they are told. */
struct bits {
	const struct bit *bit;
	size_t n;
	const char
		*unnamed; /* a bit without a name is "IFF_N"; NULL: left out */
	bool bare_zero; /* nothing set: no "<>" */
};

extern const struct bits bits_flags; /* enum view_flag */
extern const struct bits bits_caps;
extern const struct bits bits_nd6;
extern const struct bits bits_in6; /* enum view_in6 */
extern const struct bits bits_member;
extern const struct bits bits_bridge;
extern const struct bits bits_fdb;
extern const struct bits bits_lagg;
extern const struct bits bits_gre;

/* bits_print() - "8843<UP,BROADCAST>" */
void bits_print(FILE *out, const struct bits *b, unsigned value);
