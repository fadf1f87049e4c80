/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test-confine.c - What a jail's filter says to each system call
 *
 * The compiled program is run by a small interpreter of classic BPF, so that
 * every call, argument and architecture can be asked about without making the
 * call.
 */

#include "test.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <seccomp.h>

#include "base/util.h"
#include "libjail/confine.h"

#if defined(__x86_64__)
#define NATIVE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE AUDIT_ARCH_AARCH64
#else
#define NATIVE 0
#endif

#define ALLOWED 0 /* an errno no rule gives */

struct program {
	struct sock_filter *insns;
	size_t n;
};

static void compile(const struct confine *c, struct program *ret)
{
	void *insns = NULL;

	assert_int_equal(confine_filter(c, &insns, &ret->n, NULL), 0);
	ret->insns = insns;
}

static void program_done(struct program *p)
{
	free(p->insns);
}

#define cleanup_program __attribute__((cleanup(program_done)))

/* What @insn compares, with its own constant */
static bool jump_taken(const struct sock_filter *insn, uint32_t a)
{
	switch (BPF_OP(insn->code)) {
	case BPF_JA:
		return true;
	case BPF_JEQ:
		return a == insn->k;
	case BPF_JGT:
		return a > insn->k;
	case BPF_JGE:
		return a >= insn->k;
	case BPF_JSET:
		return a & insn->k;
	}
	fail_msg("jump %#x", insn->code);
	return false;
}

/* Runs @p over what a system call brings; the action it comes to. */
static uint32_t run(const struct program *p, const struct seccomp_data *d)
{
	uint32_t a = 0;

	for (size_t pc = 0; pc < p->n; pc++) {
		const struct sock_filter *i = &p->insns[pc];

		switch (BPF_CLASS(i->code)) {
		case BPF_LD:
			assert_true(i->k <= sizeof(*d) - sizeof(a));
			memcpy(&a, (const char *)d + i->k, sizeof(a));
			break;
		case BPF_ALU:
			assert_int_equal(BPF_OP(i->code), BPF_AND);
			a &= i->k;
			break;
		case BPF_JMP:
			if (BPF_OP(i->code) == BPF_JA)
				pc += i->k;
			else
				pc += jump_taken(i, a) ? i->jt : i->jf;
			break;
		case BPF_RET:
			return i->k;
		default:
			fail_msg("instruction %#x", i->code);
		}
	}
	fail_msg("the program has no end");
	return 0;
}

/* The errno that call @nr gets, or ALLOWED. */
static int verdict_on(const struct program *p, uint32_t arch, int nr,
		      uint64_t arg0, uint64_t arg1)
{
	const struct seccomp_data d = { .nr = nr,
					.arch = arch,
					.args = { arg0, arg1 } };
	uint32_t action = run(p, &d);

	if (action == SECCOMP_RET_ALLOW)
		return ALLOWED;
	assert_int_equal(action & SECCOMP_RET_ACTION_FULL, SECCOMP_RET_ERRNO);
	return (int)(action & SECCOMP_RET_DATA);
}

static int verdict(const struct program *p, int nr, uint64_t arg0)
{
	return verdict_on(p, NATIVE, nr, arg0, 0);
}

static const struct confine strict = { 0 };

/* As loose as parameters can make it */
static const struct confine loose = { .mount = true,
				      .packet = true,
				      .all_families = true,
				      .msg = true,
				      .sem = true,
				      .shm = true,
				      .msgbuf = true };

static void ordinary_calls_are_allowed(void **state)
{
	static const int calls[] = {
		SYS_read,	   SYS_write,	     SYS_openat,
		SYS_close,	   SYS_mmap,	     SYS_execve,
		SYS_wait4,	   SYS_exit_group,   SYS_kill,
		SYS_setuid,	   SYS_setgroups,    SYS_chroot,
		SYS_bind,	   SYS_connect,	     SYS_sendto,
		SYS_setsockopt,	   SYS_getrandom,    SYS_futex,
		SYS_ptrace,	   SYS_prctl,	     SYS_seccomp,
		SYS_epoll_wait,	   SYS_statx,	     SYS_fchownat,
		SYS_mknodat,	   SYS_sethostname,  SYS_capset,
		SYS_mlock,	   SYS_setpriority,  SYS_shmat,
		SYS_msgsnd,	   SYS_semop,	     SYS_memfd_create,
		SYS_inotify_init1, SYS_pidfd_open,   SYS_nanosleep,
		SYS_clock_gettime, SYS_timer_create,
	};
	cleanup_program struct program p = { 0 };

	(void)state;
	compile(&strict, &p);
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		if (verdict(&p, calls[i], 0) != ALLOWED)
			fail_msg("call %d is refused", calls[i]);
}

static void some_are_refused_to_every_jail(void **state)
{
	static const int calls[] = {
		SYS_setns,
		SYS_bpf,
		SYS_perf_event_open,
		SYS_kexec_load,
		SYS_init_module,
		SYS_finit_module,
		SYS_delete_module,
		SYS_reboot,
		SYS_swapon,
		SYS_swapoff,
		SYS_acct,
		SYS_open_by_handle_at,
		SYS_settimeofday,
		SYS_clock_settime,
		SYS_keyctl,
		SYS_add_key,
		SYS_request_key,
		SYS_userfaultfd,
		SYS_io_uring_setup,
		SYS_io_uring_enter,
		SYS_io_uring_register,
		SYS_kcmp,
		SYS_fanotify_init,
		SYS_pivot_root,
		SYS_quotactl,
		SYS_vhangup,
#ifdef SYS_iopl
		SYS_iopl,
		SYS_ioperm,
#endif
	};
	const struct confine *const each[] = { &strict, &loose };

	(void)state;
	for (size_t k = 0; k < ARRAY_SIZE(each); k++) {
		cleanup_program struct program p = { 0 };

		compile(each[k], &p);
		for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
			if (verdict(&p, calls[i], 0) != EPERM)
				fail_msg("call %d is allowed", calls[i]);
	}
}

static void new_namespaces_are_refused_in_any_spelling(void **state)
{
	static const struct {
		const char *what;
		int call;
		uint64_t flags;
		int code;
	} cases[] = {
		{ "fork", SYS_clone, SIGCHLD, ALLOWED },
		{ "thread", SYS_clone, CLONE_VM | CLONE_FS | CLONE_THREAD,
		  ALLOWED },
		{ "vfork", SYS_clone, CLONE_VFORK | CLONE_VM | SIGCHLD,
		  ALLOWED },
		{ "parent", SYS_clone, CLONE_PARENT | SIGCHLD, ALLOWED },
		{ "mounts", SYS_clone, CLONE_NEWNS | SIGCHLD, EPERM },
		{ "users", SYS_clone, CLONE_NEWUSER | SIGCHLD, EPERM },
		{ "cgroups", SYS_clone, CLONE_NEWCGROUP, EPERM },
		{ "names", SYS_clone, CLONE_NEWUTS, EPERM },
		{ "ipc", SYS_clone, CLONE_NEWIPC, EPERM },
		{ "pids", SYS_clone, CLONE_NEWPID, EPERM },
		{ "net", SYS_clone, CLONE_NEWNET, EPERM },
		{ "two", SYS_clone, CLONE_NEWNET | CLONE_NEWUSER, EPERM },
		{ "upper half", SYS_clone, (1ULL << 40) | CLONE_NEWNET, EPERM },
		{ "files", SYS_unshare, CLONE_FILES | CLONE_FS, ALLOWED },
		{ "nothing", SYS_unshare, 0, ALLOWED },
		{ "mounts", SYS_unshare, CLONE_NEWNS, EPERM },
		{ "users", SYS_unshare, CLONE_NEWUSER | CLONE_FS, EPERM },
		{ "time", SYS_unshare, 0x80, EPERM },
		{ "pids", SYS_unshare, CLONE_NEWPID, EPERM },
		{ "clone3", SYS_clone3, 0, ENOSYS },
		{ "clone3", SYS_clone3, ~0ULL, ENOSYS },
	};
	cleanup_program struct program p = { 0 };

	(void)state;
	compile(&loose, &p);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		int got = verdict(&p, cases[i].call, cases[i].flags);

		if (got != cases[i].code)
			fail_msg("%s, call %d: %d, not %d", cases[i].what,
				 cases[i].call, got, cases[i].code);
	}
}

static void mounting_is_for_those_who_may(void **state)
{
	static const int calls[] = {
		SYS_mount,	SYS_umount2, SYS_open_tree,
		SYS_move_mount, SYS_fsopen,  SYS_fsconfig,
		SYS_fsmount,	SYS_fspick,  SYS_mount_setattr,
	};
	cleanup_program struct program without = { 0 }, with = { 0 };

	(void)state;
	compile(&strict, &without);
	compile(&(struct confine){ .mount = true }, &with);
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++) {
		assert_int_equal(verdict(&without, calls[i], 0), EPERM);
		assert_int_equal(verdict(&with, calls[i], 0), ALLOWED);
	}
}

/* AF_* from 0 to 50: which a jail of each kind may open */
static void families_are_those_of_the_jail(void **state)
{
	static const struct {
		bool packet, all;
		int extra; /* allowed beside the four, -1: none, -2: all */
		int packet_code;
	} kinds[] = {
		{ false, false, -1, EAFNOSUPPORT },
		{ true, false, AF_PACKET, ALLOWED },
		{ false, true, -2, EPERM },
		{ true, true, -2, ALLOWED },
	};

	(void)state;
	for (size_t k = 0; k < ARRAY_SIZE(kinds); k++) {
		cleanup_program struct program p = { 0 };

		compile(&(struct confine){ .packet = kinds[k].packet,
					   .all_families = kinds[k].all },
			&p);
		for (int f = 0; f < 50; f++) {
			bool plain = f == AF_UNIX || f == AF_INET ||
				     f == AF_INET6 || f == AF_NETLINK;
			int want = plain || kinds[k].extra == -2 ? ALLOWED
								 : EAFNOSUPPORT;

			if (f == AF_PACKET)
				want = kinds[k].packet_code;
			assert_int_equal(verdict(&p, SYS_socket, (uint64_t)f),
					 want);
		}
	}
}

/* The kernel looks at the lower half only, and so must the filter. */
static void a_shared_stack_may_lack_a_family(void **state)
{
	(void)state;
	for (int all = 0; all < 2; all++) {
		cleanup_program struct program no4 = { 0 }, no6 = { 0 };

		compile(&(struct confine){ .no_inet = true,
					   .all_families = all },
			&no4);
		compile(&(struct confine){ .no_inet6 = true,
					   .all_families = all },
			&no6);
		assert_int_equal(verdict(&no4, SYS_socket, AF_INET),
				 EAFNOSUPPORT);
		assert_int_equal(verdict(&no4, SYS_socket, AF_INET6), ALLOWED);
		assert_int_equal(verdict(&no6, SYS_socket, AF_INET6),
				 EAFNOSUPPORT);
		assert_int_equal(verdict(&no6, SYS_socket, AF_INET), ALLOWED);
		assert_int_equal(verdict(&no6, SYS_socket, AF_UNIX), ALLOWED);
	}
}

static void the_upper_half_of_a_family_hides_nothing(void **state)
{
	static const uint64_t high = 1ULL << 32;
	cleanup_program struct program plain = { 0 }, all = { 0 };

	(void)state;
	compile(&strict, &plain);
	compile(&(struct confine){ .all_families = true }, &all);
	assert_int_not_equal(verdict(&plain, SYS_socket, high | AF_PACKET),
			     ALLOWED);
	assert_int_not_equal(verdict(&plain, SYS_socket, high | AF_VSOCK),
			     ALLOWED);
	assert_int_equal(verdict(&all, SYS_socket, high | AF_PACKET), EPERM);
}

static void system_v_is_allowed_kind_by_kind(void **state)
{
	static const int calls[] = { SYS_msgget, SYS_semget, SYS_shmget };

	(void)state;
	for (unsigned bits = 0; bits < 8; bits++) {
		cleanup_program struct program p = { 0 };

		compile(&(struct confine){ .msg = bits & 1,
					   .sem = bits & 2,
					   .shm = bits & 4 },
			&p);
		for (unsigned i = 0; i < 3; i++)
			assert_int_equal(verdict(&p, calls[i], 0),
					 bits & (1U << i) ? ALLOWED : EPERM);
	}
}

static void terminals_cannot_be_typed_into(void **state)
{
	static const struct {
		uint64_t request;
		int code;
	} cases[] = {
		{ TIOCSTI, EPERM },
		{ TIOCLINUX, EPERM },
		{ (1ULL << 32) | TIOCSTI, EPERM }, /* the kernel cuts it */
		{ (0xffffULL << 40) | TIOCLINUX, EPERM },
		{ TIOCGWINSZ, ALLOWED },
		{ TIOCSCTTY, ALLOWED },
		{ FIONREAD, ALLOWED },
		{ TCGETS, ALLOWED },
	};
	cleanup_program struct program p = { 0 };

	(void)state;
	compile(&loose, &p);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(
			verdict_on(&p, NATIVE, SYS_ioctl, 0, cases[i].request),
			cases[i].code);
}

static void the_kernels_messages_are_for_those_who_may(void **state)
{
	cleanup_program struct program without = { 0 }, with = { 0 };

	(void)state;
	compile(&strict, &without);
	compile(&(struct confine){ .msgbuf = true }, &with);
	assert_int_equal(verdict(&without, SYS_syslog, 3), EPERM);
	assert_int_equal(verdict(&with, SYS_syslog, 3), ALLOWED);
}

static void unknown_architectures_can_call_nothing(void **state)
{
	static const uint32_t archs[] = { 0, AUDIT_ARCH_PPC64LE,
					  AUDIT_ARCH_S390X, 0xffffffff };
	cleanup_program struct program p = { 0 };

	(void)state;
	compile(&loose, &p);
	for (size_t i = 0; i < ARRAY_SIZE(archs); i++) {
		assert_int_equal(verdict_on(&p, archs[i], SYS_read, 0, 0),
				 ENOSYS);
		assert_int_equal(verdict_on(&p, archs[i], SYS_setns, 0, 0),
				 ENOSYS);
	}
}

#if defined(__x86_64__)
/* libseccomp knows these by numbers that no kernel has. */
static int call32(const char *name)
{
	if (streq(name, "socket"))
		return 359;
	if (streq(name, "msgget"))
		return 399;
	return seccomp_syscall_resolve_name_arch(SCMP_ARCH_X86, name);
}

static void programs_of_32_bits_are_under_the_same_rules(void **state)
{
	static const struct {
		const char *call;
		uint64_t arg0, arg1;
		int code;
	} cases[] = {
		{ "read", 0, 0, ALLOWED },
		{ "setns", 0, 0, EPERM },
		{ "bpf", 0, 0, EPERM },
		{ "clone3", 0, 0, ENOSYS },
		{ "clone", SIGCHLD, 0, ALLOWED },
		{ "clone", CLONE_NEWUSER, 0, EPERM },
		{ "unshare", CLONE_NEWNET, 0, EPERM },
		{ "mount", 0, 0, EPERM },
		{ "umount", 0, 0, EPERM },
		{ "umount2", 0, 0, EPERM },
		{ "ioctl", 0, TIOCSTI, EPERM },
		{ "socket", AF_INET, 0, ALLOWED },
		{ "socket", AF_PACKET, 0, EAFNOSUPPORT },
		{ "syslog", 3, 0, EPERM },
		{ "msgget", 0, 0, EPERM },
		{ "ipc", 13, 0, EPERM },
		{ "ipc", 2, 0, EPERM },
		{ "ipc", 23, 0, EPERM },
		{ "ipc", (1U << 16) | 23, 0, EPERM },
		{ "ipc", 21, 0, ALLOWED },
		{ "clock_settime64", 0, 0, EPERM },
		{ "settimeofday", 0, 0, EPERM },
		{ "stime", 0, 0, EPERM },
	};
	cleanup_program struct program p = { 0 };

	(void)state;
	compile(&strict, &p);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		int got = verdict_on(&p, AUDIT_ARCH_I386, call32(cases[i].call),
				     cases[i].arg0, cases[i].arg1);

		if (got != cases[i].code)
			fail_msg("%s(%#lx): %d, not %d", cases[i].call,
				 (unsigned long)cases[i].arg0, got,
				 cases[i].code);
	}
}

/* The old door to sockets names the family in memory: no filter sees it. */
static void socketcall_cannot_open_what_socket_cannot(void **state)
{
	cleanup_program struct program p = { 0 };

	(void)state;
	compile(&strict, &p);
	assert_int_not_equal(
		verdict_on(&p, AUDIT_ARCH_I386, call32("socketcall"), 1, 0),
		ALLOWED);
}

static void x32_is_no_way_around(void **state)
{
	static const int calls[] = { SYS_setns, SYS_bpf, SYS_mount };
	cleanup_program struct program p = { 0 };

	(void)state;
	compile(&strict, &p);
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		assert_int_not_equal(verdict(&p, calls[i] | 0x40000000, 0),
				     ALLOWED);
}
#endif

/* The interpreter above could be as wrong as the program: the kernel's own. */
static void the_kernel_says_the_same(void **state)
{
	cleanup_program struct program p = { 0 };
	struct sock_fprog prog;
	int status;
	pid_t pid;

	(void)state;
	compile(&strict, &p);
	prog = (struct sock_fprog){ .len = (unsigned short)p.n,
				    .filter = p.insns };
	pid = fork();
	if (pid == 0) {
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
		    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog) < 0)
			_exit(1);
		if (syscall(SYS_setns, -1, 0) != -1 || errno != EPERM)
			_exit(2);
		if (socket(AF_VSOCK, SOCK_STREAM, 0) >= 0 ||
		    errno != EAFNOSUPPORT)
			_exit(3);
		if (socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) < 0)
			_exit(4);
		if (unshare(CLONE_NEWUSER) == 0 || errno != EPERM)
			_exit(5);
		if (syscall(SYS_clone3, NULL, 0) != -1 || errno != ENOSYS)
			_exit(6);
		_exit(fork() < 0 ? 7 : 0); /* by libc, with clone(2) */
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(ordinary_calls_are_allowed),
		cmocka_unit_test(some_are_refused_to_every_jail),
		cmocka_unit_test(new_namespaces_are_refused_in_any_spelling),
		cmocka_unit_test(mounting_is_for_those_who_may),
		cmocka_unit_test(families_are_those_of_the_jail),
		cmocka_unit_test(a_shared_stack_may_lack_a_family),
		cmocka_unit_test(the_upper_half_of_a_family_hides_nothing),
		cmocka_unit_test(system_v_is_allowed_kind_by_kind),
		cmocka_unit_test(terminals_cannot_be_typed_into),
		cmocka_unit_test(the_kernels_messages_are_for_those_who_may),
		cmocka_unit_test(unknown_architectures_can_call_nothing),
#if defined(__x86_64__)
		cmocka_unit_test(programs_of_32_bits_are_under_the_same_rules),
		cmocka_unit_test(socketcall_cannot_open_what_socket_cannot),
		cmocka_unit_test(x32_is_no_way_around),
#endif
		cmocka_unit_test(the_kernel_says_the_same),
	};

	if (NATIVE == 0)
		return 77;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
