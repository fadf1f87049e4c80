/* SPDX-License-Identifier: BSD-2-Clause */
/* socket.c - Requests out, replies and errors in */

#include <errno.h>
#include <net/if.h>
#include <netinet/icmp6.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/bsderr.h"
#include "base/errbuf.h"
#include "nl/ifname.h"
#include "ping.h"

#define HEADER_LEN 8 /* of an ICMP echo, either family */
#define BUFFER 131072 /* bytes, so that a flood is not lost here */

union address {
	struct sockaddr sa;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
};

static socklen_t fill(const struct nl_inet *ip, uint32_t scope,
		      union address *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->sa.sa_family = (sa_family_t)ip->family;
	if (ip->family == AF_INET) {
		memcpy(&ret->in.sin_addr, ip->b, sizeof(ret->in.sin_addr));
		return sizeof(ret->in);
	}
	memcpy(&ret->in6.sin6_addr, ip->b, sizeof(ret->in6.sin6_addr));
	ret->in6.sin6_scope_id = scope;
	return sizeof(ret->in6);
}

static void read_address(const union address *a, struct nl_inet *ret,
			 uint32_t *ret_scope)
{
	*ret = (struct nl_inet){ .family = a->sa.sa_family };
	*ret_scope = 0;
	if (ret->family == AF_INET) {
		memcpy(ret->b, &a->in.sin_addr, sizeof(a->in.sin_addr));
		return;
	}
	memcpy(ret->b, &a->in6.sin6_addr, sizeof(a->in6.sin6_addr));
	*ret_scope = a->in6.sin6_scope_id;
}

static int set(int fd, int level, int option, int value)
{
	return setsockopt(fd, level, option, &value, sizeof(value));
}

static int set_hops(const struct ping *p)
{
	const struct ping_opts *o = p->o;
	int r = 0;

	if (p->dst.family == AF_INET6) {
		r |= set(p->fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
		if (o->ttl)
			r |= set(p->fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS,
				 o->ttl) |
			     set(p->fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS,
				 o->ttl);
		return r;
	}
	if (o->ttl)
		r |= set(p->fd, IPPROTO_IP, IP_TTL, o->ttl) |
		     set(p->fd, IPPROTO_IP, IP_MULTICAST_TTL, o->ttl);
	if (o->dont_fragment)
		r |= set(p->fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO);
	if (o->tos >= 0)
		r |= set(p->fd, IPPROTO_IP, IP_TOS, o->tos);
	return r;
}

static int set_options(const struct ping *p, struct errbuf *eb)
{
	const struct ping_opts *o = p->o;
	int r = set_hops(p) | set(p->fd, SOL_SOCKET, SO_BROADCAST, 1) |
		set(p->fd, SOL_SOCKET, SO_RCVBUF, BUFFER);

	if (o->dont_route)
		r |= set(p->fd, SOL_SOCKET, SO_DONTROUTE, 1);
	if (o->no_loop)
		r |= p->dst.family == AF_INET
			     ? set(p->fd, IPPROTO_IP, IP_MULTICAST_LOOP, 0)
			     : set(p->fd, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0);
	if (o->ifname) {
		const char *name = ifname_from_bsd(o->ifname);

		r |= setsockopt(p->fd, SOL_SOCKET, SO_BINDTODEVICE, name,
				(socklen_t)strlen(name) + 1);
	}
	return r < 0 ? errbuf_set(eb, errno, "setsockopt: %s",
				  bsd_strerror(errno))
		     : 0;
}

static int bind_source(struct ping *p, struct errbuf *eb)
{
	union address a;
	uint32_t scope = 0;
	socklen_t len;
	int r = ping_resolve(p->o->source, p->dst.family, &p->src, &scope, eb);

	if (r < 0)
		return r;
	len = fill(&p->src, scope, &a);
	if (bind(p->fd, &a.sa, len) < 0)
		return errbuf_set(eb, errno, "bind: %s", bsd_strerror(errno));
	return 0;
}

/* Which address the kernel would choose: asked with a socket of no use. */
static void find_source(struct ping *p)
{
	int fd = socket(p->dst.family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	union address a;
	socklen_t len = fill(&p->dst, p->scope, &a);
	uint32_t scope;

	if (p->dst.family == AF_INET)
		a.in.sin_port = htons(1);
	else
		a.in6.sin6_port = htons(1);
	p->src = (struct nl_inet){ .family = p->dst.family };
	if (fd >= 0 && connect(fd, &a.sa, len) == 0) {
		len = sizeof(a);
		if (getsockname(fd, &a.sa, &len) == 0)
			read_address(&a, &p->src, &scope);
	}
	if (fd >= 0)
		(void)close(fd);
}

int ping_open(struct ping *p, struct errbuf *eb)
{
	bool six = p->dst.family == AF_INET6;
	int r;

	if (getrandom(&p->id, sizeof(p->id), 0) < 0)
		return errbuf_errno(eb, "getrandom");
	p->fd = socket(p->dst.family, SOCK_RAW | SOCK_CLOEXEC,
		       six ? IPPROTO_ICMPV6 : IPPROTO_ICMP);
	if (p->fd < 0)
		return errbuf_set(eb, errno, "socket: %s", bsd_strerror(errno));
	r = set_options(p, eb);
	if (r == 0 && p->o->source)
		return bind_source(p, eb);
	if (r == 0)
		find_source(p);
	return r;
}

static uint16_t checksum(const uint8_t *b, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i + 1 < len; i += 2)
		sum += (uint32_t)(b[i] << 8 | b[i + 1]);
	if (len & 1)
		sum += (uint32_t)b[len - 1] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons((uint16_t)~sum);
}

bool ping_is_timed(const struct ping *p, int size)
{
	return size >= (p->dst.family == AF_INET ? 2 : 1) * (int)PING_TIME_LEN;
}

/* Bytes after the time are their place in the data, or the pattern. */
static void fill_data(const struct ping *p, uint8_t *data)
{
	struct timespec now;
	uint64_t ns;

	for (int i = 0; i < p->size; i++)
		data[i] = p->o->pattern_len
				  ? p->o->pattern[i % p->o->pattern_len]
				  : (uint8_t)(i + HEADER_LEN);
	if (!ping_is_timed(p, p->size))
		return;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	ns = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
	memcpy(data, &ns, sizeof(ns));
}

int ping_send(struct ping *p)
{
	static uint8_t packet[HEADER_LEN + PING_DATA_MAX];
	const size_t len = (size_t)(HEADER_LEN + p->size);
	bool six = p->dst.family == AF_INET6;
	uint16_t seq = htons((uint16_t)p->stats.sent), sum;
	union address a;
	socklen_t alen = fill(&p->dst, p->scope, &a);
	ssize_t n;

	memset(packet, 0, HEADER_LEN);
	packet[0] = six ? ICMP6_ECHO_REQUEST : ICMP_ECHO;
	memcpy(packet + 4, &p->id, sizeof(p->id));
	memcpy(packet + 6, &seq, sizeof(seq));
	fill_data(p, packet + HEADER_LEN);
	if (!six) {
		sum = checksum(packet, len);
		memcpy(packet + 2, &sum, sizeof(sum));
	}
	p->seen[(uint16_t)p->stats.sent / 8] &=
		(uint8_t) ~(1U << (p->stats.sent % 8));
	p->stats.sent++;
	n = sendto(p->fd, packet, len, 0, &a.sa, alen);
	return n < 0 ? -errno : 0;
}

/* Our number and a sequence number are in @echo, an ICMP header. */
static bool is_ours(const struct ping *p, const uint8_t *echo, int len,
		    uint8_t type, uint16_t *ret_seq)
{
	if (len < HEADER_LEN || echo[0] != type ||
	    memcmp(echo + 4, &p->id, sizeof(p->id)) != 0)
		return false;
	*ret_seq = (uint16_t)(echo[6] << 8 | echo[7]);
	return true;
}

/* An error quotes the packet it is about. */
static bool quotes_ours(const struct ping *p, const uint8_t *quoted, int len,
			uint16_t *ret_seq)
{
	bool six = p->dst.family == AF_INET6;
	int header = six ? 40 : len > 0 ? (quoted[0] & 0xf) * 4 : 0;

	if (header < 20 || len < header + HEADER_LEN ||
	    quoted[six ? 6 : 9] != (six ? IPPROTO_ICMPV6 : IPPROTO_ICMP))
		return false;
	return is_ours(p, quoted + header, len - header,
		       six ? ICMP6_ECHO_REQUEST : ICMP_ECHO, ret_seq);
}

static bool is_error(const struct ping *p, uint8_t type)
{
	if (p->dst.family == AF_INET6)
		return type < ICMP6_ECHO_REQUEST;
	return type == ICMP_UNREACH || type == ICMP_SOURCEQUENCH ||
	       type == ICMP_REDIRECT || type == ICMP_TIMXCEED ||
	       type == ICMP_PARAMPROB;
}

static int read_hop_limit(struct msghdr *m)
{
	int hops = -1;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c))
		if (c->cmsg_level == IPPROTO_IPV6 &&
		    c->cmsg_type == IPV6_HOPLIMIT)
			memcpy(&hops, CMSG_DATA(c), sizeof(hops));
	return hops;
}

int ping_receive(struct ping *p, uint8_t *buf, size_t size,
		 struct ping_answer *ret)
{
	const uint8_t reply =
		p->dst.family == AF_INET6 ? ICMP6_ECHO_REPLY : ICMP_ECHOREPLY;
	union address a;
	struct iovec v = { buf, size };
	uint8_t control[CMSG_SPACE(sizeof(int))];
	struct msghdr m = { .msg_name = &a,
			    .msg_namelen = sizeof(a),
			    .msg_iov = &v,
			    .msg_iovlen = 1,
			    .msg_control = control,
			    .msg_controllen = sizeof(control) };
	ssize_t n = recvmsg(p->fd, &m, MSG_DONTWAIT);
	int header = 0;

	memset(ret, 0, sizeof(*ret));
	if (n <= 0)
		return 0;
	if (p->dst.family == AF_INET) {
		header = (buf[0] & 0xf) * 4;
		ret->ttl = buf[8];
	} else {
		ret->ttl = read_hop_limit(&m);
	}
	ret->len = (int)n - header;
	if (ret->len < HEADER_LEN)
		return 0;
	buf += header;
	ret->type = buf[0];
	ret->code = buf[1];
	ret->data = buf + HEADER_LEN;
	ret->data_len = ret->len - HEADER_LEN;
	read_address(&a, &ret->from, &ret->scope);
	ret->is_reply = is_ours(p, buf, ret->len, reply, &ret->seq);
	return ret->is_reply ||
	       (is_error(p, ret->type) &&
		quotes_ours(p, ret->data, ret->data_len, &ret->seq));
}
