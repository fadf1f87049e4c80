/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_socket.h - Numbers and names of the node type socket */
#pragma once

#define NG_SOCKET_NODE_TYPE "socket"
#define NGM_SOCKET_COOKIE 851601233

/* Does the node go with its last hook?  LINGER, as it is at first: no */
enum {
	NGM_SOCK_CMD_NOLINGER = 1,
	NGM_SOCK_CMD_LINGER,
};

#include <sys/socket.h>

/* Of the addresses below; there is no such family for socket(2). */
#define AF_NETGRAPH AF_UNIX
#define PF_NETGRAPH AF_NETGRAPH

#define NG_DATA 1
#define NG_CONTROL 2

/*
 * What getsockname(2) and recvfrom(2) tell of a control socket.  The family is
 * the system's own; a zero byte stands before the name.
 */
struct sockaddr_ng {
	sa_family_t sg_family;
	__extension__ union {
		char sg_zero;
		unsigned char sg_len; /* on FreeBSD; 0 */
	};
	char sg_data[32]; /* the node's name, or [id]: */
};
