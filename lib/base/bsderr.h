/* SPDX-License-Identifier: BSD-2-Clause */
/* bsderr.h - Say an error number in FreeBSD's words */
#pragma once

/**
 * bsd_strerror() - strerror(3) as FreeBSD words it
 * @code:	A positive Linux errno
 *
 * For the FreeBSD-syntax tools, whose error lines scripts compare.
 * Return: a constant string, or one valid until the next call
 */
const char *bsd_strerror(int code);
