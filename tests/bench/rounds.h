/* SPDX-License-Identifier: BSD-2-Clause */
/* rounds.h - What was measured in turn, round by round, and how it compares */
#pragma once

#define ROUNDS_MAX 1000

struct series {
	const char *name;
	double v[ROUNDS_MAX];
};

/* rounds_now() - A clock, in seconds */
double rounds_now(void);

/* rounds_report() - A line for each series and each other: NAME, OTHER, the
 * median, and median, 10th and 90th percentile of the ratios in each round */
void rounds_report(const struct series *s, int n, int rounds);
