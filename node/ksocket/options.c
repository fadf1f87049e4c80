/* SPDX-License-Identifier: BSD-2-Clause */
/* options.c - FreeBSD's numbers of socket options, and ours */

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/util.h"
#include "ksocket/ksocket.h"

#define BSD_SOL_SOCKET 0xffff

struct option {
	int level, name; /* FreeBSD's */
	int our_level, our_name;
};

static const struct option options[] = {
	{ BSD_SOL_SOCKET, 0x0001, SOL_SOCKET, SO_DEBUG },
	{ BSD_SOL_SOCKET, 0x0004, SOL_SOCKET, SO_REUSEADDR },
	{ BSD_SOL_SOCKET, 0x0010, SOL_SOCKET, SO_DONTROUTE },
	{ BSD_SOL_SOCKET, 0x0020, SOL_SOCKET, SO_BROADCAST },
	{ BSD_SOL_SOCKET, 0x0200, SOL_SOCKET, SO_REUSEPORT },
	{ BSD_SOL_SOCKET, 0x1001, SOL_SOCKET, SO_SNDBUF },
	{ BSD_SOL_SOCKET, 0x1002, SOL_SOCKET, SO_RCVBUF },
	{ BSD_SOL_SOCKET, 0x1007, SOL_SOCKET, SO_ERROR },
	{ BSD_SOL_SOCKET, 0x1008, SOL_SOCKET, SO_TYPE },
	{ BSD_SOL_SOCKET, 0x1016, SOL_SOCKET, SO_PROTOCOL },
	{ BSD_SOL_SOCKET, 0x1019, SOL_SOCKET, SO_DOMAIN },
	{ IPPROTO_IP, 3, IPPROTO_IP, IP_TOS },
	{ IPPROTO_IP, 4, IPPROTO_IP, IP_TTL },
	{ IPPROTO_IP, 9, IPPROTO_IP, IP_MULTICAST_IF },
	{ IPPROTO_IP, 10, IPPROTO_IP, IP_MULTICAST_TTL },
	{ IPPROTO_IP, 11, IPPROTO_IP, IP_MULTICAST_LOOP },
	{ IPPROTO_IP, 12, IPPROTO_IP, IP_ADD_MEMBERSHIP },
	{ IPPROTO_IP, 13, IPPROTO_IP, IP_DROP_MEMBERSHIP },
};

static const struct option *find(int level, int name)
{
	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		if (options[i].level == level && options[i].name == name)
			return &options[i];
	return NULL;
}

int ksocket_setopt(int fd, int level, int name, const void *value, size_t len)
{
	const struct option *o = find(level, name);

	if (!o)
		return -ENOPROTOOPT;
	return setsockopt(fd, o->our_level, o->our_name, value,
			  (socklen_t)len) < 0
		       ? -errno
		       : 0;
}

int ksocket_getopt(int fd, int level, int name, void *buf, size_t *len)
{
	const struct option *o = find(level, name);
	socklen_t n = (socklen_t)*len;

	if (!o)
		return -ENOPROTOOPT;
	if (getsockopt(fd, o->our_level, o->our_name, buf, &n) < 0)
		return -errno;
	*len = n;
	return 0;
}
