/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_ksocket.h - Numbers and structures of the node type ksocket */
#pragma once

#include <stdint.h>
#include <sys/socket.h>

#define NG_KSOCKET_NODE_TYPE "ksocket"
#define NGM_KSOCKET_COOKIE 942710669

enum {
	NGM_KSOCKET_BIND = 1,
	NGM_KSOCKET_LISTEN,
	NGM_KSOCKET_ACCEPT,
	NGM_KSOCKET_CONNECT,
	NGM_KSOCKET_GETNAME,
	NGM_KSOCKET_GETPEERNAME,
	NGM_KSOCKET_SETOPT,
	NGM_KSOCKET_GETOPT,
};

/* Level and name are FreeBSD's numbers; without a value it is a question. */
struct ng_ksocket_sockopt {
	int32_t level;
	int32_t name;
	unsigned char value[];
};

#define NG_KSOCKET_MAX_OPTLEN 1024
