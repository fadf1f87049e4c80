/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libjail_enter.c - Programs that put themselves into jails, as on FreeBSD
 *
 *	libjail_enter PART ROOT
 */

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"

/* A child of ours that did what it should, and waits to be told to end */
struct child {
	pid_t pid;
	int to;
};

static struct child child_start(void (*run)(const char *root), const char *root)
{
	struct child c;
	int ready[2], end[2];
	char byte = 0;

	CHECK(pipe2(ready, O_CLOEXEC) == 0 && pipe2(end, O_CLOEXEC) == 0);
	c.pid = fork();
	CHECK(c.pid >= 0);
	if (c.pid == 0) {
		(void)close(ready[0]);
		(void)close(end[1]);
		run(root);
		CHECK(write(ready[1], &byte, 1) == 1);
		_exit(read(end[0], &byte, 1) != 0);
	}
	(void)close(ready[1]);
	(void)close(end[0]);
	CHECK(read(ready[0], &byte, 1) == 1);
	(void)close(ready[0]);
	c.to = end[1];
	return c;
}

static void child_end(struct child c)
{
	int status;

	(void)close(c.to);
	CHECK(waitpid(c.pid, &status, 0) == c.pid);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* No event tells of a jail's end; ask again, for ten seconds at most. */
static void wait_gone(const char *name)
{
	for (int i = 0; i < 1000 && jail_getid(name) >= 0; i++)
		(void)usleep(10000);
	CHECK(jail_getid(name) == -1 && errno == ENOENT);
}

static int make(const char *name, const char *root)
{
	int jid = jail_setv(JAIL_CREATE, "name", name, "path", root, "persist",
			    NULL, "host.hostname", name, NULL);

	CHECK(jid > 0);
	return jid;
}

static void inside(const char *hostname)
{
	char name[256];

	CHECK(gethostname(name, sizeof(name)) == 0);
	CHECK(strcmp(name, hostname) == 0);
	CHECK(access("/bin/busybox", X_OK) == 0);
	CHECK(access("/usr/include", F_OK) == -1);
}

static void attach_stays(const char *root)
{
	(void)root;
	CHECK(jail_attach(jail_getid("stays")) == 0);
	inside("stays");
}

/* A jail that no longer persists ends with its last process. */
static void stays(const char *root)
{
	int jid = make("stays", root);
	struct child one = child_start(attach_stays, root);
	struct child two = child_start(attach_stays, root);

	CHECK(jail_setv(JAIL_UPDATE, "name", "stays", "nopersist", NULL,
			NULL) == jid);
	CHECK(jail_getid("stays") == jid);
	child_end(two); /* the first: it holds what tells the other to end */
	CHECK(jail_getid("stays") == jid);
	child_end(one);
	wait_gone("stays");
}

static void create_attach(const char *root)
{
	CHECK(jail_setv(JAIL_CREATE | JAIL_ATTACH, "name", "new", "path", root,
			"host.hostname", "new", NULL) > 0);
	inside("new");
}

static void create_attach_persist(const char *root)
{
	CHECK(jail_setv(JAIL_CREATE | JAIL_ATTACH, "name", "new", "path", root,
			"host.hostname", "new", "persist", NULL, NULL) > 0);
	inside("new");
}

static void update_attach(const char *root)
{
	(void)root;
	CHECK(jail_setv(JAIL_UPDATE | JAIL_ATTACH, "name", "new",
			"host.hostname", "renamed", NULL) > 0);
	inside("renamed");
}

/* Made and entered at once: with its maker it ends, or it persists. */
static void new (const char *root)
{
	struct child c = child_start(create_attach, root);

	CHECK(jail_getid("new") > 0);
	child_end(c);
	wait_gone("new");

	child_end(child_start(create_attach_persist, root));
	CHECK(jail_getid("new") > 0);
	child_end(child_start(update_attach, root));
	CHECK(jail_remove(jail_getid("new")) == 0);
}

static void attach_and_ask(const char *root)
{
	int jid = jail_getid("caged");

	CHECK(jail_attach(jid) == 0);
	CHECK(jail_getid("caged") == -1);
	CHECK(jail_attach(jid) == -1);
	CHECK(jail_remove(jid) == -1);
	CHECK(jail_setv(JAIL_CREATE, "name", "deeper", "path", "/", "persist",
			NULL, NULL) == -1);
	CHECK(jail_setv(JAIL_UPDATE, "name", "caged", "allow.mount", NULL,
			NULL) == -1);
	CHECK(chroot("..") == -1 || access(root, F_OK) == -1);
}

/* What is in a jail can do nothing with jails, not even with its own. */
static void caged(const char *root)
{
	int jid = make("caged", root);

	child_end(child_start(attach_and_ask, root));
	CHECK(jail_getid("caged") == jid);
	CHECK(jail_remove(jid) == 0);
}

/* Removing it ends who is in there, by a signal that cannot be caught. */
static void removed(const char *root)
{
	int jid = make("stays", root), status;
	struct child c = child_start(attach_stays, root);

	CHECK(jail_remove(jid) == 0);
	CHECK(waitpid(c.pid, &status, 0) == c.pid);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	(void)close(c.to);
	CHECK(jail_getid("stays") == -1);
	CHECK(jail_attach(jid) == -1 && errno == EINVAL);
}

/* Once it has been joined, the kernel still closes what it alone had open, and
 * takes its time for each of these. */
static void *slow_to_leave(void *arg)
{
	CHECK(unshare(CLONE_FILES) == 0);
	for (int i = 0; i < 5; i++)
		CHECK(socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)) >= 0);
	return arg;
}

static void attach_once_joined(const char *root)
{
	pthread_t t;

	(void)root;
	CHECK(pthread_create(&t, NULL, slow_to_leave, NULL) == 0);
	CHECK(pthread_join(t, NULL) == 0);
	CHECK(jail_attach(jail_getid("caged")) == 0);
	inside("caged");
}

static void *thread(void *fd)
{
	char byte;

	(void)!read(*(int *)fd, &byte, 1);
	return NULL;
}

/* One thread of several cannot go alone; nothing has changed then. */
static void threads(const char *root)
{
	int jid = make("caged", root), fds[2];
	pthread_t t;

	CHECK(pipe2(fds, O_CLOEXEC) == 0);
	CHECK(pthread_create(&t, NULL, thread, &fds[0]) == 0);
	CHECK_FAILS(jail_attach(jid), EINVAL,
		    "a process of several threads cannot enter a jail");
	CHECK(access("/usr/include", F_OK) == 0);
	(void)close(fds[1]);
	CHECK(pthread_join(t, NULL) == 0);
	for (int i = 0; i < 5; i++)
		child_end(child_start(attach_once_joined, root));
	CHECK(jail_remove(jid) == 0);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(const char *root);
	} parts[] = { { "stays", stays },
		      { "new", new },
		      { "caged", caged },
		      { "removed", removed },
		      { "threads", threads } };

	if (argc != 3)
		errx(2, "usage: libjail_enter part root");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (strcmp(parts[i].name, argv[1]) == 0) {
			parts[i].run(argv[2]);
			return 0;
		}
	errx(2, "%s: no such part", argv[1]);
}
