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
#include "media.h"
#include "tunnel.h"
#include "vlan.h"
#include "vxlan.h"

struct errbuf;
struct nl;
struct nl_link;
struct word;

struct ifc {
	struct nl *nl;
	char *name; /* as FreeBSD calls it; any length */
	int index; /* 0: does not exist */
	bool half; /* it does, but a killed call left it as it is: half.h */
	struct address addr;
	bool tell_name; /* print it at the end: it is not what was asked for */
	bool warned; /* the exit status is to be 1 */
	/* Some words only say what is to be; one function reads those of a kind
	 * of interface, and when others follow, finish() does it. */
	int (*collect)(struct ifc *c, const struct word *w, char *const *arg,
		       struct errbuf *eb);
	int (*finish)(struct ifc *c, struct errbuf *eb);
	const char *new_member; /* what addm just added */
	struct media_want media;
	struct vlan_want vlan;
	struct tunnel_want tunnel;
	struct vxlan_want vxlan;
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

/* ifc_is() - Is it of FreeBSD's kind ("vlan"), made by Linux or stood in for?
 * Fills @ret with it, too, caller: nl_link_done() */
bool ifc_is(const struct ifc *c, const char *group, struct nl_link *ret);

/* ifc_other() - The index of another interface by name; -ENXIO if there is none
 * (eb left alone) */
int ifc_other(const struct ifc *c, const char *name);
