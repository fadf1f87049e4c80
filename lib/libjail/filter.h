/* SPDX-License-Identifier: BSD-2-Clause */
/* filter.h - A jail's system call filter, kept for who enters later */
#pragma once

#include <stddef.h>

struct confine;
struct errbuf;

#define FILTER_INSN_SIZE ((size_t)8) /* bytes of one struct sock_filter */

/* Compiled once for all jails that may do the same. */
struct filters;

/* filter_get() - The filter for @c, compiled unless the last one in *@filters
 * will do; *@ret_n instructions at *@ret, which stay until the next call.
 * *@filters is NULL at first.  0 or -errno */
int filter_get(struct filters **filters, const struct confine *c,
	       const void **ret, size_t *ret_n, struct errbuf *eb);

void filters_free(struct filters **filters);

/* filter_save() - Write it into the slot @dirfd.  0 or -errno */
int filter_save(int dirfd, const void *filter, size_t n, struct errbuf *eb);

/* filter_load() - As it was saved for jail @jid.  Caller frees *@ret.  0 or
 * -errno */
int filter_load(int jid, void **ret, size_t *ret_n, struct errbuf *eb);
