/* SPDX-License-Identifier: BSD-2-Clause */
/* refused.c - FreeBSD's words for what is not there: refused by name, where they
 * do not just switch it off */

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

/* What is not there is off already. */
static int is_off(struct ifc *c, const struct word *w, char *const *arg,
		  struct errbuf *eb)
{
	(void)c;
	(void)w;
	(void)arg;
	(void)eb;
	return 0;
}

#define OFF(word)                                                              \
	{                                                                      \
		.name = (word), .run = is_off                                  \
	}
#define NEVER(word, args)                                                      \
	{                                                                      \
		.name = (word), .n_args = (args), .run = refuse,               \
		.why = "not supported on Linux"                                \
	}

static const struct word words[] = {
	/* of any interface */
	NEVER("monitor", 0),
	OFF("-monitor"),
	NEVER("staticarp", 0),
	OFF("-staticarp"),
	NEVER("stickyarp", 0),
	OFF("-stickyarp"),
	NEVER("link0", 0),
	OFF("-link0"),
	NEVER("link1", 0),
	OFF("-link1"),
	NEVER("link2", 0),
	OFF("-link2"),
	NEVER("mextpg", 0),
	OFF("-mextpg"),
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
	NEVER("vhid", 1),
	NEVER("advbase", 1),
	NEVER("advskew", 1),
	NEVER("pass", 1),
	NEVER("state", 1),
	/* inet6 */
	NEVER("anycast", 0),
	NEVER("tentative", 0),
	OFF("-tentative"),
	NEVER("autoconf", 0),
	OFF("-autoconf"),
	NEVER("prefer_source", 0),
	OFF("-prefer_source"),
	NEVER("no_prefer_iface", 0),
	OFF("-no_prefer_iface"),
	OFF("nud"),
	NEVER("-nud", 0),
	{ .name = "defaultif",
	  .run = refuse,
	  .why = "not supported on Linux: see ndp(8) -I" },
	OFF("-defaultif"),
	/* bridge */
	NEVER("sticky", 1),
	NEVER("edge", 1),
	NEVER("-autoedge", 1),
	NEVER("ptp", 1),
	NEVER("-autoptp", 1),
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
