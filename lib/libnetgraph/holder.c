/* SPDX-License-Identifier: BSD-2-Clause */
/* holder.c - The process that does for a node what the kernel does not */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/paths.h"
#include "base/util.h"
#include "ether/ether.h"
#include "libnetgraph/edit.h"
#include "libnetgraph/holder.h"

#define PATH_SIZE 128
#define OWN_FD 3 /* in the process; then the graph's side, and its file */

const struct holder holder_ksocket = {
	.prefix = "ks",
	.program = "ng_ksocket",
	.kind = NG_KIND_KSOCKET,
};
const struct holder holder_link = {
	.prefix = "link",
	.program = "ng_link",
	.kind = NG_KIND_ETHER,
	.wanted = ether_is_watched,
};
const struct holder holder_source = {
	.prefix = "src",
	.program = "ng_source",
	.kind = NG_KIND_SOURCE,
};

static const char *dir_path(const struct graph *g, char *buf)
{
	(void)snprintf(buf, PATH_SIZE, VJAIL_STATE_DIR "/ng/%llu",
		       (unsigned long long)g->inode);
	return buf;
}

static const char *file_path(const struct graph *g, const struct holder *h,
			     uint32_t id, char *buf)
{
	(void)snprintf(buf, PATH_SIZE, VJAIL_STATE_DIR "/ng/%llu/%s%x",
		       (unsigned long long)g->inode, h->prefix, id);
	return buf;
}

/* Who has locked it; 0: nobody. */
static pid_t locker(int fd)
{
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	if (fcntl(fd, F_GETLK, &l) < 0 || l.l_type == F_UNLCK)
		return 0;
	return l.l_pid;
}

/* A descriptor of that process, which cannot come to mean another one. */
static int open_process(int fd)
{
	pid_t pid = locker(fd);
	int pidfd = pid > 0 ? (int)syscall(SYS_pidfd_open, pid, 0) : -1;

	if (pidfd >= 0 && locker(fd) == pid)
		return pidfd;
	close_fd(&pidfd);
	return -ENOTCONN;
}

/* Moved up first, so that none is in the way of another */
static int start(char *path, char *const argv[], const int fds[3])
{
	cleanup_close int a = fcntl(fds[0], F_DUPFD_CLOEXEC, OWN_FD + 3);
	cleanup_close int b = fcntl(fds[1], F_DUPFD_CLOEXEC, OWN_FD + 3);
	cleanup_close int c = fcntl(fds[2], F_DUPFD_CLOEXEC, OWN_FD + 3);
	char *const env[] = { NULL };
	posix_spawn_file_actions_t acts;
	pid_t pid;
	int r;

	if (a < 0 || b < 0 || c < 0)
		return -EMFILE;
	r = posix_spawn_file_actions_init(&acts);
	if (r != 0)
		return -r;
	/* Whoever starts it may have none of these three. */
	if (posix_spawn_file_actions_addopen(&acts, 0, "/dev/null", O_RDWR,
					     0) != 0 ||
	    posix_spawn_file_actions_adddup2(&acts, 0, 1) != 0 ||
	    posix_spawn_file_actions_adddup2(&acts, 0, 2) != 0 ||
	    posix_spawn_file_actions_adddup2(&acts, a, OWN_FD) != 0 ||
	    posix_spawn_file_actions_adddup2(&acts, b, OWN_FD + 1) != 0 ||
	    posix_spawn_file_actions_adddup2(&acts, c, OWN_FD + 2) != 0)
		r = ENOMEM;
	if (r == 0)
		r = posix_spawn(&pid, path, &acts, NULL, argv, env);
	(void)posix_spawn_file_actions_destroy(&acts);
	return r ? -r : pid;
}

/* What was started ends when the process is there, and has locked its file. */
static int spawn(const struct holder *h, uint32_t id, const int fds[3])
{
	cleanup_free char *path = paths_libexec(h->program);
	char name[32], node[16];
	char *const argv[] = { name, node, NULL };
	int status = 0;
	pid_t pid;

	if (!path)
		return -ENOMEM;
	(void)snprintf(name, sizeof(name), "%s", h->program);
	(void)snprintf(node, sizeof(node), "[%x]", id);
	pid = start(path, argv, fds);
	if (pid < 0)
		return pid;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR) /* somebody else has waited for it */
			return locker(fds[2]) > 0 ? 0 : -ECHILD;
	/* It may have done already what it was to do. */
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -ECHILD;
}

int holder_start(struct graph *g, const struct holder *h, uint32_t id, int own,
		 int data)
{
	cleanup_close int fd = -1;
	char path[PATH_SIZE];
	int r;

	fd = open(file_path(g, h, id, path), O_RDWR | O_CREAT | O_CLOEXEC,
		  0600);
	if (fd < 0)
		return -errno;
	/* A place among its descriptors is never empty. */
	r = spawn(
		h, id,
		(const int[]){ own < 0 ? fd : own, data < 0 ? fd : data, fd });
	if (r < 0)
		(void)unlink(path);
	return r;
}

int holder_socket(struct graph *g, const struct holder *h, uint32_t id)
{
	cleanup_close int fd = -1, pidfd = -1;
	char path[PATH_SIZE];
	int sock;

	fd = open(file_path(g, h, id, path), O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -ENOTCONN;
	pidfd = open_process(fd);
	if (pidfd < 0)
		return pidfd;
	sock = (int)syscall(SYS_pidfd_getfd, pidfd, OWN_FD, 0);
	return sock < 0 ? -errno : sock;
}

void holder_stop(struct graph *g, const struct holder *h, uint32_t id)
{
	cleanup_close int fd = -1, pidfd = -1;
	struct pollfd end = { .events = POLLIN };
	char path[PATH_SIZE];

	fd = open(file_path(g, h, id, path), O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return;
	(void)unlink(path);
	pidfd = open_process(fd);
	if (pidfd < 0)
		return;
	/* Its port is free when it has ended, not when its lock is. */
	(void)syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
	end.fd = pidfd;
	while (poll(&end, 1, -1) < 0 && errno == EINTR)
		;
}

bool holder_is_there(const struct graph *g, const struct holder *h, uint32_t id)
{
	cleanup_close int fd = -1;
	char path[PATH_SIZE];

	fd = open(file_path(g, h, id, path), O_RDWR | O_CLOEXEC);
	return fd >= 0 && locker(fd) > 0;
}

static bool has_need(const struct graph *g, const struct holder *h,
		     const struct ng_node_rec *n)
{
	return n && n->kind == h->kind && (!h->wanted || h->wanted(g, n));
}

static void stop_needless(struct graph *g, const struct holder *h)
{
	char path[PATH_SIZE];
	DIR *d = opendir(dir_path(g, path));
	size_t len = strlen(h->prefix);
	struct dirent *e;

	while (d && (e = readdir(d)) != NULL) {
		uint32_t id;

		if (!str_starts(e->d_name, h->prefix))
			continue;
		id = (uint32_t)strtoul(e->d_name + len, NULL, 16);
		if (!has_need(g, h, node_by_id(g, id)))
			holder_stop(g, h, id);
	}
	if (d)
		(void)closedir(d);
}

void holder_sweep(struct graph *g, const struct holder *h,
		  void (*missing)(struct graph *g, uint32_t id))
{
	const struct ng_node_rec *n;

	stop_needless(g, h);
	if (!missing)
		return;
	node_foreach (n, g)
		if (has_need(g, h, n) && !holder_is_there(g, h, n->id))
			missing(g, n->id);
}
