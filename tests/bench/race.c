/* SPDX-License-Identifier: BSD-2-Clause */
/* race.c - Run commands in turn, again and again, and say how long each took */
/*
 * race ROUNDS NAME CMD ARG ... [, NAME CMD ARG ...]
 *
 * Interleaved, so that what else the machine does meets all alike.  Prints a
 * line each: NAME, and median, 10th and 90th percentile in microseconds.
 */

#include <err.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#define MAX_RUNNERS 8
#define MAX_ROUNDS 1000

struct runner {
	const char *name;
	char **argv;
	double us[MAX_ROUNDS];
};

static double now_us(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

static double run_once(const struct runner *r)
{
	double start = now_us();
	int status = 0, e;
	pid_t pid;

	e = posix_spawnp(&pid, r->argv[0], NULL, NULL, r->argv, environ);
	if (e)
		errx(1, "%s: %s", r->argv[0], strerror(e));
	if (waitpid(pid, &status, 0) < 0)
		err(1, "waitpid");
	if (status != 0)
		errx(1, "%s: failed (status %#x)", r->name, (unsigned)status);
	return now_us() - start;
}

static int compare(const void *a, const void *b)
{
	double d = *(const double *)a - *(const double *)b;

	return (d > 0) - (d < 0);
}

static void report(struct runner *r, int rounds)
{
	qsort(r->us, (size_t)rounds, sizeof(r->us[0]), compare);
	printf("%s %.0f %.0f %.0f\n", r->name, r->us[rounds / 2],
	       r->us[rounds / 10], r->us[rounds - 1 - rounds / 10]);
}

/* Commas between the commands become the ends of their argument lists. */
static int parse(char **argv, struct runner *runners)
{
	int n = 0;

	while (*argv) {
		if (n == MAX_RUNNERS || !argv[1])
			errx(1, "not: name cmd ... [, name cmd ...]");
		runners[n].name = argv[0];
		runners[n].argv = argv + 1;
		n++;
		while (*argv && strcmp(*argv, ",") != 0)
			argv++;
		if (*argv)
			*argv++ = NULL;
		if (!runners[n - 1].argv[0])
			errx(1, "%s: no command", runners[n - 1].name);
	}
	return n;
}

int main(int argc, char **argv)
{
	static struct runner runners[MAX_RUNNERS];
	int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 0;
	int n;

	if (rounds < 1 || rounds > MAX_ROUNDS)
		errx(1, "rounds: 1 to %d", MAX_ROUNDS);
	n = parse(argv + 2, runners);
	if (n == 0)
		errx(1, "which commands?");

	/* The first of each warms the caches and is not counted. */
	for (int i = 0; i < n; i++)
		(void)run_once(&runners[i]);
	for (int round = 0; round < rounds; round++)
		for (int i = 0; i < n; i++)
			runners[i].us[round] = run_once(&runners[i]);
	for (int i = 0; i < n; i++)
		report(&runners[i], rounds);
	return 0;
}
