/* SPDX-License-Identifier: BSD-2-Clause */
/* ksocket.h - Sockets of the kernel's as nodes */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct graph;

/* ksocket_sync() - Start again what processes of ksockets are gone.  The lock
 * is held */
void ksocket_sync(struct graph *g);

/* ksocket_setopt(), ksocket_getopt() - Level and name by FreeBSD's numbers; 0,
 * -ENOPROTOOPT or another -errno */
int ksocket_setopt(int fd, int level, int name, const void *value, size_t len);
int ksocket_getopt(int fd, int level, int name, void *buf, size_t *len);
