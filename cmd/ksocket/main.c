/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - libexec/vjail/ng_ksocket [ID]: carry a ksocket node's packets
 *
 * Started by who makes the node, with three descriptors: the socket, the
 * graph's data socket of the node, and a file.  It goes on in the background,
 * locks the file, and lives as long as that has a name.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

#define BATCH 32
#define PACKET_MAX 65536
#define QUEUE (4 << 20) /* bytes that may wait on either side */

enum { SOCK = 3, DATA, FILE_FD };

/* A batch of packets on its way */
struct batch {
	struct mmsghdr msgs[BATCH];
	struct iovec iov[BATCH];
	unsigned char room[BATCH][PACKET_MAX];
};

static bool is_named(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && st.st_nlink > 0;
}

static bool lock(void)
{
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	return fcntl(FILE_FD, F_SETLK, &l) == 0 && is_named(FILE_FD);
}

/* The parent ends when the child is ready, or has failed. */
static bool go_into_background(void)
{
	int ready[2], null = open("/dev/null", O_RDWR | O_CLOEXEC);
	char c = 0;

	if (null < 0 || pipe2(ready, O_CLOEXEC) < 0)
		return false;
	switch (fork()) {
	case -1:
		return false;
	case 0:
		break;
	default:
		(void)close(ready[1]);
		_exit(read(ready[0], &c, 1) == 1 ? EXIT_SUCCESS : EXIT_FAILURE);
	}
	for (int fd = 0; fd <= 2; fd++)
		(void)dup2(null, fd);
	(void)setsid();
	(void)chdir("/");
	(void)close(ready[0]);
	if (!lock() || write(ready[1], &c, 1) != 1)
		return false;
	(void)close(ready[1]);
	return true;
}

static int watch_file(void)
{
	char path[32];
	int fd = inotify_init1(IN_CLOEXEC);

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", FILE_FD);
	if (fd >= 0 && inotify_add_watch(fd, path, IN_ATTRIB) < 0)
		close_fd(&fd);
	return fd;
}

static void prepare(struct batch *b)
{
	for (int i = 0; i < BATCH; i++) {
		b->iov[i].iov_base = b->room[i];
		b->iov[i].iov_len = PACKET_MAX;
		b->msgs[i].msg_hdr.msg_iov = &b->iov[i];
		b->msgs[i].msg_hdr.msg_iovlen = 1;
		b->msgs[i].msg_hdr.msg_name = NULL;
		b->msgs[i].msg_hdr.msg_namelen = 0;
	}
}

/* A packet that cannot be sent is lost, as on any wire; an error that an
 * earlier one caused is told of by the next, which may go then. */
static void send_all(int to, struct mmsghdr *msgs, int n)
{
	bool again = true;

	while (n > 0) {
		int sent = sendmmsg(to, msgs, (unsigned)n, 0);

		if (sent < 0 && again) {
			again = false;
			continue;
		}
		again = true;
		sent = sent < 0 ? 1 : sent;
		msgs += sent;
		n -= sent;
	}
}

/* A try without would give the socket a port, which it could not change. */
static bool is_connected(void)
{
	struct sockaddr_storage peer;
	socklen_t len = sizeof(peer);
	static bool once;

	once = once || getpeername(SOCK, (struct sockaddr *)&peer, &len) == 0;
	return once;
}

/* One batch from here to there; false: that side is no more. */
static bool carry(int from, int to, const struct sockaddr_ll *graph)
{
	static struct batch b;
	int n;

	prepare(&b);
	n = recvmmsg(from, b.msgs, BATCH, MSG_DONTWAIT, NULL);
	if (n < 0)
		return errno != ENETDOWN && errno != ENXIO && errno != ENODEV;
	for (int i = 0; i < n; i++) {
		b.iov[i].iov_len = b.msgs[i].msg_len;
		b.msgs[i].msg_hdr.msg_name = (void *)(uintptr_t)graph;
		b.msgs[i].msg_hdr.msg_namelen = graph ? sizeof(*graph) : 0;
	}
	if (to == DATA || is_connected())
		send_all(to, b.msgs, n);
	return true;
}

/* Where the graph takes packets: its device, and no hook, the only one. */
static bool graph_side(struct sockaddr_ll *ret)
{
	socklen_t len = sizeof(*ret);

	if (getsockname(DATA, (struct sockaddr *)ret, &len) < 0)
		return false;
	ret->sll_protocol = htons(ETH_P_IP);
	ret->sll_halen = ETH_ALEN;
	memset(ret->sll_addr, 0, sizeof(ret->sll_addr));
	return true;
}

static void run(int watch, const struct sockaddr_ll *graph)
{
	struct pollfd p[] = {
		{ .fd = SOCK, .events = POLLIN },
		{ .fd = DATA, .events = POLLIN },
		{ .fd = watch, .events = POLLIN },
	};
	char event[sizeof(struct inotify_event) + 256];

	while (poll(p, 3, -1) >= 0 || errno == EINTR) {
		if (p[0].revents && !carry(SOCK, DATA, graph))
			return;
		if (p[1].revents && !carry(DATA, SOCK, NULL))
			return;
		if (p[2].revents && read(watch, event, sizeof(event)) < 0)
			return;
		if (p[2].revents && !is_named(FILE_FD))
			return;
	}
}

int main(void)
{
	const int queue = QUEUE;
	struct sockaddr_ll graph;
	int watch;

	(void)close_range(FILE_FD + 1, ~0U, 0);
	(void)signal(SIGHUP, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
	for (int fd = SOCK; fd <= DATA; fd++)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &queue,
				 sizeof(queue));
	watch = watch_file();
	if (watch < 0 || !graph_side(&graph) || !go_into_background())
		return EXIT_FAILURE;
	run(watch, &graph);
	return EXIT_SUCCESS;
}
