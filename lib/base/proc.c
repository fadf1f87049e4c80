/* SPDX-License-Identifier: BSD-2-Clause */
/* proc.c - Processes by number, told apart from later ones of the same number */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/proc.h"

/* Fields of /proc/N/stat, counted from the command's ")". */
#define STAT_FLAGS 7
#define STAT_STARTTIME 20

#define PF_EXITING 0x4

#define RETURN_TRIES 100

/* No event tells that a thread has left; looked at so often, and for so long. */
#define LEAVING_MS 1
#define LEAVING_TURNS 5000

#define LENT_STACK ((size_t)512 << 10) /* only what is used is there */

static uint64_t stat_field(const char *text, int field)
{
	const char *p = strrchr(text, ')'); /* its name may hold anything */

	for (int i = 0; p && i < field; i++)
		p = strchr(p + 1, ' ');
	return p ? strtoull(p, NULL, 10) : 0;
}

static int read_stat(pid_t pid, char **ret)
{
	char path[32];

	(void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	return file_read(AT_FDCWD, path, ret, NULL, NULL);
}

uint64_t proc_start_time(pid_t pid)
{
	cleanup_free char *text = NULL;

	(void)read_stat(pid, &text);
	return text ? stat_field(text, STAT_STARTTIME) : 0;
}

bool proc_alive(pid_t pid, uint64_t start)
{
	cleanup_free char *text = NULL;
	int r = pid > 0 ? read_stat(pid, &text) : -ESRCH;

	if (r < 0)
		return r != -ENOENT && r != -ESRCH;
	return stat_field(text, STAT_STARTTIME) == start &&
	       !(stat_field(text, STAT_FLAGS) & PF_EXITING);
}

int proc_open(pid_t pid, uint64_t start)
{
	cleanup_close int fd = -1;

	if (pid <= 0)
		return -ESRCH;
	fd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (fd < 0)
		return -errno;
	if (proc_start_time(pid) != start)
		return -ESRCH;
	/* A zombie can be opened, but it is gone. */
	if (poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, 0) != 0)
		return -ESRCH;
	return TAKE_FD(fd);
}

/* Is there another thread; and in *@ret_leaving, but on its way out? */
static bool another_thread(bool *ret_leaving)
{
	DIR *d = opendir("/proc/self/task");
	const struct dirent *e;
	bool stays = false;

	*ret_leaving = false;
	while (d && (e = readdir(d)) != NULL) {
		pid_t tid = (pid_t)strtol(e->d_name, NULL, 10);
		uint64_t start;

		if (tid <= 0 || tid == gettid())
			continue;
		start = proc_start_time(tid);
		if (start && proc_alive(tid, start))
			stays = true;
		else if (start)
			*ret_leaving = true;
	}
	if (d)
		(void)closedir(d);
	return stays;
}

bool proc_has_threads(void)
{
	bool leaving = true;

	for (int turn = 0; leaving && turn < LEAVING_TURNS; turn++) {
		if (another_thread(&leaving))
			return true;
		if (leaving)
			(void)poll(NULL, 0, LEAVING_MS);
	}
	return leaving;
}

int proc_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return status;
}

int proc_lend(int (*fn)(void *arg), void *arg, bool fds)
{
	const int flags =
		CLONE_VM | CLONE_VFORK | SIGCHLD | (fds ? CLONE_FILES : 0);
	char *stack = mmap(NULL, LENT_STACK, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	pid_t pid;
	int status;

	if (stack == MAP_FAILED)
		return -errno;
	pid = clone(fn, stack + LENT_STACK, flags, arg);
	status = pid < 0 ? -errno : proc_wait(pid);
	(void)munmap(stack, LENT_STACK);
	return status < 0 ? status : proc_exit_code(status);
}

int proc_exit_code(int status)
{
	if (WIFSIGNALED(status))
		return 128 + WTERMSIG(status);
	return WEXITSTATUS(status);
}

/* Not signal(3): it refuses two numbers that glibc keeps for itself, and which
 * posix_spawn(3), so make(1), leaves ignored in what it starts. */
void proc_reset_signals(void)
{
	static const char by_default[64]; /* the kernel's struct, all zero */
	sigset_t none;

	for (int s = 1; s < NSIG; s++)
		(void)syscall(SYS_rt_sigaction, s, by_default, NULL,
			      (NSIG - 1) / 8);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Where memory is short the kernel waits for some to be freed before it says
 * ENOMEM; what comes free after that it tells nobody of.  So there is nothing to
 * wait for here: it is asked again, which waits again. */
int proc_return(int ns, int kind)
{
	int r = setns(ns, kind);

	for (int i = 0; r < 0 && errno == ENOMEM && i < RETURN_TRIES; i++)
		r = setns(ns, kind);
	return r < 0 ? -errno : 0;
}
