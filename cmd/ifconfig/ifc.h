/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ifc.h - The interface that one call of ifconfig(8) is about
 *
 * Functions that work on it return 0 or -errno, with all the words the user is
 * to see in @eb.
 */
#pragma once

#include <stdbool.h>

#include "address.h"

struct errbuf;
struct nl;
struct nl_link;

struct ifc {
	struct nl *nl;
	char *name; /* as FreeBSD calls it; any length */
	int index; /* 0: does not exist */
	struct address addr;
	bool tell_name; /* print it at the end: it is not what was asked for */
	bool verbose;
};

#define cleanup_ifc __attribute__((cleanup(ifc_done)))

void ifc_done(struct ifc *c);

/* ifc_find() - Set @c->index from @c->name; 0, or -ENODEV, eb left alone */
int ifc_find(struct ifc *c, struct errbuf *eb);

/* ifc_rename() - It has this name from now on; 0 or -ENOMEM */
int ifc_rename(struct ifc *c, const char *name, struct errbuf *eb);

/* ifc_look() - nl_link_get() of it */
int ifc_look(const struct ifc *c, struct nl_link *ret, struct errbuf *eb);

/* ifc_flags() - Linux's IFF_*, or -errno */
int ifc_flags(const struct ifc *c, unsigned *ret, struct errbuf *eb);

/* ifc_fail() - "WORDS: why", why being -@r in FreeBSD's words; returns @r */
int ifc_fail(struct errbuf *eb, int r, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* ifc_perror() - The same, with the words of its own that FreeBSD has for flags
 * and addresses: "permission denied" and "no such interface" */
int ifc_perror(struct errbuf *eb, int r, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* ifc_other() - The index of another interface by name; -ENXIO if there is none
 * (eb left alone) */
int ifc_other(const struct ifc *c, const char *name);
