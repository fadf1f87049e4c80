/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ports.c - Ports below 1024 for a jail's root on the host's network stack
 *
 * The capability for them is one over the user namespace that the stack belongs
 * to, and the jail's is another; but a program at bind(2) can do without it.
 * By bpf(2) itself: libbpf brings a reader of ELF files, and here is no file.
 */

#include <errno.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "libjail/ports.h"

enum { BIND = 1, BIND_ANY_PORT = 3 }; /* what the program can answer */

static int call(int cmd, union bpf_attr *attr)
{
	int r = (int)syscall(SYS_bpf, cmd, attr, sizeof(*attr));

	return r < 0 ? -errno : r;
}

static int load(enum bpf_attach_type type, uid_t root)
{
	const struct bpf_insn insns[] = {
		{ .code = BPF_JMP | BPF_CALL,
		  .imm = BPF_FUNC_get_current_uid_gid },
		{ .code = BPF_JMP32 | BPF_JEQ | BPF_K,
		  .off = 2,
		  .imm = (int32_t)root },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = BIND },
		{ .code = BPF_JMP | BPF_EXIT },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = BIND_ANY_PORT },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_CGROUP_SOCK_ADDR,
		.expected_attach_type = type,
		.insn_cnt = ARRAY_SIZE(insns),
		.insns = (uint64_t)(uintptr_t)insns,
		.license = (uint64_t)(uintptr_t) "Dual BSD/GPL",
		.prog_name = "vjail_ports",
	};

	return call(BPF_PROG_LOAD, &attr);
}

static int attach(int cgroup, int prog, enum bpf_attach_type type)
{
	union bpf_attr attr = {
		.target_fd = (uint32_t)cgroup,
		.attach_bpf_fd = (uint32_t)prog,
		.attach_type = type,
		.attach_flags = BPF_F_ALLOW_MULTI, /* beside the host's own */
	};

	return call(BPF_PROG_ATTACH, &attr);
}

int ports_allow(int fd, uid_t root, struct errbuf *eb)
{
	static const enum bpf_attach_type types[] = { BPF_CGROUP_INET4_BIND,
						      BPF_CGROUP_INET6_BIND };

	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		cleanup_close int prog = load(types[i], root);
		int r = prog < 0 ? prog : attach(fd, prog, types[i]);

		if (r < 0)
			return errbuf_set(eb, -r, "allow.reserved_ports: %s",
					  strerror(-r));
	}
	return 0;
}
