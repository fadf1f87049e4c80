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
#include <errno.h>
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

/* A descriptor of the program with this number if it is ours, else -1 */
static int open_ours(uint32_t id)
{
	cleanup_close int fd = bpf_prog_get_fd_by_id(id);
	struct bpf_prog_info info = { 0 };
	uint32_t len = sizeof(info);

	if (fd < 0 || bpf_obj_get_info_by_fd(fd, &info, &len) < 0 ||
	    !streq(info.name, NAME))
		return -1;
	return TAKE_FD(fd);
}

/* What is on @cgroup; a descriptor, -1: it is not there */
static int find(int cgroup)
{
	uint32_t ids[PROGRAMS_MAX], n = PROGRAMS_MAX;
	int fd = -1;

	if (bpf_prog_query(cgroup, BPF_CGROUP_INET_SOCK_CREATE, 0, NULL, ids,
			   &n) < 0)
		err(EXIT_FAILURE, "cgroup's programs");
	for (uint32_t i = 0; i < n && fd < 0; i++)
		fd = open_ours(ids[i]);
	return fd;
}

static void add(int cgroup)
{
	struct fib_bpf *skel = fib_bpf__open_and_load();

	if (!skel)
		err(EXIT_FAILURE, "the program that marks sockets");
	if (bpf_prog_attach(bpf_program__fd(skel->progs.vjail_fib), cgroup,
			    BPF_CGROUP_INET_SOCK_CREATE, BPF_F_ALLOW_MULTI) < 0)
		err(EXIT_FAILURE, "cgroup");
	fib_bpf__destroy(skel);
}

int main(int argc, char **argv)
{
	cleanup_close int cgroup = -1, fd = -1;
	struct errbuf eb;

	if (argc != 2 || (!streq(argv[1], "add") && !streq(argv[1], "remove")))
		errx(EXIT_FAILURE, "usage: fibs add | remove");
	libbpf_set_print(NULL);
	cgroup = cgroup_root(&eb);
	if (cgroup < 0)
		errx(EXIT_FAILURE, "%s", eb.msg);
	fd = find(cgroup);
	if (streq(argv[1], "add") && fd < 0)
		add(cgroup);
	else if (streq(argv[1], "remove") && fd >= 0 &&
		 bpf_prog_detach2(fd, cgroup, BPF_CGROUP_INET_SOCK_CREATE) < 0)
		err(EXIT_FAILURE, "cgroup");
	return EXIT_SUCCESS;
}
