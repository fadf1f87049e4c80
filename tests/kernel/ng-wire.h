/* SPDX-License-Identifier: BSD-2-Clause */
/* ng-wire.h - An interface, em0, with a wire from it: frames at both ends */
#pragma once

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdlib.h>

#include "nl/link.h"
#include "nl/nl.h"
#include "ng.h"

#define TYPE 0x88b5 /* for experiments: nobody else sends such */
#define ALL 0xff
#define OPER_UP 6u /* IF_OPER_UP of linux/if.h, which net/if.h does not bear */

/* Not the ip that a shell may have in it */
static const char make_wire[] =
	"echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6;"
	"/sbin/ip link add em0 address 02:00:00:00:00:01 type veth"
	" peer name wire0 address 02:00:00:00:00:02 &&"
	"/sbin/ip link set em0 up && /sbin/ip link set wire0 up";

/* Frames of our type at one end of the wire */
static inline int tap_of(const char *name, uint16_t type)
{
	struct sockaddr_ll sll = { .sll_family = AF_PACKET,
				   .sll_protocol = htons(type) };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);

	sll.sll_ifindex = (int)if_nametoindex(name);
	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (const struct sockaddr *)&sll, sizeof(sll)),
			 0);
	return fd;
}

static inline int tap(const char *name)
{
	return tap_of(name, TYPE);
}

/* An interface is said to run before it has its queue, and until then drops
 * what it is given.  The state "up" is set with the queue, under a lock that
 * setting the same flags waits for. */
static inline void up(const char *name)
{
	const struct nl_link_change same = { .flags_mask = IFF_UP,
					     .flags = IFF_UP };
	cleanup_nl struct nl *nl = NULL;
	unsigned state = 0;
	int index;

	assert_int_equal(nl_open(&nl, NULL), 0);
	for (int i = 0; i < 5000 && state != OPER_UP; i++) {
		cleanup_nl_link struct nl_link l = { 0 };

		assert_int_equal(nl_link_get(nl, name, 0, &l, NULL), 0);
		state = l.operstate;
		(void)poll(NULL, 0, state != OPER_UP);
	}
	assert_int_equal(state, OPER_UP);
	index = (int)if_nametoindex(name);
	assert_int_equal(nl_link_set(nl, index, &same, NULL), 0);
}

/* wire() - Setup of a test: ng_alone(), and the wire */
static inline int wire(void **state)
{
	if (ng_alone(state) < 0)
		return -1;
	return system(make_wire); /* NOLINT(cert-env33-c): fixed words */
}

struct ends {
	int host, wire;
};

static inline struct ends ends_open(void)
{
	struct ends e;

	up("em0");
	up("wire0");
	e.host = tap("em0");
	e.wire = tap("wire0");
	return e;
}

static inline void ends_close(const struct ends *e)
{
	(void)close(e->host);
	(void)close(e->wire);
}

/* The next frame that came in there, not one that went out */
static inline ssize_t tap_read(int fd, unsigned char *buf, size_t size,
			       int wait_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct sockaddr_ll from = { 0 };
	socklen_t len = sizeof(from);
	ssize_t n;

	while (poll(&p, 1, wait_ms) == 1) {
		n = recvfrom(fd, buf, size, 0, (struct sockaddr *)&from, &len);
		if (n < 0 || from.sll_pkttype != PACKET_OUTGOING)
			return n;
	}
	return 0;
}

static inline void tap_gets(int fd, const unsigned char *f, size_t len)
{
	unsigned char buf[FRAME_MAX];

	assert_int_equal(tap_read(fd, buf, sizeof(buf), 5000), len);
	assert_memory_equal(buf, f, len);
}

static inline void tap_silent(int fd)
{
	unsigned char buf[FRAME_MAX];

	assert_int_equal(tap_read(fd, buf, sizeof(buf), 0), 0);
}

static inline void tap_send(int fd, const unsigned char *f, size_t len)
{
	assert_int_equal(send(fd, f, len, 0), len);
}

/* tap_gets_tagged() - The same with a tag, which the kernel tells of apart */
static inline void tap_gets_tagged(int fd, const unsigned char *f, size_t len,
				   uint16_t type, uint16_t tci)
{
	union {
		struct cmsghdr h;
		char room[CMSG_SPACE(sizeof(struct tpacket_auxdata))];
	} control;
	unsigned char buf[FRAME_MAX];
	struct iovec iov = { .iov_base = buf, .iov_len = sizeof(buf) };
	struct msghdr m = { .msg_iov = &iov,
			    .msg_iovlen = 1,
			    .msg_control = &control,
			    .msg_controllen = sizeof(control) };
	struct pollfd p = { .fd = fd, .events = POLLIN };
	const struct tpacket_auxdata *aux;
	struct cmsghdr *h;

	assert_int_equal(setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, &(int){ 1 },
				    sizeof(int)),
			 0);
	assert_int_equal(poll(&p, 1, 5000), 1);
	assert_int_equal(recvmsg(fd, &m, 0), len);
	assert_memory_equal(buf, f, len);
	h = CMSG_FIRSTHDR(&m);
	if (!h) {
		fail_msg("nothing is told of a tag");
		return;
	}
	aux = (const void *)CMSG_DATA(h);
	assert_int_equal(aux->tp_vlan_tpid, type);
	assert_int_equal(aux->tp_vlan_tci, tci);
}
