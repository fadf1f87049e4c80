/* SPDX-License-Identifier: BSD-2-Clause */
/* child.c - Processes that a job waits for */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/proc.h"
#include "child.h"
#include "job.h"
#include "print.h"
#include "libjail/core.h"

int64_t child_now_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void child_die_with_us(pid_t parent)
{
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
}

/* A group of its own where it leads one. */
static void kill_all(pid_t pid)
{
	if (kill(-pid, SIGKILL) < 0)
		(void)kill(pid, SIGKILL);
}

int child_watch(struct job *job, pid_t pid, const char *line, int timeout_s)
{
	struct child *c = &job->child;
	int fd = pidfd_open(pid, 0), r = -errno;

	if (fd >= 0 && line) {
		free(c->line);
		c->line = strdup(line);
		r = -ENOMEM;
	}
	if (fd < 0 || (line && !c->line)) {
		close_fd(&fd);
		kill_all(pid);
		(void)proc_wait(pid);
		return r;
	}
	c->pid = pid;
	c->fd = fd;
	c->told = false;
	c->deadline =
		timeout_s > 0 ? child_now_ms() + (int64_t)timeout_s * 1000 : 0;
	return 0;
}

int child_watch_making(struct job *job)
{
	struct child *c = &job->child;
	int fd = pidfd_open(jail_create_pid(job->making), 0), r = -errno;

	if (fd < 0) {
		(void)jail_create_finish(TAKE_PTR(job->making), NULL);
		return r;
	}
	c->pid = jail_create_pid(job->making);
	c->fd = fd;
	return 0;
}

static void work_in_child(struct job *job, int words_fd, pid_t parent,
			  int (*fn)(struct job *, struct errbuf *))
{
	struct errbuf eb = { "" };
	int r;

	child_die_with_us(parent);
	r = fn(job, &eb);
	if (r < 0 && write(words_fd, eb.msg, strlen(eb.msg)) < 0)
		_exit(EXIT_FAILURE);
	_exit(r < 0 ? EXIT_FAILURE : EXIT_SUCCESS);
}

int child_work(struct job *job, int (*fn)(struct job *job, struct errbuf *eb))
{
	pid_t parent = getpid(), pid;
	int words[2], r;

	if (pipe2(words, O_CLOEXEC) < 0)
		return -errno;
	pid = fork();
	if (pid == 0)
		work_in_child(job, words[1], parent, fn);
	r = -errno;
	close_fd(&words[1]);
	if (pid > 0)
		r = child_watch(job, pid, NULL, 0);
	if (r < 0) {
		close_fd(&words[0]);
		return r;
	}
	job->child.words_fd = words[0];
	return 0;
}

void child_kill(struct job *job, const char *why)
{
	struct child *c = &job->child;

	say_warn(job, "%s: %s", c->line, why);
	c->told = true;
	c->deadline = 0;
	kill_all(c->pid);
}

/* What it wrote; nothing if it was killed */
static void print_words(const struct job *job, int fd, int status)
{
	char words[ERRBUF_LEN];
	ssize_t n = read(fd, words, sizeof(words) - 1);

	if (n > 0)
		say_warn(job, "%.*s", (int)n, words);
	else if (WIFSIGNALED(status))
		say_warn(job, "who was at work on it exited on signal %d",
			 WTERMSIG(status));
}

static bool judge(const struct job *job, int status)
{
	const struct child *c = &job->child;

	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	if (c->told)
		return false;
	if (c->words_fd >= 0)
		print_words(job, c->words_fd, status);
	else if (WIFSIGNALED(status))
		say_warn(job, "%s: exited on signal %d", c->line,
			 WTERMSIG(status));
	else
		say_warn(job, "%s: failed", c->line);
	return false;
}

static bool wait_and_judge(struct job *job)
{
	int status = proc_wait(job->child.pid);

	return status >= 0 && judge(job, status);
}

bool child_reap(struct job *job)
{
	struct child *c = &job->child;
	bool ok = job->making || wait_and_judge(job);

	close_fd(&c->fd);
	close_fd(&c->words_fd);
	free(c->line);
	*c = (struct child){ .fd = -1, .words_fd = -1 };
	return ok;
}
