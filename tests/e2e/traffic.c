/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * traffic.c - Everything that members of one network send each other
 *
 * traffic [-r] NAME,NETNS,IF,IPV4,IPV6 ...: between each two of them, both ways,
 * TCP and UDP over IPv4 and IPv6, unless that address is "-"; and, unless they
 * are routed (-r), from each to each and all, frames with VLAN tags, and
 * multicast.  NETNS is a file, or "-" for where it is run.  One line for each
 * thing that was tried; exits 1 if one of them failed.  Static, so that it runs
 * in any root.
 */

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/if_ether.h>
#include <linux/if_packet.h>

#define MEMBERS 8
#define STREAM (4u << 20)
#define PATIENCE_MS 10000
#define QUIET_MS 20 /* who gets a frame twice gets it at about once */
#define FRAME 200
#define PLAIN 1514 /* what is longer was not cut in pieces on its way */
#define TESTED 0x88b5 /* an Ethernet type that nobody has */
#define VLAN 7
#define PORT 7007

struct member {
	char *name, *ifname;
	int netns;
	unsigned ifindex;
	uint8_t mac[6];
	char *ip[2]; /* IPv4, IPv6 */
};

static struct member members[MEMBERS];
static int nmembers, failures;
static bool routed;
static const int families[] = { AF_INET, AF_INET6 };

static void enter(const struct member *m)
{
	if (setns(m->netns, CLONE_NEWNET) < 0)
		err(2, "%s: setns", m->name);
}

static void tell(bool ok, const struct member *a, const struct member *b,
		 const char *what, const char *why)
{
	printf("%s %s to %s: %s%s%s\n", ok ? "ok" : "not ok", a->name,
	       b ? b->name : "all", what, *why ? ": " : "", why);
	failures += !ok;
}

static socklen_t address(const struct member *m, int family, uint16_t port,
			 struct sockaddr_storage *ret)
{
	struct sockaddr_in *in = (void *)ret;
	struct sockaddr_in6 *in6 = (void *)ret;

	memset(ret, 0, sizeof(*ret));
	ret->ss_family = (sa_family_t)family;
	if (family == AF_INET) {
		in->sin_port = htons(port);
		if (inet_pton(family, m->ip[0], &in->sin_addr) != 1)
			errx(2, "%s: not an address", m->ip[0]);
		return sizeof(*in);
	}
	in6->sin6_port = htons(port);
	if (inet_pton(family, m->ip[1], &in6->sin6_addr) != 1)
		errx(2, "%s: not an address", m->ip[1]);
	return sizeof(*in6);
}

/* A socket in the member's network, bound to its address */
static int socket_at(const struct member *m, int family, int type)
{
	struct sockaddr_storage ss;
	socklen_t len = address(m, family, PORT, &ss);
	int fd, on = 1;

	enter(m);
	fd = socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)))
		err(2, "socket");
	if (bind(fd, (struct sockaddr *)&ss, len) < 0)
		err(2, "%s: bind", m->name);
	return fd;
}

static bool ready(int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };

	return poll(&p, 1, PATIENCE_MS) == 1;
}

/* What packets of that type on an interface (0: all) are seen by */
static int tap(const struct member *m, unsigned ifindex, uint16_t type)
{
	struct sockaddr_ll ll = { .sll_family = AF_PACKET,
				  .sll_protocol = htons(type),
				  .sll_ifindex = (int)ifindex };
	int fd, on = 1, room = 8 << 20;

	enter(m);
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&ll, sizeof(ll)) < 0 ||
	    setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, &on, sizeof(on)) < 0)
		err(2, "%s: packet socket", m->name);
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
	return fd;
}

/* The byte at @at of the stream, other ones for each pair */
static uint8_t byte_of(uint32_t seed, uint32_t at)
{
	uint32_t x = (at / 4 + seed) * 2654435761u;

	return (uint8_t)((x ^ x >> 15) >> (at % 4 * 8));
}

struct stream {
	int from, to;
	uint32_t seed, sent, got;
	char why[64];
};

static bool send_some(struct stream *s)
{
	static uint8_t buf[65536];
	uint32_t n = STREAM - s->sent;
	ssize_t r;

	if (n > sizeof(buf))
		n = sizeof(buf);
	for (uint32_t i = 0; i < n; i++)
		buf[i] = byte_of(s->seed, s->sent + i);
	r = send(s->from, buf, n, MSG_NOSIGNAL);
	if (r > 0)
		s->sent += (uint32_t)r;
	return r > 0 || errno == EAGAIN;
}

static bool take_some(struct stream *s)
{
	static uint8_t buf[65536];
	ssize_t r = recv(s->to, buf, sizeof(buf), 0);

	for (ssize_t i = 0; i < r; i++, s->got++) {
		if (buf[i] == byte_of(s->seed, s->got))
			continue;
		(void)snprintf(s->why, sizeof(s->why), "byte %u is wrong",
			       s->got);
		return false;
	}
	return r > 0 || (r < 0 && errno == EAGAIN);
}

static void pump(struct stream *s)
{
	while (s->got < STREAM) {
		struct pollfd p[] = {
			{ .fd = s->to, .events = POLLIN },
			{ .fd = s->from,
			  .events = s->sent < STREAM ? POLLOUT : 0 },
		};
		int r = poll(p, 2, PATIENCE_MS);

		if (r <= 0 || (p[1].revents & POLLOUT && !send_some(s)) ||
		    (p[0].revents && !take_some(s)))
			break;
	}
	if (s->got < STREAM && !*s->why)
		(void)snprintf(s->why, sizeof(s->why), "%u of %u bytes", s->got,
			       STREAM);
}

/* The longest frame that came in; empties the socket */
static size_t longest(int fd)
{
	struct sockaddr_ll ll = { 0 };
	socklen_t len = sizeof(ll);
	char c;
	ssize_t r, max = 0;

	while ((r = recvfrom(fd, &c, 1, MSG_TRUNC, (struct sockaddr *)&ll,
			     &len)) >= 0)
		if (r > max && ll.sll_pkttype != PACKET_OUTGOING)
			max = r;
	return (size_t)max;
}

static int connect_to(const struct member *a, const struct member *b,
		      int family, int listener)
{
	struct sockaddr_storage ss;
	socklen_t len = address(b, family, PORT, &ss);
	int fd;

	enter(a);
	fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		err(2, "socket");
	if (connect(fd, (struct sockaddr *)&ss, len) < 0 &&
	    errno != EINPROGRESS)
		return fd;
	(void)ready(listener, POLLIN);
	return fd;
}

static void tcp(const struct member *a, const struct member *b, int family)
{
	int listener = socket_at(b, family, SOCK_STREAM);
	int see = tap(b, 0, family == AF_INET ? ETH_P_IP : ETH_P_IPV6);
	struct stream s = { .seed = (uint32_t)(a - members) * 8191 +
				    (uint32_t)(b - members) };
	char what[64];
	size_t max;

	if (listen(listener, 1) < 0)
		err(2, "listen");
	s.from = connect_to(a, b, family, listener);
	s.to = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (s.to < 0)
		(void)snprintf(s.why, sizeof(s.why), "no connection");
	else
		pump(&s);
	max = longest(see);
	(void)snprintf(what, sizeof(what), "TCP, IPv%d, %u bytes",
		       family == AF_INET ? 4 : 6, STREAM);
	if (!*s.why && max <= PLAIN)
		(void)snprintf(s.why, sizeof(s.why),
			       "no frame was longer than %zu", max);
	tell(!*s.why, a, b, what, s.why);
	(void)close(listener);
	(void)close(see);
	(void)close(s.from);
	if (s.to >= 0)
		(void)close(s.to);
}

static void udp(const struct member *a, const struct member *b, int family)
{
	static const uint32_t sizes[] = {
		1, 18, 1400, 1472, 1473, 8000, 60000
	};
	static uint8_t out[65536], in[65536];
	int from = socket_at(a, family, SOCK_DGRAM);
	int to = socket_at(b, family, SOCK_DGRAM);
	struct sockaddr_storage ss;
	socklen_t len = address(b, family, PORT, &ss);
	char what[64], why[64] = "";

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes) && !*why; i++) {
		ssize_t r = -1;

		for (uint32_t k = 0; k < sizes[i]; k++)
			out[k] = byte_of(sizes[i], k);
		if (sendto(from, out, sizes[i], 0, (struct sockaddr *)&ss,
			   len) >= 0 &&
		    ready(to, POLLIN))
			r = recv(to, in, sizeof(in), 0);
		if (r != (ssize_t)sizes[i] || memcmp(in, out, sizes[i]) != 0)
			(void)snprintf(why, sizeof(why), "%u bytes: %zd came",
				       sizes[i], r);
	}
	(void)snprintf(what, sizeof(what), "UDP, IPv%d, 1 to 60000 bytes",
		       family == AF_INET ? 4 : 6);
	tell(!*why, a, b, what, why);
	(void)close(from);
	(void)close(to);
}

/* How many came within a moment of the last one */
static int count(int fd, const void *want, size_t len)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	uint8_t buf[FRAME];
	int n = 0;

	while (poll(&p, 1, n ? QUIET_MS : PATIENCE_MS) == 1) {
		ssize_t r = recv(fd, buf, sizeof(buf), 0);

		n += r == (ssize_t)len && memcmp(buf, want, len) == 0;
	}
	return n;
}

/* Joined to the group of the family on the member's interface */
static int member_of_group(const struct member *m, int family, int group)
{
	struct sockaddr_in any = { .sin_family = AF_INET,
				   .sin_port = htons(PORT + 1) };
	struct sockaddr_in6 any6 = { .sin6_family = AF_INET6,
				     .sin6_port = htons(PORT + 1) };
	struct group_req req = { .gr_interface = m->ifindex };
	bool six = family == AF_INET6;
	int fd;

	enter(m);
	fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (six)
		(void)inet_pton(family, "ff02::7:7", &any6.sin6_addr);
	else
		(void)inet_pton(family, "239.7.7.7", &any.sin_addr);
	memcpy(&req.gr_group, six ? (void *)&any6 : (void *)&any,
	       six ? sizeof(any6) : sizeof(any));
	any6.sin6_addr = in6addr_any;
	if (fd < 0 ||
	    setsockopt(fd, group, MCAST_JOIN_GROUP, &req, sizeof(req)) < 0 ||
	    bind(fd, six ? (void *)&any6 : (void *)&any,
		 six ? sizeof(any6) : sizeof(any)) < 0)
		err(2, "%s: multicast", m->name);
	return fd;
}

static void send_to_group(const struct member *m, int family, const char *text)
{
	struct ip_mreqn mr = { .imr_ifindex = (int)m->ifindex };
	struct sockaddr_in in = { .sin_family = AF_INET,
				  .sin_port = htons(PORT + 1) };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6,
				    .sin6_port = htons(PORT + 1),
				    .sin6_scope_id = m->ifindex };
	bool six = family == AF_INET6;
	int fd = socket_at(m, family, SOCK_DGRAM), off = 0;

	(void)inet_pton(AF_INET, "239.7.7.7", &in.sin_addr);
	(void)inet_pton(AF_INET6, "ff02::7:7", &in6.sin6_addr);
	if (six ? setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, &m->ifindex,
			     sizeof(m->ifindex)) < 0 ||
			    setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_LOOP,
				       &off, sizeof(off)) < 0
		: setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &mr, sizeof(mr)) <
				    0 ||
			    setsockopt(fd, IPPROTO_IP, IP_MULTICAST_LOOP, &off,
				       sizeof(off)) < 0)
		err(2, "%s: multicast", m->name);
	if (sendto(fd, text, strlen(text), 0, six ? (void *)&in6 : (void *)&in,
		   six ? sizeof(in6) : sizeof(in)) < 0)
		err(2, "%s: multicast", m->name);
	(void)close(fd);
}

static void multicast(const struct member *from, int family)
{
	int fd[MEMBERS] = { 0 };
	char text[64], what[64], why[64] = "";

	for (int i = 0; i < nmembers; i++)
		fd[i] = member_of_group(&members[i], family,
					family == AF_INET ? IPPROTO_IP
							  : IPPROTO_IPV6);
	(void)snprintf(text, sizeof(text), "multicast from %s", from->name);
	send_to_group(from, family, text);
	for (int i = 0; i < nmembers; i++) {
		int n = &members[i] == from ? 1
					    : count(fd[i], text, strlen(text));

		if (n != 1)
			(void)snprintf(why, sizeof(why), "%s got %d",
				       members[i].name, n);
		(void)close(fd[i]);
	}
	(void)snprintf(what, sizeof(what), "multicast, IPv%d",
		       family == AF_INET ? 4 : 6);
	tell(!*why, from, NULL, what, why);
}

/* A frame as it is on the wire: with one tag, or with two */
static size_t tagged(uint8_t *f, const uint8_t *dst, const struct member *from,
		     int tags)
{
	static const uint16_t outer[] = { ETH_P_8021Q, ETH_P_8021AD };
	uint8_t *p = f + 12;

	memset(f, 0, FRAME);
	memcpy(f, dst, 6);
	memcpy(f + 6, from->mac, 6);
	for (int i = tags; i-- > 0; p += 4) {
		p[0] = (uint8_t)(outer[i] >> 8);
		p[1] = (uint8_t)outer[i];
		p[2] = 0x60; /* priority 3 */
		p[3] = (uint8_t)(VLAN + i);
	}
	p[0] = TESTED >> 8;
	p[1] = TESTED & 0xff;
	for (p += 2; p < f + FRAME; p++)
		*p = byte_of((uint32_t)(from - members), (uint32_t)(p - f));
	return FRAME;
}

/* The next frame that came in, its tag where it was: the kernel takes it out */
static ssize_t take_frame(int fd, uint8_t *buf, size_t size)
{
	char control[CMSG_SPACE(sizeof(struct tpacket_auxdata))];
	struct sockaddr_ll ll = { 0 };
	struct iovec iov = { .iov_base = buf + 4, .iov_len = size - 4 };
	struct msghdr msg = { .msg_name = &ll,
			      .msg_namelen = sizeof(ll),
			      .msg_iov = &iov,
			      .msg_iovlen = 1,
			      .msg_control = control,
			      .msg_controllen = sizeof(control) };
	struct tpacket_auxdata aux;
	ssize_t r = recvmsg(fd, &msg, 0);

	if (r < 14 || ll.sll_pkttype == PACKET_OUTGOING || !CMSG_FIRSTHDR(&msg))
		return r < 0 ? r : 0;
	memcpy(&aux, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof(aux));
	if (!(aux.tp_status & TP_STATUS_VLAN_VALID)) {
		memmove(buf, buf + 4, (size_t)r);
		return r;
	}
	memmove(buf, buf + 4, 12);
	buf[12] = (uint8_t)(aux.tp_vlan_tpid >> 8);
	buf[13] = (uint8_t)aux.tp_vlan_tpid;
	buf[14] = (uint8_t)(aux.tp_vlan_tci >> 8);
	buf[15] = (uint8_t)aux.tp_vlan_tci;
	return r + 4;
}

/* Was the frame seen, its tags as they were? */
static bool seen(int fd, const uint8_t *want)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	uint8_t buf[FRAME + 64];

	while (poll(&p, 1, PATIENCE_MS) == 1) {
		ssize_t r = take_frame(fd, buf, sizeof(buf));

		if (r == FRAME && memcmp(buf, want, FRAME) == 0)
			return true;
	}
	return false;
}

static void send_frame(const struct member *m, const uint8_t *f)
{
	struct sockaddr_ll ll = { .sll_family = AF_PACKET,
				  .sll_ifindex = (int)m->ifindex,
				  .sll_halen = 6 };
	int fd;

	enter(m);
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (fd < 0 ||
	    sendto(fd, f, FRAME, 0, (struct sockaddr *)&ll, sizeof(ll)) < 0)
		err(2, "%s: packet socket", m->name);
	(void)close(fd);
}

/* How often it came to what is behind the interface, as a frame of its type:
 * that its tag is gone by then does not matter */
static int delivered(int fd, bool expected)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	uint8_t buf[FRAME + 64];
	int n = 0;

	while (poll(&p, 1, n || !expected ? QUIET_MS : PATIENCE_MS) == 1)
		n += take_frame(fd, buf, sizeof(buf)) > 0;
	return n;
}

/* To all, or to one that the network has learned of */
static void vlan(const struct member *from, const struct member *to, int tags)
{
	static const uint8_t all[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	int raw[MEMBERS] = { 0 }, of_type[MEMBERS] = { 0 };
	uint8_t f[FRAME];
	char what[64], why[64] = "";

	for (int i = 0; i < nmembers; i++) {
		raw[i] = tap(&members[i], members[i].ifindex, ETH_P_ALL);
		of_type[i] = tap(&members[i], members[i].ifindex,
				 tags == 1 ? TESTED : ETH_P_8021Q);
	}
	(void)tagged(f, to ? to->mac : all, from, tags);
	send_frame(from, f);
	for (int i = 0; i < nmembers; i++) {
		const struct member *m = &members[i];
		bool wanted = m != from && (!to || m == to);
		int n = wanted && !seen(raw[i], f) ? -1 : 0;

		if (n == 0)
			n = delivered(of_type[i], wanted);
		if (n != wanted)
			(void)snprintf(why, sizeof(why), "%s got %d", m->name,
				       n);
		(void)close(raw[i]);
		(void)close(of_type[i]);
	}
	(void)snprintf(what, sizeof(what), "frames with %d tag%s", tags,
		       tags > 1 ? "s" : "");
	tell(!*why, from, to, what, why);
}

static void between(const struct member *a, const struct member *b)
{
	for (int f = 0; f < 2; f++) {
		if (strcmp(a->ip[f], "-") == 0 || strcmp(b->ip[f], "-") == 0)
			continue;
		udp(a, b, families[f]);
		tcp(a, b, families[f]);
	}
	if (routed)
		return;
	vlan(a, b, 1);
	vlan(a, b, 2);
}

static void to_all(const struct member *a)
{
	for (int f = 0; f < 2; f++)
		if (strcmp(a->ip[f], "-") != 0)
			multicast(a, families[f]);
	vlan(a, NULL, 1);
	vlan(a, NULL, 2);
}

static void parse(char *arg, struct member *m)
{
	char *netns;

	m->name = strsep(&arg, ",");
	netns = strsep(&arg, ",");
	m->ifname = strsep(&arg, ",");
	m->ip[0] = strsep(&arg, ",");
	m->ip[1] = strsep(&arg, ",");
	if (!m->ip[1] || strlen(m->ifname) >= IFNAMSIZ)
		errx(2, "usage: traffic name,netns,if,ipv4,ipv6 ...");
	m->netns = open(*netns == '-' ? "/proc/self/ns/net" : netns,
			O_RDONLY | O_CLOEXEC);
	if (m->netns < 0)
		err(2, "%s", netns);
}

static void look(struct member *m)
{
	struct ifreq ifr = { 0 };
	int fd;

	enter(m);
	m->ifindex = if_nametoindex(m->ifname);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	memcpy(ifr.ifr_name, m->ifname, strlen(m->ifname));
	if (!m->ifindex || ioctl(fd, SIOCGIFHWADDR, &ifr) < 0)
		err(2, "%s: %s", m->name, m->ifname);
	memcpy(m->mac, ifr.ifr_hwaddr.sa_data, 6);
	(void)close(fd);
}

int main(int argc, char **argv)
{
	routed = argc > 1 && strcmp(argv[1], "-r") == 0;
	argc -= routed;
	argv += routed;
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (nmembers = 0; nmembers < argc - 1 && nmembers < MEMBERS;
	     nmembers++)
		parse(argv[nmembers + 1], &members[nmembers]);
	for (int i = 0; i < nmembers; i++)
		look(&members[i]);
	for (int a = 0; a < nmembers; a++)
		for (int b = 0; b < nmembers; b++)
			if (a != b)
				between(&members[a], &members[b]);
	for (int a = 0; a < nmembers && !routed; a++)
		to_all(&members[a]);
	return failures ? 1 : 0;
}
