/* SPDX-License-Identifier: BSD-2-Clause */
/* test-cgroup.c - Cgroups tell when a jail is empty, and kill what is in it */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "libjail/cgroup.h"
#include "unit/test.h"

#define JID 4711

/* sleeper() - A process in the jail's cgroup that ends when it is killed */
static pid_t sleeper(int cg)
{
	pid_t pid = fork();

	if (pid == 0) {
		if (cgroup_join(cg, "jail", 0, NULL) < 0)
			_exit(1);
		for (;;)
			(void)pause();
	}
	return pid;
}

static void joined(int events)
{
	struct pollfd p = { .fd = events, .events = POLLPRI };

	while (cgroup_populated(events) == 0)
		assert_int_equal(poll(&p, 1, 10000), 1);
}

static void an_end_is_told_to_who_polls(void **state)
{
	cleanup_close int cg = cgroup_add(JID, NULL);
	cleanup_close int events = cgroup_events(cg, NULL);
	struct pollfd p = { .fd = events, .events = POLLPRI };
	pid_t pid;

	(void)state;
	assert_true(cg >= 0 && events >= 0);
	assert_int_equal(cgroup_populated(events), 0);
	pid = sleeper(cg);
	joined(events);

	assert_int_equal(kill(pid, SIGKILL), 0);
	while (cgroup_populated(events) == 1)
		assert_int_equal(poll(&p, 1, 10000), 1);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(cgroup_del(JID, NULL), 0);
	assert_int_equal(cgroup_open(JID, NULL), -ENOENT);
}

static void all_in_it_are_listed_and_killed(void **state)
{
	cleanup_close int cg = cgroup_add(JID, NULL);
	cleanup_close int events = cgroup_events(cg, NULL);
	cleanup_free pid_t *pids = NULL;
	pid_t one, two;
	int n, status;

	(void)state;
	one = sleeper(cg);
	joined(events);
	two = sleeper(cg);
	do {
		free(pids);
		pids = NULL;
		n = cgroup_procs(cg, &pids, NULL);
		assert_true(n >= 1);
	} while (n < 2);
	assert_true(pids[0] == one || pids[0] == two);
	assert_true(pids[1] == one || pids[1] == two);

	assert_int_equal(cgroup_kill(cg), 0);
	assert_int_equal(waitpid(one, &status, 0), one);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(waitpid(two, &status, 0), two);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(cgroup_del(JID, NULL), 0);
}

static void a_lock_dies_with_its_holder(void **state)
{
	char path[] = "/run/test-lock.XXXXXX";
	cleanup_close int fd = mkostemp(path, O_CLOEXEC);
	int taken[2];
	pid_t pid;
	char c;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(pipe2(taken, O_CLOEXEC), 0);
	pid = fork();
	if (pid == 0) {
		int own = open(path, O_RDWR | O_CLOEXEC);

		if (own < 0 || flock(own, LOCK_EX) < 0 ||
		    write(taken[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			(void)pause();
	}
	assert_int_equal(read(taken[0], &c, 1), 1);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), -1);
	assert_int_equal(errno, EWOULDBLOCK);

	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
	(void)unlink(path);
	(void)close(taken[0]);
	(void)close(taken[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_end_is_told_to_who_polls),
		cmocka_unit_test(all_in_it_are_listed_and_killed),
		cmocka_unit_test(a_lock_dies_with_its_holder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
