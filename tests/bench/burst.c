/* SPDX-License-Identifier: BSD-2-Clause */
/* burst.c - Broadcasts sent back to back: who got which, and how often */
/*
 * burst FRAMES FROM DEVICE NETNS ...
 *
 * Sends so many frames out of a device of the network namespace FROM, and
 * looks in the namespaces (files) for them on each interface ngethN that is up,
 * as soon as all have heard one frame: the kernel drops what it sends before it
 * has noticed that an interface has a carrier.  Prints: ports, frames that
 * should have come, that came, that came twice.
 */

#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define TYPE 0x88b5 /* for local experiments */
#define MAX_PORTS 4096
#define MAX_FRAMES 64
#define MAX_SPACES 8
#define QUIET_MS 1000
#define TRY_MS 50 /* until the next frame to those that have not heard one */
#define TRIES 400
#define TRIAL 255 /* a frame's number */
#define QUEUE (512 << 20)

struct port {
	int space, ifindex;
	uint64_t seen;
	int hears;
};

static struct port ports[MAX_PORTS];
static int n_ports, n_hear;

static void enter(const char *netns)
{
	int fd = open(netns, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || setns(fd, CLONE_NEWNET) < 0)
		err(1, "%s", netns);
	(void)close(fd);
}

static int packet_socket(int ifindex, int type)
{
	const struct sockaddr_ll sll = { .sll_family = AF_PACKET,
					 .sll_protocol = htons(TYPE),
					 .sll_ifindex = ifindex };
	int fd = socket(AF_PACKET, type | SOCK_CLOEXEC, 0);
	int queue = QUEUE;

	if (fd < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &queue, sizeof(queue)) ||
	    bind(fd, (const struct sockaddr *)&sll, sizeof(sll)) < 0)
		err(1, "packet socket");
	return fd;
}

/* Its interfaces that are up, but the sender's */
static void add_ports(int space, int not_this)
{
	struct ifaddrs *all, *a;

	if (getifaddrs(&all) < 0)
		err(1, "getifaddrs");
	for (a = all; a; a = a->ifa_next) {
		const struct sockaddr_ll *sll = (void *)a->ifa_addr;

		if (!sll || sll->sll_family != AF_PACKET ||
		    strncmp(a->ifa_name, "ngeth", 5) != 0 ||
		    !(a->ifa_flags & IFF_UP) || sll->sll_ifindex == not_this)
			continue;
		if (n_ports == MAX_PORTS)
			errx(1, "too many interfaces");
		ports[n_ports++] =
			(struct port){ space, sll->sll_ifindex, 0, 0 };
	}
	freeifaddrs(all);
}

static struct port *port_of(int space, int ifindex)
{
	for (int i = 0; i < n_ports; i++)
		if (ports[i].space == space && ports[i].ifindex == ifindex)
			return &ports[i];
	return NULL;
}

static void send_all(int fd, int ifindex, int first, int frames)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET,
				  .sll_protocol = htons(TYPE),
				  .sll_ifindex = ifindex,
				  .sll_halen = ETH_ALEN,
				  .sll_addr = { 255, 255, 255, 255, 255,
						255 } };
	uint8_t buf[60] = { 0 };

	for (int i = first; i < first + frames; i++) {
		buf[0] = (uint8_t)i;
		if (sendto(fd, buf, sizeof(buf), 0, (struct sockaddr *)&to,
			   sizeof(to)) < 0)
			err(1, "send");
	}
}

static void take_one(int fd, int space, int *came, int *twice)
{
	struct sockaddr_ll from = { 0 };
	socklen_t len = sizeof(from);
	uint8_t buf[64] = { 0 };
	struct port *p;

	if (recvfrom(fd, buf, sizeof(buf), MSG_DONTWAIT,
		     (struct sockaddr *)&from, &len) < 0)
		return;
	p = port_of(space, from.sll_ifindex);
	if (!p || from.sll_pkttype == PACKET_OUTGOING)
		return;
	if (buf[0] == TRIAL) {
		n_hear += !p->hears;
		p->hears = 1;
		return;
	}
	if (p->seen & 1ull << buf[0])
		++*twice;
	else
		++*came;
	p->seen |= 1ull << buf[0];
}

/* Until all is quiet, or, with so many to hear a first frame, they have */
static void take(struct pollfd *p, int n, int ms, int hear, int *came,
		 int *twice)
{
	while (n_hear != hear && poll(p, (nfds_t)n, ms) > 0)
		for (int i = 0; i < n; i++)
			take_one(p[i].fd, i, came, twice);
}

int main(int argc, char **argv)
{
	int frames = argc > 4 ? (int)strtol(argv[1], NULL, 10) : 0;
	int n = argc - 4, came = 0, twice = 0, ifindex, out;
	struct pollfd p[MAX_SPACES];
	const char *from;

	if (frames < 1 || frames > MAX_FRAMES || n > MAX_SPACES)
		errx(1, "not: frames from device netns ...");
	from = argv[2];
	enter(from);
	ifindex = (int)if_nametoindex(argv[3]);
	if (!ifindex)
		err(1, "%s", argv[3]);
	out = packet_socket(ifindex, SOCK_DGRAM);
	for (int i = 0; i < n; i++) {
		enter(argv[4 + i]);
		add_ports(i, strcmp(argv[4 + i], from) == 0 ? ifindex : 0);
		p[i] = (struct pollfd){ .fd = packet_socket(0, SOCK_DGRAM),
					.events = POLLIN };
	}
	for (int i = 0; i < TRIES && n_hear < n_ports; i++) {
		send_all(out, ifindex, TRIAL, 1);
		take(p, n, TRY_MS, n_ports, &came, &twice);
	}
	if (n_hear < n_ports)
		errx(1, "%d of %d interfaces hear nothing", n_ports - n_hear,
		     n_ports);
	send_all(out, ifindex, 0, frames);
	/* A little longer than the last one takes: there may be more than due */
	take(p, n, QUIET_MS, -1, &came, &twice);
	printf("%d %d %d %d\n", n_ports, n_ports * frames, came, twice);
	return 0;
}
