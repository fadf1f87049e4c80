/* SPDX-License-Identifier: BSD-2-Clause */
/* nd6.c - How an interface does IPv6: FreeBSD's nd6 options as words */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/util.h"
#include "ifc.h"
#include "mac.h"
#include "nd6.h"
#include "nl/inet.h"
#include "nl/nd6.h"
#include "words.h"

/* Addresses from a secret that the host and the interface's name make, the same
 * after every start.  Writing it switches them on. */
static int set_stable(const struct ifc *c)
{
	cleanup_free char *seed = NULL;
	char secret[INET6_ADDRSTRLEN];
	struct nl_inet ip = { .family = AF_INET6 };

	seed = mac_seed();
	if (!seed)
		return -ENOMEM;
	mac_secret(seed, c->name, ip.b);
	return nl_nd6_write(c->nl, c->index, "conf", "stable_secret",
			    nl_inet_format(&ip, secret));
}

int nd6_set(const struct ifc *c, unsigned option, bool on)
{
	if (option == NL_ND6_STABLEADDR && on)
		return set_stable(c);
	return nl_nd6_set(c->nl, c->index, option, on);
}

/* As on FreeBSD a failure is only warned of.  value: negative: off */
static int set_word(struct ifc *c, const struct word *w, char *const *arg,
		    struct errbuf *eb)
{
	int r = nd6_set(c, (unsigned)abs(w->value), w->value > 0);

	(void)arg;
	(void)eb;
	if (r < 0)
		fprintf(stderr, "ifconfig: ioctl(SIOCSIFINFO_IN6): %s\n",
			bsd_strerror(-r));
	return 0;
}

/* Addresses may be used while it is found out whether they are another's. */
static int optimistic(struct ifc *c, const struct word *w, char *const *arg,
		      struct errbuf *eb)
{
	int r = nl_nd6_write(c->nl, c->index, "conf", "optimistic_dad",
			     w->value ? "1" : "0");

	(void)arg;
	(void)eb;
	if (r < 0)
		fprintf(stderr, "ifconfig: ioctl(SIOCSIFINFO_IN6): %s\n",
			bsd_strerror(-r));
	return 0;
}

static const struct word words[] = {
	{ "stableaddr", 0, set_word, NL_ND6_STABLEADDR, NULL },
	{ "-stableaddr", 0, set_word, -NL_ND6_STABLEADDR, NULL },
	{ "optimistic", 0, optimistic, 1, NULL },
	{ "-optimistic", 0, optimistic, 0, NULL },
	{ "accept_rtadv", 0, set_word, NL_ND6_ACCEPT_RTADV, NULL },
	{ "-accept_rtadv", 0, set_word, -NL_ND6_ACCEPT_RTADV, NULL },
	{ "no_radr", 0, set_word, NL_ND6_NO_RADR, NULL },
	{ "-no_radr", 0, set_word, -NL_ND6_NO_RADR, NULL },
	{ "ifdisabled", 0, set_word, NL_ND6_IFDISABLED, NULL },
	{ "-ifdisabled", 0, set_word, -NL_ND6_IFDISABLED, NULL },
	{ "auto_linklocal", 0, set_word, NL_ND6_AUTO_LINKLOCAL, NULL },
	{ "-auto_linklocal", 0, set_word, -NL_ND6_AUTO_LINKLOCAL, NULL },
	{ "no_dad", 0, set_word, NL_ND6_NO_DAD, NULL },
	{ "-no_dad", 0, set_word, -NL_ND6_NO_DAD, NULL },
};

const struct words nd6_words = { words, ARRAY_SIZE(words) };
