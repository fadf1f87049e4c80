/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * confine.h - What a process in a jail may not do: capabilities and seccomp
 *
 * The same for pid 1 and for whatever enters later.  Nothing here can be
 * undone by the process it was done to.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct errbuf;
struct jail_params;

/* What the parameters of a jail come down to.  Fixed-size: built before a
 * process enters, used inside. */
struct confine {
	unsigned long long caps; /* bit per capability that stays */
	bool mount; /* may mount */
	bool packet; /* may open packet sockets */
	bool all_families; /* allow.socket_af */
	bool no_inet, no_inet6; /* what it is not to have of a shared stack */
	bool msg, sem, shm; /* System V IPC, each by itself */
	bool no_hostname; /* not to change its own; allow.mount would do */
	bool msgbuf; /* may read the kernel's messages */
};

/* confine_plan() - @packet: a device node bpf is visible in the jail */
void confine_plan(const struct jail_params *ps, bool own_user, bool own_net,
		  bool packet, struct confine *ret);

/* confine_filter() - Compile the system call filter.  Caller frees *@ret, an
 * array of struct sock_filter, *@ret_n long.  0 or -errno */
int confine_filter(const struct confine *c, void **ret, size_t *ret_n,
		   struct errbuf *eb);

/* confine_same_filter() - Would the filters of both be the same? */
bool confine_same_filter(const struct confine *a, const struct confine *b);

/* confine_apply() - To the calling process, for good: load the filter, drop
 * capabilities from the bounding set and all that were inherited.  Needs
 * CAP_SYS_ADMIN and CAP_SETPCAP in its user namespace.  0 or -errno */
int confine_apply(const struct confine *c, const void *filter, size_t n,
		  struct errbuf *eb);
