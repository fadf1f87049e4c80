/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - libexec/vjail/fibs add | remove: the program that marks sockets with
 * their processes' routing tables, on the root of the cgroup tree
 *
 * It is there as long as the cgroup is; who adds it twice has it once.
 */

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <err.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "libjail/cgroup.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wcast-qual" /* bpftool's text, not ours */
#include "fib.skel.h"
#pragma GCC diagnostic pop

#define NAME "vjail_fib"
#define PROGRAMS_MAX 64 /* of which one may be ours */

static bool info_of(int fd, struct bpf_prog_info *ret)
{
	uint32_t len = sizeof(*ret);

	memset(ret, 0, sizeof(*ret));
	return bpf_obj_get_info_by_fd(fd, ret, &len) == 0;
}

/* A descriptor of the program with this number if it is ours, else -1: one with
 * our name, or that does what @ours does, as short of memory it gets no name */
static int open_ours(uint32_t id, int ours)
{
	cleanup_close int fd = bpf_prog_get_fd_by_id(id);
	struct bpf_prog_info a, b;

	if (fd < 0 || !info_of(fd, &a) || !info_of(ours, &b))
		return -1;
	if (!streq(a.name, NAME) && memcmp(a.tag, b.tag, sizeof(a.tag)) != 0)
		return -1;
	return TAKE_FD(fd);
}

/* What is on @cgroup; a descriptor, -1: it is not there */
static int find(int cgroup, int ours)
{
	uint32_t ids[PROGRAMS_MAX], n = PROGRAMS_MAX;
	int fd = -1;

	if (bpf_prog_query(cgroup, BPF_CGROUP_INET_SOCK_CREATE, 0, NULL, ids,
			   &n) < 0)
		err(EXIT_FAILURE, "cgroup's programs");
	for (uint32_t i = 0; i < n && fd < 0; i++)
		fd = open_ours(ids[i], ours);
	return fd;
}

int main(int argc, char **argv)
{
	cleanup_close int cgroup = -1, there = -1;
	struct fib_bpf *skel;
	struct errbuf eb;
	bool add;
	int ours, r = 0;

	if (argc != 2 || (!streq(argv[1], "add") && !streq(argv[1], "remove")))
		errx(EXIT_FAILURE, "usage: fibs add | remove");
	add = streq(argv[1], "add");
	libbpf_set_print(NULL);
	cgroup = cgroup_root(&eb);
	if (cgroup < 0)
		errx(EXIT_FAILURE, "%s", eb.msg);
	skel = fib_bpf__open_and_load();
	if (!skel)
		err(EXIT_FAILURE, "the program that marks sockets");
	ours = bpf_program__fd(skel->progs.vjail_fib);
	there = find(cgroup, ours);
	if (add && there < 0)
		r = bpf_prog_attach(ours, cgroup, BPF_CGROUP_INET_SOCK_CREATE,
				    BPF_F_ALLOW_MULTI);
	else if (!add && there >= 0)
		r = bpf_prog_detach2(there, cgroup,
				     BPF_CGROUP_INET_SOCK_CREATE);
	if (r < 0)
		err(EXIT_FAILURE, "cgroup");
	fib_bpf__destroy(skel);
	return EXIT_SUCCESS;
}
