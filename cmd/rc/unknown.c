/* SPDX-License-Identifier: BSD-2-Clause */
/* unknown.c - The variables that have no effect, each named in a warning */

#include <string.h>
#include <strings.h>

#include "base/util.h"
#include "conf/rcconf.h"
#include "libjail/jailed.h"
#include "rc.h"

/* What we read, or how it begins */
static const struct {
	const char *name;
	bool begins, any_jail;
} known[] = {
	{ "accept_sourceroute" },
	{ "arpproxy_all" },
	{ "cloned_interfaces" },
	{ "create_args_", .begins = true },
	{ "defaultrouter" },
	{ "forward_sourceroute" },
	{ "gateway_enable" },
	{ "hostname", .any_jail = true },
	{ "icmp_bmcastecho" },
	{ "icmp_drop_redirect" },
	{ "ifconfig_", .begins = true },
	{ "ipv4_addrs_", .begins = true },
	{ "ipv6_defaultrouter" },
	{ "ipv6_gateway_enable" },
	{ "ipv6_route_", .begins = true },
	{ "ipv6_static_routes" },
	{ "netif_ipexpand_max" },
	{ "network_interfaces" },
	{ "rc_startmsgs", .any_jail = true },
	{ "route_", .begins = true },
	{ "static_routes" },
	{ "vlans_", .begins = true },
};

#define ENABLE "_enable"

/* Does it ask for nothing? */
static bool is_off(const char *value)
{
	static const char *const words[] = { "",    "no", "false",
					     "off", "0",  "none" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strcasecmp(value, words[i]) == 0)
			return true;
	return false;
}

static bool is_service(const char *name)
{
	size_t len = strlen(name);

	return len > strlen(ENABLE) &&
	       streq(name + len - strlen(ENABLE), ENABLE);
}

/* sshd_flags, where sshd_enable has said what there is to say */
static bool is_of_service(const struct rc *rc, const char *name)
{
	size_t pos = 0;
	const char *other;

	while ((other = rcconf_next(rc->conf, "", &pos))) {
		size_t len = strlen(other) - strlen(ENABLE);

		if (is_service(other) && strncmp(name, other, len) == 0 &&
		    name[len] == '_')
			return true;
	}
	return false;
}

static void warn_of(const struct rc *rc, const char *name)
{
	if (is_service(name))
		rc_warn("%s: no services are started", name);
	else if (!rcconf_is_used(rc->conf, name) && !is_of_service(rc, name))
		rc_warn("%s: not supported, it has no effect", name);
}

void rc_unknown(const struct rc *rc)
{
	bool vnet = jailed_vnet();
	const char *name;
	size_t pos = 0;

	while ((name = rcconf_next(rc->conf, "", &pos))) {
		size_t i = 0;

		if (rcconf_is_default(rc->conf, name) ||
		    is_off(rc_get(rc, name)))
			continue;
		while (i < ARRAY_SIZE(known) &&
		       !(known[i].begins ? str_starts(name, known[i].name)
					 : streq(name, known[i].name)))
			i++;
		if (i == ARRAY_SIZE(known))
			warn_of(rc, name);
		else if (!vnet && !known[i].any_jail)
			rc_warn("%s: the jail has no network stack of its own",
				name);
	}
}
