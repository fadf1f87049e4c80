/* SPDX-License-Identifier: BSD-2-Clause */
/* test-user.c - Users of a root's own files, sound and damaged */

#include "unit/test.h"

#include <errno.h>
#include <grp.h>
#include <sys/wait.h>

#include "base/util.h"
#include "kernel/inside.h"
#include "kernel/jails.h"
#include "libjail/user.h"

#define MAX_GROUPS 8

static const char sound_passwd[] = "root:x:0:0:root:/root:/bin/sh\n"
				   "alice:x:1001:1001:Alice:/home:/bin/ash\n"
				   "alice:x:2002:2002:later:/:/bin/sh\n"
				   "bare:x:1003:1003:::\n";
static const char sound_group[] = "root:x:0:alice\n"
				  "wheel:x:10:root,alice\n"
				  "own:x:1001:alice\n"
				  "near:x:20:alic,alicea\n"
				  "many:x:30:bob,alice,bare\n"
				  "twice:x:10:alice\n";

static void write_files(const char *passwd, const char *group)
{
	(void)unlink("/run/u/etc/passwd");
	(void)unlink("/run/u/etc/group");
	if (passwd)
		jails_write("/run/u/etc/passwd", passwd, 0644);
	if (group)
		jails_write("/run/u/etc/group", group, 0644);
}

/* What user_find_here() says in the root /run/u, from a child that is in it */
struct answer {
	int code;
	uid_t uid;
	gid_t gid;
	size_t ngroups;
	gid_t groups[MAX_GROUPS];
	char name[32], home[32], shell[32];
	struct errbuf eb;
};

static void answer_here(const char *name, struct answer *a)
{
	cleanup_user struct user u = { 0 };

	a->code = user_find_here(name, &u, &a->eb);
	if (a->code < 0)
		return;
	a->uid = u.uid;
	a->gid = u.gid;
	a->ngroups = u.ngroups;
	for (size_t i = 0; i < u.ngroups && i < MAX_GROUPS; i++)
		a->groups[i] = u.groups[i];
	(void)snprintf(a->name, sizeof(a->name), "%s", u.name);
	(void)snprintf(a->home, sizeof(a->home), "%s", u.home);
	(void)snprintf(a->shell, sizeof(a->shell), "%s", u.shell);
}

static void ask(const char *name, struct answer *ret)
{
	int ends[2], status;
	pid_t pid;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	pid = fork();
	if (pid == 0) {
		struct answer a = { 0 };

		if (chroot("/run/u") < 0 || chdir("/") < 0)
			_exit(1);
		answer_here(name, &a);
		_exit(write(ends[1], &a, sizeof(a)) != sizeof(a));
	}
	(void)close(ends[1]);
	assert_int_equal(read(ends[0], ret, sizeof(*ret)), sizeof(*ret));
	(void)close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void users_are_as_the_files_say(void **state)
{
	static const struct {
		const char *name;
		uid_t uid;
		const char *called, *home, *shell;
		size_t ngroups;
		gid_t groups[MAX_GROUPS];
	} cases[] = {
		{ NULL, 0, "root", "/root", "/bin/sh", 2, { 0, 10 } },
		{ "root", 0, "root", "/root", "/bin/sh", 2, { 0, 10 } },
		{ "alice",
		  1001,
		  "alice",
		  "/home",
		  "/bin/ash",
		  5,
		  { 1001, 0, 10, 30, 10 } },
		{ "bare", 1003, "bare", "/", "/bin/sh", 2, { 1003, 30 } },
	};

	(void)state;
	write_files(sound_passwd, sound_group);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct answer a;

		ask(cases[i].name, &a);
		assert_int_equal(a.code, 0);
		assert_int_equal(a.uid, cases[i].uid);
		assert_int_equal(a.gid, cases[i].groups[0]);
		assert_string_equal(a.name, cases[i].called);
		assert_string_equal(a.home, cases[i].home);
		assert_string_equal(a.shell, cases[i].shell);
		assert_int_equal(a.ngroups, cases[i].ngroups);
		assert_memory_equal(a.groups, cases[i].groups,
				    a.ngroups * sizeof(gid_t));
	}
}

static void who_is_not_there_is_named(void **state)
{
	static const char *const names[] = { "carol", "ROOT",	"alic", "1001",
					     "",      "alice ", "*" };

	(void)state;
	write_files(sound_passwd, sound_group);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct answer a;
		char want[64];

		(void)snprintf(want, sizeof(want), "%s: no such user",
			       names[i]);
		ask(names[i], &a);
		assert_int_equal(a.code, -ENOENT);
		assert_string_equal(a.eb.msg, want);
	}
}

/* Files that a jail's root may have made of anything */
static void damaged_files_have_root_and_what_can_be_read(void **state)
{
	static const struct {
		const char *passwd, *group, *name;
		int code;
	} cases[] = {
		{ NULL, NULL, NULL, 0 },
		{ NULL, NULL, "alice", -ENOENT },
		{ "", "", "root", 0 },
		{ "rubbish", "rubbish", "root", 0 },
		{ "alice\n", "", "alice", -ENOENT },
		{ "alice:x:\n", "", "alice", -ENOENT },
		{ "alice:x:y:z:::\n", "", "alice", -ENOENT },
		{ "# alice\n\nalice:x:5:5::/:/bin/sh", "x", "alice", 0 },
		{ "alice:x:5:5\n", NULL, "alice", 0 },
		{ "::::::\nalice:x:5:5::/:\n", ":::\n:\n", "alice", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct answer a;

		write_files(cases[i].passwd, cases[i].group);
		ask(cases[i].name, &a);
		if (a.code != cases[i].code)
			fail_msg("\"%s\", %s: %d", cases[i].passwd,
				 cases[i].name, a.code);
		if (a.code == 0 && a.uid == 0)
			assert_int_equal(a.gid, 0);
	}
}

/* What they get is what a child of ours then has, for good */
static void ids_are_taken_on_for_good(void **state)
{
	const gid_t groups[] = { 20, 30, 1001 };
	gid_t copy[3];
	struct user u = {
		.uid = 1001, .gid = 1001, .groups = copy, .ngroups = 3
	};
	int status;
	pid_t pid = fork();

	(void)state;
	memcpy(copy, groups, sizeof(copy));
	if (pid == 0) {
		gid_t got[8];
		uid_t r, e, s;

		if (user_groups(&u, NULL) < 0 || user_become(&u, NULL) < 0)
			_exit(1);
		if (getgroups(8, got) != 3 ||
		    memcmp(got, groups, sizeof(groups)) != 0)
			_exit(2);
		if (getresuid(&r, &e, &s) < 0 || r != 1001 || e != 1001 ||
		    s != 1001 || getegid() != 1001)
			_exit(3);
		if (setuid(0) == 0 || setgroups(0, NULL) == 0)
			_exit(4);
		if (user_become(&(struct user){ .uid = 1 }, NULL) != -EPERM)
			_exit(5);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static int make_root(void **state)
{
	(void)state;
	return mkdir("/run/u", 0755) < 0 || mkdir("/run/u/etc", 0755) < 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(users_are_as_the_files_say),
		cmocka_unit_test(who_is_not_there_is_named),
		cmocka_unit_test(damaged_files_have_root_and_what_can_be_read),
		cmocka_unit_test(ids_are_taken_on_for_good),
	};

	inside_only();
	return cmocka_run_group_tests(tests, make_root, NULL);
}
