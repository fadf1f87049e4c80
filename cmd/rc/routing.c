/* SPDX-License-Identifier: BSD-2-Clause */
/* routing.c - Routes and forwarding, as rc.d/routing starts them */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "conf/rcconf.h"
#include "rc.h"

/* One address family's variables. */
struct family {
	const char *name, *routes, *route, *router, *flag;
};

static const struct family families[] = {
	{ "inet", "static_routes", "route_", "defaultrouter", "" },
	{ "inet6", "ipv6_static_routes", "ipv6_route_", "ipv6_defaultrouter",
	  "-inet6 " },
};

/* Switches that are told in one line when they are on. */
static const struct {
	const char *family, *variable, *oid, *label;
} options[] = {
	{ "inet", "icmp_bmcastecho", "net.inet.icmp.bmcastecho",
	  "broadcast ping responses" },
	{ "inet", "icmp_drop_redirect", "net.inet.icmp.drop_redirect",
	  "ignore ICMP redirect" },
	{ "inet", "gateway_enable", "net.inet.ip.forwarding", "gateway" },
	{ "inet", "forward_sourceroute", "net.inet.ip.sourceroute",
	  "do source routing" },
	{ "inet", "accept_sourceroute", "net.inet.ip.accept_sourceroute",
	  "accept source routing" },
	{ "inet", "arpproxy_all", "net.link.ether.inet.proxyall",
	  "ARP proxyall" },
	{ "inet6", "ipv6_gateway_enable", "net.inet6.ip6.forwarding",
	  "gateway" },
};

/* Written although nothing sets them, as FreeBSD's script does. */
static bool always_written(const char *variable)
{
	return streq(variable, "gateway_enable") ||
	       streq(variable, "ipv6_gateway_enable");
}

static void add_route(const struct rc *rc, const struct family *f, char *name)
{
	const char *args;

	name[strcspn(name, ":")] = '\0'; /* its interface is named there */
	args = rc_get_if(rc, f->route, name, "");
	if (!args || !*args)
		rc_warn("%s%s not found.", f->route, name);
	else
		(void)rc_tool("route", false, "add %s%s", f->flag, args);
}

static void add_routes(const struct rc *rc, const struct family *f)
{
	cleanup_strv struct strv names = { 0 };
	const char *router = rc_get(rc, f->router);

	if (rc_words(rc_get(rc, f->routes), &names) < 0)
		return;
	for (size_t i = 0; i < names.n; i++)
		add_route(rc, f, names.v[i]);
	if (*router && strcasecmp(router, "NO") != 0)
		(void)rc_tool("route", false, "add %sdefault %s", f->flag,
			      router);
}

static void set_options(const struct rc *rc, const struct family *f)
{
	cleanup_strv struct strv told = { 0 };
	cleanup_free char *text = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		const char *variable = options[i].variable;
		bool yes;

		if (!streq(options[i].family, f->name) ||
		    (!rcconf_get(rc->conf, variable) &&
		     !always_written(variable)))
			continue;
		yes = rc_yes(rc, variable, false);
		if (rc_tool("sysctl", true, "%s=%d", options[i].oid, yes) ||
		    !yes)
			continue;
		if (strv_addf(&told, "%s=YES", options[i].label) < 0)
			return;
	}
	text = strv_join(&told, " ");
	if (told.n && text && rc->messages)
		printf("Additional %s routing options: %s.\n", f->name, text);
}

void rc_routing(const struct rc *rc)
{
	for (size_t i = 0; i < ARRAY_SIZE(families); i++) {
		add_routes(rc, &families[i]);
		set_options(rc, &families[i]);
	}
}
