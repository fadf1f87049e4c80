/* SPDX-License-Identifier: BSD-2-Clause */
/* print.c - What ping(8) says, in FreeBSD's words */

#include <arpa/inet.h>
#include <math.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <stdio.h>

#include "base/util.h"
#include "ping.h"

#define ADDRESS_MAX 1100
#define V6_HEADER 40

/* What an error is called; code -1: any. */
static const struct error {
	int family, type, code;
	const char *text;
} errors[] = {
	{ AF_INET, ICMP_UNREACH, ICMP_UNREACH_NET,
	  "Destination Net Unreachable" },
	{ AF_INET, ICMP_UNREACH, ICMP_UNREACH_HOST,
	  "Destination Host Unreachable" },
	{ AF_INET, ICMP_UNREACH, ICMP_UNREACH_PROTOCOL,
	  "Destination Protocol Unreachable" },
	{ AF_INET, ICMP_UNREACH, ICMP_UNREACH_PORT,
	  "Destination Port Unreachable" },
	{ AF_INET, ICMP_UNREACH, ICMP_UNREACH_NEEDFRAG,
	  "frag needed and DF set" },
	{ AF_INET, ICMP_UNREACH, ICMP_UNREACH_SRCFAIL, "Source Route Failed" },
	{ AF_INET, ICMP_UNREACH, ICMP_UNREACH_FILTER_PROHIB,
	  "Communication prohibited by filter" },
	{ AF_INET, ICMP_UNREACH, -1, "Dest Unreachable" },
	{ AF_INET, ICMP_SOURCEQUENCH, -1, "Source Quench" },
	{ AF_INET, ICMP_REDIRECT, -1, "Redirect" },
	{ AF_INET, ICMP_TIMXCEED, ICMP_TIMXCEED_INTRANS,
	  "Time to live exceeded" },
	{ AF_INET, ICMP_TIMXCEED, -1, "Frag reassembly time exceeded" },
	{ AF_INET, ICMP_PARAMPROB, -1, "Parameter problem" },
	{ AF_INET6, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_NOROUTE,
	  "No Route to Destination" },
	{ AF_INET6, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_ADMIN,
	  "Destination Administratively Unreachable" },
	{ AF_INET6, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_ADDR,
	  "Destination Host Unreachable" },
	{ AF_INET6, ICMP6_DST_UNREACH, -1, "Destination Unreachable" },
	{ AF_INET6, ICMP6_PACKET_TOO_BIG, -1, "Packet too big" },
	{ AF_INET6, ICMP6_TIME_EXCEEDED, ICMP6_TIME_EXCEED_TRANSIT,
	  "Time to live exceeded" },
	{ AF_INET6, ICMP6_TIME_EXCEEDED, -1, "Frag reassembly time exceeded" },
	{ AF_INET6, ICMP6_PARAM_PROB, -1, "Parameter problem" },
};

void ping_print_start(const struct ping *p)
{
	char from[ADDRESS_MAX], to[ADDRESS_MAX];

	(void)ping_address(&p->src, 0, false, from, sizeof(from));
	(void)ping_address(&p->dst, p->scope, false, to, sizeof(to));
	if (p->dst.family == AF_INET6) {
		printf("PING(%d=%d+8+%d bytes) %s --> %s\n",
		       V6_HEADER + 8 + p->size, V6_HEADER, p->size, from, to);
		return;
	}
	printf("PING %s (%s)", p->o->host, to);
	if (p->o->source)
		printf(" from %s", from);
	if (p->o->sweep_max)
		printf(": (%d ... %d) data bytes\n", p->o->sweep_min,
		       p->o->sweep_max);
	else
		printf(": %d data bytes\n", p->size);
}

static const char *error_text(int family, const struct ping_answer *a)
{
	for (size_t i = 0; i < ARRAY_SIZE(errors); i++)
		if (errors[i].family == family && errors[i].type == a->type &&
		    (errors[i].code == -1 || errors[i].code == a->code))
			return errors[i].text;
	return "Bad ICMP type";
}

/* The header of the packet that an error is about. */
static void print_header(const uint8_t *ip)
{
	char src[INET_ADDRSTRLEN], dst[INET_ADDRSTRLEN];

	(void)inet_ntop(AF_INET, ip + 12, src, sizeof(src));
	(void)inet_ntop(AF_INET, ip + 16, dst, sizeof(dst));
	printf("Vr HL TOS  Len   ID Flg  off TTL Pro  cks      Src      Dst\n");
	printf(" %1x  %1x  %02x %02x%02x %02x%02x   %1x %04x  %02x  %02x",
	       ip[0] >> 4, ip[0] & 0xf, ip[1], ip[2], ip[3], ip[4], ip[5],
	       ip[6] >> 5, (ip[6] & 0x1f) << 8 | ip[7], ip[8], ip[9]);
	printf(" %02x%02x %s  %s \n\n", ip[10], ip[11], src, dst);
}

static void print_error(const struct ping *p, const struct ping_answer *a)
{
	char from[ADDRESS_MAX];

	printf("%d bytes from %s: %s\n",
	       a->len + (a->from.family == AF_INET ? 20 : 0),
	       ping_address(&a->from, a->scope, p->o->names, from,
			    sizeof(from)),
	       error_text(p->dst.family, a));
	if (p->dst.family == AF_INET && a->data_len >= 20)
		print_header(a->data);
}

/* Where the data that came back is not what was sent. */
static void print_damage(const struct ping *p, const struct ping_answer *a)
{
	for (int i = (int)PING_TIME_LEN; i < a->data_len; i++) {
		uint8_t want = p->o->pattern_len
				       ? p->o->pattern[i % p->o->pattern_len]
				       : (uint8_t)(i + 8);

		if (a->data[i] == want)
			continue;
		printf("\nwrong data byte #%d should be 0x%x but was 0x%x", i,
		       want, a->data[i]);
		return;
	}
}

void ping_print_answer(const struct ping *p, const struct ping_answer *a,
		       double ms, bool duplicate)
{
	bool six = p->dst.family == AF_INET6;
	char from[ADDRESS_MAX];

	if (!a->is_reply) {
		if (!p->o->quiet && (!p->o->somewhat_quiet || p->o->verbose))
			print_error(p, a);
		return;
	}
	if (p->o->quiet)
		return;
	if (p->o->flood) {
		(void)fputs("\b \b", stdout);
		return;
	}
	printf("%d bytes from %s%s icmp_seq=%u", a->len,
	       ping_address(&a->from, a->scope, p->o->names, from,
			    sizeof(from)),
	       six ? "," : ":", a->seq);
	if (a->ttl >= 0)
		printf(" %s=%d", six ? "hlim" : "ttl", a->ttl);
	if (ms >= 0)
		printf(" time=%.3f ms", ms);
	if (duplicate)
		printf(" (DUP!)");
	print_damage(p, a);
	printf("%s\n", p->o->bell_reply ? "\a" : "");
}

void ping_print_summary(const struct ping *p)
{
	const struct ping_stats *s = &p->stats;
	double n = (double)(s->received + s->duplicates);
	double mean, variance;

	printf("\n--- %s ping statistics ---\n", p->o->host);
	printf("%ld packets transmitted, %ld packets received, ", s->sent,
	       s->received);
	if (s->duplicates)
		printf("+%ld duplicates, ", s->duplicates);
	if (s->sent && s->received > s->sent)
		printf("-- somebody is duplicating packets!");
	else if (s->sent)
		printf("%.1f%% packet loss",
		       100.0 * (double)(s->sent - s->received) /
			       (double)s->sent);
	if (s->late)
		printf(", %ld packets out of wait time", s->late);
	putchar('\n');
	if (s->received == 0 || !s->timed)
		return;
	mean = s->sum / n;
	variance = s->sum_squares / n - mean * mean;
	printf("round-trip min/avg/max/stddev = %.3f/%.3f/%.3f/%.3f ms\n",
	       s->min, mean, s->max, variance > 0 ? sqrt(variance) : 0.0);
}
