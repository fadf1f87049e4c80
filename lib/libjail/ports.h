/* SPDX-License-Identifier: BSD-2-Clause */
/* ports.h - Ports below 1024 for a jail's root on the host's network stack */
#pragma once

#include <sys/types.h>

struct errbuf;

/* ports_allow() - Let who has the real user id @root, as the host counts, bind
 * any port while in the cgroup @fd; which ends with the cgroup.  0 or -errno */
int ports_allow(int fd, uid_t root, struct errbuf *eb);
