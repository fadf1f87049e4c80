/* SPDX-License-Identifier: BSD-2-Clause */
/* stats.h - Counters of hooks, since they were last set to zero */
#pragma once

#include <stdint.h>

#include "libnetgraph/type.h"

enum stats_do { STATS_GET = 1, STATS_CLEAR = 2, STATS_GETCLEAR = 3 };

/* STATS_COMMANDS() - Rows of commands: getX, clrX and getclrX, with the same
 * arguments and by the same run(), which does as ng_call.what says */
#define STATS_COMMANDS(type_, X, x, args_, reply_, run_)                       \
	NG_COMMAND_WHAT(type_, GET_##X, "get" x, args_, reply_, run_,          \
			STATS_GET),                                            \
		NG_COMMAND_WHAT(type_, CLR_##X, "clr" x, args_, NULL, run_,    \
				STATS_CLEAR),                                  \
		NG_COMMAND_WHAT(type_, GETCLR_##X, "getclr" x, args_, reply_,  \
				run_, STATS_GETCLEAR)

/* stats_take() - Read and, as @what says, set to zero; 0 or -errno.  What
 * passes meanwhile is in this answer or in the next */
int stats_take(struct graph *g, uint32_t hook, enum stats_do what,
	       struct ng_counts *ret);

/* stats_row() - The same, @order's counters alone; @hook 0: all zero.  0 or
 * -errno */
int stats_row(const struct ng_call *c, uint32_t hook,
	      const enum ng_counter *order, size_t n, uint64_t *ret);

/* stats_answer() - For run(): do as ng_call.what says, and answer with such a
 * row unless that only is to set to zero; 0 or -errno */
int stats_answer(struct ng_call *c, uint32_t hook, const enum ng_counter *order,
		 size_t n);

/* stats_new() - A hook begins with zeros, whoever had its slot before */
void stats_new(struct graph *g, uint32_t hook);
