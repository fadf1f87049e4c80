/* SPDX-License-Identifier: BSD-2-Clause */
/* calls.h - Which system calls change something, and how each may fail */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define CALL_ARGS 6
#define CALL_ERRNOS 3

/* A system call that a process is about to make. */
struct call {
	pid_t pid;
	long nr;
	uint64_t args[CALL_ARGS];
};

/* What the table knows of it. */
struct call_kind {
	const char *name;
	/* Does it, with these arguments, change anything?  NULL: always */
	bool (*changes)(const struct call *c);
	int path; /* 1 + the argument that is a path; 0: none */
	int fd; /* 1 + the argument that is a descriptor; 0: none */
	int errnos[CALL_ERRNOS]; /* plausible ones, 0 ends */
};

/* call_kind() - Its kind, or NULL when it changes nothing that another process
 * could see */
const struct call_kind *call_kind(const struct call *c);

/* call_errno() - The @nth way in which it fails, round and round */
int call_errno(const struct call_kind *kind, unsigned nth);

/* call_describe() - "openat(/run/vjail/lock)": for people */
void call_describe(const struct call *c, const struct call_kind *kind,
		   char *buf, size_t size);
