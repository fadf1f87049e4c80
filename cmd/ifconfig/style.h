/* SPDX-License-Identifier: BSD-2-Clause */
/* style.h - How a listing is to look: what -f, -v, -m and the family say */
#pragma once

#include <stdbool.h>

enum style_ether { STYLE_COLON, STYLE_DASH };
enum style_inet { STYLE_HEX, STYLE_CIDR, STYLE_DOTTED };
enum style_addr { STYLE_NUMERIC, STYLE_FQDN, STYLE_HOST };

enum style_family {
	STYLE_ALL,
	STYLE_INET,
	STYLE_INET6,
	STYLE_LINK,
};

struct style {
	enum style_family family;
	enum style_ether ether;
	enum style_inet inet;
	bool inet6_cidr;
	enum style_addr addr;
	const char *hosts; /* text of /etc/hosts; NULL: numbers only */
	bool capabilities; /* -m */
	bool driver; /* -D or -v */
};

/**
 * style_parse() - Read what -f or IFCONFIG_FORMAT says: "inet:cidr,ether:dash"
 * @bad:	Called for every item that means nothing
 */
void style_parse(struct style *st, const char *text,
		 void (*bad)(const char *item));
