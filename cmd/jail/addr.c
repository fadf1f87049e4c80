/* SPDX-License-Identifier: BSD-2-Clause */
/* addr.c - ip4.addr and ip6.addr as written: an address, and what ifconfig is told */

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "addr.h"

static const char blanks[] = " \t";

/* A copy of the @len characters at @s; of nothing: nothing. */
static int copy(char **ret, const char *s, size_t len)
{
	if (!s)
		return 0;
	*ret = strndup(s, len);
	return *ret ? 0 : -ENOMEM;
}

static int copy_parts(struct addr *a, const char *rest, const char *interface)
{
	size_t len = strcspn(rest, blanks);
	const char *slash = memchr(rest, '/', len);
	const char *extra = rest + len + strspn(rest + len, blanks);
	size_t addr_len = slash ? (size_t)(slash - rest) : len;
	int r = 0;

	if (interface)
		r = copy(&a->ifname, interface, strlen(interface));
	if (r == 0)
		r = copy(&a->addr, rest, addr_len);
	if (r == 0 && slash)
		r = copy(&a->mask, slash + 1, len - addr_len - 1);
	if (r == 0 && *extra)
		r = copy(&a->extra, extra, strlen(extra));
	return r;
}

int addr_parse(const char *text, bool v6, const char *interface,
	       struct addr *ret)
{
	const char *bar = strchr(text, '|');
	cleanup_free char *named =
		bar ? strndup(text, (size_t)(bar - text)) : NULL;
	struct addr a = { .v6 = v6 };
	int r;

	if (bar && !named)
		return -ENOMEM;
	r = copy_parts(&a, bar ? bar + 1 : text, bar ? named : interface);
	if (r < 0) {
		addr_done(&a);
		return r;
	}
	*ret = a;
	return 0;
}

void addr_done(struct addr *a)
{
	free(a->ifname);
	free(a->addr);
	free(a->mask);
	free(a->extra);
	*a = (struct addr){ 0 };
}

/* How an address and its width are told to ifconfig. */
static int add_width(const struct addr *a, struct strv *argv)
{
	bool dotted = !a->mask || strchr(a->mask, '.');
	int r;

	if (!a->v6 && !dotted)
		return strv_addf(argv, "%s/%s", a->addr, a->mask);
	r = strv_add(argv, a->addr);
	if (r == 0)
		r = strv_add(argv, a->v6 ? "prefixlen" : "netmask");
	if (r < 0)
		return r;
	if (a->mask)
		return strv_add(argv, a->mask);
	return strv_add(argv, a->v6 ? "128" : "255.255.255.255");
}

int addr_command(const struct addr *a, bool add, struct strv *argv)
{
	int r = strv_add(argv, "ifconfig");

	if (r == 0)
		r = strv_add(argv, a->ifname);
	if (r == 0)
		r = strv_add(argv, a->v6 ? "inet6" : "inet");
	if (r == 0)
		r = add_width(a, argv);
	if (r == 0 && add && a->extra)
		r = strv_split(argv, a->extra, blanks);
	if (r == 0)
		r = strv_add(argv, add ? "alias" : "-alias");
	return r;
}

static int add_found(const struct addrinfo *ai, struct strv *v4,
		     struct strv *v6)
{
	struct strv *to = ai->ai_family == AF_INET    ? v4
			  : ai->ai_family == AF_INET6 ? v6
						      : NULL;
	char host[NI_MAXHOST];
	int r;

	if (!to)
		return 0;
	r = getnameinfo(ai->ai_addr, ai->ai_addrlen, host, sizeof(host), NULL,
			0, NI_NUMERICHOST);
	if (r != 0)
		return r;
	return strv_add(to, host) < 0 ? EAI_MEMORY : 0;
}

int addr_lookup(const char *hostname, struct strv *v4, struct strv *v6)
{
	struct addrinfo hints = {
		.ai_family = !v6   ? AF_INET
			     : !v4 ? AF_INET6
				   : AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
	};
	struct addrinfo *found;
	int r = getaddrinfo(hostname, NULL, &hints, &found);

	if (r != 0)
		return r;
	for (const struct addrinfo *ai = found; r == 0 && ai; ai = ai->ai_next)
		r = add_found(ai, v4, v6);
	freeaddrinfo(found);
	return r;
}
