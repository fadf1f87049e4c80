/* SPDX-License-Identifier: BSD-2-Clause */
/* test-exec.c - Commands in a jail: who runs them, where, and with what */

#include "unit/test.h"

#include <errno.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#include "base/util.h"
#include "kernel/inside.h"
#include "kernel/jails.h"

#define EXEC(...)                                                              \
	(struct jail_exec)                                                     \
	{                                                                      \
		.jid = jid, __VA_ARGS__                                        \
	}
#define ARGV(...) ((char *const[]){ __VA_ARGS__, NULL })
#define TOOLS "/dev/.vjail"
#define CLEAN_PATH                                                             \
	TOOLS ":/sbin:/bin:/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"

static char path_env[] = "PATH=/bin";
static char *const env_path[] = { path_env, NULL };

/* The jail that all of these run in */
static int jid;

static int make_jail(void **state)
{
	if (jails_make_root(state) < 0)
		return -1;
	jails_write(JAILS_ROOT "/bin/script", "#!/bin/sh\necho script $1\n",
		    0755);
	jails_write(JAILS_ROOT "/bin/noexec", "#!/bin/sh\n", 0644);
	jails_write(JAILS_ROOT "/bin/orphan", "#!/bin/nosuch\n", 0755);
	jid = jails_create("name=www;persist", NULL);
	return jid > 0 ? 0 : -1;
}

static char *shell(const char *line, struct jail_exec x, int *ret_code)
{
	char sh[] = "/bin/sh", c[] = "-c";
	char *copy = strdup(line), *text;
	char *const argv[] = { sh, c, copy, NULL };
	struct errbuf eb = { "" };

	x.argv = argv;
	if (!x.envp)
		x.envp = env_path;
	text = jails_run(&x, ret_code, &eb);
	if (!text)
		fail_msg("%s: %s", line, eb.msg);
	free(copy);
	return text;
}

/* The shell line says @want, and ends with 0 */
static void says(const char *line, struct jail_exec x, const char *want)
{
	int code;
	cleanup_free char *text = shell(line, x, &code);

	assert_string_equal(text, want);
	assert_int_equal(code, 0);
}

static void exit_codes_come_out(void **state)
{
	static const struct {
		const char *line;
		int code;
	} cases[] = {
		{ "exit 0", 0 },
		{ "exit 3", 3 },
		{ "exit 255", 255 },
		{ "kill -TERM $$", 128 + SIGTERM },
		{ "kill -KILL $$", 128 + SIGKILL },
		{ "nosuch 2>&-", 127 },
		{ "noexec 2>&-", 126 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		int code;
		cleanup_free char *text = shell(cases[i].line, EXEC(), &code);

		assert_int_equal(code, cases[i].code);
		assert_string_equal(text, "");
	}
}

static void who_runs_it_has_the_jails_ids_and_groups(void **state)
{
	static const struct {
		const char *user, *ids;
	} cases[] = {
		{ NULL, "0:0:0 10\n" },
		{ "root", "0:0:0 10\n" },
		{ "alice", "1001:1001:1001 10 100\n" },
		{ "bob", "1002:100:100\n" },
		{ "plain", "1003:1003:1003\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		says("echo $(id -u):$(id -g):$(id -G)",
		     EXEC(.user = cases[i].user), cases[i].ids);
}

static void what_cannot_start_says_why(void **state)
{
	static char nosuch[] = "nosuch", slash[] = "/bin/nosuch",
		    noexec[] = "/bin/noexec", orphan[] = "/bin/orphan",
		    dir[] = "/etc", empty[] = "";
	static const struct {
		char *cmd;
		const char *user, *cwd;
		bool host_user;
		int code;
		const char *words;
	} cases[] = {
		{ .cmd = nosuch,
		  .code = ENOENT,
		  .words = "execvp: nosuch: No such file or directory" },
		{ .cmd = slash,
		  .code = ENOENT,
		  .words = "execvp: /bin/nosuch: No such file or directory" },
		{ .cmd = noexec,
		  .code = EACCES,
		  .words = "execvp: /bin/noexec: Permission denied" },
		{ .cmd = orphan,
		  .code = ENOENT,
		  .words = "execvp: /bin/orphan: No such file or directory" },
		{ .cmd = dir,
		  .code = EACCES,
		  .words = "execvp: /etc: Permission denied" },
		{ .cmd = empty,
		  .code = ENOENT,
		  .words = "execvp: : No such file or directory" },
		{ .cmd = nosuch,
		  .user = "carol",
		  .code = ENOENT,
		  .words = "carol: no such user" },
		{ .cmd = nosuch,
		  .user = "1001",
		  .code = ENOENT,
		  .words = "1001: no such user" },
		{ .cmd = nosuch,
		  .user = "alice",
		  .host_user = true,
		  .code = ENOENT,
		  .words = "alice: no such user" },
		{ .cmd = nosuch,
		  .cwd = "/nowhere",
		  .code = ENOENT,
		  .words = "chdir: /nowhere: No such file or directory" },
		{ .cmd = nosuch,
		  .cwd = "/etc/passwd",
		  .code = ENOTDIR,
		  .words = "chdir: /etc/passwd: Not a directory" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct jail_exec x =
			EXEC(.argv = ARGV(cases[i].cmd), .envp = env_path,
			     .user = cases[i].user, .cwd = cases[i].cwd,
			     .host_user = cases[i].host_user);
		struct errbuf eb;
		int code;

		assert_null(jails_run(&x, &code, &eb));
		assert_string_equal(eb.msg, cases[i].words);
		assert_int_equal(code, -cases[i].code);
		assert_null(jails_run(&x, &code, NULL));
	}
	/* What failed left no child. */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void jails_that_are_not_there_run_nothing(void **state)
{
	static const int jids[] = { 0, -1, 4711 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(jids); i++) {
		struct jail_exec x = EXEC();
		struct errbuf eb;
		char want[64];
		pid_t pid;

		x.jid = jids[i];
		(void)snprintf(want, sizeof(want), "jail %d not found",
			       jids[i]);
		assert_int_equal(jail_spawn(&x, &pid, NULL, &eb), -ENOENT);
		assert_string_equal(eb.msg, want);
		assert_int_equal(jail_enter(jids[i], &eb), -ENOENT);
		assert_string_equal(eb.msg, want);
	}
}

static char term[] = "TERM=vt100", foo[] = "FOO=bar", home[] = "HOME=/mnt",
	    foo2[] = "FOO=other", more[] = "MORE=a b=c",
	    shell_var[] = "SHELL=/x";

/* Sorted by the shell, since the order means nothing */
static void environments_are_as_asked(void **state)
{
	const struct {
		char *const *envp, *const *add;
		bool clean;
		const char *user, *want;
	} cases[] = {
		{ (char *const[]){ path_env, foo, NULL }, NULL, false, NULL,
		  "FOO=bar PATH=/bin" },
		{ (char *const[]){ path_env, foo, NULL },
		  (char *const[]){ foo2, more, NULL }, false, "alice",
		  "FOO=other MORE=a b=c PATH=/bin" },
		{ (char *const[]){ path_env, foo, term, home, shell_var, NULL },
		  NULL, true, NULL,
		  "HOME=/root PATH=" CLEAN_PATH
		  " SHELL=/bin/sh TERM=vt100 USER=root" },
		{ (char *const[]){ path_env, NULL },
		  (char *const[]){ foo2, home, NULL }, true, "alice",
		  "FOO=other HOME=/mnt PATH=" CLEAN_PATH
		  " SHELL=/bin/sh USER=alice" },
		{ (char *const[]){ path_env, NULL }, NULL, true, "bob",
		  "HOME=/nowhere PATH=" CLEAN_PATH
		  " SHELL=/bin/nosuch USER=bob" },
		{ (char *const[]){ path_env, NULL }, NULL, true, "plain",
		  "HOME=/ PATH=" CLEAN_PATH " SHELL=/bin/sh USER=plain" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char env[] = "/bin/env";
		struct jail_exec x =
			EXEC(.argv = ARGV(env), .envp = cases[i].envp,
			     .env_add = cases[i].add, .clean = cases[i].clean,
			     .user = cases[i].user);
		cleanup_strv struct strv lines = { 0 }, want = { 0 };
		int code;
		cleanup_free char *text = jails_run(&x, &code, NULL);

		assert_int_equal(code, 0);
		assert_int_equal(strv_split(&lines, text, "\n"), 0);
		for (size_t k = 0; k < lines.n; k++)
			if (!strstr(cases[i].want, lines.v[k]))
				fail_msg("%zu: %s", i, lines.v[k]);
		/* and not one less */
		assert_int_equal(strv_split(&want, cases[i].want, " "), 0);
		assert_int_equal(lines.n,
				 want.n - (strstr(cases[i].want, " b=c") != 0));
	}
}

static void it_starts_where_it_is_told(void **state)
{
	static const struct {
		const char *cwd, *user;
		bool clean;
		const char *want;
	} cases[] = {
		{ NULL, NULL, false, "/\n" },
		{ NULL, NULL, true, "/root\n" },
		{ NULL, "alice", false, "/\n" },
		{ NULL, "alice", true, "/home\n" },
		{ NULL, "bob", true, "/\n" }, /* whose home is missing */
		{ "/tmp", NULL, true, "/tmp\n" },
		{ "/tmp", "alice", false, "/tmp\n" },
		{ "etc", NULL, false, "/etc\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		says("pwd",
		     EXEC(.cwd = cases[i].cwd, .user = cases[i].user,
			  .clean = cases[i].clean),
		     cases[i].want);
}

static void without_a_command_it_is_the_shell(void **state)
{
	static char sh_env[] = "SHELL=/bin/sh",
		    none[] = "SHELL=", bad[] = "SHELL=/bin/nosuch",
		    prompt[] = "PS1=>";
	const struct {
		char *const *envp;
		int code;
	} cases[] = {
		{ (char *const[]){ path_env, prompt, NULL }, 0 },
		{ (char *const[]){ path_env, sh_env, prompt, NULL }, 0 },
		{ (char *const[]){ path_env, none, prompt, NULL }, 0 },
		{ (char *const[]){ path_env, bad, NULL }, -ENOENT },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct jail_exec x = EXEC(.envp = cases[i].envp);
		struct errbuf eb = { "" };
		int code;
		cleanup_free char *text = jails_run(&x, &code, &eb);

		assert_int_equal(code, cases[i].code);
		/* Interactive: it prompts, and ends at the end of its input. */
		if (code == 0)
			assert_non_null(strchr(text, '>'));
		else
			assert_string_equal(
				eb.msg,
				"execvp: /bin/nosuch: No such file or directory");
	}
}

static void scripts_run_by_their_first_line(void **state)
{
	char script[] = "script", arg[] = "x y";
	struct jail_exec x = EXEC(.argv = ARGV(script, arg), .envp = env_path);
	int code;
	cleanup_free char *text = jails_run(&x, &code, NULL);

	(void)state;
	assert_int_equal(code, 0);
	assert_string_equal(text, "script x y\n");
}

static void standard_streams_are_never_missing(void **state)
{
	(void)state;
	says("readlink /proc/self/fd/0", EXEC(), "/dev/null\n");
	says("cat; echo end", EXEC(), "end\n");
}

static void nothing_else_of_ours_is_open_in_there(void **state)
{
	int left_open = open("/", O_RDONLY | O_CLOEXEC);

	(void)state;
	assert_int_equal(fcntl(left_open, F_SETFD, 0), 0);
	says("for i in 3 4 5 6 7 8 9; do readlink /proc/$$/fd/$i; done; echo end",
	     EXEC(), "end\n");
	close(left_open);
}

static void signals_are_as_in_a_fresh_process(void **state)
{
	char cat[] = "/bin/cat", status[] = "/proc/self/status";
	struct jail_exec x = EXEC(.argv = ARGV(cat, status));
	cleanup_free char *text = NULL;
	sigset_t all, old;
	int code;

	(void)state;
	(void)sigfillset(&all);
	(void)signal(SIGINT, SIG_IGN);
	(void)sigprocmask(SIG_SETMASK, &all, &old);
	text = jails_run(&x, &code, NULL);
	assert_non_null(strstr(text, "\nSigBlk:\t0000000000000000\n"));
	assert_non_null(strstr(text, "\nSigIgn:\t0000000000000000\n"));
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	(void)signal(SIGINT, SIG_DFL);
}

/* With a session of its own its number is the session's. */
static void a_session_is_made_where_asked(void **state)
{
	static const char line[] =
		"set -- $(cat /proc/self/stat); [ \"$6\" = $$ ] && echo own || echo other";

	(void)state;
	says(line, EXEC(), "other\n");
	says(line, EXEC(.new_session = true), "own\n");
}

static void the_console_log_gets_output_and_errors(void **state)
{
	cleanup_close int log = open(
		"/run/console", O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	cleanup_free char *text = NULL;

	(void)state;
	says("echo out; echo err >&2", EXEC(.consolelog = log), "");
	says("echo more", EXEC(.consolelog = log), "");
	assert_int_equal(file_read(AT_FDCWD, "/run/console", &text, NULL, NULL),
			 0);
	assert_string_equal(text, "out\nerr\nmore\n");
}

/* All that comes out of a terminal until its other side is closed */
static char *read_terminal(int master)
{
	char *text = calloc(1, 4096);
	size_t len = 0;
	ssize_t n;

	while ((n = read(master, text + len, 4095 - len)) > 0)
		len += (size_t)n;
	return text;
}

static char *on_terminal(const char *line, int like, int *ret_code)
{
	char sh[] = "/bin/sh", c[] = "-c";
	char *copy = strdup(line), *text;
	struct jail_exec x = EXEC(.argv = ARGV(sh, c, copy), .envp = env_path,
				  .pty = true, .pty_like = like,
				  .stdio = { -1, -1, -1 }, .consolelog = -1);
	struct errbuf eb = { "" };
	int master = -1;
	pid_t pid;

	if (jail_spawn(&x, &pid, &master, &eb) < 0)
		fail_msg("%s", eb.msg);
	text = read_terminal(master);
	*ret_code = proc_exit_code(proc_wait(pid));
	assert_int_equal(fcntl(master, F_GETFD), FD_CLOEXEC);
	close(master);
	free(copy);
	return text;
}

static void a_terminal_is_the_jails_own(void **state)
{
	static const struct {
		const char *line, *want;
		int code;
	} cases[] = {
		{ "tty", "/dev/pts/0\r\n", 0 },
		{ "[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo all", "all\r\n",
		  0 },
		{ "echo >/dev/tty x", "x\r\n", 0 },
		{ "exit 7", "", 7 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		int code;
		cleanup_free char *text = on_terminal(cases[i].line, -1, &code);

		assert_string_equal(text, cases[i].want);
		assert_int_equal(code, cases[i].code);
	}
}

static void a_terminal_has_the_size_and_modes_of_another(void **state)
{
	const struct winsize size = { .ws_row = 33, .ws_col = 101 };
	int master, slave, code;
	struct termios modes;
	char *text;

	(void)state;
	assert_int_equal(openpty(&master, &slave, NULL, NULL, &size), 0);
	assert_int_equal(tcgetattr(slave, &modes), 0);
	modes.c_oflag &= ~(tcflag_t)OPOST; /* no "\r" then */
	assert_int_equal(tcsetattr(slave, TCSANOW, &modes), 0);
	text = on_terminal("stty size", slave, &code);
	assert_string_equal(text, "33 101\n");
	free(text);
	close(master);
	close(slave);
}

static void who_enters_is_in_the_jail(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		char name[65];

		if (jail_enter(jid, NULL) < 0)
			_exit(1);
		if (access("/bin/busybox", X_OK) < 0 ||
		    access("/run", F_OK) == 0)
			_exit(2);
		if (jail_of_pid(getpid()) != -ESRCH) /* of no number there */
			_exit(3);
		if (gethostname(name, sizeof(name)) < 0)
			_exit(4);
		_exit(0);
	}
	status = proc_wait(pid);
	assert_int_equal(proc_exit_code(status), 0);
}

/* Many at once, each with its own end */
static void many_run_side_by_side(void **state)
{
	char sh[] = "/bin/sh", c[] = "-c",
	     line[] = "read x </dev/zero & exit 5";
	struct jail_exec x = EXEC(.argv = ARGV(sh, c, line), .envp = env_path,
				  .stdio = { -1, -1, -1 }, .consolelog = -1);
	pid_t pids[16];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pids); i++)
		assert_int_equal(jail_spawn(&x, &pids[i], NULL, NULL), 0);
	for (size_t i = 0; i < ARRAY_SIZE(pids); i++)
		assert_int_equal(proc_exit_code(proc_wait(pids[i])), 5);
	assert_int_equal(jail_signal(jid, SIGKILL, NULL, NULL), 0);
	assert_int_equal(jail_wait_empty(jid, 10000, NULL), 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(exit_codes_come_out),
		cmocka_unit_test(who_runs_it_has_the_jails_ids_and_groups),
		cmocka_unit_test(what_cannot_start_says_why),
		cmocka_unit_test(jails_that_are_not_there_run_nothing),
		cmocka_unit_test(environments_are_as_asked),
		cmocka_unit_test(it_starts_where_it_is_told),
		cmocka_unit_test(without_a_command_it_is_the_shell),
		cmocka_unit_test(scripts_run_by_their_first_line),
		cmocka_unit_test(standard_streams_are_never_missing),
		cmocka_unit_test(nothing_else_of_ours_is_open_in_there),
		cmocka_unit_test(signals_are_as_in_a_fresh_process),
		cmocka_unit_test(a_session_is_made_where_asked),
		cmocka_unit_test(the_console_log_gets_output_and_errors),
		cmocka_unit_test(a_terminal_is_the_jails_own),
		cmocka_unit_test(a_terminal_has_the_size_and_modes_of_another),
		cmocka_unit_test(who_enters_is_in_the_jail),
		cmocka_unit_test(many_run_side_by_side),
	};

	inside_only();
	return cmocka_run_group_tests(tests, make_jail, jails_destroy_all);
}
