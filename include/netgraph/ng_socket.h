/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_socket.h - Numbers and names of the node type socket */
#pragma once

#define NG_SOCKET_NODE_TYPE "socket"
#define NGM_SOCKET_COOKIE 851601233
