/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_socket.h - Numbers and names of the node type socket */
#pragma once

#define NG_SOCKET_NODE_TYPE "socket"
#define NGM_SOCKET_COOKIE 851601233

#include <sys/socket.h>

/*
 * What getsockname(2) and recvfrom(2) tell of a control socket.  The family is
 * the system's own; a zero byte stands before the name.
 */
struct sockaddr_ng {
	sa_family_t sg_family;
	char sg_zero;
	char sg_data[32]; /* the node's name, or [id]: */
};
