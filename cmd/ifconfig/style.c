/* SPDX-License-Identifier: BSD-2-Clause */
/* style.c - Read ifconfig's -f */

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "style.h"

static void set_ether(struct style *st, int value)
{
	st->ether = (enum style_ether)value;
}

static void set_inet(struct style *st, int value)
{
	st->inet = (enum style_inet)value;
}

static void set_inet6(struct style *st, int value)
{
	st->inet6_cidr = value != 0;
}

static void set_addr(struct style *st, int value)
{
	st->addr = (enum style_addr)value;
}

static void set_cidr(struct style *st, int value)
{
	set_inet(st, value);
	set_inet6(st, 1);
}

static void set_default(struct style *st, int value)
{
	set_ether(st, value);
	set_addr(st, value);
	set_inet(st, value);
	set_inet6(st, value);
}

static const struct {
	const char *item;
	void (*set)(struct style *st, int value);
	int value;
} items[] = {
	{ "default", set_default, 0 },
	{ "cidr", set_cidr, STYLE_CIDR },
	{ "addr:default", set_addr, STYLE_NUMERIC },
	{ "addr:numeric", set_addr, STYLE_NUMERIC },
	{ "addr:fqdn", set_addr, STYLE_FQDN },
	{ "addr:host", set_addr, STYLE_HOST },
	{ "ether:default", set_ether, STYLE_COLON },
	{ "ether:colon", set_ether, STYLE_COLON },
	{ "ether:dash", set_ether, STYLE_DASH },
	{ "inet:default", set_inet, STYLE_HEX },
	{ "inet:hex", set_inet, STYLE_HEX },
	{ "inet:cidr", set_inet, STYLE_CIDR },
	{ "inet:dotted", set_inet, STYLE_DOTTED },
	{ "inet6:default", set_inet6, 0 },
	{ "inet6:numeric", set_inet6, 0 },
	{ "inet6:cidr", set_inet6, 1 },
};

void style_parse(struct style *st, const char *text,
		 void (*bad)(const char *item))
{
	cleanup_free char *copy = strdup(text);
	char *save = NULL;

	if (!copy)
		return;
	for (char *s = strtok_r(copy, ",", &save); s;
	     s = strtok_r(NULL, ",", &save)) {
		size_t i = 0;

		while (i < ARRAY_SIZE(items) && !streq(items[i].item, s))
			i++;
		if (i < ARRAY_SIZE(items))
			items[i].set(st, items[i].value);
		else
			bad(s);
	}
}
