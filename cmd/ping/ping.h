/* SPDX-License-Identifier: BSD-2-Clause */
/* ping.h - The parts of ping(8) */
#pragma once

#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "nl/inet.h"

struct errbuf;

#define PING_DATA_MAX 65467 /* what fits an IPv4 packet with most options */
#define PING_TIME_LEN sizeof(uint64_t) /* nanoseconds, at its start */

/* Times are in seconds. */
struct ping_opts {
	int family; /* AF_INET, AF_INET6; 0: the address's */
	const char *host; /* as typed */
	const char *source; /* -S; NULL: the kernel's choice */
	const char *ifname; /* -I: for multicast; NULL */
	long count; /* -c; 0: no end */
	double interval; /* -i */
	double timeout; /* -t: of the whole run; 0: none */
	double wait; /* -W: for a reply */
	bool has_wait;
	long preload; /* -l */
	int size; /* -s: bytes of data; -1: the family's default */
	int sweep_min, sweep_max, sweep_step; /* -g -G -h; max 0: no sweep */
	int ttl; /* -m; 0: the kernel's */
	int tos; /* -z; -1: none */
	uint8_t pattern[16]; /* -p */
	int pattern_len;
	bool once; /* -o */
	bool quiet; /* -q */
	bool somewhat_quiet; /* -Q */
	bool flood; /* -f */
	bool names; /* -H */
	bool dont_fragment; /* -D */
	bool dont_route; /* -r */
	bool bell_reply; /* -a */
	bool bell_loss; /* -A */
	bool no_loop; /* -L */
	bool verbose; /* -v */
};

/* What has happened so far. */
struct ping_stats {
	long sent, received, duplicates, late;
	double min, max, sum, sum_squares; /* milliseconds */
	bool timed; /* there is a time among the replies */
};

struct ping {
	const struct ping_opts *o;
	struct nl_inet dst;
	uint32_t scope; /* of a link-local address: interface index */
	struct nl_inet src; /* what the kernel or -S says */
	int fd;
	uint16_t id;
	int size; /* of the next packet's data */
	uint8_t seen[UINT16_MAX / 8 + 1]; /* sequence numbers answered */
	struct ping_stats stats;
};

/* A reply or an error about one of ours. */
struct ping_answer {
	struct nl_inet from;
	uint32_t scope;
	uint8_t type, code;
	bool is_reply;
	uint16_t seq;
	int len; /* bytes of ICMP */
	int ttl; /* or hop limit; -1: not told */
	const uint8_t *data; /* what follows the ICMP header */
	int data_len;
};

/* ping_resolve() - Numbers, /etc/hosts, then DNS; 0 or -ENOENT */
int ping_resolve(const char *host, int family, struct nl_inet *ret,
		 uint32_t *ret_scope, struct errbuf *eb);

/* ping_address() - "name (address)" where /etc/hosts has one and @names, else
 * the address.  Returns @buf */
const char *ping_address(const struct nl_inet *ip, uint32_t scope, bool names,
			 char *buf, size_t size);

/* ping_is_timed() - Is there room for a time in so much data?  FreeBSD wants
 * more than it takes for IPv4 */
bool ping_is_timed(const struct ping *p, int size);

/* ping_open() - The socket, set up as the options say; 0 or -errno */
int ping_open(struct ping *p, struct errbuf *eb);

/* ping_send() - One request; 0 or -errno */
int ping_send(struct ping *p);

/* ping_receive() - One packet, if there is one about us: 1, else 0.  @ret
 * points into @buf */
int ping_receive(struct ping *p, uint8_t *buf, size_t size,
		 struct ping_answer *ret);

/* ping_print_*() - What is said; the summary's is FreeBSD's too */
void ping_print_start(const struct ping *p);
void ping_print_answer(const struct ping *p, const struct ping_answer *a,
		       double ms, bool duplicate);
void ping_print_summary(const struct ping *p);

/* ping_run() - Send and receive until it is over; an exit status */
int ping_run(struct ping *p);
