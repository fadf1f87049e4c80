/* SPDX-License-Identifier: BSD-2-Clause */
/* filter.h - A jail's system call filter, kept for who enters later */
#pragma once

#include <stddef.h>

struct confine;
struct errbuf;

#define FILTER_INSN_SIZE ((size_t)8) /* bytes of one struct sock_filter */

/* filter_save() - Compile it, and write it into the slot @dirfd.  Caller frees
 * *@ret, *@ret_n instructions.  0 or -errno */
int filter_save(int dirfd, const struct confine *c, void **ret, size_t *ret_n,
		struct errbuf *eb);

/* filter_load() - As it was saved for jail @jid.  Caller frees *@ret.  0 or
 * -errno */
int filter_load(int jid, void **ret, size_t *ret_n, struct errbuf *eb);
