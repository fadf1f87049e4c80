/* SPDX-License-Identifier: BSD-2-Clause */
/* nd6.c - How an interface does IPv6: FreeBSD's nd6 options on Linux */

#include <netinet/in.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/ipv6.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/util.h"
#include "ifc.h"
#include "mac.h"
#include "nd6.h"
#include "nl/link.h"
#include "nl/request.h"
#include "view.h"
#include "words.h"

/* An option is one number of the interface's IPv6 settings. */
static const struct option {
	unsigned option;
	int devconf; /* where the kernel tells it */
	const char *file; /* where it is set */
	int on, off;
} options[] = {
	{ VIEW_ND6_ACCEPT_RTADV, DEVCONF_ACCEPT_RA, "accept_ra", 1, 0 },
	{ VIEW_ND6_IFDISABLED, DEVCONF_DISABLE_IPV6, "disable_ipv6", 1, 0 },
	{ VIEW_ND6_NO_RADR, DEVCONF_ACCEPT_RA_DEFRTR, "accept_ra_defrtr", 0,
	  1 },
	{ VIEW_ND6_NO_DAD, DEVCONF_ACCEPT_DAD, "accept_dad", 0, 1 },
};

static int32_t conf(const struct nlattr *a, int i)
{
	int32_t v = 0;

	if (a && nla_len(a) >= (int)((size_t)(i + 1) * sizeof(v)))
		memcpy(&v, (const char *)nla_data(a) + (size_t)i * sizeof(v),
		       sizeof(v));
	return v;
}

/* Advertisements count where the setting says so and, unless it is 2, the
 * interface does not forward. */
static bool is_on(const struct nlattr *a, const struct option *o)
{
	int32_t v = conf(a, o->devconf);

	if (o->option == VIEW_ND6_ACCEPT_RTADV)
		return v == 2 || (v == 1 && !conf(a, DEVCONF_FORWARDING));
	return o->on ? v != 0 : v == 0;
}

bool nd6_read(const struct nl_link *l, unsigned *ret)
{
	struct nlattr *in6[IFLA_INET6_MAX + 1] = { 0 };
	struct nlattr *af[AF_INET6 + 1] = { 0 };
	const struct nlattr *a;
	unsigned value = VIEW_ND6_PERFORMNUD;

	if (!l->af_spec ||
	    nla_parse(af, AF_INET6, l->af_spec, (int)l->af_spec_len, NULL) <
		    0 ||
	    !af[AF_INET6] ||
	    nla_parse_nested(in6, IFLA_INET6_MAX, af[AF_INET6], NULL) < 0)
		return false;

	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		if (is_on(in6[IFLA_INET6_CONF], &options[i]))
			value |= options[i].option;
	a = in6[IFLA_INET6_ADDR_GEN_MODE];
	if (!a || nla_get_u8(a) != IN6_ADDR_GEN_MODE_NONE)
		value |= VIEW_ND6_AUTO_LINKLOCAL;
	if (a && nla_get_u8(a) == IN6_ADDR_GEN_MODE_STABLE_PRIVACY)
		value |= VIEW_ND6_STABLEADDR;
	*ret = value;
	return true;
}

/* How addresses are made: IN6_ADDR_GEN_MODE_* */
static int set_mode(const struct ifc *c, uint8_t mode)
{
	const struct ifinfomsg ifi = { .ifi_index = c->index };
	cleanup_nl_msg struct nl_msg *msg =
		nl_msg_new(RTM_SETLINK, 0, &ifi, sizeof(ifi), 0);
	struct nlattr *spec, *in6;

	spec = msg ? nla_nest_start(msg, IFLA_AF_SPEC) : NULL;
	in6 = spec ? nla_nest_start(msg, AF_INET6) : NULL;
	if (!in6 || nla_put_u8(msg, IFLA_INET6_ADDR_GEN_MODE, mode) < 0)
		return -ENOMEM;
	(void)nla_nest_end(msg, in6);
	(void)nla_nest_end(msg, spec);
	return nl_do(c->nl, msg, NULL, NULL);
}

static int write_conf(const struct ifc *c, const char *file, const char *text)
{
	cleanup_nl_link struct nl_link l = { 0 };
	char path[128];
	int r = ifc_look(c, &l, NULL);

	if (r < 0)
		return r;
	(void)snprintf(path, sizeof(path), "/proc/sys/net/ipv6/conf/%s/%s",
		       l.name, file);
	return file_write(AT_FDCWD, path, text, NULL);
}

/* Addresses from a secret that the host and the interface's name make, the same
 * after every start.  Writing it switches them on. */
static int set_stable(const struct ifc *c, bool on)
{
	cleanup_free char *seed = NULL;
	char secret[INET6_ADDRSTRLEN];
	struct nl_inet ip = { .family = AF_INET6 };

	if (!on)
		return set_mode(c, IN6_ADDR_GEN_MODE_EUI64);
	seed = mac_seed();
	if (!seed)
		return -ENOMEM;
	mac_secret(seed, c->name, ip.b);
	return write_conf(c, "stable_secret", nl_inet_format(&ip, secret));
}

int nd6_set(const struct ifc *c, unsigned option, bool on)
{
	const struct option *o = options;
	char text[12];

	if (option == VIEW_ND6_AUTO_LINKLOCAL)
		return set_mode(c, on ? IN6_ADDR_GEN_MODE_EUI64
				      : IN6_ADDR_GEN_MODE_NONE);
	if (option == VIEW_ND6_STABLEADDR)
		return set_stable(c, on);
	while (o < options + ARRAY_SIZE(options) && o->option != option)
		o++;
	if (o == options + ARRAY_SIZE(options))
		return -EINVAL;
	(void)snprintf(text, sizeof(text), "%d", on ? o->on : o->off);
	return write_conf(c, o->file, text);
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
	int r = write_conf(c, "optimistic_dad", w->value ? "1" : "0");

	(void)arg;
	(void)eb;
	if (r < 0)
		fprintf(stderr, "ifconfig: ioctl(SIOCSIFINFO_IN6): %s\n",
			bsd_strerror(-r));
	return 0;
}

static const struct word words[] = {
	{ "stableaddr", 0, set_word, VIEW_ND6_STABLEADDR, NULL },
	{ "-stableaddr", 0, set_word, -VIEW_ND6_STABLEADDR, NULL },
	{ "optimistic", 0, optimistic, 1, NULL },
	{ "-optimistic", 0, optimistic, 0, NULL },
	{ "accept_rtadv", 0, set_word, VIEW_ND6_ACCEPT_RTADV, NULL },
	{ "-accept_rtadv", 0, set_word, -VIEW_ND6_ACCEPT_RTADV, NULL },
	{ "no_radr", 0, set_word, VIEW_ND6_NO_RADR, NULL },
	{ "-no_radr", 0, set_word, -VIEW_ND6_NO_RADR, NULL },
	{ "ifdisabled", 0, set_word, VIEW_ND6_IFDISABLED, NULL },
	{ "-ifdisabled", 0, set_word, -VIEW_ND6_IFDISABLED, NULL },
	{ "auto_linklocal", 0, set_word, VIEW_ND6_AUTO_LINKLOCAL, NULL },
	{ "-auto_linklocal", 0, set_word, -VIEW_ND6_AUTO_LINKLOCAL, NULL },
	{ "no_dad", 0, set_word, VIEW_ND6_NO_DAD, NULL },
	{ "-no_dad", 0, set_word, -VIEW_ND6_NO_DAD, NULL },
};

const struct words nd6_words = { words, ARRAY_SIZE(words) };
