/* SPDX-License-Identifier: BSD-2-Clause */
/* jailed.c - What a process can tell of the jail it is in */

#include <fcntl.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/paths.h"
#include "libjail/devfs.h"
#include "libjail/jailed.h"

/* Written there by the core when it makes a jail */
#define JAILED_IDENT_FILE "/dev/" DEVFS_IDENT

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

/* The value of a line "KEY=VALUE" in what the core wrote down; or NULL. */
static char *ident(const char *key)
{
	cleanup_free char *text = NULL;
	size_t len = strlen(key);
	const char *line;

	if (!jailed() ||
	    file_read(AT_FDCWD, JAILED_IDENT_FILE, &text, NULL, NULL) < 0)
		return NULL;
	for (line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, key, len) == 0 && line[len] == '=')
			return strndup(line + len + 1,
				       strcspn(line + len + 1, "\n"));
	}
	return NULL;
}

static int ident_number(const char *key, int otherwise)
{
	cleanup_free char *text = ident(key);

	return text ? (int)strtol(text, NULL, 10) : otherwise;
}

int jailed_jid(void)
{
	return ident_number("jid", 0);
}

int jailed_securelevel(void)
{
	return ident_number("securelevel", -1);
}

char *jailed_name(void)
{
	char *name = ident("name");

	return name ? name : strdup("-");
}
