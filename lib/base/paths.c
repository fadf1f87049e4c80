/* SPDX-License-Identifier: BSD-2-Clause */
/* paths.c - Where our own files are, installed or in a build directory */

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/paths.h"

static char *try(const char *dir, const char *up, const char *name)
{
	cleanup_free char *path = NULL;

	if (asprintf(&path, "%s/%slibexec/vjail/%s", dir, up, name) < 0)
		return NULL;
	if (access(path, F_OK) < 0)
		return NULL;
	return realpath(path, NULL);
}

char *paths_libexec(const char *name)
{
	char exe[PATH_MAX], *slash, *found = NULL;
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

	if (n > 0) {
		exe[n] = '\0';
		slash = strrchr(exe, '/');
		*slash = '\0';
		found = try(exe, "../", name);
		if (!found)
			found = try(exe, "../../", name);
	}
	if (!found && asprintf(&found, "%s/%s", VJAIL_LIBEXECDIR, name) < 0)
		return NULL;
	return found;
}
