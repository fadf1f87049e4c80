/* SPDX-License-Identifier: BSD-2-Clause */
/* refused.c - FreeBSD's words that are known here, and refused by name */

#include <errno.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "words.h"

static int refuse(struct ifc *c, const struct word *w, char *const *arg,
		  struct errbuf *eb)
{
	(void)c;
	(void)arg;
	return errbuf_set(eb, EOPNOTSUPP, "%s: %s", w->name, w->why);
}

#define NOT_YET(word, args)                                                    \
	{                                                                      \
		.name = (word), .n_args = (args), .run = refuse,               \
		.why = "not supported yet"                                     \
	}
#define NEVER(word, args)                                                      \
	{                                                                      \
		.name = (word), .n_args = (args), .run = refuse,               \
		.why = "not supported on Linux"                                \
	}

static const struct word words[] = {
	/* of any interface */
	NEVER("monitor", 0),
	NEVER("-monitor", 0),
	NEVER("staticarp", 0),
	NEVER("-staticarp", 0),
	NEVER("stickyarp", 0),
	NEVER("-stickyarp", 0),
	NEVER("link0", 0),
	NEVER("-link0", 0),
	NEVER("link1", 0),
	NEVER("-link1", 0),
	NEVER("link2", 0),
	NEVER("-link2", 0),
	NEVER("mextpg", 0),
	NEVER("-mextpg", 0),
	NEVER("polling", 0),
	NEVER("netcons", 0),
	NEVER("toe", 0),
	NEVER("txrtlmt", 0),
	NEVER("hwrxtstmp", 0),
	NEVER("txtls", 0),
	NEVER("rxtls", 0),
	NEVER("ipsec", 0),
	NEVER("txtlsrtlmt", 0),
	NEVER("-vlanmtu", 0),
	NEVER("vlanhwfilter", 0),
	NEVER("vlanhwtso", 0),
	NEVER("vlanhwcsum", 0),
	NOT_YET("wol", 0),
	NOT_YET("wol_ucast", 0),
	NOT_YET("wol_mcast", 0),
	NOT_YET("wol_magic", 0),
	NOT_YET("media", 1),
	NOT_YET("mediaopt", 1),
	NOT_YET("-mediaopt", 1),
	NOT_YET("mode", 1),
	NOT_YET("inst", 1),
	NOT_YET("instance", 1),
	NOT_YET("vhid", 1),
	NOT_YET("advbase", 1),
	NOT_YET("advskew", 1),
	NOT_YET("pass", 1),
	NOT_YET("state", 1),
	/* inet6 */
	NOT_YET("anycast", 0),
	NEVER("tentative", 0),
	NEVER("-tentative", 0),
	NEVER("autoconf", 0),
	NEVER("-autoconf", 0),
	NEVER("prefer_source", 0),
	NEVER("-prefer_source", 0),
	NEVER("no_prefer_iface", 0),
	NEVER("-no_prefer_iface", 0),
	NEVER("nud", 0),
	NEVER("-nud", 0),
	NEVER("defaultif", 0),
	NEVER("-defaultif", 0),
	NOT_YET("stableaddr", 0),
	NOT_YET("-stableaddr", 0),
	NOT_YET("optimistic", 0),
	NOT_YET("-optimistic", 0),
	/* bridge */
	NEVER("sticky", 1),
	NEVER("-sticky", 1),
	NEVER("edge", 1),
	NEVER("-edge", 1),
	NEVER("-autoedge", 1),
	NEVER("ptp", 1),
	NEVER("-ptp", 1),
	NEVER("-autoptp", 1),
	NEVER("holdcnt", 1),
	NEVER("ifmaxaddr", 2),
	NEVER("qinq", 1),
	NEVER("defqinq", 0),
	/* kinds of interfaces that come later */
	NEVER("use_flowid", 0),
	NEVER("flowid_shift", 1),
	NEVER("-lacp_strict", 0),
	NEVER("lacp_txtest", 0),
	NEVER("lacp_rxtest", 0),
	NEVER("ignore_source", 0),
	NEVER("udpport", 1),
	NEVER("udpencap", 0),
};

const struct words refused_words = { words, ARRAY_SIZE(words) };
