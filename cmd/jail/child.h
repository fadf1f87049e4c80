/* SPDX-License-Identifier: BSD-2-Clause */
/* child.h - Processes that a job waits for */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct errbuf;
struct job;

int64_t child_now_ms(void); /* CLOCK_MONOTONIC */

/* child_watch() - Wait for @pid before the job goes on.  @line: its command, for
 * messages; @timeout_s 0: no limit.  0 or -errno, @pid is killed then */
int child_watch(struct job *job, pid_t pid, const char *line, int timeout_s);

/* child_work() - Let a child call @fn, which may take long; its words are printed
 * if it fails.  0 or -errno */
int child_work(struct job *job, int (*fn)(struct job *job, struct errbuf *eb));

/* child_watch_making() - Wait for the builder of @job->making.  On failure it is
 * gone, and what it made.  0 or -errno */
int child_watch_making(struct job *job);

/* child_kill() - End its command, saying why ("timed out") */
void child_kill(struct job *job, const char *why);

/* child_reap() - It has ended: print why it failed.  True if it succeeded; of a
 * builder, jail_create_finish() tells */
bool child_reap(struct job *job);

/* child_die_with_us() - In a child: be killed when @parent ends */
void child_die_with_us(pid_t parent);
