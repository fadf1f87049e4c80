/* SPDX-License-Identifier: BSD-2-Clause */
/* calls.c - Which system calls change something, and how each may fail */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <linux/bpf.h>
#include <linux/genetlink.h>
#include <linux/if_tun.h>
#include <linux/netlink.h>
#include <linux/openat2.h>
#include <linux/rtnetlink.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>

#include "calls.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof(*(a)))
#define RTM_KINDS 4 /* new, delete, get, set */
#define RTM_GET 2

/* As much as there is of @size bytes at @at in the process; -1: nothing */
static ssize_t peek(pid_t pid, uint64_t at, void *buf, size_t size)
{
	char path[48];
	ssize_t n;
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/%d/mem", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	n = pread(fd, buf, size, (off_t)at);
	(void)close(fd);
	return n;
}

static void peek_str(pid_t pid, uint64_t at, char *buf, size_t size)
{
	ssize_t n = peek(pid, at, buf, size - 1);

	buf[n < 0 ? 0 : n] = '\0';
}

/* Where a descriptor leads: "/run/vjail/lock", "socket:[1234]" */
static void fd_target(pid_t pid, int fd, char *buf, size_t size)
{
	char path[64];
	ssize_t n;

	(void)snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)pid, fd);
	n = readlink(path, buf, size - 1);
	buf[n < 0 ? 0 : n] = '\0';
}

static int socket_option(const struct call *c, int option)
{
	int pidfd = (int)syscall(SYS_pidfd_open, c->pid, 0), fd, value = -1;
	socklen_t len = sizeof(value);

	if (pidfd < 0)
		return -1;
	fd = (int)syscall(SYS_pidfd_getfd, pidfd, (int)c->args[0], 0);
	if (fd >= 0) {
		(void)getsockopt(fd, SOL_SOCKET, option, &value, &len);
		(void)close(fd);
	}
	(void)close(pidfd);
	return value;
}

/* Is the request at @at more than a question? */
static bool request_changes(const struct call *c, uint64_t at)
{
	struct nlmsghdr h;

	if (socket_option(c, SO_DOMAIN) != AF_NETLINK ||
	    peek(c->pid, at, &h, sizeof(h)) != sizeof(h))
		return false;
	if (socket_option(c, SO_PROTOCOL) != NETLINK_ROUTE)
		return (h.nlmsg_flags & NLM_F_DUMP) != NLM_F_DUMP &&
		       h.nlmsg_type != GENL_ID_CTRL;
	return (h.nlmsg_type - RTM_BASE) % RTM_KINDS != RTM_GET;
}

static bool sendto_changes(const struct call *c)
{
	return request_changes(c, c->args[1]);
}

static bool sendmsg_changes(const struct call *c)
{
	struct msghdr m;
	struct iovec iov;

	if (peek(c->pid, c->args[1], &m, sizeof(m)) != sizeof(m) ||
	    peek(c->pid, (uintptr_t)m.msg_iov, &iov, sizeof(iov)) !=
		    sizeof(iov))
		return false;
	return request_changes(c, (uintptr_t)iov.iov_base);
}

/* A name in the file system, or one that others find; not netlink's */
static bool bind_changes(const struct call *c)
{
	return socket_option(c, SO_DOMAIN) != AF_NETLINK;
}

static bool flags_change(uint64_t flags)
{
	return (flags & O_CREAT) || (flags & O_ACCMODE) != O_RDONLY;
}

static bool open_changes(const struct call *c, int path, uint64_t flags)
{
	char name[16];

	peek_str(c->pid, c->args[path], name, sizeof(name));
	return flags_change(flags) && strcmp(name, "/dev/null") != 0;
}

static bool open_2(const struct call *c)
{
	return open_changes(c, 0, c->args[1]);
}

static bool openat_3(const struct call *c)
{
	return open_changes(c, 1, c->args[2]);
}

static bool openat2_how(const struct call *c)
{
	struct open_how how = { 0 };

	(void)peek(c->pid, c->args[2], &how, sizeof(how));
	return open_changes(c, 1, how.flags);
}

/* Neither what is printed nor what goes through pipes and sockets */
static bool writes_file(const struct call *c)
{
	char target[PATH_MAX];

	if ((int)c->args[0] <= STDERR_FILENO)
		return false;
	fd_target(c->pid, (int)c->args[0], target, sizeof(target));
	return target[0] == '/' && strncmp(target, "/dev/null", 9) != 0 &&
	       strncmp(target, "/memfd:", 7) != 0;
}

static bool signals(const struct call *c)
{
	return c->args[1] != 0;
}

static bool fcntl_locks(const struct call *c)
{
	int cmd = (int)c->args[1];

	return cmd == F_SETLK || cmd == F_SETLKW || cmd == F_OFD_SETLK ||
	       cmd == F_OFD_SETLKW;
}

static bool has_value(const struct call *c, const int *values, size_t n,
		      int arg)
{
	for (size_t i = 0; i < n; i++)
		if ((int)c->args[arg] == values[i])
			return true;
	return false;
}

static bool ioctl_changes(const struct call *c)
{
	static const int requests[] = {
		SIOCADDRT,    SIOCDELRT,    SIOCSIFFLAGS,   SIOCSIFADDR,
		SIOCDIFADDR,  SIOCSIFMTU,   SIOCSIFHWADDR,  SIOCSIFNAME,
		SIOCETHTOOL,  SIOCSIFBR,    SIOCBRADDBR,    SIOCBRDELBR,
		SIOCBRADDIF,  SIOCBRDELIF,  SIOCSARP,	    SIOCDARP,
		SIOCADDMULTI, SIOCDELMULTI, SIOCDEVPRIVATE, (int)TUNSETIFF,
		TUNSETPERSIST
	};

	return has_value(c, requests, ARRAY_SIZE(requests), 1);
}

static bool prctl_changes(const struct call *c)
{
	static const int options[] = {
		PR_SET_PDEATHSIG,	PR_SET_KEEPCAPS,   PR_SET_SECCOMP,
		PR_CAPBSET_DROP,	PR_SET_SECUREBITS, PR_SET_NO_NEW_PRIVS,
		PR_SET_CHILD_SUBREAPER, PR_CAP_AMBIENT,	   PR_SET_DUMPABLE,
	};

	return has_value(c, options, ARRAY_SIZE(options), 0);
}

static bool bpf_changes(const struct call *c)
{
	static const int commands[] = {
		BPF_MAP_CREATE,	      BPF_MAP_UPDATE_ELEM,
		BPF_MAP_DELETE_ELEM,  BPF_PROG_LOAD,
		BPF_OBJ_PIN,	      BPF_PROG_ATTACH,
		BPF_PROG_DETACH,      BPF_MAP_UPDATE_BATCH,
		BPF_MAP_DELETE_BATCH, BPF_LINK_CREATE,
		BPF_LINK_UPDATE,      BPF_LINK_DETACH,
		BPF_MAP_FREEZE,	      BPF_BTF_LOAD,
		BPF_PROG_BIND_MAP,    BPF_MAP_LOOKUP_AND_DELETE_ELEM,
	};

	return has_value(c, commands, ARRAY_SIZE(commands), 0);
}

static bool seccomp_changes(const struct call *c)
{
	return c->args[0] != SECCOMP_GET_ACTION_AVAIL &&
	       c->args[0] != SECCOMP_GET_NOTIF_SIZES;
}

static bool personality_changes(const struct call *c)
{
	return (uint32_t)c->args[0] != UINT32_MAX;
}

static bool limits_change(const struct call *c)
{
	return c->args[2] != 0;
}

#define CALL(sys, ...) [SYS_##sys] = { .name = #sys, __VA_ARGS__ }
#define AT(n) (1 + (n))

/* Whatever is not here changes nothing but the caller's own memory and
 * descriptors, or is made by none of our programs. */
static const struct call_kind kinds[] = {
	/* mounts */
	CALL(mount, .path = AT(1), .errnos = { ENOMEM, EPERM, EBUSY }),
	CALL(umount2, .path = AT(0), .errnos = { EBUSY, EPERM }),
	CALL(pivot_root, .path = AT(0), .errnos = { EBUSY, EINVAL }),
	CALL(chroot, .path = AT(0), .errnos = { EPERM, EIO }),
	CALL(move_mount, .path = AT(3), .errnos = { EINVAL, EPERM }),
	CALL(open_tree, .path = AT(1), .errnos = { ENOMEM, EMFILE }),
	CALL(fsopen, .path = AT(0), .errnos = { ENOMEM, EPERM }),
	CALL(fsconfig, .path = AT(2), .errnos = { ENOMEM, EINVAL }),
	CALL(fsmount, .errnos = { ENOMEM, EPERM }),
	CALL(mount_setattr, .path = AT(1), .errnos = { EPERM, EINVAL }),
	/* processes and namespaces */
	CALL(clone, .errnos = { EAGAIN, ENOMEM }),
	CALL(clone3, .errnos = { EAGAIN, ENOMEM, ENOSPC }),
	CALL(fork, .errnos = { EAGAIN, ENOMEM }),
	CALL(vfork, .errnos = { EAGAIN, ENOMEM }),
	CALL(execve, .path = AT(0), .errnos = { ENOMEM, EACCES }),
	CALL(execveat, .path = AT(1), .errnos = { ENOMEM, EACCES }),
	CALL(unshare, .errnos = { ENOSPC, ENOMEM }),
	CALL(setns, .fd = AT(0), .errnos = { EPERM, ENOMEM }),
	CALL(kill, .changes = signals, .errnos = { EPERM }),
	CALL(pidfd_send_signal, .changes = signals, .errnos = { EPERM }),
	CALL(setsid, .errnos = { EPERM }),
	CALL(prlimit64, .changes = limits_change, .errnos = { EPERM }),
	CALL(personality, .changes = personality_changes, .errnos = { EINVAL }),
	/* who one is */
	CALL(prctl, .changes = prctl_changes, .errnos = { EPERM, EINVAL }),
	CALL(seccomp, .changes = seccomp_changes, .errnos = { ENOMEM, EINVAL }),
	CALL(capset, .errnos = { EPERM }),
	CALL(setuid, .errnos = { EAGAIN, EPERM }),
	CALL(setgid, .errnos = { EPERM }),
	CALL(setresuid, .errnos = { EAGAIN, EPERM }),
	CALL(setresgid, .errnos = { EPERM }),
	CALL(setgroups, .errnos = { ENOMEM, EPERM }),
	CALL(keyctl, .errnos = { EDQUOT, ENOMEM }),
	CALL(sethostname, .errnos = { EPERM }),
	CALL(setdomainname, .errnos = { EPERM }),
	/* files */
	CALL(open, .changes = open_2, .path = AT(0),
	     .errnos = { ENOSPC, EMFILE }),
	CALL(openat, .changes = openat_3, .path = AT(1),
	     .errnos = { ENOSPC, EMFILE, EACCES }),
	CALL(openat2, .changes = openat2_how, .path = AT(1),
	     .errnos = { ENOSPC, EMFILE, EACCES }),
	CALL(creat, .path = AT(0), .errnos = { ENOSPC, EMFILE }),
	CALL(write, .changes = writes_file, .fd = AT(0),
	     .errnos = { ENOSPC, ENOMEM, EBUSY }),
	CALL(pwrite64, .changes = writes_file, .fd = AT(0),
	     .errnos = { ENOSPC, ENOMEM }),
	CALL(writev, .changes = writes_file, .fd = AT(0),
	     .errnos = { ENOSPC, ENOMEM }),
	CALL(ftruncate, .fd = AT(0), .errnos = { ENOSPC, EIO }),
	CALL(truncate, .path = AT(0), .errnos = { ENOSPC, EIO }),
	CALL(mkdir, .path = AT(0), .errnos = { ENOSPC, ENOMEM }),
	CALL(mkdirat, .path = AT(1), .errnos = { ENOSPC, ENOMEM }),
	CALL(rmdir, .path = AT(0), .errnos = { EPERM, EIO }),
	CALL(unlink, .path = AT(0), .errnos = { EPERM, EIO }),
	CALL(unlinkat, .path = AT(1), .errnos = { EPERM, EIO }),
	CALL(rename, .path = AT(1), .errnos = { ENOSPC, EIO }),
	CALL(renameat, .path = AT(3), .errnos = { ENOSPC, EIO }),
	CALL(renameat2, .path = AT(3), .errnos = { ENOSPC, EIO }),
	CALL(link, .path = AT(1), .errnos = { ENOSPC, EIO }),
	CALL(linkat, .path = AT(3), .errnos = { ENOSPC, EIO }),
	CALL(symlink, .path = AT(1), .errnos = { ENOSPC, EIO }),
	CALL(symlinkat, .path = AT(2), .errnos = { ENOSPC, EIO }),
	CALL(mknod, .path = AT(0), .errnos = { EPERM, ENOSPC }),
	CALL(mknodat, .path = AT(1), .errnos = { EPERM, ENOSPC }),
	CALL(chmod, .path = AT(0), .errnos = { EPERM, EIO }),
	CALL(fchmod, .fd = AT(0), .errnos = { EPERM, EIO }),
	CALL(fchmodat, .path = AT(1), .errnos = { EPERM, EIO }),
	CALL(chown, .path = AT(0), .errnos = { EPERM, EIO }),
	CALL(lchown, .path = AT(0), .errnos = { EPERM, EIO }),
	CALL(fchown, .fd = AT(0), .errnos = { EPERM, EIO }),
	CALL(fchownat, .path = AT(1), .errnos = { EPERM, EIO }),
	CALL(setxattr, .path = AT(0), .errnos = { ENOSPC, EPERM }),
	CALL(fsetxattr, .fd = AT(0), .errnos = { ENOSPC, EPERM }),
	CALL(utimensat, .path = AT(1), .errnos = { EPERM }),
	CALL(flock, .fd = AT(0), .errnos = { ENOLCK }),
	CALL(fcntl, .changes = fcntl_locks, .fd = AT(0), .errnos = { ENOLCK }),
	/* devices, the network, BPF */
	CALL(ioctl, .changes = ioctl_changes, .errnos = { EBUSY, ENOMEM }),
	CALL(bind, .changes = bind_changes, .errnos = { EADDRINUSE, ENOMEM }),
	CALL(sendto, .changes = sendto_changes, .errnos = { ENOBUFS, ENOMEM }),
	CALL(sendmsg, .changes = sendmsg_changes,
	     .errnos = { ENOBUFS, ENOMEM }),
	CALL(bpf, .changes = bpf_changes, .errnos = { ENOMEM, EPERM, ENOSPC }),
};

const struct call_kind *call_kind(const struct call *c)
{
	const struct call_kind *kind;

	if (c->nr < 0 || (size_t)c->nr >= ARRAY_SIZE(kinds))
		return NULL;
	kind = &kinds[c->nr];
	if (!kind->name || (kind->changes && !kind->changes(c)))
		return NULL;
	return kind;
}

int call_errno(const struct call_kind *kind, unsigned nth)
{
	unsigned n = 0;

	while (n < CALL_ERRNOS && kind->errnos[n])
		n++;
	return n ? kind->errnos[nth % n] : EIO;
}

void call_describe(const struct call *c, const struct call_kind *kind,
		   char *buf, size_t size)
{
	char what[PATH_MAX] = "";

	if (kind->path)
		peek_str(c->pid, c->args[kind->path - 1], what, sizeof(what));
	else if (kind->fd)
		fd_target(c->pid, (int)c->args[kind->fd - 1], what,
			  sizeof(what));
	else
		(void)snprintf(what, sizeof(what), "%#lx, %#lx",
			       (unsigned long)c->args[0],
			       (unsigned long)c->args[1]);
	(void)snprintf(buf, size, "%s(%s)", kind->name, what);
}
