/* SPDX-License-Identifier: BSD-2-Clause */
/* door.c - Where root of a jail knocks to have its netgraph changed */

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/paths.h"
#include "base/proc.h"
#include "libjail/door.h"

#define WAITING 16

static int listen_here(void)
{
	static const struct sockaddr_un sun = { .sun_family = AF_UNIX,
						.sun_path = "\0" VJAIL_DOOR };
	cleanup_close int fd =
		socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0 ||
	    bind(fd, (const struct sockaddr *)&sun,
		 offsetof(struct sockaddr_un, sun_path) + sizeof(VJAIL_DOOR)) <
		    0 ||
	    listen(fd, WAITING) < 0)
		return -errno;
	return TAKE_FD(fd);
}

int door_open(int netns, struct errbuf *eb)
{
	cleanup_close int home =
		open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	int fd;

	if (home < 0 || setns(netns, CLONE_NEWNET) < 0)
		return errbuf_errno(eb, "vjail.netgraph: network namespace");
	fd = listen_here();
	if (proc_return(home, CLONE_NEWNET) < 0) {
		close_fd(&fd);
		return errbuf_errno(eb, "vjail.netgraph: network namespace");
	}
	return fd < 0 ? errbuf_set(eb, -fd, "vjail.netgraph: %s", strerror(-fd))
		      : fd;
}
