/* SPDX-License-Identifier: BSD-2-Clause */
/* jailed.c - What a process can tell of the jail it is in */

#include <fcntl.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/paths.h"
#include "libjail/devfs.h"
#include "libjail/jailed.h"

/* Written there by the core when it makes a jail */
#define JAILED_IDENT_FILE "/dev/" DEVFS_IDENT

/* Asked of the kernel itself: a jail may have no /proc. */
bool jailed(void)
{
	struct statx st;

	return statx(AT_FDCWD, VJAIL_TOOLS_IN_JAIL, AT_SYMLINK_NOFOLLOW, 0,
		     &st) == 0 &&
	       st.stx_attributes & STATX_ATTR_MOUNT_ROOT;
}

bool jailed_vnet(void)
{
	return prctl(PR_CAPBSET_READ, CAP_NET_ADMIN, 0, 0, 0) == 1;
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
