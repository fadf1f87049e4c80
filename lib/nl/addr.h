/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * addr.h - The addresses of interfaces
 *
 * (libnl has a struct nl_addr of its own, so ours is nl_ifaddr.)
 */
#pragma once

#include <linux/if_addr.h>
#include <stdbool.h>

#include "nl/inet.h"

struct errbuf;
struct nl;
struct nlmsghdr;

#define NL_FOREVER UINT32_MAX

/* An address.  For add and del what is zero is left to the kernel. */
struct nl_ifaddr {
	int index; /* of the interface */
	unsigned prefixlen;
	unsigned scope; /* RT_SCOPE_*; 0: everywhere */
	unsigned protocol; /* IFAPROT_*: who made it; 0: not told */
	uint32_t flags; /* IFA_F_NODAD, IFA_F_TENTATIVE, … */
	struct nl_inet ip;
	struct nl_inet peer; /* the other end's; prefixlen is of this then */
	struct nl_inet broadcast;
	uint32_t valid; /* seconds or NL_FOREVER; adding, 0: for ever */
	uint32_t preferred;
};

/* nl_ifaddr_list() - In the kernel's order; @family 0 and @index 0: of any.
 * Caller frees @ret.  0 or -errno */
int nl_ifaddr_list(struct nl *nl, int family, int index, struct nl_ifaddr **ret,
		   size_t *ret_n, struct errbuf *eb);

/* nl_ifaddr_add() - 0, -EEXIST, -ENODEV, … */
int nl_ifaddr_add(struct nl *nl, const struct nl_ifaddr *a, struct errbuf *eb);

/* nl_ifaddr_replace() - Add it, or give the one there these flags and times */
int nl_ifaddr_replace(struct nl *nl, const struct nl_ifaddr *a,
		      struct errbuf *eb);

/* nl_ifaddr_del() - 0, or -EADDRNOTAVAIL when it is not there, … */
int nl_ifaddr_del(struct nl *nl, const struct nl_ifaddr *a, struct errbuf *eb);

/* nl_ifaddr_read() - What a message of nl_wait() tells of an address; false: of
 * none */
bool nl_ifaddr_read(struct nlmsghdr *h, struct nl_ifaddr *ret);
