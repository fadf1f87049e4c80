/* SPDX-License-Identifier: BSD-2-Clause */
/* resolve.c - Addresses as a user writes them: numbers or names */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/hosts.h"
#include "resolve.h"

static int by_name(int family, const char *word, struct nl_inet *ret)
{
	cleanup_free char *hosts = NULL, *networks = NULL;
	struct in_addr net;
	uint8_t b[16];

	if (file_read(AT_FDCWD, "/etc/hosts", &hosts, NULL, NULL) == 0 &&
	    hosts_addr(hosts, family, word, b) == 0) {
		ret->family = family;
		memcpy(ret->b, b, nl_inet_len(family));
		return 0;
	}
	if (family == AF_INET &&
	    file_read(AT_FDCWD, "/etc/networks", &networks, NULL, NULL) == 0 &&
	    networks_addr(networks, word, &net) == 0) {
		ret->family = family;
		memcpy(ret->b, &net, sizeof(net));
		return 0;
	}
	return -ENOENT;
}

/* fe80::1%em0: the interface is the one that is configured. */
static int by_scoped_number(const char *word, struct nl_inet *ret)
{
	char buf[INET6_ADDRSTRLEN];
	size_t n = strcspn(word, "%");

	if (n >= sizeof(buf))
		return -EINVAL;
	memcpy(buf, word, n);
	buf[n] = '\0';
	return nl_inet_parse(buf, AF_INET6, ret);
}

int resolve_addr(int family, const char *word, struct nl_inet *ret)
{
	struct nl_inet ip = { .family = AF_INET };
	struct in_addr in;

	if (family == AF_INET && inet_aton(word, &in)) {
		memcpy(ip.b, &in, sizeof(in));
		*ret = ip;
		return 0;
	}
	if (family == AF_INET6 && by_scoped_number(word, ret) == 0)
		return 0;
	return by_name(family, word, ret);
}
