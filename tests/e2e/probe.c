/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * probe.c - Try one thing that a jail's root must not be able to do
 *
 * probe THING [ARG]: exits 0 and says "done" when it worked, else exits 1 and
 * says errno's name.  Static, so that it runs in any root.
 */

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <unistd.h>

#include <linux/bpf.h>

static int try_bpf(const char *arg)
{
	union bpf_attr attr = { .map_type = BPF_MAP_TYPE_ARRAY,
				.key_size = 4,
				.value_size = 4,
				.max_entries = 1 };

	(void)arg;
	return (int)syscall(SYS_bpf, BPF_MAP_CREATE, &attr, sizeof(attr));
}

static int try_mount(const char *arg)
{
	return mount("none", arg, "tmpfs", 0, NULL);
}

static int try_remount(const char *arg)
{
	return mount(NULL, arg, NULL, MS_REMOUNT | MS_BIND, NULL);
}

static int try_setattr(const char *arg)
{
	struct {
		unsigned long long set, clear, propagation, userns;
	} attr = { .clear = 1 /* MOUNT_ATTR_RDONLY */ };

	return (int)syscall(SYS_mount_setattr, AT_FDCWD, arg, 0, &attr,
			    sizeof(attr));
}

static int try_umount(const char *arg)
{
	return umount2(arg, MNT_DETACH);
}

static int try_raw(const char *arg)
{
	(void)arg;
	return socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, 1);
}

static int try_packet(const char *arg)
{
	(void)arg;
	return socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
}

static int try_vsock(const char *arg)
{
	(void)arg;
	return socket(AF_VSOCK, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static int try_unshare(const char *arg)
{
	return unshare((int)strtol(arg, NULL, 0));
}

static int try_clone(const char *arg)
{
	long pid = syscall(SYS_clone, SIGCHLD | strtol(arg, NULL, 0), NULL,
			   NULL, NULL, 0);

	if (pid == 0)
		_exit(0);
	return pid < 0 ? -1 : 0;
}

static int try_mknod(const char *arg)
{
	(void)arg;
	return mknod("/tmp/disk", S_IFBLK | 0600, makedev(254, 0));
}

static int try_open(const char *arg)
{
	return open(arg, O_RDWR | O_CLOEXEC);
}

static int try_handle(const char *arg)
{
	struct {
		struct file_handle h;
		unsigned char bytes[8];
	} fh = { .h = { .handle_bytes = 8, .handle_type = 1 }, .bytes = { 2 } };
	int fd = open(arg, O_RDONLY | O_CLOEXEC);

	return open_by_handle_at(fd, &fh.h, O_RDONLY);
}

static int try_tiocsti(const char *arg)
{
	(void)arg;
	return ioctl(0, TIOCSTI, "x");
}

static int try_clock(const char *arg)
{
	const struct timeval tv = { .tv_sec = 1 };

	(void)arg;
	return settimeofday(&tv, NULL);
}

static int try_keyctl(const char *arg)
{
	(void)arg;
	return (int)syscall(SYS_keyctl, 0, -3, 0);
}

static int try_setns(const char *arg)
{
	int fd = open(arg, O_RDONLY | O_CLOEXEC);

	return fd < 0 ? -1 : setns(fd, 0);
}

static int try_signal(const char *arg)
{
	return kill(atoi(arg), SIGKILL);
}

static int try_shm(const char *arg)
{
	(void)arg;
	return (int)syscall(SYS_shmget, 4711, 4096, 01600);
}

static int try_sem(const char *arg)
{
	(void)arg;
	return (int)syscall(SYS_semget, 4711, 1, 01600);
}

static int try_msg(const char *arg)
{
	(void)arg;
	return (int)syscall(SYS_msgget, 4711, 01600);
}

static int try_mlock(const char *arg)
{
	static char page[4096];

	(void)arg;
	return mlock(page, sizeof(page));
}

static const struct {
	const char *name;
	int (*run)(const char *arg);
} things[] = {
	{ "bpf", try_bpf },	    { "mount", try_mount },
	{ "remount", try_remount }, { "setattr", try_setattr },
	{ "umount", try_umount },   { "raw", try_raw },
	{ "packet", try_packet },   { "vsock", try_vsock },
	{ "unshare", try_unshare }, { "clone", try_clone },
	{ "mknod", try_mknod },	    { "open", try_open },
	{ "handle", try_handle },   { "tiocsti", try_tiocsti },
	{ "clock", try_clock },	    { "keyctl", try_keyctl },
	{ "setns", try_setns },	    { "signal", try_signal },
	{ "shm", try_shm },	    { "sem", try_sem },
	{ "msg", try_msg },	    { "mlock", try_mlock },
};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < sizeof(things) / sizeof(things[0]);
	     i++) {
		if (strcmp(things[i].name, argv[1]) != 0)
			continue;
		if (things[i].run(argc > 2 ? argv[2] : "") < 0) {
			puts(strerrorname_np(errno));
			return 1;
		}
		puts("done");
		return 0;
	}
	puts("unknown thing");
	return 2;
}
