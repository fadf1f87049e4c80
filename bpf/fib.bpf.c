/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * fib.bpf.c - A new socket gets the mark of its process's routing table
 *
 * A process carries the number of its table as one of its limits, see
 * lib/nl/fib.h: it is inherited, and who may do nothing else may set it.
 */

#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "nl/fib-abi.h"

#define KERNEL_TYPE __attribute__((preserve_access_index))

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct rlimit {
	unsigned long rlim_cur;
} KERNEL_TYPE;

struct signal_struct {
	struct rlimit rlim[FIB_RLIMIT + 1];
} KERNEL_TYPE;

struct task_struct {
	struct signal_struct *signal;
} KERNEL_TYPE;

SEC("cgroup/sock_create")
int vjail_fib(struct bpf_sock *sk)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	unsigned long limit = 0;

	if (BPF_CORE_READ_INTO(&limit, task, signal,
			       rlim[FIB_RLIMIT].rlim_cur) == 0 &&
	    (limit & ~(unsigned long)FIB_MAX) == FIB_LIMIT)
		sk->mark |= (limit & FIB_MAX) << FIB_SHIFT;
	return 1;
}
