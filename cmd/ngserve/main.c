/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - libexec/vjail/ngserve JID: a jail's netgraph, for root in it
 *
 * Started on the host by the jail's watcher for each program that connects;
 * descriptor 0 is the connection.  It works in the jail's network namespace, and
 * in no other one of the jail's.
 */

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "libjail/core.h"
#include "libjail/registry.h"
#include "libnetgraph/hostfs.h"
#include "libnetgraph/session.h"
#include "serve.h"

#define SOCK 0

#ifndef SO_PEERPIDFD /* Linux 6.5 */
#define SO_PEERPIDFD 77
#endif

/* Is who connected root of that jail? */
static void check_peer(int jid, const struct ucred *who)
{
	cleanup_jail_rec struct jail_rec rec = { 0 };
	struct errbuf eb = { 0 };
	uid_t root;

	if (registry_read(jid, &rec, &eb) < 0)
		errx(EXIT_FAILURE, "%s", eb.msg);
	root = rec.own_user ? registry_id_base(rec.ids) : 0;
	if (!rec.own_net || who->uid != root)
		errx(EXIT_FAILURE, "not root of jail %d", jid);
}

/* A pidfd of who connected, or -1; the kernel's own cannot have come to mean
 * another process. */
static int open_peer(pid_t pid)
{
	socklen_t len = sizeof(int);
	int fd = -1;

	if (getsockopt(SOCK, SOL_SOCKET, SO_PEERPIDFD, &fd, &len) == 0)
		return fd;
	return errno == ENOPROTOOPT ? (int)syscall(SYS_pidfd_open, pid, 0) : -1;
}

static void enter(int jid)
{
	struct errbuf eb = { 0 };
	cleanup_close int fd = jail_netns_open(jid, &eb);

	if (fd < 0)
		errx(EXIT_FAILURE, "%s", eb.msg);
	if (setns(fd, CLONE_NEWNET) < 0)
		err(EXIT_FAILURE, "jail %d: network namespace", jid);
}

int main(int argc, char **argv)
{
	struct pollfd ended = { .fd = -1, .events = POLLIN };
	socklen_t len = sizeof(struct ucred);
	struct errbuf eb = { 0 };
	struct ucred who;

	if (argc != 2 ||
	    getsockopt(SOCK, SOL_SOCKET, SO_PEERCRED, &who, &len) < 0)
		errx(EXIT_FAILURE, "usage: ngserve jid, with a connection");
	check_peer(atoi(argv[1]), &who);
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	ended.fd = open_peer(who.pid);
	if (hostfs_enter(&eb) < 0)
		errx(EXIT_FAILURE, "%s", eb.msg);
	enter(atoi(argv[1]));
	serve(SOCK);
	/* Its descriptors may go after the connection. */
	if (ended.fd >= 0)
		(void)poll(&ended, 1, -1);
	session_sweep();
	return EXIT_SUCCESS;
}
