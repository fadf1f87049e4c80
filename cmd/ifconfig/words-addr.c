/* SPDX-License-Identifier: BSD-2-Clause */
/* words-addr.c - The words that say something about an address */

#include <errno.h>

#include "address.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "ifc.h"
#include "words.h"

static int alias(struct ifc *c, const struct word *w, char *const *arg,
		 struct errbuf *eb)
{
	(void)arg;
	(void)eb;
	address_alias(&c->addr, (enum address_alias)w->value);
	return 0;
}

static int netmask(struct ifc *c, const struct word *w, char *const *arg,
		   struct errbuf *eb)
{
	(void)w;
	return address_netmask(&c->addr, arg[0], eb);
}

static int broadcast(struct ifc *c, const struct word *w, char *const *arg,
		     struct errbuf *eb)
{
	(void)w;
	return address_broadcast(&c->addr, arg[0], eb);
}

static int prefixlen(struct ifc *c, const struct word *w, char *const *arg,
		     struct errbuf *eb)
{
	(void)w;
	return address_prefixlen(&c->addr, arg[0], eb);
}

static int times(struct ifc *c, const struct word *w, char *const *arg,
		 struct errbuf *eb)
{
	return address_times(&c->addr, arg[0], w->value != 0, eb);
}

static int only_inet6(const struct ifc *c, const struct word *w,
		      struct errbuf *eb)
{
	if (c->addr.family == AF_INET6)
		return 0;
	return errbuf_set(eb, EINVAL, "%s: only with inet6", w->name);
}

static int eui64(struct ifc *c, const struct word *w, char *const *arg,
		 struct errbuf *eb)
{
	(void)arg;
	c->addr.eui64 = true;
	return only_inet6(c, w, eb);
}

static int deprecated(struct ifc *c, const struct word *w, char *const *arg,
		      struct errbuf *eb)
{
	(void)arg;
	c->addr.deprecated = w->value != 0;
	c->addr.has_times = true;
	return only_inet6(c, w, eb);
}

static const struct word words[] = {
	{ "alias", 0, alias, ADDRESS_ADD, NULL },
	{ "add", 0, alias, ADDRESS_ADD, NULL },
	{ "-alias", 0, alias, ADDRESS_REMOVE, NULL },
	{ "delete", 0, alias, ADDRESS_REMOVE, NULL },
	{ "remove", 0, alias, ADDRESS_REMOVE, NULL },
	{ "netmask", 1, netmask, 0, NULL },
	{ "broadcast", 1, broadcast, 0, NULL },
	{ "prefixlen", 1, prefixlen, 0, NULL },
	{ "pltime", 1, times, 1, NULL },
	{ "vltime", 1, times, 0, NULL },
	{ "eui64", 0, eui64, 0, NULL },
	{ "deprecated", 0, deprecated, 1, NULL },
	{ "-deprecated", 0, deprecated, 0, NULL },
};

const struct words addr_words = { words, ARRAY_SIZE(words) };
