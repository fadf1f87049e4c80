/* SPDX-License-Identifier: BSD-2-Clause */
/* api-set.c - Create and update jails by jail_set()'s rules */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/proc.h"
#include "base/util.h"
#include "jail.h"
#include "libjail/api-priv.h"
#include "libjail/core.h"
#include "libjail/param-view.h"

#define SET_FLAGS (JAIL_CREATE | JAIL_UPDATE | JAIL_ATTACH | JAIL_DYING)

static bool attach_or_persist(const struct jail_params *ps, int flags)
{
	return (flags & JAIL_ATTACH) || jail_params_bool(ps, "persist");
}

/* Waits until it is told that the caller is in the jail, and then lets the
 * jail end with it: from inside, the caller could not. */
static pid_t start_releaser(int jid, int *ret_fd)
{
	int fds[2];
	pid_t pid;
	char c;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return -errno;
	pid = fork();
	if (pid == 0) {
		(void)close(fds[1]);
		while (read(fds[0], &c, 1) < 0 && errno == EINTR)
			;
		_exit(jail_persist(jid, false, NULL) < 0);
	}
	(void)close(fds[0]);
	if (pid < 0) {
		(void)close(fds[1]);
		return -EAGAIN;
	}
	*ret_fd = fds[1];
	return pid;
}

/* Enter a jail that is to end with its last process. */
static int enter_and_release(int jid, struct errbuf *eb)
{
	cleanup_close int fd = -1;
	pid_t pid = start_releaser(jid, &fd);
	int r;

	if (pid < 0)
		return errbuf_set(eb, -pid, "attach failed");
	r = jail_enter(jid, eb);
	(void)close(TAKE_FD(fd));
	(void)proc_wait(pid);
	return r;
}

static int create(const struct jail_params *ps, int flags, struct errbuf *eb)
{
	int jid, r;

	if (!attach_or_persist(ps, flags))
		return errbuf_set(eb, EINVAL,
				  "new jail must persist or attach");
	jid = jail_create(ps, eb);
	if (jid < 0 || !(flags & JAIL_ATTACH))
		return jid;
	if (jail_params_bool(ps, "persist")) {
		r = jail_enter(jid, eb);
		if (r < 0)
			(void)jail_destroy(jid, NULL);
	} else {
		r = enter_and_release(jid, eb);
	}
	return r < 0 ? r : jid;
}

static int update(const struct jail_info *info, const struct jail_params *ps,
		  int flags, struct errbuf *eb)
{
	int r = jail_update(info->jid, ps, eb);

	if (r == 0 && flags & JAIL_ATTACH)
		r = jail_enter(info->jid, eb);
	return r < 0 ? r : info->jid;
}

static int exists(const struct jail_info *info, const struct api_key *key,
		  struct errbuf *eb)
{
	const char *what =
		info->state == JAIL_REMOVING ? "is dying" : "already exists";

	if (key->jid && *key->jid)
		return errbuf_set(eb, EEXIST, "jail %d %s", info->jid, what);
	return errbuf_set(eb, EEXIST, "jail \"%s\" %s", info->name, what);
}

int api_set(const struct jail_params *ps, int flags, struct errbuf *eb)
{
	cleanup_jail_info struct jail_info info = { 0 };
	int jid = (int)jail_params_int(ps, "jid");
	const char *name = jail_params_str(ps, "name");
	struct api_key key = { .jid = &jid, .name = *name ? name : NULL };
	int r;

	if (flags & ~SET_FLAGS)
		return errbuf_set(eb, EINVAL, "unknown flags: %#x",
				  (unsigned)(flags & ~SET_FLAGS));
	if (!(flags & (JAIL_CREATE | JAIL_UPDATE)))
		return errbuf_set(eb, EINVAL,
				  "no valid operation (create or update)");
	if (jid == 0 && !key.name) {
		if (flags & JAIL_CREATE)
			return create(ps, flags, eb);
		return errbuf_set(eb, ENOENT, "update specified no jail");
	}

	r = api_find(&key, flags, &info, eb);
	if (r == 0 && flags & JAIL_UPDATE)
		return update(&info, ps, flags, eb);
	if (r == 0)
		return exists(&info, &key, eb);
	if (r == -ENOENT && flags & JAIL_CREATE)
		return create(ps, flags, eb);
	return r;
}
