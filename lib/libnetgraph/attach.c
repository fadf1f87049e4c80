/* SPDX-License-Identifier: BSD-2-Clause */
/* attach.c - Put a program of the walk on a device */

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/proc.h"
#include "libnetgraph/attach.h"
#include "libnetgraph/graph.h"

#define PATH_SIZE 128

/* Newer than the oldest headers this is built with */
#define ATTACH_TCX_INGRESS 46
#define ATTACH_TCX_EGRESS 47

/* Of our filters, where there are others' */
#define HANDLE 1
#define PRIORITY 0x4e47

static const char *link_pin(const char *pin, char *buf)
{
	(void)snprintf(buf, PATH_SIZE, "dev_%s", pin);
	return buf;
}

static int link_here(int prog, const struct attachment *a)
{
	enum bpf_attach_type type =
		a->egress ? ATTACH_TCX_EGRESS : ATTACH_TCX_INGRESS;
	int fd = bpf_link_create(prog, (int)a->ifindex, type, NULL);

	return fd < 0 ? -errno : fd;
}

static int filter_add(int prog, const struct attachment *a)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = (int)a->ifindex,
		    .attach_point = a->egress ? BPF_TC_EGRESS : BPF_TC_INGRESS);
	LIBBPF_OPTS(bpf_tc_opts, opts, .prog_fd = prog, .handle = HANDLE,
		    .priority = PRIORITY, .flags = BPF_TC_F_REPLACE);
	libbpf_print_fn_t was = libbpf_set_print(NULL);
	int r = bpf_tc_hook_create(&hook);

	if (r == 0 || r == -EEXIST)
		r = bpf_tc_attach(&hook, &opts);
	(void)libbpf_set_print(was);
	return r;
}

static void filter_del(uint32_t ifindex, bool egress)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = (int)ifindex,
		    .attach_point = egress ? BPF_TC_EGRESS : BPF_TC_INGRESS);
	LIBBPF_OPTS(bpf_tc_opts, opts, .handle = HANDLE, .priority = PRIORITY);
	libbpf_print_fn_t was = libbpf_set_print(NULL);

	(void)bpf_tc_detach(&hook, &opts);
	(void)libbpf_set_print(was);
}

static int put_link(struct graph *g, int prog, const struct attachment *a)
{
	char name[PATH_SIZE], path[PATH_SIZE];
	cleanup_close int fd = -1;
	int r = detach(g, a->pin, a->ifindex, a->egress);

	if (r < 0)
		return r;
	fd = link_here(prog, a);
	if (fd == -EINVAL) /* no TCX in this kernel */
		return filter_add(prog, a);
	if (fd < 0)
		return fd;
	(void)graph_path(g, link_pin(a->pin, name), path, sizeof(path));
	return bpf_obj_pin(fd, path) < 0 ? -errno : 0;
}

/*
 * In the closet, where nobody else's filters are: a TCX link costs a wait for
 * all CPUs (20 ms), clsact does not, but some time for each packet.  It goes
 * with its device.
 */
static int put_in(struct graph *g, int prog, int ns, const struct attachment *a)
{
	int r;

	if (setns(ns, CLONE_NEWNET) < 0)
		return -errno;
	r = a->busy ? put_link(g, prog, a) : filter_add(prog, a);
	return proc_return(g->home, CLONE_NEWNET) < 0 ? -errno : r;
}

int attach(struct graph *g, int ns, const struct attachment *a)
{
	cleanup_close int prog = graph_map(g, a->prog);

	if (prog < 0)
		return prog;
	return ns >= 0 ? put_in(g, prog, ns, a) : put_link(g, prog, a);
}

int attach_look(struct graph *g, int ns, const char *prog, uint32_t ifindex)
{
	struct __sk_buff skb = { .mark = NG_MARK_LOOK, .ifindex = ifindex };
	static const uint8_t frame[ETH_ZLEN];
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = frame,
		    .data_size_in = sizeof(frame), .ctx_in = &skb,
		    .ctx_size_in = sizeof(skb), .repeat = 1);
	cleanup_close int fd = graph_map(g, prog);

	if (fd < 0)
		return fd;
	if (ns >= 0 && setns(ns, CLONE_NEWNET) < 0)
		return -errno;
	(void)bpf_prog_test_run_opts(fd, &opts);
	return ns >= 0 ? proc_return(g->home, CLONE_NEWNET) : 0;
}

static bool filter_is_there(const struct attachment *a)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = (int)a->ifindex,
		    .attach_point = a->egress ? BPF_TC_EGRESS : BPF_TC_INGRESS);
	LIBBPF_OPTS(bpf_tc_opts, opts, .handle = HANDLE, .priority = PRIORITY);
	libbpf_print_fn_t was = libbpf_set_print(NULL);
	int r = bpf_tc_query(&hook, &opts);

	(void)libbpf_set_print(was);
	return r == 0;
}

int attach_keep(struct graph *g, int ns, const struct attachment *a)
{
	char name[PATH_SIZE], path[PATH_SIZE];

	(void)graph_path(g, link_pin(a->pin, name), path, sizeof(path));
	if (access(path, F_OK) == 0 || filter_is_there(a))
		return 0;
	return attach(g, ns, a);
}

int detach(struct graph *g, const char *pin, uint32_t ifindex, bool egress)
{
	char name[PATH_SIZE], path[PATH_SIZE];

	(void)graph_path(g, link_pin(pin, name), path, sizeof(path));
	if (unlink(path) == 0)
		return 0;
	if (errno != ENOENT)
		return -errno;
	if (ifindex)
		filter_del(ifindex, egress);
	return 0;
}
