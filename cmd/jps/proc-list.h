/* SPDX-License-Identifier: BSD-2-Clause */
/* proc-list.h - Processes, read from /proc, with the jails they run in */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/strv.h"

struct errbuf;

#define COMM_LEN 16 /* the kernel cuts names to 15 characters */

struct process {
	pid_t pid, ppid, pgid, sid, tpgid;
	int jid; /* 0: the host's */
	unsigned tty; /* device number; 0: none */
	char state; /* as in /proc/PID/stat */
	bool traced, has_args;
	long nice, priority;
	unsigned long user_ticks, sys_ticks;
	unsigned long long start; /* in ticks since boot */
	unsigned long long vsize; /* bytes */
	unsigned long rss; /* kB */
	unsigned threads;
	uid_t uid, ruid; /* as its jail counts */
	gid_t gid, rgid;
	char comm[COMM_LEN];
	struct strv args;
};

struct process_list {
	struct process *v;
	size_t n;
};

/* process_list_get() - All that can be seen; 0 or -errno.  In a jail they all
 * have the jail's number */
int process_list_get(struct process_list *ret, struct errbuf *eb);
void process_list_done(struct process_list *l);

/* process_parse_stat() - From the text of /proc/PID/stat; 0 or -EINVAL */
int process_parse_stat(const char *text, struct process *ret);

/* process_tty() - The short name of a terminal: "0" for pts/0, "v1" for tty1,
 * "S0" for ttyS0, "-" for none */
void process_tty(unsigned tty, char *buf, size_t len);
