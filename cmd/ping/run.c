/* SPDX-License-Identifier: BSD-2-Clause */
/* run.c - Send and receive until it is over */

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/bsderr.h"
#include "ping.h"

#define LONGEST 3600.0 /* seconds of one poll(2) */
#define EXIT_NO_REPLY 2
#define FLOOD_GAP 0.01 /* seconds: a hundred in one, if replies come slower */
#define MS 1000.0
#define NS 1e9
#define PACKET_MAX 65536

static volatile sig_atomic_t stop;

static void on_signal(int signal)
{
	(void)signal;
	stop = 1;
}

static double now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / NS;
}

/* Milliseconds since a reply's packet was sent; -1 where it holds no time. */
static double round_trip(const struct ping *p, const struct ping_answer *a)
{
	uint64_t sent;

	if (!ping_is_timed(p, a->data_len))
		return -1;
	memcpy(&sent, a->data, sizeof(sent));
	return (now() - (double)sent / NS) * MS;
}

static void add_time(struct ping_stats *s, double ms)
{
	if (ms < 0)
		return;
	if (!s->timed || ms < s->min)
		s->min = ms;
	if (!s->timed || ms > s->max)
		s->max = ms;
	s->timed = true;
	s->sum += ms;
	s->sum_squares += ms * ms;
}

static void count_reply(struct ping *p, const struct ping_answer *a)
{
	uint8_t *seen = &p->seen[a->seq / 8];
	uint8_t bit = (uint8_t)(1U << (a->seq % 8));
	bool duplicate = *seen & bit;
	double ms = round_trip(p, a);

	add_time(&p->stats, ms);
	if (duplicate)
		p->stats.duplicates++;
	else
		p->stats.received++;
	*seen |= bit;
	if (p->o->has_wait && ms > p->o->wait * MS) {
		p->stats.late++;
		return;
	}
	ping_print_answer(p, a, ms, duplicate);
}

/* Everything that has come; true: that is enough. */
static bool receive_all(struct ping *p)
{
	static uint8_t buf[PACKET_MAX];
	struct ping_answer a;
	bool enough = false;
	struct pollfd fd = { .fd = p->fd, .events = POLLIN };

	while (!enough && poll(&fd, 1, 0) > 0) {
		if (!ping_receive(p, buf, sizeof(buf), &a))
			continue;
		if (a.is_reply)
			count_reply(p, &a);
		else
			ping_print_answer(p, &a, -1, false);
		enough = (p->o->once && p->stats.received) ||
			 (p->o->count && p->stats.received >= p->o->count);
	}
	(void)fflush(stdout);
	return enough;
}

/* A sweep's packets grow from one to the next. */
static void send_one(struct ping *p)
{
	int r = ping_send(p);

	if (r < 0 && !(p->o->flood && r == -ENOBUFS)) {
		(void)fflush(stdout);
		warnx("sendto: %s", bsd_strerror(-r));
	}
	if (p->o->flood && !p->o->quiet)
		putchar('.');
	if (p->o->sweep_max)
		p->size += p->o->sweep_step;
	if (p->o->bell_loss && p->stats.sent - p->stats.received > 2)
		putchar('\a');
	(void)fflush(stdout);
}

static bool all_sent(const struct ping *p)
{
	return (p->o->count && p->stats.sent >= p->o->count) ||
	       (p->o->sweep_max && p->size > p->o->sweep_max);
}

/* For how long replies to the last are waited for. */
static double last_wait(const struct ping *p)
{
	double twice = 2 * p->stats.max / MS;

	if (!p->stats.received)
		return p->o->wait;
	return twice > 1 ? twice : 1;
}

/* Sleep until @until, or the end of the run, or something comes. */
static void wait_for(const struct ping *p, double until, double end)
{
	struct pollfd fd = { .fd = p->fd, .events = POLLIN };
	double left = (end && end < until ? end : until) - now();

	/* Whoever waits longer is asked again. */
	left = left > LONGEST ? LONGEST : left;
	(void)poll(&fd, 1, left > 0 ? (int)(left * MS) + 1 : 0);
}

static void loop(struct ping *p)
{
	const double gap = p->o->flood ? FLOOD_GAP : p->o->interval;
	const double start = now();
	const double end = p->o->timeout ? start + p->o->timeout : 0;
	double next = start, until = 0;
	long received = 0;

	for (long i = 0; i < p->o->preload && !all_sent(p); i++)
		send_one(p);
	while (!stop && (!end || now() < end)) {
		bool prompt = p->o->flood && p->stats.received > received;

		received = p->stats.received;
		if (!until && !all_sent(p) && (prompt || now() >= next)) {
			send_one(p);
			next = now() + gap;
		}
		if (!until && all_sent(p))
			until = now() + last_wait(p);
		if (until && now() >= until)
			return;
		wait_for(p, until ? until : next, end);
		if (receive_all(p))
			return;
	}
}

int ping_run(struct ping *p)
{
	const struct sigaction act = { .sa_handler = on_signal };

	(void)sigaction(SIGINT, &act, NULL);
	ping_print_start(p);
	(void)fflush(stdout);
	loop(p);
	ping_print_summary(p);
	return p->stats.received ? 0 : EXIT_NO_REPLY;
}
