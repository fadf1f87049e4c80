/* SPDX-License-Identifier: BSD-2-Clause */
/* gate.h - What it takes to enter a jail, opened while still outside */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "libjail/confine.h"

struct errbuf;

struct gate {
	int jid;
	int pidfd; /* of its pid 1: all its namespaces */
	int cgroup; /* vjail/JID */
	unsigned long namespaces; /* CLONE_NEW* it has of its own */
	bool own_user;
	struct confine confine;
	void *filter;
	size_t filter_len;
};

#define GATE_NONE                                                              \
	(struct gate)                                                          \
	{                                                                      \
		.pidfd = -1, .cgroup = -1                                      \
	}

#define cleanup_gate __attribute__((cleanup(gate_close)))

/* gate_open() - 0; -ENOENT `jail N not found`; -EPERM for who is not root */
int gate_open(int jid, struct gate *ret, struct errbuf *eb);

/* gate_fork() - fork(2) into the jail's cgroup.  Joining it later would wait
 * for an RCU grace period, which may take 20 ms.  As fork(2), or -errno */
pid_t gate_fork(const struct gate *g, struct errbuf *eb);

/* gate_enter() - Put the caller, who is in the jail's cgroup, in its
 * namespaces, as its root, not confined yet.  Its children are in the pid
 * namespace.  0, -errno */
int gate_enter(const struct gate *g, struct errbuf *eb);

/* gate_confine() - The rest: capabilities and filter, for good.  0, -errno */
int gate_confine(const struct gate *g, struct errbuf *eb);

void gate_close(struct gate *g);
