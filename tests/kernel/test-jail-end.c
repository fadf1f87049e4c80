/* SPDX-License-Identifier: BSD-2-Clause */
/* test-jail-end.c - How jails end, whoever ends them, and their interfaces */

#include "unit/test.h"

#include <errno.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>

#include "base/util.h"
#include "kernel/inside.h"
#include "kernel/jails.h"
#include "libjail/registry.h"
#include "nl/link.h"
#include "nl/nl.h"

#define HELD_MS 300
#define NEVER_MS 20000 /* longer than anything here may take */

/* A process in @jid that does nothing until it is killed */
static pid_t sleeper(int jid)
{
	char sleep[] = "/bin/sleep", long_time[] = "3600";
	char *const argv[] = { sleep, long_time, NULL };
	const struct jail_exec x = { .jid = jid,
				     .argv = argv,
				     .stdio = { -1, -1, -1 },
				     .consolelog = -1,
				     .pty_like = -1 };
	struct errbuf eb = { "" };
	pid_t pid;

	if (jail_spawn(&x, &pid, NULL, &eb) < 0)
		fail_msg("%s", eb.msg);
	return pid;
}

/* Its watcher removes it, and is seen to do so in between. */
static void until_gone(int jid)
{
	struct jail_slot slot = JAIL_SLOT_NONE;

	while (registry_lock(jid, &slot, NULL) == 0) {
		jail_slot_close(&slot);
		(void)sched_yield();
	}
	jails_assert_gone(jid);
}

static void an_empty_jail_goes_when_it_may_not_stay(void **state)
{
	cleanup_jail_params struct jail_params nopersist = { 0 };
	int jid = jails_must_create("persist");
	pid_t pid = sleeper(jid);

	(void)state;
	assert_int_equal(jails_params("nopersist", &nopersist, NULL), 0);
	assert_int_equal(jail_persist(jid, true, NULL), 0);
	assert_int_equal(jail_persist(jid, false, NULL), 0);
	assert_int_equal(jail_reap(jid, NULL), 1); /* something runs in it */
	assert_int_equal(jail_wait_empty(jid, 0, NULL), 0);
	assert_int_equal(kill(pid, SIGKILL), 0);
	(void)proc_wait(pid);
	assert_int_equal(jail_wait_empty(jid, NEVER_MS, NULL), 1);
	until_gone(jid);

	jid = jails_must_create("persist");
	assert_int_equal(jail_reap(jid, NULL), 1);
	assert_int_equal(jail_persist(jid, false, NULL), 0);
	jails_assert_gone(jid);

	jid = jails_must_create("persist");
	assert_int_equal(jail_update(jid, &nopersist, NULL), 0);
	jails_assert_gone(jid);
}

static void signals_reach_everything_but_the_first_process(void **state)
{
	int jid = jails_must_create("persist");
	pid_t pids[3];
	unsigned n = 4711;

	(void)state;
	assert_int_equal(jail_signal(jid, SIGTERM, &n, NULL), 0);
	assert_int_equal(n, 0);
	for (size_t i = 0; i < ARRAY_SIZE(pids); i++)
		pids[i] = sleeper(jid);
	assert_int_equal(jail_signal(jid, 0, &n, NULL), 0);
	assert_int_equal(n, 3);
	assert_int_equal(jail_signal(jid, SIGTERM, NULL, NULL), 0);
	for (size_t i = 0; i < ARRAY_SIZE(pids); i++)
		assert_int_equal(proc_exit_code(proc_wait(pids[i])),
				 128 + SIGTERM);
	assert_int_equal(jail_wait_empty(jid, NEVER_MS, NULL), 1);
	assert_int_equal(jail_reap(jid, NULL), 1);
	assert_int_equal(jail_destroy(jid, NULL), 0);
}

static void nothing(int sig)
{
	(void)sig;
}

/* Signals interrupt it again and again, and do not make it longer. */
static void waiting_ends_when_the_time_is_up(void **state)
{
	const struct sigaction quiet = { .sa_handler = nothing };
	const struct itimerval often = { { 0, 20000 }, { 0, 20000 } };
	const struct itimerval never = { 0 };
	int jid = jails_must_create("persist");
	pid_t pid = sleeper(jid);
	struct timespec begin, end;

	(void)state;
	assert_int_equal(sigaction(SIGALRM, &quiet, NULL), 0);
	(void)alarm(0);
	assert_int_equal(setitimer(ITIMER_REAL, &often, NULL), 0);
	(void)clock_gettime(CLOCK_MONOTONIC, &begin);
	assert_int_equal(jail_wait_empty(jid, 200, NULL), 0);
	(void)clock_gettime(CLOCK_MONOTONIC, &end);
	assert_int_equal(setitimer(ITIMER_REAL, &never, NULL), 0);
	assert_true((end.tv_sec - begin.tv_sec) * 1000 +
			    (end.tv_nsec - begin.tv_nsec) / 1000000 >=
		    199);
	assert_int_equal(jail_wait_empty(jid, 0, NULL), 0);
	assert_int_equal(jail_destroy(jid, NULL), 0);
	(void)proc_wait(pid);
	assert_int_equal(jail_wait_empty(jid, -1, NULL), 1);
}

/* A process that holds @pid where it is about to exit, for a while */
static pid_t held_at_its_end(pid_t pid)
{
	int ready[2], status;
	pid_t tracer;
	char c;

	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	tracer = fork();
	assert_true(tracer >= 0);
	if (tracer == 0) {
		if (ptrace(PTRACE_SEIZE, pid, NULL, PTRACE_O_TRACEEXIT) < 0 ||
		    write(ready[1], "", 1) != 1 ||
		    waitpid(pid, &status, __WALL) != pid ||
		    status >> 16 != PTRACE_EVENT_EXIT)
			_exit(1);
		(void)poll(NULL, 0, HELD_MS);
		_exit(ptrace(PTRACE_DETACH, pid, NULL, NULL) < 0);
	}
	assert_int_equal(read(ready[0], &c, 1), 1);
	(void)close(ready[0]);
	(void)close(ready[1]);
	return tracer;
}

static void with_a_jail_goes_its_watcher(void **state)
{
	cleanup_jail_rec struct jail_rec rec = { 0 };
	int jid = jails_must_create("persist");
	pid_t tracer;

	(void)state;
	assert_int_equal(registry_read(jid, &rec, NULL), 0);
	tracer = held_at_its_end(rec.watch_pid);
	assert_int_equal(jail_destroy(jid, NULL), 0);
	assert_false(proc_alive(rec.watch_pid, rec.watch_start));
	assert_int_equal(proc_exit_code(proc_wait(tracer)), 0);
}

static void destroying_kills_what_runs(void **state)
{
	int jid = jails_must_create("persist");
	pid_t pids[5];

	(void)state;
	struct errbuf eb = { "" };

	for (size_t i = 0; i < ARRAY_SIZE(pids); i++)
		pids[i] = sleeper(jid);
	if (jail_destroy(jid, &eb) < 0)
		fail_msg("%s", eb.msg);
	for (size_t i = 0; i < ARRAY_SIZE(pids); i++)
		assert_int_equal(proc_exit_code(proc_wait(pids[i])),
				 128 + SIGKILL);
	jails_assert_gone(jid);
	assert_int_equal(jail_destroy(jid, NULL), -ENOENT);
}

/* All at once: one removes it, the others find it gone; none fails. */
static void many_may_destroy_the_same_jail(void **state)
{
	pid_t pids[6];
	int jid = jails_must_create("persist");
	pid_t inside = sleeper(jid);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pids); i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			int r = jail_destroy(jid, NULL);

			_exit(r == 0 ? 0 : r == -ENOENT ? 1 : 2);
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(pids); i++)
		assert_true(proc_exit_code(proc_wait(pids[i])) < 2);
	(void)proc_wait(inside);
	jails_assert_gone(jid);
}

/* Whoever comes too late is told so; nothing is left running. */
static void commands_may_come_while_it_goes(void **state)
{
	char bin_true[] = "/bin/true";
	char *const argv[] = { bin_true, NULL };
	struct jail_exec x = { .argv = argv,
			       .stdio = { -1, -1, -1 },
			       .consolelog = -1,
			       .pty_like = -1 };
	pid_t pid, cmd;
	int r;

	(void)state;
	x.jid = jails_must_create("persist");
	pid = fork();
	if (pid == 0)
		_exit(jail_destroy(x.jid, NULL) < 0);
	do {
		r = jail_spawn(&x, &cmd, NULL, NULL);
		if (r == 0)
			(void)proc_wait(cmd);
	} while (r == 0);
	assert_int_equal(proc_exit_code(proc_wait(pid)), 0);
	jails_assert_gone(x.jid);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void one_name_is_given_once_however_many_want_it(void **state)
{
	pid_t pids[6];
	int made = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pids); i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			int r = jails_create("name=wanted;persist", NULL);

			_exit(r > 0 ? 0 : r == -EEXIST ? 1 : 2);
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(pids); i++) {
		int code = proc_exit_code(proc_wait(pids[i]));

		assert_true(code < 2);
		made += code == 0;
	}
	assert_int_equal(made, 1);
	assert_true(jail_find("wanted", NULL) > 0);
}

/* Whenever the maker dies, the name is free again. */
static void a_killed_maker_is_no_obstacle(void **state)
{
	(void)state;
	for (int i = 0; i < 12; i++) {
		struct errbuf eb = { "" };
		pid_t pid = fork();
		int jid;

		if (pid == 0) {
			(void)jails_create("name=www;vnet;persist", NULL);
			_exit(0);
		}
		for (int k = 0; k < i * i * 20; k++)
			(void)sched_yield();
		(void)kill(pid, SIGKILL);
		(void)proc_wait(pid);
		jid = jail_find("www", NULL);
		/* What it had started may need a moment to die too. */
		while (jid == -ENOENT || jid == -EEXIST)
			jid = jails_create("name=www;persist", &eb);
		if (jid < 0)
			fail_msg("%s", eb.msg);
		assert_int_equal(jail_destroy(jid, NULL), 0);
	}
	assert_int_equal(jail_next(0, true, NULL), 0);
}

/* Its first process is killed by somebody else */
static void a_dead_jail_is_removed_by_who_looks(void **state)
{
	int jid = jails_must_create("name=www;persist");
	cleanup_jail_info struct jail_info info = { 0 };

	(void)state;
	assert_int_equal(jail_info_get(jid, &info, NULL), 0);
	assert_int_equal(kill(info.init_pid, SIGKILL), 0);
	while (jail_find("www", NULL) > 0)
		(void)sched_yield();
	assert_true(jails_must_create("name=www;persist") > 0);
}

/* Who has no descriptors left must not take what it cannot see for dead. */
static void nobody_dies_of_anothers_shortage(void **state)
{
	int jid = jails_must_create("name=www;persist");
	cleanup_jail_params struct jail_params nopersist = { 0 };
	pid_t inside = sleeper(jid);

	(void)state;
	assert_int_equal(jails_params("nopersist", &nopersist, NULL), 0);
	assert_int_equal(jail_update(jid, &nopersist, NULL), 0);
	for (rlim_t n = 3; n < 24; n++) {
		pid_t pid = fork();

		if (pid == 0) {
			const struct rlimit few = { n, n };
			struct jail_info info;

			if (setrlimit(RLIMIT_NOFILE, &few) < 0)
				_exit(1);
			(void)jail_info_get(jid, &info, NULL);
			(void)jail_find("www", NULL);
			(void)jail_next(0, true, NULL);
			(void)jail_reap(jid, NULL);
			_exit(0);
		}
		assert_int_equal(proc_wait(pid), 0);
		if (jail_find("www", NULL) != jid)
			fail_msg("with %u descriptors", (unsigned)n);
	}
	assert_int_equal(jail_destroy(jid, NULL), 0);
	(void)proc_wait(inside);
}

static void add_veth(const char *a, const char *b)
{
	const struct nl_link_new req = {
		.kind = "veth", .name = a, .peer_name = b, .peer_netns_fd = -1
	};
	cleanup_nl struct nl *nl = NULL;

	assert_int_equal(nl_open(&nl, NULL), 0);
	assert_int_equal(nl_link_add(nl, &req, NULL), 0);
}

static void interfaces_come_home_under_their_names(void **state)
{
	int jid = jails_must_create("name=net;vnet;persist");
	struct errbuf eb = { "" };
	char *name = NULL;

	(void)state;
	add_veth("e0a", "e0b");
	assert_int_equal(jail_iface_in(jid, "e0b", &eb), 0);
	assert_int_equal(if_nametoindex("e0b"), 0);
	assert_int_equal(jail_iface_out(jid, "e0b", &name, &eb), 0);
	assert_string_equal(name, "e0b");
	free(name);
	assert_true(if_nametoindex("e0b") > 0);
	assert_int_equal(jail_iface_in(jid, "e0b", &eb), 0);
	assert_int_equal(jail_destroy(jid, &eb), 0);
	assert_true(if_nametoindex("e0b") > 0);
}

static void interfaces_that_cannot_be_moved_are_refused(void **state)
{
	struct errbuf eb = { "" };
	char *name = NULL;
	int net = jails_must_create("name=net;vnet;persist");
	int plain = jails_must_create("name=plain;persist");
	char has_no[64];

	(void)state;
	(void)snprintf(has_no, sizeof(has_no), "jail %d has no vnet", plain);
	add_veth("e1a", "e1b");
	assert_int_equal(jail_iface_in(plain, "e1b", &eb), -EEXIST);
	assert_string_equal(eb.msg, has_no);
	assert_int_equal(jail_iface_out(plain, "e1b", &name, &eb), -EEXIST);
	assert_string_equal(eb.msg, has_no);
	assert_int_equal(jail_iface_in(net, "nosuch", &eb), -ENXIO);
	assert_string_equal(eb.msg, "nosuch: no such interface");
	assert_int_equal(jail_iface_in(net, "lo", &eb), -EINVAL);
	assert_string_equal(eb.msg, "lo: every vnet has its own");
	assert_int_equal(jail_iface_out(net, "e1b", &name, &eb), -ENXIO);
	assert_int_equal(jail_iface_in(net, "e1b", &eb), 0);
	add_veth("e1c", "e1b");
	assert_int_equal(jail_iface_in(net, "e1b", &eb), -EEXIST);
	assert_string_equal(eb.msg, "e1b: the jail has one already");
	assert_null(name);
}

static void interfaces_of_its_own_go_with_it(void **state)
{
	int jid = jails_must_create("vnet;persist;vjail.interface=em0 br0");
	char host[IFNAMSIZ];

	(void)state;
	(void)snprintf(host, sizeof(host), "vj%d_0", jid);
	assert_true(if_nametoindex(host) > 0);
	assert_int_equal(jail_destroy(jid, NULL), 0);
	assert_int_equal(if_nametoindex(host), 0);
	assert_true(if_nametoindex("br0") > 0);
}

static int setup(void **state)
{
	const struct nl_link_new req = { .kind = "bridge", .name = "br0" };
	cleanup_nl struct nl *nl = NULL;

	return jails_make_root(state) < 0 || nl_open(&nl, NULL) < 0 ||
	       nl_link_add(nl, &req, NULL) < 0;
}

#define T(name) cmocka_unit_test_teardown(name, jails_destroy_all)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(an_empty_jail_goes_when_it_may_not_stay),
		T(signals_reach_everything_but_the_first_process),
		T(waiting_ends_when_the_time_is_up),
		T(with_a_jail_goes_its_watcher),
		T(destroying_kills_what_runs),
		T(many_may_destroy_the_same_jail),
		T(commands_may_come_while_it_goes),
		T(one_name_is_given_once_however_many_want_it),
		T(a_killed_maker_is_no_obstacle),
		T(a_dead_jail_is_removed_by_who_looks),
		T(nobody_dies_of_anothers_shortage),
		T(interfaces_come_home_under_their_names),
		T(interfaces_that_cannot_be_moved_are_refused),
		T(interfaces_of_its_own_go_with_it),
	};

	inside_only();
	return cmocka_run_group_tests(tests, setup, NULL);
}
