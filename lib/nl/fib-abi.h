/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* fib-abi.h - What fib.c and the program that marks sockets agree on */
#pragma once

#define FIB_MAX 255 /* the highest routing table's number */

/* The soft limit of file locks, which Linux has not heeded since 2.4, of a
 * process that uses table N is FIB_LIMIT + N. */
#define FIB_RLIMIT 10 /* RLIMIT_LOCKS */
#define FIB_LIMIT 0x66696200UL /* "fib" */

/* The mark of its sockets is N << FIB_SHIFT. */
#define FIB_SHIFT 24
#define FIB_MASK 0xff000000U
