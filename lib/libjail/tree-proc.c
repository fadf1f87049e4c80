/* SPDX-License-Identifier: BSD-2-Clause */
/* tree-proc.c - A jail's /proc and sysfs, less what is the host's to see */

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "libjail/mnt.h"
#include "libjail/tree-priv.h"

#define PROC_ATTR (MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC)

/* Hidden in every jail. */
static const char *const hidden[] = {
	"acpi",	       "asound",       "kcore",		"keys",
	"key-users",   "kmsg",	       "latency_stats", "sched_debug",
	"scsi",	       "timer_list",   "timer_stats",	"kallsyms",
	"vmallocinfo", "pagetypeinfo",
};

/* Not to be written where the jail's root is the host's. */
static const char *const read_only[] = {
	"bus", "fs", "irq", "sys", "sysrq-trigger",
};

/* An empty file and an empty directory on the scratch, to put over things. */
static int make_covers(struct tree *t)
{
	int fd = openat(t->scratch, "file", O_CREAT | O_CLOEXEC | O_RDONLY, 0);

	if (fd < 0)
		return -errno;
	(void)close(fd);
	if (mkdirat(t->scratch, "dir", 0555) < 0 && errno != EEXIST)
		return -errno;
	return 0;
}

static int cover(struct tree *t, int proc, const char *name)
{
	static const struct mnt_attr attr = {
		.set = PROC_ATTR | MOUNT_ATTR_RDONLY,
		.userns_fd = -1,
	};
	cleanup_close int at = openat(proc, name, O_PATH | O_CLOEXEC);
	cleanup_close int mnt = -1;
	struct stat st;
	int r;

	if (at < 0)
		return 0; /* this kernel does not have it */
	if (fstat(at, &st) < 0)
		return -errno;
	mnt = mnt_clone(t->scratch, S_ISDIR(st.st_mode) ? "dir" : "file",
			false);
	r = mnt < 0 ? mnt : mnt_setattr(mnt, &attr);
	return r < 0 ? r : mnt_place(mnt, at);
}

static int put_over(int proc, const char *name, int mnt)
{
	cleanup_close int at = openat(proc, name, O_PATH | O_CLOEXEC);

	return at < 0 ? -errno : mnt_place(mnt, at);
}

/* A clone of a part of /proc over itself, not to be written. */
static int freeze(int proc, const char *name)
{
	static const struct mnt_attr attr = {
		.set = PROC_ATTR | MOUNT_ATTR_RDONLY,
		.userns_fd = -1,
	};
	cleanup_close int mnt = mnt_clone(proc, name, false);
	int r;

	if (mnt == -ENOENT) /* this kernel does not have it */
		return 0;
	r = mnt < 0 ? mnt : mnt_setattr(mnt, &attr);
	return r < 0 ? r : put_over(proc, name, mnt);
}

/* For a jail whose root is the host's.  A network stack of its own may be
 * steered even so. */
static int freeze_all(int proc, bool own_net)
{
	cleanup_close int net =
		own_net ? mnt_clone(proc, "sys/net", false) : -1;
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(read_only); i++)
		r = freeze(proc, read_only[i]);
	if (r == 0 && net >= 0)
		r = put_over(proc, "sys/net", net);
	return r;
}

/* What the machine's firmware says, and how much power its processors draw. */
static const char *const hidden_sys[] = {
	"firmware",
	"devices/virtual/powercap",
};

int tree_mount_sys(struct tree *t, int at, struct errbuf *eb)
{
	cleanup_close int sys = -1;
	int r;

	/* It is that of the network namespace it was made in. */
	if (setns(t->plan->netns_fd, CLONE_NEWNET) < 0)
		return errbuf_errno(eb, "sysfs");
	sys = mnt_new("sysfs", NULL, PROC_ATTR | MOUNT_ATTR_RDONLY, eb);
	if (sys < 0)
		return sys;
	r = mnt_place(sys, at);
	if (r == 0)
		r = make_covers(t);
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(hidden_sys); i++)
		r = cover(t, sys, hidden_sys[i]);
	return r < 0 ? errbuf_set(eb, -r, "sysfs: %s", strerror(-r)) : 0;
}

int tree_mount_proc(struct tree *t, const char *target, struct errbuf *eb)
{
	cleanup_close int at = tree_mkdir(t, target);
	cleanup_close int proc = -1;
	int r;

	if (at < 0)
		return errbuf_set(eb, -at, "%s/%s: %s (where /proc goes)",
				  t->plan->path, target, strerror(-at));
	proc = mnt_new("proc", NULL, PROC_ATTR, eb);
	if (proc < 0)
		return proc;
	r = mnt_place(proc, at);
	if (r == 0)
		r = make_covers(t);
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(hidden); i++)
		r = cover(t, proc, hidden[i]);
	if (r == 0 && t->plan->userns_fd < 0)
		r = freeze_all(proc, t->plan->own_net);
	if (r < 0)
		return errbuf_set(eb, -r, "/%s: %s", target, strerror(-r));
	t->has_proc = t->has_proc || tree_is_top(target, "proc");
	return 0;
}
