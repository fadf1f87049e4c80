/* SPDX-License-Identifier: BSD-2-Clause */
/* confine.c - What a process in a jail may not do: capabilities and seccomp */

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <seccomp.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/util.h"
#include "libjail/confine.h"
#include "libjail/param.h"

#define CAP(c) (1ULL << CAP_##c)
#define CAP_LAST 63

/* What FreeBSD lets root do in every jail. */
#define CAPS_ALWAYS                                                            \
	(CAP(CHOWN) | CAP(DAC_OVERRIDE) | CAP(DAC_READ_SEARCH) | CAP(FOWNER) | \
	 CAP(FSETID) | CAP(KILL) | CAP(SETGID) | CAP(SETUID) | CAP(SETPCAP) |  \
	 CAP(NET_BROADCAST) | CAP(SYS_CHROOT) | CAP(SETFCAP) |                 \
	 CAP(IPC_OWNER) | CAP(LEASE) | CAP(AUDIT_WRITE))

/* Only in a user namespace of the jail's own are these harmless. */
#define CAPS_OWN_USER (CAP(SYS_PTRACE) | CAP(SYS_NICE))

/* Said, not only so by default: alone ip4=inherit gives both. */
static bool denies(const struct jail_params *ps, const char *family)
{
	return jail_params_get(ps, family) &&
	       !streq(jail_params_str(ps, family), "inherit");
}

void confine_plan(const struct jail_params *ps, bool own_user, bool own_net,
		  bool packet, struct confine *ret)
{
	bool vnet = own_net && streq(jail_params_str(ps, "vnet"), "new");
	bool raw = vnet || jail_params_bool(ps, "allow.raw_sockets");
	bool sysv = jail_params_bool(ps, "allow.sysvipc");
	struct confine c = {
		.caps = CAPS_ALWAYS,
		.mount = jail_params_bool(ps, "allow.mount"),
		.packet = raw && packet,
		.all_families = jail_params_bool(ps, "allow.socket_af"),
		.no_inet = !own_net && denies(ps, "ip4"),
		.no_inet6 = !own_net && denies(ps, "ip6"),
		.msg = sysv || streq(jail_params_str(ps, "sysvmsg"), "new"),
		.sem = sysv || streq(jail_params_str(ps, "sysvsem"), "new"),
		.shm = sysv || streq(jail_params_str(ps, "sysvshm"), "new"),
		.no_hostname = !jail_params_bool(ps, "allow.set_hostname"),
		.msgbuf = jail_params_bool(ps, "allow.read_msgbuf"),
	};

	if (own_user)
		c.caps |= CAPS_OWN_USER;
	if (vnet)
		c.caps |= CAP(NET_ADMIN);
	if (raw)
		c.caps |= CAP(NET_RAW);
	if (jail_params_bool(ps, "allow.reserved_ports"))
		c.caps |= CAP(NET_BIND_SERVICE);
	if (jail_params_bool(ps, "allow.mlock"))
		c.caps |= CAP(IPC_LOCK);
	if (c.mount || (own_user && jail_params_bool(ps, "allow.set_hostname")))
		c.caps |= CAP(SYS_ADMIN);
	if (c.msgbuf)
		c.caps |= CAP(SYSLOG);
	*ret = c;
}

/* Refused to everybody.  What a jail has no capability for is refused by the
 * kernel; these are here because a capability in the jail's own namespaces
 * would be enough, or because they are doors nobody needs. */
static const int never[] = {
	SCMP_SYS(setns),
	SCMP_SYS(bpf),
	SCMP_SYS(perf_event_open),
	SCMP_SYS(kexec_load),
	SCMP_SYS(kexec_file_load),
	SCMP_SYS(init_module),
	SCMP_SYS(finit_module),
	SCMP_SYS(delete_module),
	SCMP_SYS(reboot),
	SCMP_SYS(swapon),
	SCMP_SYS(swapoff),
	SCMP_SYS(open_by_handle_at),
	SCMP_SYS(quotactl),
	SCMP_SYS(acct),
	SCMP_SYS(settimeofday),
	SCMP_SYS(clock_settime),
	SCMP_SYS(clock_settime64), /* 32-bit programs set the clock by these */
	SCMP_SYS(stime),
	SCMP_SYS(keyctl),
	SCMP_SYS(add_key),
	SCMP_SYS(request_key),
	SCMP_SYS(userfaultfd),
	SCMP_SYS(io_uring_setup),
	SCMP_SYS(io_uring_enter),
	SCMP_SYS(io_uring_register),
	SCMP_SYS(kcmp),
	SCMP_SYS(fanotify_init),
	SCMP_SYS(lookup_dcookie),
	SCMP_SYS(pivot_root),
	SCMP_SYS(iopl),
	SCMP_SYS(ioperm),
	SCMP_SYS(vhangup),
	SCMP_SYS(quotactl_fd),
};

static const int mounting[] = {
	SCMP_SYS(mount),	 SCMP_SYS(umount2),    SCMP_SYS(umount),
	SCMP_SYS(open_tree),	 SCMP_SYS(move_mount), SCMP_SYS(fsopen),
	SCMP_SYS(fsconfig),	 SCMP_SYS(fsmount),    SCMP_SYS(fspick),
	SCMP_SYS(mount_setattr),
};

static const int naming[] = { SCMP_SYS(sethostname), SCMP_SYS(setdomainname) };

/* Address families of FreeBSD's plain jail: local, inet, inet6, route. */
static const int families[] = { AF_UNIX, AF_INET, AF_INET6, AF_NETLINK };

#define NEW_NAMESPACES                                                         \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |         \
	 CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET |                         \
	 0x80 /* CLONE_NEWTIME */)

static int refuse(scmp_filter_ctx ctx, const int *calls, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int r = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), calls[i],
					 0);

		if (r < 0 && r != -EDOM) /* one the architecture lacks */
			return r;
	}
	return 0;
}

/* One rule per bit: libseccomp compares, it does not mask for "any of". */
static int refuse_flags(scmp_filter_ctx ctx, int call, unsigned long flags)
{
	for (unsigned long bit = 1; bit && bit <= flags; bit <<= 1) {
		int r;

		if (!(flags & bit))
			continue;
		r = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), call, 1,
				     SCMP_A0(SCMP_CMP_MASKED_EQ, bit, bit));
		if (r < 0)
			return r;
	}
	return 0;
}

/* Every family but those on the list, as ranges between them. */
static int refuse_families(scmp_filter_ctx ctx, const struct confine *c)
{
	int low = 0, r = 0;

	for (int f = 0; f <= AF_PACKET + 1 && r == 0; f++) {
		bool ok = f == AF_PACKET && c->packet;

		for (size_t i = 0; i < ARRAY_SIZE(families); i++)
			ok = ok || families[i] == f;
		ok = ok && !(f == AF_INET && c->no_inet) &&
		     !(f == AF_INET6 && c->no_inet6);
		if (!ok && f <= AF_PACKET)
			r = seccomp_rule_add(
				ctx, SCMP_ACT_ERRNO(EAFNOSUPPORT),
				SCMP_SYS(socket), 1,
				SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)f));
		low = f;
	}
	if (r == 0)
		r = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EAFNOSUPPORT),
				     SCMP_SYS(socket), 1,
				     SCMP_A0(SCMP_CMP_GE, (scmp_datum_t)low));
	return r;
}

static int refuse_family(scmp_filter_ctx ctx, scmp_datum_t family, int code)
{
	return seccomp_rule_add(
		ctx, SCMP_ACT_ERRNO(code), SCMP_SYS(socket), 1,
		SCMP_A0(SCMP_CMP_MASKED_EQ, 0xffffffff, family));
}

/* With allow.socket_af all the others are there.  One code: 32-bit programs'
 * other door to sockets can give no two. */
static int refuse_some(scmp_filter_ctx ctx, const struct confine *c)
{
	int code = c->no_inet || c->no_inet6 ? EAFNOSUPPORT : EPERM;
	int r = 0;

	if (!c->packet)
		r = refuse_family(ctx, AF_PACKET, code);
	if (r == 0 && c->no_inet)
		r = refuse_family(ctx, AF_INET, code);
	if (r == 0 && c->no_inet6)
		r = refuse_family(ctx, AF_INET6, code);
	return r;
}

/* 32-bit programs say which by a number, in whose upper half they may put
 * anything. */
static int refuse_sysv(scmp_filter_ctx ctx, const struct confine *c)
{
	const struct {
		bool allowed;
		int call;
		unsigned number;
	} kinds[] = {
		{ c->msg, SCMP_SYS(msgget), 13 },
		{ c->sem, SCMP_SYS(semget), 2 },
		{ c->shm, SCMP_SYS(shmget), 23 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		int r;

		if (kinds[i].allowed)
			continue;
		r = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), kinds[i].call,
				     0);
		if (r == 0)
			r = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM),
					     SCMP_SYS(ipc), 1,
					     SCMP_A0(SCMP_CMP_MASKED_EQ, 0xffff,
						     kinds[i].number));
		if (r < 0 && r != -EDOM)
			return r;
	}
	return 0;
}

static int refuse_terminal_tricks(scmp_filter_ctx ctx)
{
	static const unsigned requests[] = { TIOCSTI, TIOCLINUX };

	for (size_t i = 0; i < ARRAY_SIZE(requests); i++) {
		int r = seccomp_rule_add(
			ctx, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
			SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffff, requests[i]));

		if (r < 0)
			return r;
	}
	return 0;
}

/* 32-bit programs run too, under the same rules. */
static int add_architectures(scmp_filter_ctx ctx)
{
#if defined(__x86_64__)
	static const uint32_t more[] = { SCMP_ARCH_X86, SCMP_ARCH_X32 };
#elif defined(__aarch64__)
	static const uint32_t more[] = { SCMP_ARCH_ARM };
#else
	static const uint32_t more[] = {};
#endif
	for (size_t i = 0; i < ARRAY_SIZE(more); i++) {
		int r = seccomp_arch_add(ctx, more[i]);

		if (r < 0 && r != -EEXIST)
			return r;
	}
	return 0;
}

static int add_rules(scmp_filter_ctx ctx, const struct confine *c)
{
	int r = add_architectures(ctx);

	if (r == 0)
		r = seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH,
				     SCMP_ACT_ERRNO(ENOSYS));
	if (r == 0)
		r = seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (r == 0)
		r = refuse(ctx, never, ARRAY_SIZE(never));
	/* Its flags are in memory, where no filter looks: libc falls back to
	 * clone(2). */
	if (r == 0)
		r = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOSYS),
				     SCMP_SYS(clone3), 0);
	if (r == 0)
		r = refuse_flags(ctx, SCMP_SYS(clone),
				 NEW_NAMESPACES & ~0x80UL);
	if (r == 0)
		r = refuse_flags(ctx, SCMP_SYS(unshare), NEW_NAMESPACES);
	if (r == 0)
		r = refuse_terminal_tricks(ctx);
	if (r == 0 && !c->mount)
		r = refuse(ctx, mounting, ARRAY_SIZE(mounting));
	if (r == 0)
		r = refuse_sysv(ctx, c);
	if (r == 0 && c->no_hostname)
		r = refuse(ctx, naming, ARRAY_SIZE(naming));
	if (r == 0 && !c->msgbuf)
		r = refuse(ctx, (const int[]){ SCMP_SYS(syslog) }, 1);
	if (r == 0)
		r = c->all_families ? refuse_some(ctx, c)
				    : refuse_families(ctx, c);
	return r;
}

/* libseccomp writes a program to a descriptor only. */
static int export_program(scmp_filter_ctx ctx, void **ret, size_t *ret_n)
{
	cleanup_close int fd = memfd_create("seccomp", MFD_CLOEXEC);
	char *text = NULL;
	size_t len = 0;
	int r;

	if (fd < 0)
		return -errno;
	r = seccomp_export_bpf(ctx, fd);
	if (r < 0)
		return r;
	if (lseek(fd, 0, SEEK_SET) < 0)
		return -errno;
	r = file_read_fd(fd, &text, &len);
	if (r < 0)
		return r;
	*ret = text;
	*ret_n = len / sizeof(struct sock_filter);
	return 0;
}

int confine_filter(const struct confine *c, void **ret, size_t *ret_n,
		   struct errbuf *eb)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	int r = ctx ? add_rules(ctx, c) : -ENOMEM;

	if (r == 0)
		r = export_program(ctx, ret, ret_n);
	if (ctx)
		seccomp_release(ctx);
	if (r < 0)
		return errbuf_set(eb, -r, "system call filter: %s",
				  strerror(-r));
	return 0;
}

bool confine_same_filter(const struct confine *a, const struct confine *b)
{
	return a->mount == b->mount && a->packet == b->packet &&
	       a->all_families == b->all_families && a->no_inet == b->no_inet &&
	       a->no_inet6 == b->no_inet6 && a->msg == b->msg &&
	       a->sem == b->sem && a->shm == b->shm &&
	       a->no_hostname == b->no_hostname && a->msgbuf == b->msgbuf;
}

static int drop_bounding(unsigned long long keep, struct errbuf *eb)
{
	for (unsigned cap = 0; cap <= CAP_LAST; cap++) {
		if (prctl(PR_CAPBSET_READ, cap, 0, 0, 0) < 0)
			return 0; /* past this kernel's last one */
		if (!(keep & (1ULL << cap)) &&
		    prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) < 0)
			return errbuf_errno(eb, "capability %u", cap);
	}
	return 0;
}

static int set_caps(unsigned long long keep, struct errbuf *eb)
{
	struct __user_cap_header_struct h = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct d[2] = {
		{ .effective = (__u32)keep, .permitted = (__u32)keep },
		{ .effective = (__u32)(keep >> 32),
		  .permitted = (__u32)(keep >> 32) },
	};

	(void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	if (syscall(SYS_capset, &h, d) < 0)
		return errbuf_errno(eb, "capset");
	return 0;
}

/* Without allow.mlock not even what Linux lets every user lock. */
static int limit_locking(const struct confine *c, struct errbuf *eb)
{
	const struct rlimit none = { 0 };

	if (c->caps & CAP(IPC_LOCK) || setrlimit(RLIMIT_MEMLOCK, &none) == 0)
		return 0;
	return errbuf_errno(eb, "limit of locked memory");
}

int confine_apply(const struct confine *c, const void *filter, size_t n,
		  struct errbuf *eb)
{
	struct sock_fprog prog = { .len = (unsigned short)n };
	int r;

	memcpy(&prog.filter, &filter, sizeof(filter));
	r = limit_locking(c, eb);
	if (r == 0)
		r = drop_bounding(c->caps, eb);
	if (r < 0)
		return r;
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog) < 0)
		return errbuf_errno(eb, "system call filter");
	return set_caps(c->caps, eb);
}
