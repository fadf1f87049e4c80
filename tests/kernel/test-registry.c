/* SPDX-License-Identifier: BSD-2-Clause */
/* test-registry.c - Numbers, names and locks, also with many at once */

#include "unit/test.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/proc.h"
#include "base/util.h"
#include "kernel/inside.h"
#include "libjail/registry.h"

#define STATE VJAIL_STATE_DIR "/"

/* Every test has a /run of its own. */
static int fresh_run(void **state)
{
	(void)state;
	return mount("tmpfs", "/run", "tmpfs", 0, "mode=755");
}

static int drop_run(void **state)
{
	(void)state;
	return umount2("/run", MNT_DETACH);
}

static int add(int jid, const char *name, bool ids, struct jail_slot *slot,
	       struct errbuf *eb)
{
	cleanup_jail_rec struct jail_rec rec = { .jid = jid, .own_user = ids };
	int other = 0, r;

	rec.name = name ? strdup(name) : NULL;
	r = registry_add(&rec, slot, &other, eb);
	return r < 0 ? r : rec.jid;
}

/* Added and not locked any more */
static int add_only(int jid, const char *name)
{
	cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;

	return add(jid, name, false, &slot, NULL);
}

static void del(int jid)
{
	cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;

	assert_int_equal(registry_lock(jid, &slot, NULL), 0);
	assert_int_equal(registry_del(&slot, NULL), 0);
}

static unsigned entries(const char *dir)
{
	DIR *d = opendir(dir);
	unsigned n = 0;

	while (d && readdir(d))
		n++;
	if (d)
		(void)closedir(d);
	return n ? n - 2 : 0;
}

static void assert_list(const char *want)
{
	cleanup_free int *jids = NULL;
	cleanup_strv struct strv sv = { 0 };
	cleanup_free char *got = NULL;
	int n = registry_list(&jids, NULL);

	assert_true(n >= 0);
	for (int i = 0; i < n; i++)
		assert_int_equal(strv_addf(&sv, "%d", jids[i]), 0);
	got = strv_join(&sv, " ");
	assert_string_equal(got, want);
}

static void without_jails_there_is_nothing(void **state)
{
	struct jail_slot slot;
	struct jail_rec rec;
	struct errbuf eb;

	(void)state;
	assert_list("");
	assert_int_equal(registry_find("www"), 0);
	assert_int_equal(registry_lock(1, &slot, &eb), -ENOENT);
	assert_string_equal(eb.msg, "jail 1 not found");
	assert_int_equal(registry_trylock(1, &slot, &eb), -ENOENT);
	assert_int_equal(registry_read(1, &rec, &eb), -ENOENT);
	assert_string_equal(eb.msg, "jail 1 not found");
	registry_tidy();
	(void)registry_name_del(1, "www", NULL);
	assert_int_equal(access(VJAIL_STATE_DIR, F_OK), -1);
}

static void numbers_go_up_and_are_not_used_again(void **state)
{
	(void)state;
	assert_int_equal(add_only(0, NULL), 1);
	assert_int_equal(add_only(0, "b"), 2);
	del(2);
	assert_int_equal(add_only(0, "b"), 3);
	assert_int_equal(add_only(5, "five"), 5);
	assert_int_equal(add_only(0, NULL), 4);
	assert_int_equal(add_only(0, NULL), 6);
	assert_list("1 3 4 5 6");
	del(6);
	assert_int_equal(add_only(0, NULL), 7);
}

static void after_the_last_number_comes_the_first(void **state)
{
	(void)state;
	assert_int_equal(add_only(0, NULL), 1);
	assert_int_equal(
		file_replace(AT_FDCWD, STATE "lastjid", "999998", 0644, NULL),
		0);
	assert_int_equal(add_only(0, NULL), 999999);
	assert_int_equal(add_only(0, NULL), 2);
	assert_int_equal(
		file_replace(AT_FDCWD, STATE "lastjid", "rubbish", 0644, NULL),
		0);
	assert_int_equal(add_only(0, NULL), 3);
}

static void a_nameless_jail_is_called_by_its_number(void **state)
{
	cleanup_jail_rec struct jail_rec rec = { 0 };
	int jid = add_only(0, NULL);

	(void)state;
	assert_int_equal(registry_find("1"), jid);
	assert_int_equal(registry_read(jid, &rec, NULL), 0);
	assert_string_equal(rec.name, "1");
}

static void what_is_taken_is_said_in_freebsds_words(void **state)
{
	static const struct {
		int jid;
		const char *name, *words;
		int other;
	} cases[] = {
		{ 0, "www", "jail \"www\" already exists", 1 },
		{ 1, "new", "jail 1 already exists", 1 },
		{ 1, "www", "jail 1 already exists", 1 },
		{ 7, "www", "jail \"www\" already exists", 1 },
		{ 2, "www", "jail 2 already exists", 2 },
	};

	(void)state;
	assert_int_equal(add_only(0, "www"), 1);
	assert_int_equal(add_only(0, "db"), 2);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;
		cleanup_jail_rec struct jail_rec rec = { .jid = cases[i].jid };
		struct errbuf eb;
		int other = 0;

		rec.name = strdup(cases[i].name);
		assert_int_equal(registry_add(&rec, &slot, &other, &eb),
				 -EEXIST);
		assert_string_equal(eb.msg, cases[i].words);
		assert_int_equal(other, cases[i].other);
		assert_int_equal(slot.dirfd, -1);
	}
	assert_list("1 2");
	assert_int_equal(entries(STATE "names"), 2);
}

static void a_removed_jail_leaves_no_file(void **state)
{
	cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;
	int jid = add(0, "www", true, &slot, NULL);

	(void)state;
	assert_int_equal(jid, 1);
	assert_int_equal(registry_name_add(&slot, "also", NULL), 0);
	assert_int_equal(registry_set_persist(&slot, true, NULL), 0);
	assert_int_equal(file_replace(slot.dirfd, "filter", "x", 0600, NULL),
			 0);
	assert_int_equal(registry_name_del(jid, "also", NULL), 0);
	jail_slot_close(&slot);
	del(jid);
	assert_int_equal(entries(STATE "jails"), 0);
	assert_int_equal(entries(STATE "names"), 0);
	assert_int_equal(entries(STATE "ids"), 0);
	assert_int_equal(registry_find("www"), 0);
}

static void a_name_of_another_is_not_taken_away(void **state)
{
	cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;
	struct errbuf eb;

	(void)state;
	assert_int_equal(add_only(0, "www"), 1);
	assert_int_equal(add(0, "db", false, &slot, NULL), 2);
	assert_int_equal(registry_name_add(&slot, "www", &eb), -EEXIST);
	assert_string_equal(eb.msg, "jail \"www\" already exists");
	assert_int_equal(registry_name_del(2, "www", NULL), 0);
	assert_int_equal(registry_find("www"), 1);
	assert_int_equal(registry_name_add(&slot, "sql", &eb), 0);
	assert_int_equal(registry_find("sql"), 2);
	assert_int_equal(registry_find("db"), 2);
}

static void ranges_of_ids_do_not_overlap(void **state)
{
	bool seen[40] = { false };

	(void)state;
	for (int i = 0; i < 40; i++) {
		cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;
		cleanup_jail_rec struct jail_rec rec = { .own_user = true };
		int other;

		/* Numbers 12000 apart would like the same range. */
		rec.jid = (i % 4 + 1) * 12000 + i / 4;
		assert_int_equal(registry_add(&rec, &slot, &other, NULL), 0);
		assert_true(rec.ids >= 0 && rec.ids < 40);
		assert_false(seen[rec.ids]);
		seen[rec.ids] = true;
	}
	assert_int_equal(registry_id_base(1) - registry_id_base(0),
			 JAIL_IDS_PER_JAIL);
	/* The last one ends before the last id, which means "none". */
	assert_true(registry_id_base(11999) > registry_id_base(0));
	assert_true(registry_id_base(11999) < 0xffffffffu - JAIL_IDS_PER_JAIL);
	assert_true(registry_id_base(0) > 524288);
}

static void one_at_a_time_holds_a_jail(void **state)
{
	cleanup_jail_slot struct jail_slot mine = JAIL_SLOT_NONE;
	cleanup_jail_slot struct jail_slot other = JAIL_SLOT_NONE;
	int jid = add(0, "www", false, &mine, NULL);

	(void)state;
	assert_int_equal(registry_trylock(jid, &other, NULL), -EBUSY);
	jail_slot_close(&mine);
	assert_int_equal(registry_trylock(jid, &other, NULL), 0);
	assert_int_equal(other.jid, jid);
	assert_int_equal(fcntl(other.lockfd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(fcntl(other.dirfd, F_GETFD), FD_CLOEXEC);
}

/* A child that dies with its parent, and a way to tell that it got somewhere */
static pid_t start_child(int told[2])
{
	pid_t pid;

	assert_int_equal(pipe2(told, O_CLOEXEC), 0);
	pid = fork();
	if (pid == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)close(told[0]);
	} else {
		(void)close(told[1]);
	}
	return pid;
}

/* Until somebody waits for a lock: the kernel marks them with an arrow. */
static void until_somebody_waits(void)
{
	for (;;) {
		cleanup_free char *locks = NULL;

		assert_int_equal(
			file_read(AT_FDCWD, "/proc/locks", &locks, NULL, NULL),
			0);
		if (strstr(locks, "-> FLOCK"))
			return;
		(void)sched_yield();
	}
}

static void a_lock_waits_for_who_has_it_and_then_looks_again(void **state)
{
	cleanup_jail_slot struct jail_slot mine = JAIL_SLOT_NONE;
	int jid = add(0, "www", false, &mine, NULL);
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		struct jail_slot slot;
		struct errbuf eb;
		int r;

		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		jail_slot_close(&mine);
		r = registry_lock(jid, &slot, &eb);
		_exit(r == -ENOENT && streq(eb.msg, "jail 1 not found") ? 0
									: 1);
	}
	until_somebody_waits();
	assert_int_equal(registry_del(&mine, NULL), 0);
	/* The same number again, before the other one gets the lock. */
	assert_int_equal(add_only(jid, "again"), jid);
	jail_slot_close(&mine);
	assert_int_equal(proc_wait(pid), 0);
}

static void the_lock_of_the_killed_is_free(void **state)
{
	cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;
	int told[2];
	char c;
	pid_t pid = start_child(told);

	(void)state;
	if (pid == 0) {
		if (add(9, "nine", false, &slot, NULL) == 9)
			(void)write(told[1], "x", 1);
		for (;;)
			(void)pause();
	}
	assert_int_equal(read(told[0], &c, 1), 1);
	assert_int_equal(registry_trylock(9, &slot, NULL), -EBUSY);
	assert_int_equal(kill(pid, SIGKILL), 0);
	(void)proc_wait(pid);
	assert_int_equal(registry_trylock(9, &slot, NULL), 0);
	(void)close(told[0]);
}

/* What a registry_add() leaves that was killed after each of its steps */
static void what_was_begun_only_is_cleared_away(void **state)
{
	static const struct {
		bool dir, lock, tmp;
	} steps[] = {
		{ false, false, false },
		{ true, false, false },
		{ true, true, false },
		{ true, true, true },
	};

	(void)state;
	assert_int_equal(add_only(0, "first"), 1);
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		assert_int_equal(symlink("77", STATE "making"), 0);
		if (steps[i].dir)
			assert_int_equal(mkdir(STATE "jails/77", 0755), 0);
		if (steps[i].lock)
			assert_int_equal(
				mknod(STATE "jails/77/lock", S_IFREG | 0600, 0),
				0);
		if (steps[i].tmp)
			assert_int_equal(mknod(STATE
					       "jails/77/record.json.9.tmp",
					       S_IFREG | 0600, 0),
					 0);
		registry_tidy();
		assert_int_equal(access(STATE "making", F_OK), -1);
		assert_list("1");
		assert_int_equal(symlink("77", STATE "making"), 0);
		assert_int_equal(add_only(77, "x"), 77);
		del(77);
		assert_list("1");
	}
}

/* … and after it had a record, with its name and ids or without */
static void names_of_what_was_begun_go_with_it(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;

		assert_int_equal(add(77, "www", true, &slot, NULL), 77);
		jail_slot_close(&slot);
		if (i > 0)
			assert_int_equal(unlink(STATE "names/www"), 0);
		if (i > 1)
			assert_int_equal(unlink(STATE "ids/77"), 0);
		assert_int_equal(symlink("77", STATE "making"), 0);
		registry_tidy();
		assert_list("");
		assert_int_equal(entries(STATE "names"), 0);
		assert_int_equal(entries(STATE "ids"), 0);
	}
}

static void names_of_the_gone_are_free(void **state)
{
	(void)state;
	assert_int_equal(add_only(0, "first"), 1);
	assert_int_equal(symlink("55", STATE "names/www"), 0);
	assert_int_equal(symlink("55", STATE "ids/2"), 0);
	assert_int_equal(add_only(0, "www"), 2);
	assert_int_equal(registry_find("www"), 2);
}

static void what_is_no_number_is_passed_over(void **state)
{
	(void)state;
	assert_int_equal(add_only(3, NULL), 3);
	assert_int_equal(add_only(20, NULL), 20);
	assert_int_equal(add_only(100, NULL), 100);
	assert_int_equal(mkdir(STATE "jails/lost+found", 0755), 0);
	assert_int_equal(mkdir(STATE "jails/-4", 0755), 0);
	assert_list("3 20 100");
}

static void a_damaged_record_is_said_with_its_path(void **state)
{
	cleanup_jail_rec struct jail_rec rec = { 0 };
	struct errbuf eb;

	(void)state;
	assert_int_equal(add_only(4, NULL), 4);
	assert_int_equal(file_replace(AT_FDCWD, STATE "jails/4/record.json",
				      "{\"jid\":4,\"params\":[]}", 0644, NULL),
			 0);
	assert_int_equal(registry_read(4, &rec, &eb), -EBADMSG);
	assert_string_equal(eb.msg,
			    "/run/vjail/jails/4/record.json: damaged record");
}

static void the_flag_of_persist_comes_and_goes(void **state)
{
	cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;

	(void)state;
	assert_int_equal(add(4, NULL, false, &slot, NULL), 4);
	for (int i = 0; i < 6; i++) {
		bool on = i % 4 < 2; /* twice each */

		assert_int_equal(registry_set_persist(&slot, on, NULL), 0);
		assert_int_equal(access(STATE "jails/4/persist", F_OK),
				 on ? 0 : -1);
	}
}

static void where_nothing_can_be_made_the_place_is_named(void **state)
{
	cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;
	struct errbuf eb;

	(void)state;
	assert_int_equal(mknod(VJAIL_STATE_DIR, S_IFREG | 0644, 0), 0);
	assert_int_equal(add(0, "www", false, &slot, &eb), -ENOTDIR);
	assert_string_equal(eb.msg, "/run/vjail: Not a directory");
	assert_int_equal(unlink(VJAIL_STATE_DIR), 0);
	assert_int_equal(
		mount(NULL, "/run", NULL, MS_REMOUNT | MS_RDONLY, NULL), 0);
	assert_true(add(0, "www", false, &slot, &eb) < 0);
	assert_non_null(strstr(eb.msg, "/run/vjail"));
}

#define CROWD 8
#define ROUNDS 25

/* One of many: adds and removes, a common name among its own */
static int in_the_crowd(int me)
{
	for (int i = 0; i < ROUNDS; i++) {
		cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;
		cleanup_jail_rec struct jail_rec rec = { .own_user = true };
		struct jail_rec got = { 0 };
		char name[32];
		int other = 0, r;

		(void)snprintf(name, sizeof(name), "own%d.%d", me, i);
		rec.name = strdup(i % 3 ? name : "common");
		r = registry_add(&rec, &slot, &other, NULL);
		if (r == -EEXIST && i % 3 == 0)
			continue;
		if (r < 0 || registry_find(rec.name) != rec.jid ||
		    registry_read(rec.jid, &got, NULL) < 0 ||
		    !streq(got.name, rec.name) || got.ids != rec.ids)
			return 1;
		jail_rec_done(&got);
		if (registry_del(&slot, NULL) < 0)
			return 1;
	}
	return 0;
}

static void a_crowd_does_not_get_in_its_own_way(void **state)
{
	pid_t pids[CROWD];

	(void)state;
	for (int i = 0; i < CROWD; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			_exit(in_the_crowd(i));
	}
	for (int i = 0; i < CROWD; i++)
		assert_int_equal(proc_wait(pids[i]), 0);
	assert_list("");
	assert_int_equal(entries(STATE "names"), 0);
	assert_int_equal(entries(STATE "ids"), 0);
}

/* Killed at any moment: whoever comes next finds slots with sound records and
 * free locks, or none. */
static void the_killed_leave_what_can_be_removed(void **state)
{
	cleanup_free int *jids = NULL;
	int n;

	(void)state;
	for (int i = 0; i < 40; i++) {
		int told[2];
		char c;
		pid_t pid = start_child(told);

		if (pid == 0) {
			(void)write(told[1], "x", 1);
			(void)in_the_crowd(i);
			_exit(0);
		}
		assert_int_equal(read(told[0], &c, 1), 1);
		for (volatile int spin = 0; spin < i * 4000; spin++)
			continue;
		(void)kill(pid, SIGKILL);
		(void)proc_wait(pid);
		(void)close(told[0]);
	}
	registry_tidy();
	n = registry_list(&jids, NULL);
	assert_true(n >= 0);
	for (int i = 0; i < n; i++) {
		cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;

		assert_int_equal(registry_trylock(jids[i], &slot, NULL), 0);
		assert_int_equal(registry_del(&slot, NULL), 0);
	}
	assert_list("");
	assert_int_equal(entries(STATE "names"), 0);
	assert_int_equal(entries(STATE "ids"), 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, fresh_run, drop_run)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(without_jails_there_is_nothing),
		T(numbers_go_up_and_are_not_used_again),
		T(after_the_last_number_comes_the_first),
		T(a_nameless_jail_is_called_by_its_number),
		T(what_is_taken_is_said_in_freebsds_words),
		T(a_removed_jail_leaves_no_file),
		T(a_name_of_another_is_not_taken_away),
		T(ranges_of_ids_do_not_overlap),
		T(one_at_a_time_holds_a_jail),
		T(a_lock_waits_for_who_has_it_and_then_looks_again),
		T(the_lock_of_the_killed_is_free),
		T(what_was_begun_only_is_cleared_away),
		T(names_of_what_was_begun_go_with_it),
		T(names_of_the_gone_are_free),
		T(what_is_no_number_is_passed_over),
		T(a_damaged_record_is_said_with_its_path),
		T(the_flag_of_persist_comes_and_goes),
		T(where_nothing_can_be_made_the_place_is_named),
		T(a_crowd_does_not_get_in_its_own_way),
		T(the_killed_leave_what_can_be_removed),
	};

	inside_only();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
