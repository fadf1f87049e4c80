/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_echo.h - Numbers and names of the node type echo */
#pragma once

#define NG_ECHO_NODE_TYPE "echo"
#define NGM_ECHO_COOKIE 884298942
