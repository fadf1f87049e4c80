/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - libexec/vjail/ng_source [ID]: send a source node's packets
 *
 * Started by the message "start", with three descriptors: the array of the
 * node's frames, its data socket in the graph, and a file.  It goes on in the
 * background, locks the file, and ends when all is sent or the file has no name
 * any more.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/held.h"
#include "netgraph/ng_source.h"
#include "libnetgraph/source-job.h"

#define NSEC 1000000000ULL
#define LOOK_EVERY 64 /* packets, whether it is to end */

enum { FRAMES = 3, DATA, FILE_FD };

struct sender {
	struct ng_frame *frames;
	struct ng_source_job *job;
	struct sockaddr_ll to;
	int watch;
	uint32_t next; /* frame */
	uint64_t begun; /* of this rate, and packets since */
	uint64_t since;
	uint32_t pps;
};

static uint64_t now_ns(clockid_t clock)
{
	struct timespec ts;

	(void)clock_gettime(clock, &ts);
	return (uint64_t)ts.tv_sec * NSEC + (uint64_t)ts.tv_nsec;
}

static void embed(unsigned char *frame, uint32_t len, uint32_t at,
		  const void *what, uint32_t size)
{
	if (at <= len && size <= len - at)
		memcpy(frame + at, what, size);
}

/* As a struct timeval of 64 bits lies there, each number turned round in its
 * first four bytes */
static void embed_time(const struct ng_source_job *j, unsigned char *frame,
		       uint32_t len)
{
	uint64_t now = now_ns(CLOCK_REALTIME);
	const uint32_t words[4] = {
		htonl((uint32_t)(now / NSEC)),
		0,
		htonl((uint32_t)(now % NSEC / 1000)),
		0,
	};

	if (j->stamp_flags & NGM_SOURCE_EMBED_ENABLE)
		embed(frame, len, j->stamp_at, words, sizeof(words));
}

/* One further, and round when it is at its end */
static void count_on(struct ng_source_counter *c)
{
	int64_t next = (int64_t)c->next + c->increment;
	int64_t round = (int64_t)c->max - c->min + 1;

	if (next > c->max || next < c->min)
		next = c->min + ((next - c->min) % round + round) % round;
	c->next = (uint32_t)next;
}

static void embed_counter(struct ng_source_counter *c, unsigned char *frame,
			  uint32_t len, int last)
{
	uint32_t v = htonl(c->next);

	if (!(c->flags & NGM_SOURCE_EMBED_ENABLE))
		return;
	embed(frame, len, c->offset,
	      (const unsigned char *)&v + sizeof(v) - c->width, c->width);
	if (last || !(c->flags & NGM_SOURCE_INC_CNT_PER_LIST))
		count_on(c);
}

/* false: the graph is gone */
static bool send_next(struct sender *s)
{
	const struct ng_frame *f = &s->frames[s->next];
	unsigned char frame[NG_FRAME_MAX];
	uint32_t len = f->len > sizeof(frame) ? sizeof(frame) : f->len;
	int last = ++s->next >= s->job->frames;

	memcpy(frame, f->data, len);
	embed_time(s->job, frame, len);
	for (int i = 0; i < NG_SOURCE_COUNTERS; i++)
		embed_counter(&s->job->counters[i], frame, len, last);
	/* One that is lost on its way was sent. */
	if (sendto(DATA, frame, len, 0, (const struct sockaddr *)&s->to,
		   sizeof(s->to)) < 0 &&
	    (errno == ENETDOWN || errno == ENXIO || errno == ENODEV))
		return false;
	if (last)
		s->next = 0;
	(void)__atomic_add_fetch(&s->job->octets, len, __ATOMIC_SEQ_CST);
	(void)__atomic_add_fetch(&s->job->packets, 1, __ATOMIC_SEQ_CST);
	s->job->left--;
	s->since++;
	return true;
}

/* How long it is until the next one's turn */
static uint64_t left_to_wait(struct sender *s)
{
	uint64_t now = now_ns(CLOCK_MONOTONIC), due;

	if (s->pps != s->job->pps) {
		s->pps = s->job->pps;
		s->begun = now;
		s->since = 0;
	}
	due = s->pps ? s->begun + source_due_ns(s->since, s->pps) : 0;
	return due > now ? due - now : 0;
}

/* Until the next one's turn, or the end; false: the end */
static bool wait_turn(struct sender *s)
{
	struct pollfd p = { .fd = s->watch, .events = POLLIN };
	uint64_t left;

	while ((left = left_to_wait(s)) > 0) {
		const struct timespec ts = {
			.tv_sec = (time_t)(left / NSEC),
			.tv_nsec = (long)(left % NSEC),
		};

		if (ppoll(&p, 1, &ts, NULL) > 0 &&
		    !held_goes_on(s->watch, FILE_FD))
			return false;
	}
	return s->since % LOOK_EVERY || held_lives(FILE_FD);
}

static void run(struct sender *s)
{
	while (s->job->left && s->job->frames && wait_turn(s) && send_next(s))
		;
	s->job->ended = now_ns(CLOCK_REALTIME);
}

/* Where the graph takes packets: its device, and the hook in the address. */
static int prepare(struct sender *s)
{
	socklen_t len = sizeof(s->to);
	void *p = mmap(NULL, SOURCE_ROOM, PROT_READ | PROT_WRITE, MAP_SHARED,
		       FRAMES, 0);
	uint32_t hook;

	if (p == MAP_FAILED)
		return -1;
	s->frames = p;
	s->job = source_job(p);
	if (getsockname(DATA, (struct sockaddr *)&s->to, &len) < 0)
		return -1;
	hook = s->job->hook;
	s->to.sll_protocol = htons(ETH_P_IP);
	s->to.sll_halen = ETH_ALEN;
	memset(s->to.sll_addr, 0, sizeof(s->to.sll_addr));
	s->to.sll_addr[3] = (unsigned char)(hook >> 16);
	s->to.sll_addr[4] = (unsigned char)(hook >> 8);
	s->to.sll_addr[5] = (unsigned char)hook;
	s->pps = s->job->pps;
	s->begun = now_ns(CLOCK_MONOTONIC);
	s->watch = held_watch(FILE_FD);
	return s->watch < 0 ? -1 : 0;
}

int main(void)
{
	struct sender s = { 0 };

	(void)close_range(FILE_FD + 1, ~0U, 0);
	(void)signal(SIGHUP, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
	if (prepare(&s) < 0 || !held_begin(FILE_FD))
		return EXIT_FAILURE;
	run(&s);
	return EXIT_SUCCESS;
}
