/* SPDX-License-Identifier: BSD-2-Clause */
/* nd6.c - How an interface does IPv6: FreeBSD's nd6 options on Linux */

#include <netinet/in.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/ipv6.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/util.h"
#include "nl/link.h"
#include "nl/nd6.h"
#include "nl/request.h"

/* Bits of IFLA_INET6_FLAGS; no header of the kernel's has them. */
#define RA_MANAGED 0x40
#define RA_OTHER 0x80

/* An option is one number of the interface's IPv6 settings. */
static const struct option {
	unsigned option;
	int devconf; /* where the kernel tells it */
	const char *file; /* where it is set */
	int on, off;
} options[] = {
	{ NL_ND6_ACCEPT_RTADV, DEVCONF_ACCEPT_RA, "accept_ra", 1, 0 },
	{ NL_ND6_IFDISABLED, DEVCONF_DISABLE_IPV6, "disable_ipv6", 1, 0 },
	{ NL_ND6_NO_RADR, DEVCONF_ACCEPT_RA_DEFRTR, "accept_ra_defrtr", 0, 1 },
	{ NL_ND6_NO_DAD, DEVCONF_ACCEPT_DAD, "accept_dad", 0, 1 },
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

	if (o->option == NL_ND6_ACCEPT_RTADV)
		return v == 2 || (v == 1 && !conf(a, DEVCONF_FORWARDING));
	return o->on ? v != 0 : v == 0;
}

/* What the link tells of IPv6; false: nothing. */
static bool parse(const struct nl_link *l,
		  struct nlattr *in6[static IFLA_INET6_MAX + 1])
{
	struct nlattr *af[AF_INET6 + 1] = { 0 };

	return l->af_spec &&
	       nla_parse(af, AF_INET6, l->af_spec, (int)l->af_spec_len, NULL) >=
		       0 &&
	       af[AF_INET6] &&
	       nla_parse_nested(in6, IFLA_INET6_MAX, af[AF_INET6], NULL) >= 0;
}

bool nl_nd6_read(const struct nl_link *l, unsigned *ret)
{
	struct nlattr *in6[IFLA_INET6_MAX + 1] = { 0 };
	const struct nlattr *a;
	unsigned value = NL_ND6_PERFORMNUD;

	if (!parse(l, in6))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		if (is_on(in6[IFLA_INET6_CONF], &options[i]))
			value |= options[i].option;
	a = in6[IFLA_INET6_ADDR_GEN_MODE];
	if (!a || nla_get_u8(a) != IN6_ADDR_GEN_MODE_NONE)
		value |= NL_ND6_AUTO_LINKLOCAL;
	if (a && nla_get_u8(a) == IN6_ADDR_GEN_MODE_STABLE_PRIVACY)
		value |= NL_ND6_STABLEADDR;
	*ret = value;
	return true;
}

bool nl_nd6_params(const struct nl_link *l, struct nl_nd6_params *ret)
{
	struct nlattr *in6[IFLA_INET6_MAX + 1] = { 0 };
	struct ifla_cacheinfo times = { 0 };
	uint32_t flags;

	if (!parse(l, in6))
		return false;
	if (in6[IFLA_INET6_CACHEINFO])
		(void)nla_memcpy(&times, in6[IFLA_INET6_CACHEINFO],
				 sizeof(times));
	flags = nl_attr_u32(in6[IFLA_INET6_FLAGS], 0);
	*ret = (struct nl_nd6_params){
		.mtu = (unsigned)conf(in6[IFLA_INET6_CONF], DEVCONF_MTU6),
		.hop_limit =
			(unsigned)conf(in6[IFLA_INET6_CONF], DEVCONF_HOPLIMIT),
		.reachable = times.reachable_time,
		.retrans = times.retrans_time,
		.managed = flags & RA_MANAGED,
		.other = flags & RA_OTHER,
	};
	return true;
}

/* How addresses are made: IN6_ADDR_GEN_MODE_* */
static int set_mode(struct nl *nl, int index, uint8_t mode)
{
	const struct ifinfomsg ifi = { .ifi_index = index };
	cleanup_nl_msg struct nl_msg *msg =
		nl_msg_new(RTM_SETLINK, 0, &ifi, sizeof(ifi), 0);
	struct nlattr *spec, *in6;

	spec = msg ? nla_nest_start(msg, IFLA_AF_SPEC) : NULL;
	in6 = spec ? nla_nest_start(msg, AF_INET6) : NULL;
	if (!in6 || nla_put_u8(msg, IFLA_INET6_ADDR_GEN_MODE, mode) < 0)
		return -ENOMEM;
	(void)nla_nest_end(msg, in6);
	(void)nla_nest_end(msg, spec);
	return nl_do(nl, msg, NULL, NULL);
}

int nl_nd6_write(struct nl *nl, int index, const char *dir, const char *file,
		 const char *text)
{
	cleanup_nl_link struct nl_link l = { 0 };
	char path[128];
	int r = nl_link_get(nl, NULL, index, &l, NULL);

	if (r < 0)
		return r;
	(void)snprintf(path, sizeof(path), "/proc/sys/net/ipv6/%s/%s/%s", dir,
		       l.name, file);
	return file_write(AT_FDCWD, path, text, NULL);
}

int nl_nd6_set(struct nl *nl, int index, unsigned option, bool on)
{
	const struct option *o = options;
	char text[12];

	if (option == NL_ND6_AUTO_LINKLOCAL)
		return set_mode(nl, index,
				on ? IN6_ADDR_GEN_MODE_EUI64
				   : IN6_ADDR_GEN_MODE_NONE);
	if (option == NL_ND6_STABLEADDR && !on)
		return set_mode(nl, index, IN6_ADDR_GEN_MODE_EUI64);
	while (o < options + ARRAY_SIZE(options) && o->option != option)
		o++;
	if (o == options + ARRAY_SIZE(options))
		return -EINVAL;
	(void)snprintf(text, sizeof(text), "%d", on ? o->on : o->off);
	return nl_nd6_write(nl, index, "conf", o->file, text);
}
