/* SPDX-License-Identifier: BSD-2-Clause */
/* pin.c - Where the network namespace of a jail is pinned, and seen by ip(8) */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/errbuf.h"
#include "base/paths.h"
#include "base/util.h"
#include "libjail/pin.h"

#define NETNS_DIR "/run/netns" /* iproute2's */

void pin_path(int jid, char *buf, size_t len)
{
	(void)snprintf(buf, len, "%s/jails/%d/net", VJAIL_STATE_DIR, jid);
}

int pin_link(int jid, const char *name, struct errbuf *eb)
{
	char pin[PATH_MAX], path[PATH_MAX];

	pin_path(jid, pin, sizeof(pin));
	(void)mkdir(NETNS_DIR, 0755);
	(void)snprintf(path, sizeof(path), "%s/%s", NETNS_DIR, name);
	if (symlink(pin, path) < 0 && errno != EEXIST)
		return errbuf_errno(eb, "%s", path);
	return 0;
}

int pin_unlink(int jid, const char *name, struct errbuf *eb)
{
	char pin[PATH_MAX], path[PATH_MAX], target[PATH_MAX];
	ssize_t n;

	pin_path(jid, pin, sizeof(pin));
	(void)snprintf(path, sizeof(path), "%s/%s", NETNS_DIR, name);
	n = readlink(path, target, sizeof(target) - 1);
	if (n <= 0)
		return 0;
	target[n] = '\0';
	if (streq(target, pin) && unlink(path) < 0 && errno != ENOENT)
		return errbuf_errno(eb, "%s", path);
	return 0;
}
