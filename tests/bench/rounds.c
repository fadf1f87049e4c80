/* SPDX-License-Identifier: BSD-2-Clause */
/* rounds.c - What was measured in turn, round by round, and how it compares */

#include "rounds.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

double rounds_now(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b)
{
	double d = *(const double *)a - *(const double *)b;

	return (d > 0) - (d < 0);
}

static void sort(double *v, int n)
{
	qsort(v, (size_t)n, sizeof(*v), compare);
}

static void report(const struct series *s, const struct series *other,
		   int rounds)
{
	static double v[ROUNDS_MAX], ratio[ROUNDS_MAX];

	for (int i = 0; i < rounds; i++) {
		v[i] = s->v[i];
		ratio[i] = s->v[i] / other->v[i];
	}
	sort(v, rounds);
	sort(ratio, rounds);
	printf("%s %s %.1f %.3f %.3f %.3f\n", s->name, other->name,
	       v[rounds / 2], ratio[rounds / 2], ratio[rounds / 10],
	       ratio[rounds - 1 - rounds / 10]);
}

void rounds_report(const struct series *s, int n, int rounds)
{
	for (int i = 0; i < n; i++)
		for (int k = 0; k < n; k++)
			report(&s[i], &s[k], rounds);
}
