/* SPDX-License-Identifier: BSD-2-Clause */
/* test-jexec.c - What jexec(8) does between two terminals */

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "../../cmd/jexec/relay.h"
#include "base/proc.h"
#include "test.h"

/* A shell on a terminal of its own, as jail_spawn() would start it */
static struct relay start(const char *script)
{
	struct relay r = { .in = -1, .out = -1 };

	r.pid = forkpty(&r.pty, NULL, NULL, NULL);
	assert_true(r.pid >= 0);
	if (r.pid == 0) {
		sigset_t none;

		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		execl("/bin/sh", "sh", "-c", script, NULL);
		_exit(127);
	}
	return r;
}

static size_t read_all(int fd, char *buf, size_t size)
{
	size_t len = 0;
	ssize_t n;

	while ((n = read(fd, buf + len, size - len - 1)) > 0)
		len += (size_t)n;
	buf[len] = '\0';
	return len;
}

static void output_and_exit_code_come_through(void **state)
{
	struct relay r = start("echo hello; exit 3");
	char buf[256];
	int out[2];

	(void)state;
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	r.out = out[1];
	assert_int_equal(proc_exit_code(relay_run(&r)), 3);
	close(out[1]);
	(void)read_all(out[0], buf, sizeof(buf));
	assert_string_equal(buf, "hello\r\n");
	close(out[0]);
	close(r.pty);
}

static void all_of_a_long_output_comes_through(void **state)
{
	struct relay r = start("head -c 200000 /dev/zero | tr '\\0' x");
	FILE *out = tmpfile();

	(void)state;
	assert_non_null(out);
	r.out = fileno(out);
	assert_int_equal(proc_exit_code(relay_run(&r)), 0);
	assert_int_equal(lseek(r.out, 0, SEEK_END), 200000);
	assert_int_equal(fclose(out), 0);
	close(r.pty);
}

static void what_is_typed_reaches_the_command(void **state)
{
	struct relay r = start("stty -echo; echo ready; read x; echo got $x");
	char buf[256];
	int in[2], out[2];

	(void)state;
	assert_int_equal(pipe2(in, O_CLOEXEC), 0);
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	assert_int_equal(write(in[1], "words\n", 6), 6);
	r.in = in[0];
	r.out = out[1];
	assert_int_equal(proc_exit_code(relay_run(&r)), 0);
	close(out[1]);
	(void)read_all(out[0], buf, sizeof(buf));
	assert_non_null(strstr(buf, "got words\r\n"));
	close(in[0]);
	close(in[1]);
	close(out[0]);
	close(r.pty);
}

static void a_signal_goes_to_the_command(void **state)
{
	struct relay r = start("trap 'exit 9' TERM; kill -TERM $PPID; "
			       "while :; do sleep 1; done");

	(void)state;
	/* The mask must hold the signal until the relay takes it. */
	assert_int_equal(proc_exit_code(relay_run(&r)), 9);
	close(r.pty);
}

static void without_a_terminal_it_only_waits(void **state)
{
	struct relay r = { .pty = -1, .in = -1, .out = -1 };

	(void)state;
	r.pid = fork();
	if (r.pid == 0)
		_exit(5);
	assert_int_equal(proc_exit_code(relay_run(&r)), 5);
}

/* On a terminal of our own, a session leader: as a person at a shell */
static int on_a_terminal(void)
{
	struct relay r = start("read x; stty size; stty -a | grep 'intr = ^X'");
	struct termios before, after;

	r.in = STDIN_FILENO;
	r.out = STDOUT_FILENO;
	if (tcgetattr(r.in, &before) != 0)
		return 2;
	before.c_cc[VINTR] = 'X' - '@';
	if (tcsetattr(r.in, TCSANOW, &before) != 0)
		return 2;
	if (proc_exit_code(relay_run(&r)) != 0)
		return 3;
	if (tcgetattr(r.in, &after) != 0)
		return 4;
	return before.c_lflag == after.c_lflag &&
			       before.c_iflag == after.c_iflag &&
			       before.c_oflag == after.c_oflag
		       ? 0
		       : 5;
}

static void the_terminal_lends_its_size_and_gets_its_modes_back(void **state)
{
	const struct winsize ws = { .ws_row = 33, .ws_col = 111 };
	char buf[512];
	int master, status;
	pid_t pid;

	(void)state;
	pid = forkpty(&master, NULL, NULL, &ws);
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(on_a_terminal());
	assert_int_equal(write(master, "\n", 1), 1);
	(void)read_all(master, buf, sizeof(buf));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(proc_exit_code(status), 0);
	assert_non_null(strstr(buf, "33 111"));
	close(master);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(output_and_exit_code_come_through),
		cmocka_unit_test(all_of_a_long_output_comes_through),
		cmocka_unit_test(what_is_typed_reaches_the_command),
		cmocka_unit_test(a_signal_goes_to_the_command),
		cmocka_unit_test(without_a_terminal_it_only_waits),
		cmocka_unit_test(
			the_terminal_lends_its_size_and_gets_its_modes_back),
	};
	sigset_t set;

	/* A signal that comes before the relay looks must wait for it. */
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
