/* SPDX-License-Identifier: BSD-2-Clause */
/* race.c - Run commands in turn, again and again, and say how long each took */
/*
 * race ROUNDS NAME CMD ARG ... [, NAME CMD ARG ...]
 *
 * Interleaved, so that what else the machine does meets all alike.  Prints what
 * rounds_report() does, in microseconds.
 */

#include <err.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "rounds.h"

#define MAX_RUNNERS 8

struct runner {
	const char *name;
	char **argv;
};

static double run_once(const struct runner *r)
{
	double start = rounds_now();
	int status = 0, e;
	pid_t pid;

	e = posix_spawnp(&pid, r->argv[0], NULL, NULL, r->argv, environ);
	if (e)
		errx(1, "%s: %s", r->argv[0], strerror(e));
	if (waitpid(pid, &status, 0) < 0)
		err(1, "waitpid");
	if (status != 0)
		errx(1, "%s: failed (status %#x)", r->name, (unsigned)status);
	return (rounds_now() - start) * 1e6;
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
	static struct series us[MAX_RUNNERS];
	int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 0;
	int n;

	if (rounds < 1 || rounds > ROUNDS_MAX)
		errx(1, "rounds: 1 to %d", ROUNDS_MAX);
	n = parse(argv + 2, runners);
	if (n == 0)
		errx(1, "which commands?");

	for (int i = 0; i < n; i++)
		us[i].name = runners[i].name;

	/* The first of each warms the caches and is not counted. */
	for (int i = 0; i < n; i++)
		(void)run_once(&runners[i]);
	for (int round = 0; round < rounds; round++)
		for (int i = 0; i < n; i++)
			us[i].v[round] = run_once(&runners[i]);
	rounds_report(us, n, rounds);
	return 0;
}
