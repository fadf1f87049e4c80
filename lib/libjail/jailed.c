/* SPDX-License-Identifier: BSD-2-Clause */
/* jailed.c - What a process can tell of the jail it is in */

#include <fcntl.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/paths.h"
#include "libjail/jailed.h"

bool jailed(void)
{
	cleanup_free char *mounts = NULL;

	if (file_read(AT_FDCWD, "/proc/self/mountinfo", &mounts, NULL, NULL) <
	    0)
		return false;
	return strstr(mounts, " " VJAIL_TOOLS_IN_JAIL " ") != NULL;
}

bool jailed_vnet(void)
{
	static const char key[] = "\nCapBnd:";
	cleanup_free char *status = NULL;
	const char *bounding;

	if (file_read(AT_FDCWD, "/proc/self/status", &status, NULL, NULL) < 0)
		return false;
	bounding = strstr(status, key);
	if (!bounding)
		return false;
	return strtoull(bounding + sizeof(key) - 1, NULL, 16) &
	       (1ULL << CAP_NET_ADMIN);
}
