/* SPDX-License-Identifier: BSD-2-Clause */
/* bsderr.c - Say an error number in FreeBSD's words */

#include <errno.h>
#include <string.h>

#include "base/bsderr.h"
#include "base/util.h"

/* Only where the two systems differ. */
static const struct {
	int code;
	const char *text;
} words[] = {
	{ 0, "No error: 0" },
	{ ENXIO, "Device not configured" },
	{ EBUSY, "Device busy" },
	{ ENODEV, "Operation not supported by device" },
	{ EADDRNOTAVAIL, "Can't assign requested address" },
	{ EAFNOSUPPORT, "Address family not supported by protocol family" },
	{ ETIMEDOUT, "Operation timed out" },
	{ EISCONN, "Socket is already connected" },
	{ ENOTCONN, "Socket is not connected" },
	{ ERANGE, "Result too large" },
	{ ESTALE, "Stale NFS file handle" },
	{ EDQUOT, "Disc quota exceeded" },
	{ EOVERFLOW, "Value too large to be stored in data type" },
};

const char *bsd_strerror(int code)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (words[i].code == code)
			return words[i].text;
	return strerror(code);
}
