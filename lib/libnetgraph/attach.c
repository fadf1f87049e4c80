/* SPDX-License-Identifier: BSD-2-Clause */
/* attach.c - Put a program of the walk on a device */

#include <bpf/bpf.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "libnetgraph/attach.h"
#include "libnetgraph/graph.h"

#define PATH_SIZE 128

/* Newer than the oldest headers this is built with */
#define ATTACH_TCX_INGRESS 46
#define ATTACH_TCX_EGRESS 47

static const char *link_pin(const char *pin, char *buf)
{
	(void)snprintf(buf, PATH_SIZE, "dev_%s", pin);
	return buf;
}

static int link_in(struct graph *g, int prog, int ns,
		   const struct attachment *a)
{
	enum bpf_attach_type type =
		a->egress ? ATTACH_TCX_EGRESS : ATTACH_TCX_INGRESS;
	int fd, saved;

	if (ns >= 0 && setns(ns, CLONE_NEWNET) < 0)
		return -errno;
	fd = bpf_link_create(prog, (int)a->ifindex, type, NULL);
	saved = errno;
	if (ns >= 0 && setns(g->home, CLONE_NEWNET) < 0) {
		close_fd(&fd);
		return -errno;
	}
	return fd < 0 ? -saved : fd;
}

int attach(struct graph *g, int ns, const struct attachment *a)
{
	char name[PATH_SIZE], path[PATH_SIZE];
	cleanup_close int prog = graph_map(g, a->prog);
	cleanup_close int fd = -1;

	if (prog < 0)
		return prog;
	detach(g, a->pin);
	fd = link_in(g, prog, ns, a);
	if (fd < 0)
		return fd;
	(void)graph_path(g, link_pin(a->pin, name), path, sizeof(path));
	return bpf_obj_pin(fd, path) < 0 ? -errno : 0;
}

void detach(struct graph *g, const char *pin)
{
	char name[PATH_SIZE], path[PATH_SIZE];

	(void)unlink(graph_path(g, link_pin(pin, name), path, sizeof(path)));
}
