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
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/held.h"

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

	while (poll(p, 3, -1) >= 0 || errno == EINTR) {
		if (p[0].revents && !carry(SOCK, DATA, graph))
			return;
		if (p[1].revents && !carry(DATA, SOCK, NULL))
			return;
		if (p[2].revents && !held_goes_on(watch, FILE_FD))
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
	watch = held_watch(FILE_FD);
	if (watch < 0 || !graph_side(&graph) || !held_begin(FILE_FD))
		return EXIT_FAILURE;
	run(watch, &graph);
	return EXIT_SUCCESS;
}
