/* SPDX-License-Identifier: BSD-2-Clause */
/* hostfs.c - The mounts that graphs are kept in, seen from where they are not */

#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "libnetgraph/hostfs.h"

#define BPFFS_MAGIC 0xcafe4a11
#define PID1 "/proc/1"

bool hostfs_has_bpf(void)
{
	struct statfs fs;

	return statfs(BPFFS, &fs) == 0 && (uint32_t)fs.f_type == BPFFS_MAGIC;
}

static bool is_same(const char *a, const char *b)
{
	struct stat sa, sb;

	return stat(a, &sa) == 0 && stat(b, &sb) == 0 &&
	       sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino;
}

bool hostfs_is_elsewhere(void)
{
	return !hostfs_has_bpf() &&
	       !is_same("/proc/self/ns/mnt", PID1 "/ns/mnt") &&
	       !is_same("/sys", PID1 "/root/sys") &&
	       is_same("/run", PID1 "/root/run");
}

int hostfs_enter(struct errbuf *eb)
{
	cleanup_close int ns = -1;
	char cwd[PATH_MAX];

	if (!hostfs_is_elsewhere())
		return 0;
	if (!getcwd(cwd, sizeof(cwd)))
		return errbuf_errno(eb, "current directory");
	ns = open(PID1 "/ns/mnt", O_RDONLY | O_CLOEXEC);
	if (ns < 0 || setns(ns, CLONE_NEWNS) < 0)
		return errbuf_errno(eb, "the host's mounts");
	if (chdir(cwd) < 0)
		return errbuf_errno(eb, "%s", cwd);
	return 0;
}
