/* SPDX-License-Identifier: BSD-2-Clause */
/* test-proc.c - Processes by number and start; descriptors over sockets */

#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/fdpass.h"
#include "base/paths.h"
#include "base/proc.h"
#include "base/util.h"

/* A child that waits to be killed, called @name */
static pid_t waiting_child(const char *name)
{
	int ends[2];
	char c;
	pid_t pid;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	pid = fork();
	if (pid == 0) {
		(void)prctl(PR_SET_NAME, name);
		(void)write(ends[1], "x", 1);
		for (;;)
			(void)pause();
	}
	assert_int_equal(read(ends[0], &c, 1), 1);
	close(ends[0]);
	close(ends[1]);
	return pid;
}

/* Dead, and not waited for: a zombie */
static void kill_only(pid_t pid)
{
	siginfo_t info;

	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
}

/* Whatever it is called: the fields are counted from the last ")" */
static void names_do_not_confuse(void **state)
{
	static const char *const names[] = {
		"plain", "a b c", ") R 1 1 1", "((()))", "", "x\n1 (y) S 1"
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		pid_t pid = waiting_child(names[i]);
		uint64_t start = proc_start_time(pid);
		int fd;

		assert_true(start > 0);
		assert_true(start >= proc_start_time(getpid()));
		assert_true(proc_alive(pid, start));
		fd = proc_open(pid, start);
		assert_true(fd >= 0);
		close(fd);
		kill_only(pid);
		(void)proc_wait(pid);
	}
}

static void another_start_is_another_process(void **state)
{
	uint64_t start = proc_start_time(getpid());

	(void)state;
	assert_true(proc_alive(getpid(), start));
	assert_false(proc_alive(getpid(), start + 1));
	assert_false(proc_alive(getpid(), 0));
	assert_int_equal(proc_open(getpid(), start + 1), -ESRCH);
}

static void numbers_of_nobody_are_refused(void **state)
{
	static const pid_t pids[] = { 0, -1, -4711, 0x7fffffff };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pids); i++) {
		assert_int_equal(proc_start_time(pids[i]), 0);
		assert_false(proc_alive(pids[i], 0));
		assert_int_equal(proc_open(pids[i], 0), -ESRCH);
	}
}

static void a_zombie_is_gone(void **state)
{
	pid_t pid = waiting_child("zombie");
	uint64_t start = proc_start_time(pid);

	(void)state;
	kill_only(pid);
	assert_int_equal(proc_start_time(pid), start);
	assert_false(proc_alive(pid, start));
	assert_int_equal(proc_open(pid, start), -ESRCH);
	(void)proc_wait(pid);
	assert_int_equal(proc_start_time(pid), 0);
}

static void a_descriptor_tells_of_the_end(void **state)
{
	pid_t pid = waiting_child("end");
	cleanup_close int fd = proc_open(pid, proc_start_time(pid));
	struct pollfd p = { .fd = fd, .events = POLLIN };

	(void)state;
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	assert_int_equal(poll(&p, 1, 0), 0);
	kill_only(pid);
	assert_int_equal(poll(&p, 1, 5000), 1);
	(void)proc_wait(pid);
}

static void ends_are_told_as_shells_do(void **state)
{
	static const struct {
		int exit, signal, code;
	} cases[] = {
		{ 0, 0, 0 },
		{ 1, 0, 1 },
		{ 255, 0, 255 },
		{ 256, 0, 0 },
		{ 0, SIGTERM, 128 + 15 },
		{ 0, SIGKILL, 128 + 9 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		pid_t pid = fork();

		if (pid == 0) {
			if (cases[i].signal) {
				(void)signal(cases[i].signal, SIG_DFL);
				(void)raise(cases[i].signal);
			}
			_exit(cases[i].exit);
		}
		assert_int_equal(proc_exit_code(proc_wait(pid)), cases[i].code);
	}
	assert_int_equal(proc_wait(0x7fffffff), -ECHILD);
}

static void nothing(int sig)
{
	(void)sig;
}

static void waiting_goes_on_after_a_signal(void **state)
{
	const struct sigaction quiet = { .sa_handler = nothing };
	pid_t parent = getpid(), pid;

	(void)state;
	assert_int_equal(sigaction(SIGUSR1, &quiet, NULL), 0);
	pid = fork();
	if (pid == 0) {
		for (int i = 0; i < 20; i++)
			(void)kill(parent, SIGUSR1);
		_exit(7);
	}
	assert_int_equal(proc_exit_code(proc_wait(pid)), 7);
}

static int pair[2];

static int connect_pair(void **state)
{
	(void)state;
	return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair);
}

static int close_pair(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++)
		close_fd(&pair[i]);
	return 0;
}

static void bytes_come_without_a_descriptor(void **state)
{
	static const char *const texts[] = { "x", "some words", "" };
	char buf[64];
	int fd = 4711;

	(void)state;
	for (size_t i = 0; texts[i][0]; i++) {
		size_t len = strlen(texts[i]);

		assert_int_equal(fd_send(pair[0], -1, texts[i], len), 0);
		assert_int_equal(fd_receive(pair[1], &fd, buf, sizeof(buf)),
				 len);
		assert_memory_equal(buf, texts[i], len);
		assert_int_equal(fd, -1);
	}
}

static bool same_file(int a, int b)
{
	struct stat x, y;

	return fstat(a, &x) == 0 && fstat(b, &y) == 0 && x.st_ino == y.st_ino &&
	       x.st_dev == y.st_dev;
}

static void a_descriptor_comes_with_its_bytes(void **state)
{
	cleanup_close int sent = open("/", O_PATH | O_CLOEXEC);
	cleanup_close int got = -1;
	char buf[8];

	(void)state;
	assert_int_equal(fd_send(pair[0], sent, "here", 4), 0);
	assert_int_equal(fd_receive(pair[1], &got, buf, sizeof(buf)), 4);
	assert_true(got >= 0 && got != sent);
	assert_true(same_file(got, sent));
	assert_int_equal(fcntl(got, F_GETFD), FD_CLOEXEC);
}

static void send_two_descriptors(int sock)
{
	const int fds[] = { sock, sock };
	_Alignas(struct cmsghdr) char buf[CMSG_SPACE(sizeof(fds))] = { 0 };
	struct iovec iov = { .iov_base = buf, .iov_len = 1 };
	const struct msghdr msg = { .msg_iov = &iov,
				    .msg_iovlen = 1,
				    .msg_control = buf,
				    .msg_controllen = sizeof(buf) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&msg);

	*c = (struct cmsghdr){ .cmsg_level = SOL_SOCKET,
			       .cmsg_type = SCM_RIGHTS,
			       .cmsg_len = CMSG_LEN(sizeof(fds)) };
	memcpy(CMSG_DATA(c), fds, sizeof(fds));
	assert_int_equal(sendmsg(sock, &msg, 0), 1);
}

/* Whoever could send more would fill the table of who receives. */
static void no_second_descriptor_comes(void **state)
{
	cleanup_close int got = -1;
	char buf[8];
	int next;

	(void)state;
	send_two_descriptors(pair[0]);
	assert_int_equal(fd_receive(pair[1], &got, buf, sizeof(buf)), 1);
	next = fcntl(got, F_DUPFD_CLOEXEC, 0);
	assert_int_equal(next, got + 1);
	close(next);
}

static void messages_stay_apart(void **state)
{
	char buf[8];
	int fd;

	(void)state;
	assert_int_equal(fd_send(pair[0], -1, "one", 3), 0);
	assert_int_equal(fd_send(pair[0], pair[0], "two", 3), 0);
	assert_int_equal(fd_receive(pair[1], &fd, buf, sizeof(buf)), 3);
	assert_memory_equal(buf, "one", 3);
	assert_int_equal(fd, -1);
	assert_int_equal(fd_receive(pair[1], &fd, buf, sizeof(buf)), 3);
	assert_memory_equal(buf, "two", 3);
	assert_true(fd >= 0);
	close(fd);
}

static void a_closed_end_is_no_signal(void **state)
{
	char buf[8];
	int fd;

	(void)state;
	close_fd(&pair[0]);
	pair[0] = -1;
	assert_int_equal(fd_receive(pair[1], &fd, buf, sizeof(buf)), 0);
	assert_int_equal(fd_send(pair[1], -1, "x", 1), -EPIPE);
	assert_int_equal(fd_receive(-1, &fd, buf, sizeof(buf)), -EBADF);
	assert_int_equal(fd_send(-1, -1, "x", 1), -EBADF);
}

static void our_programs_are_beside_us_or_installed(void **state)
{
	cleanup_free char *there = paths_libexec("init");
	cleanup_free char *absent = paths_libexec("no-such-program");
	char *slash;

	(void)state;
	assert_non_null(strstr(there, "libexec/vjail/init"));
	assert_int_equal(there[0], '/');
	assert_null(strstr(there, "/../"));
	slash = strstr(absent, "libexec/vjail/no-such-program");
	assert_non_null(slash);
}

struct loan {
	int fd, pid;
};

static int borrow(void *arg)
{
	struct loan *l = arg;

	l->pid = getpid();
	l->fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	return 7;
}

static void a_borrower_leaves_what_it_made(void **state)
{
	struct loan l = { -1, -1 };

	(void)state;
	assert_int_equal(proc_lend(borrow, &l, true), 7);
	assert_int_not_equal(l.pid, getpid());
	assert_int_equal(fcntl(l.fd, F_GETFD), FD_CLOEXEC);
	close(l.fd);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void descriptors_are_lent_only_if_asked(void **state)
{
	struct loan l = { -1, -1 };

	(void)state;
	assert_int_equal(proc_lend(borrow, &l, false), 7);
	assert_true(l.fd >= 0);
	assert_int_equal(fcntl(l.fd, F_GETFD), -1);
}

static int die(void *arg)
{
	(void)arg;
	return raise(SIGKILL);
}

static void a_borrower_that_dies_is_told(void **state)
{
	(void)state;
	assert_int_equal(proc_lend(die, NULL, true), 128 + SIGKILL);
}

#define P(name) cmocka_unit_test_setup_teardown(name, connect_pair, close_pair)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_do_not_confuse),
		cmocka_unit_test(another_start_is_another_process),
		cmocka_unit_test(numbers_of_nobody_are_refused),
		cmocka_unit_test(a_zombie_is_gone),
		cmocka_unit_test(a_descriptor_tells_of_the_end),
		cmocka_unit_test(ends_are_told_as_shells_do),
		cmocka_unit_test(waiting_goes_on_after_a_signal),
		cmocka_unit_test(a_borrower_leaves_what_it_made),
		cmocka_unit_test(descriptors_are_lent_only_if_asked),
		cmocka_unit_test(a_borrower_that_dies_is_told),
		P(bytes_come_without_a_descriptor),
		P(a_descriptor_comes_with_its_bytes),
		P(no_second_descriptor_comes),
		P(messages_stay_apart),
		P(a_closed_end_is_no_signal),
		cmocka_unit_test(our_programs_are_beside_us_or_installed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
