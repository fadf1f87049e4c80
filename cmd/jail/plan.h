/* SPDX-License-Identifier: BSD-2-Clause */
/* plan.h - From a command line to the jails it means */
#pragma once

#include <stdbool.h>

struct run;

/* plan_make() - Fill run->jobs, and ask for those that run->opts mean.  What is
 * wrong is printed, and sets run->failed where the rest can go on.  0 or -errno */
int plan_make(struct run *run);

/* plan_is_param() - Is there a parameter of that name, or in that no-form? */
bool plan_is_param(const char *word);
