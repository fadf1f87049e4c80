/* SPDX-License-Identifier: BSD-2-Clause */
/* filter.h - A jail's system call filter, kept for who enters later */
#pragma once

#include <stddef.h>

struct confine;
struct errbuf;
struct jail_rec;
struct jail_slot;

#define FILTER_INSN_SIZE 8 /* bytes of one struct sock_filter */

/* filter_save() - Compile it, and write it into the slot @dirfd.  Caller frees
 * *@ret, *@ret_n instructions.  0 or -errno */
int filter_save(int dirfd, const struct confine *c, void **ret, size_t *ret_n,
		struct errbuf *eb);

/* filter_load() - As it was saved for jail @jid.  Caller frees *@ret.  0 or
 * -errno */
int filter_load(int jid, void **ret, size_t *ret_n, struct errbuf *eb);

/* filter_renew() - After a change of the jail's parameters; 0 or -errno */
int filter_renew(const struct jail_slot *slot, const struct jail_rec *rec,
		 struct errbuf *eb);
