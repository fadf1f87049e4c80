/* SPDX-License-Identifier: BSD-2-Clause */
/* flow.c - Traffic over several paths in turn: how they compare */
/*
 * flow tcp|udp|send MS ROUNDS NAME FROM TO ADDRESS [NAME FROM TO ADDRESS ...]
 *
 * A path leads from one network namespace to an address in another, both given
 * by files.  In each round each path has MS milliseconds: of one TCP stream, of
 * 64-byte UDP round trips, or of sending such packets one way.  Interleaved, so that what else the machine does
 * meets all alike; therefore the figure is the ratio of two in the same round.
 * Prints a line for each path and each other: NAME, OTHER, the median (Mbit/s
 * or round trips or packets a second), and median, 10th and 90th percentile of the ratios.
 */

#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rounds.h"

#define PORT 5001
#define MAX_PATHS 8
#define BLOCK (128 * 1024)
#define LOST_MS 200

struct path {
	const char *name;
	const char *from, *to;
	struct sockaddr_storage sa;
};

enum mode { TCP, UDP, SEND };
static const char *const modes[] = { "tcp", "udp", "send" };

static void enter(const char *netns)
{
	int fd = open(netns, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || setns(fd, CLONE_NEWNET) < 0)
		err(1, "%s", netns);
	(void)close(fd);
}

static void set_address(struct path *p, const char *text)
{
	struct sockaddr_in6 *in6 = (void *)&p->sa;
	struct sockaddr_in *in = (void *)&p->sa;

	if (inet_pton(AF_INET, text, &in->sin_addr) == 1) {
		in->sin_family = AF_INET;
		in->sin_port = htons(PORT);
	} else if (inet_pton(AF_INET6, text, &in6->sin6_addr) == 1) {
		in6->sin6_family = AF_INET6;
		in6->sin6_port = htons(PORT);
	} else {
		errx(1, "%s: no address", text);
	}
}

static int open_socket(const struct path *p, enum mode mode)
{
	int fd = socket(p->sa.ss_family,
			(mode == TCP ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC,
			0);

	if (fd < 0)
		err(1, "socket");
	return fd;
}

/* Take a stream until its end. */
static void serve_stream(int listener)
{
	static char buf[BLOCK];
	int fd = accept(listener, NULL, NULL);
	ssize_t n = 1;

	if (fd < 0)
		err(1, "accept");
	while (n > 0)
		n = read(fd, buf, sizeof(buf));
}

/* Take packets; send each back if @back. */
static void serve_packets(int fd, bool back)
{
	struct sockaddr_storage from;
	char buf[64];

	for (;;) {
		socklen_t len = sizeof(from);
		ssize_t n = recvfrom(fd, buf, sizeof(buf), 0,
				     (struct sockaddr *)&from, &len);

		if (n > 0 && back)
			(void)sendto(fd, buf, (size_t)n, 0,
				     (const struct sockaddr *)&from, len);
	}
}

static void serve(const struct path *p, enum mode mode, int ready)
{
	int fd, on = 1;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	enter(p->to);
	fd = open_socket(p, mode);
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (const struct sockaddr *)&p->sa, sizeof(p->sa)) < 0 ||
	    (mode == TCP && listen(fd, 1) < 0))
		err(1, "%s: bind", p->name);
	(void)write(ready, "", 1);
	(void)close(ready);
	if (mode == TCP)
		serve_stream(fd);
	else
		serve_packets(fd, mode == UDP);
	_exit(0);
}

/* Mbit/s that the other end has taken */
static double send_stream(int fd, double seconds)
{
	static const char buf[BLOCK];
	double start = rounds_now(), total = 0;

	while (rounds_now() - start < seconds) {
		ssize_t n = write(fd, buf, sizeof(buf));

		if (n < 0)
			err(1, "write");
		total += (double)n;
	}
	return total * 8 / 1e6 / (rounds_now() - start);
}

/* Round trips a second; a lost packet costs its time. */
static double ping_pong(int fd, double seconds)
{
	struct pollfd poller = { .fd = fd, .events = POLLIN };
	double start = rounds_now(), count = 0;
	char buf[64] = { 0 };

	while (rounds_now() - start < seconds) {
		if (send(fd, buf, sizeof(buf), 0) < 0)
			err(1, "send");
		if (recv(fd, buf, sizeof(buf), MSG_DONTWAIT) < 0 &&
		    (poll(&poller, 1, LOST_MS) != 1 ||
		     recv(fd, buf, sizeof(buf), 0) < 0))
			continue;
		count++;
	}
	return count / (rounds_now() - start);
}

/* Packets a second that the path took from the sender */
static double send_packets(int fd, double seconds)
{
	static const char buf[64];
	double start = rounds_now(), count = 0;

	while (rounds_now() - start < seconds) {
		if (send(fd, buf, sizeof(buf), 0) < 0)
			err(1, "send");
		count++;
	}
	return count / (rounds_now() - start);
}

static double (*const drivers[])(int fd, double seconds) = {
	[TCP] = send_stream,
	[UDP] = ping_pong,
	[SEND] = send_packets,
};

static void drive(const struct path *p, enum mode mode, double seconds,
		  int result)
{
	double v;
	int fd;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	enter(p->from);
	fd = open_socket(p, mode);
	if (connect(fd, (const struct sockaddr *)&p->sa, sizeof(p->sa)) < 0)
		err(1, "%s: connect", p->name);
	/* The window opens, the bridge learns. */
	(void)drivers[mode](fd, seconds / 10);
	v = drivers[mode](fd, seconds);
	if (write(result, &v, sizeof(v)) != sizeof(v))
		err(1, "pipe");
	_exit(0);
}

static double measure(const struct path *p, enum mode mode, double seconds)
{
	int ready[2], result[2];
	pid_t server, driver;
	double v = 0;
	char c;

	if (pipe2(ready, O_CLOEXEC) < 0 || pipe2(result, O_CLOEXEC) < 0)
		err(1, "pipe");
	server = fork();
	if (server == 0)
		serve(p, mode, ready[1]);
	(void)close(ready[1]);
	if (read(ready[0], &c, 1) != 1)
		errx(1, "%s: nobody answers there", p->name);
	driver = fork();
	if (driver == 0)
		drive(p, mode, seconds, result[1]);
	(void)close(result[1]);
	if (read(result[0], &v, sizeof(v)) != sizeof(v) || v <= 0)
		errx(1, "%s: no traffic", p->name);
	(void)waitpid(driver, NULL, 0);
	(void)kill(server, SIGKILL);
	(void)waitpid(server, NULL, 0);
	(void)close(ready[0]);
	(void)close(result[0]);
	return v;
}

int main(int argc, char **argv)
{
	double seconds = argc > 3 ? strtod(argv[2], NULL) / 1000 : 0;
	int rounds = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 0;
	enum mode mode = TCP;
	static struct path paths[MAX_PATHS];
	static struct series got[MAX_PATHS];
	int n = 0;

	if (seconds <= 0 || rounds < 1 || rounds > ROUNDS_MAX ||
	    argc % 4 != 0 || argc / 4 - 1 > MAX_PATHS)
		errx(1, "not: tcp|udp|send ms rounds name from to address ...");
	while (mode <= SEND && strcmp(modes[mode], argv[1]) != 0)
		mode++;
	if (mode > SEND)
		errx(1, "%s: unknown mode", argv[1]);
	for (argv += 4; *argv; argv += 4, n++) {
		got[n].name = paths[n].name = argv[0];
		paths[n].from = argv[1];
		paths[n].to = argv[2];
		set_address(&paths[n], argv[3]);
	}
	for (int round = -1; round < rounds; round++) {
		for (int i = 0; i < n; i++) {
			double v = measure(&paths[i], mode, seconds);

			if (round >= 0) /* the first warms the caches */
				got[i].v[round] = v;
		}
	}
	rounds_report(got, n, rounds);
	return 0;
}
