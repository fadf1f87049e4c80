/* SPDX-License-Identifier: BSD-2-Clause */
/* words-link.c - The words about an interface itself */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "ethtool.h"
#include "fib.h"
#include "group.h"
#include "ifc.h"
#include "libjail/core.h"
#include "nl/iffib.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "view.h"
#include "words.h"

#define DESCR_MAX 255 /* Linux's; FreeBSD takes 1024 */

/* value: the flag, negative to clear it */
static int flag(struct ifc *c, const struct word *w, char *const *arg,
		struct errbuf *eb)
{
	unsigned bit = (unsigned)abs(w->value);
	const struct nl_link_change change = {
		.flags = w->value > 0 ? bit : 0,
		.flags_mask = bit,
	};
	int r = nl_link_set(c->nl, c->index, &change, eb);

	(void)arg;
	if (r == 0 &&
	    w->value == IFF_UP) /* Linux forgot them as it went down */
		r = fib_follow(c, eb);
	return r < 0 ? ifc_perror(eb, r, "%s", w->name) : 0;
}

static int mtu(struct ifc *c, const struct word *w, char *const *arg,
	       struct errbuf *eb)
{
	struct nl_link_change change = { .has = NL_LINK_HAS_MTU };
	long n = strtol(arg[0], NULL, 10);
	int r = -EINVAL;

	(void)w;
	if (n >= 72 && n <= 65536) {
		change.mtu = (uint32_t)n;
		r = nl_link_set(c->nl, c->index, &change, eb);
	}
	return r < 0 ? ifc_fail(eb, r, "ioctl SIOCSIFMTU (set mtu)") : 0;
}

/* Words of which Linux has the default only. */
static int only_zero(struct ifc *c, const struct word *w, char *const *arg,
		     struct errbuf *eb)
{
	(void)c;
	if (streq(arg[0], "0"))
		return 0;
	return errbuf_set(eb, EOPNOTSUPP, "%s: not supported on Linux",
			  w->name);
}

static int rename_it(struct ifc *c, const struct word *w, char *const *arg,
		     struct errbuf *eb)
{
	cleanup_nl_link struct nl_link old = { 0 }, new = { 0 };
	int r;

	(void)w;
	if (streq(c->name, "lo0"))
		return errbuf_set(eb, EOPNOTSUPP,
				  "lo0: cannot be renamed on Linux");
	r = ifc_look(c, &old, eb);
	if (r == 0)
		r = ifname_rename(c->nl, c->index, ifname_from_bsd(arg[0]), eb);
	if (r < 0)
		return ifc_fail(eb, r, "ioctl SIOCSIFNAME (set name)");
	r = ifc_look(c, &new, eb);
	if (r == 0)
		r = iffib_move(c->nl, old.name, new.name, eb);
	if (r < 0)
		return r;
	c->tell_name = true;
	return ifc_rename(c, arg[0], eb);
}

static int set_descr(struct ifc *c, const char *text, struct errbuf *eb)
{
	const struct nl_link_change change = {
		.has = NL_LINK_HAS_ALIAS,
		.alias = text,
	};
	int r = -ENAMETOOLONG;

	if (strlen(text) <= DESCR_MAX)
		r = nl_link_set(c->nl, c->index, &change, eb);
	return r < 0 ? ifc_fail(eb, r, "ioctl SIOCSIFDESCR (set descr)") : 0;
}

static int descr(struct ifc *c, const struct word *w, char *const *arg,
		 struct errbuf *eb)
{
	(void)w;
	return set_descr(c, arg[0], eb);
}

static int no_descr(struct ifc *c, const struct word *w, char *const *arg,
		    struct errbuf *eb)
{
	(void)w;
	(void)arg;
	return set_descr(c, "", eb);
}

static int group(struct ifc *c, const struct word *w, char *const *arg,
		 struct errbuf *eb)
{
	(void)w;
	return group_add(c, arg[0], eb);
}

static int no_group(struct ifc *c, const struct word *w, char *const *arg,
		    struct errbuf *eb)
{
	(void)w;
	return group_del(c, arg[0], eb);
}

static int vnet(struct ifc *c, const struct word *w, char *const *arg,
		struct errbuf *eb)
{
	int jid = jail_find(arg[0], eb);
	int r;

	(void)w;
	if (jid < 0)
		return jid;
	r = jail_iface_in(jid, c->name, eb);
	if (r == -EEXIST || r == -EPERM)
		return ifc_fail(eb, r, "SIOCSIFVNET");
	return r;
}

static int no_vnet(struct ifc *c, const struct word *w, char *const *arg,
		   struct errbuf *eb)
{
	cleanup_free char *home = NULL;
	int jid = jail_find(arg[0], eb);
	int r;

	(void)w;
	if (jid < 0)
		return jid;
	r = jail_iface_out(jid, c->name, &home, eb);
	if (r == -ENXIO || r == -EEXIST || r == -EPERM)
		return ifc_fail(eb, r, "SIOCSIFRVNET(%d, %s)", jid, c->name);
	if (r < 0)
		return r;
	/* It has its own name again, whatever the jail called it. */
	r = ifc_rename(c, home, eb);
	return r < 0 ? r : ifc_find(c, eb);
}

/* value: VIEW_RXCSUM …, negative to switch it off.  What the hardware does not
 * have is left out without a word, as on FreeBSD. */
static int cap(struct ifc *c, const struct word *w, char *const *arg,
	       struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	bool on = w->value > 0;
	int r;

	(void)arg;
	r = ifc_look(c, &l, eb);
	if (r == 0)
		r = ethtool_set_cap(l.name, (unsigned)abs(w->value), on);
	if (r == -EOPNOTSUPP && on)
		return 0;
	return r < 0 ? ifc_perror(eb, r, "%s", w->name) : 0;
}

/* Offloads that no driver has here: switching them off changes nothing. */
static int absent_cap(struct ifc *c, const struct word *w, char *const *arg,
		      struct errbuf *eb)
{
	(void)c;
	(void)arg;
	(void)w;
	(void)eb;
	return 0;
}

static const struct word words[] = {
	{ "up", 0, flag, IFF_UP, NULL },
	{ "down", 0, flag, -IFF_UP, NULL },
	{ "debug", 0, flag, IFF_DEBUG, NULL },
	{ "-debug", 0, flag, -IFF_DEBUG, NULL },
	{ "promisc", 0, flag, IFF_PROMISC, NULL },
	{ "-promisc", 0, flag, -IFF_PROMISC, NULL },
	{ "allmulti", 0, flag, IFF_ALLMULTI, NULL },
	{ "-allmulti", 0, flag, -IFF_ALLMULTI, NULL },
	{ "arp", 0, flag, -IFF_NOARP, NULL },
	{ "-arp", 0, flag, IFF_NOARP, NULL },
	{ "mtu", 1, mtu, 0, NULL },
	{ "metric", 1, only_zero, 0, NULL },
	{ "name", 1, rename_it, 0, NULL },
	{ "description", 1, descr, 0, NULL },
	{ "descr", 1, descr, 0, NULL },
	{ "-description", 0, no_descr, 0, NULL },
	{ "-descr", 0, no_descr, 0, NULL },
	{ "group", 1, group, 0, NULL },
	{ "-group", 1, no_group, 0, NULL },
	{ "vnet", 1, vnet, 0, NULL },
	{ "-vnet", 1, no_vnet, 0, NULL },
	{ "rxcsum", 0, cap, VIEW_RXCSUM, NULL },
	{ "-rxcsum", 0, cap, -VIEW_RXCSUM, NULL },
	{ "txcsum", 0, cap, VIEW_TXCSUM, NULL },
	{ "-txcsum", 0, cap, -VIEW_TXCSUM, NULL },
	{ "rxcsum6", 0, cap, VIEW_RXCSUM_IPV6, NULL },
	{ "-rxcsum6", 0, cap, -VIEW_RXCSUM_IPV6, NULL },
	{ "txcsum6", 0, cap, VIEW_TXCSUM_IPV6, NULL },
	{ "-txcsum6", 0, cap, -VIEW_TXCSUM_IPV6, NULL },
	{ "tso", 0, cap, VIEW_TSO4, NULL },
	{ "-tso", 0, cap, -VIEW_TSO4, NULL },
	{ "tso4", 0, cap, VIEW_TSO4, NULL },
	{ "-tso4", 0, cap, -VIEW_TSO4, NULL },
	{ "tso6", 0, cap, VIEW_TSO6, NULL },
	{ "-tso6", 0, cap, -VIEW_TSO6, NULL },
	{ "lro", 0, cap, VIEW_LRO, NULL },
	{ "-lro", 0, cap, -VIEW_LRO, NULL },
	{ "vlanhwtag", 0, cap, VIEW_VLAN_HWTAGGING, NULL },
	{ "-vlanhwtag", 0, cap, -VIEW_VLAN_HWTAGGING, NULL },
	{ "vlanmtu", 0, absent_cap, 0, NULL },
	{ "-polling", 0, absent_cap, 0, NULL },
	{ "-netcons", 0, absent_cap, 0, NULL },
	{ "-toe", 0, absent_cap, 0, NULL },
	{ "-txrtlmt", 0, absent_cap, 0, NULL },
	{ "-hwrxtstmp", 0, absent_cap, 0, NULL },
	{ "-txtls", 0, absent_cap, 0, NULL },
	{ "-rxtls", 0, absent_cap, 0, NULL },
	{ "-ipsec", 0, absent_cap, 0, NULL },
	{ "-txtlsrtlmt", 0, absent_cap, 0, NULL },
	{ "wol", 0, cap, VIEW_WOL, NULL },
	{ "-wol", 0, cap, -VIEW_WOL, NULL },
	{ "wol_ucast", 0, cap, VIEW_WOL_UCAST, NULL },
	{ "-wol_ucast", 0, cap, -VIEW_WOL_UCAST, NULL },
	{ "wol_mcast", 0, cap, VIEW_WOL_MCAST, NULL },
	{ "-wol_mcast", 0, cap, -VIEW_WOL_MCAST, NULL },
	{ "wol_magic", 0, cap, VIEW_WOL_MAGIC, NULL },
	{ "-wol_magic", 0, cap, -VIEW_WOL_MAGIC, NULL },
	{ "-vlanhwfilter", 0, absent_cap, 0, NULL },
	{ "-vlanhwtso", 0, absent_cap, 0, NULL },
	{ "-vlanhwcsum", 0, absent_cap, 0, NULL },
};

const struct words link_words = { words, ARRAY_SIZE(words) };
