/* SPDX-License-Identifier: BSD-2-Clause */
/* test-mnt.c - Mounts by descriptor: options, lists, attributes, refusals */

#include "unit/test.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "kernel/inside.h"
#include "libjail/mnt.h"

#define PLACE "/run/t"

static int fresh_place(void **state)
{
	(void)state;
	(void)mkdir(PLACE, 0755);
	return mount("tmpfs", PLACE, "tmpfs", 0, "mode=755");
}

static int drop_place(void **state)
{
	(void)state;
	return umount2(PLACE, MNT_DETACH);
}

static void options_are_told_from_those_of_the_type(void **state)
{
	static const struct {
		const char *opts;
		uint64_t attr;
		const char *rest; /* with "|" */
	} cases[] = {
		{ "", 0, "" },
		{ "rw", 0, "" },
		{ "ro", MOUNT_ATTR_RDONLY, "" },
		{ "rdonly", MOUNT_ATTR_RDONLY, "" },
		{ "ro,nosuid,noexec",
		  MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC,
		  "" },
		{ "noatime", MOUNT_ATTR_NOATIME, "" },
		{ "nosymfollow,nodev",
		  MOUNT_ATTR_NOSYMFOLLOW | MOUNT_ATTR_NODEV, "" },
		{ "rw,size=1m,mode=1777", 0, "size=1m|mode=1777" },
		{ "size=1m,ro,late", MOUNT_ATTR_RDONLY, "size=1m" },
		{ ",,ro,,", MOUNT_ATTR_RDONLY, "" },
		{ "RO", 0, "RO" },
		{ "ro=1", 0, "ro=1" },
		{ "row", 0, "row" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_strv struct strv rest = { 0 };
		cleanup_free char *joined = NULL;
		uint64_t attr = 4711;

		assert_int_equal(mnt_options(cases[i].opts, &attr, &rest), 0);
		joined = strv_join(&rest, "|");
		assert_int_equal(attr, cases[i].attr);
		assert_string_equal(joined, cases[i].rest);
	}
}

static void a_file_system_is_made_with_its_options(void **state)
{
	const char *const opts[] = { "source", "here", "size", "1m",
				     "mode",   "0711", NULL };
	struct errbuf eb = { "" };
	cleanup_close int fd = mnt_new(
		"tmpfs", opts, MOUNT_ATTR_NOSUID | MOUNT_ATTR_RDONLY, &eb);
	struct statvfs vfs;
	struct stat st;

	(void)state;
	if (fd < 0)
		fail_msg("%s", eb.msg);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0711);
	assert_int_equal(fstatvfs(fd, &vfs), 0);
	assert_int_equal(vfs.f_blocks * vfs.f_frsize, 1 << 20);
	assert_true(vfs.f_flag & ST_NOSUID);
	assert_true(vfs.f_flag & ST_RDONLY);
	assert_int_equal(mkdirat(fd, "x", 0755), -1);
	assert_int_equal(errno, EROFS);
}

static void a_refusal_is_told_in_the_kernels_words(void **state)
{
	static const struct {
		const char *type, *key, *value, *words;
		int code;
	} cases[] = {
		{ "nosuchfs", NULL, NULL, "nosuchfs: No such device", ENODEV },
		{ "tmpfs", "size", "lots", "tmpfs: tmpfs: Bad value for 'size'",
		  EINVAL },
		{ "tmpfs", "nosuch", "1",
		  "tmpfs: tmpfs: Unknown parameter 'nosuch'", EINVAL },
		{ "tmpfs", "nosuch", NULL,
		  "tmpfs: tmpfs: Unknown parameter 'nosuch'", EINVAL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *const opts[] = { cases[i].key, cases[i].value,
					     NULL };
		struct errbuf eb;

		assert_int_equal(mnt_new(cases[i].type, opts, 0, &eb),
				 -cases[i].code);
		assert_string_equal(eb.msg, cases[i].words);
		assert_true(mnt_new(cases[i].type, opts, 0, NULL) < 0);
	}
}

/* As people call directories, and mountinfo writes them in octal */
static const char *const names[] = {
	"plain",       "with blank", "tab\there",	"back\\slash",
	"line\nend",   "#hash",	     "\\040",		"dash - dash",
	"gr\xc3\xbcn", "x",	     "trailing blank ",
};

static void mounts_are_listed_under_any_name(void **state)
{
	struct mnt_info *list = NULL;
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char path[64];

		(void)snprintf(path, sizeof(path), PLACE "/%s", names[i]);
		assert_int_equal(mkdir(path, 0755), 0);
		assert_int_equal(mount(names[i], path, "tmpfs", 0, NULL), 0);
	}
	assert_int_equal(mnt_list(PLACE, &list, &n, NULL), 0);
	assert_int_equal(n, ARRAY_SIZE(names) + 1);
	assert_string_equal(list[0].path, PLACE);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		assert_string_equal(list[i + 1].path + strlen(PLACE "/"),
				    names[i]);
		assert_string_equal(list[i + 1].type, "tmpfs");
	}
	mnt_list_free(list, n);
}

static void only_what_is_below_is_listed(void **state)
{
	static const struct {
		const char *below;
		size_t n;
	} cases[] = {
		{ PLACE, 4 },	    { PLACE "/a", 2 },	    { PLACE "/a/b", 1 },
		{ PLACE "/ab", 1 }, { PLACE "/nosuch", 0 },
	};
	static const char *const dirs[] = { PLACE "/a", PLACE "/a/b",
					    PLACE "/ab" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		assert_int_equal(mkdir(dirs[i], 0755), 0);
		assert_int_equal(mount("x", dirs[i], "tmpfs", 0, NULL), 0);
	}
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct mnt_info *list = NULL;
		size_t n = 4711;

		assert_int_equal(mnt_list(cases[i].below, &list, &n, NULL), 0);
		if (n != cases[i].n)
			fail_msg("%s: %zu", cases[i].below, n);
		mnt_list_free(list, n);
	}
}

static void a_source_may_be_empty(void **state)
{
	struct mnt_info *list = NULL;
	size_t n = 0;

	(void)state;
	assert_int_equal(mkdir(PLACE "/nameless", 0755), 0);
	assert_int_equal(mount("", PLACE "/nameless", "tmpfs", 0, NULL), 0);
	assert_int_equal(mnt_list(PLACE "/nameless", &list, &n, NULL), 0);
	assert_int_equal(n, 1);
	assert_string_equal(list[0].type, "tmpfs");
	assert_string_equal(list[0].source, "");
	mnt_list_free(list, n);
}

static void a_clone_has_what_is_mounted_below_if_asked(void **state)
{
	static const struct {
		bool recursive;
		int found;
	} cases[] = { { true, 0 }, { false, -1 } };

	(void)state;
	assert_int_equal(mkdir(PLACE "/sub", 0755), 0);
	assert_int_equal(mount("x", PLACE "/sub", "tmpfs", 0, NULL), 0);
	assert_int_equal(mkdir(PLACE "/sub/inner", 0755), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_close int fd =
			mnt_clone(AT_FDCWD, PLACE, cases[i].recursive);

		assert_true(fd >= 0);
		assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
		assert_int_equal(faccessat(fd, "sub/inner", F_OK, 0),
				 cases[i].found);
	}
	assert_int_equal(mnt_clone(AT_FDCWD, PLACE "/nosuch", false), -ENOENT);
	assert_int_equal(mnt_clone(-1, "", false), -EBADF);
}

static void attributes_are_set_and_cleared(void **state)
{
	static const struct {
		uint64_t set, clear;
		unsigned long flags; /* afterwards */
	} steps[] = {
		{ MOUNT_ATTR_RDONLY, 0, ST_RDONLY },
		{ MOUNT_ATTR_NOSUID, 0, ST_RDONLY | ST_NOSUID },
		{ MOUNT_ATTR_NOATIME, 0, ST_RDONLY | ST_NOSUID | ST_NOATIME },
		{ MOUNT_ATTR_NOEXEC, MOUNT_ATTR_RDONLY,
		  ST_NOSUID | ST_NOATIME | ST_NOEXEC },
		{ 0, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, ST_NOATIME },
	};
	static const unsigned long looked_at =
		ST_RDONLY | ST_NOSUID | ST_NOATIME | ST_NOEXEC;
	cleanup_close int fd = mnt_clone(AT_FDCWD, PLACE, false);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		const struct mnt_attr attr = { .set = steps[i].set,
					       .clear = steps[i].clear,
					       .userns_fd = -1 };
		struct statvfs vfs;

		assert_int_equal(mnt_setattr(fd, &attr), 0);
		assert_int_equal(fstatvfs(fd, &vfs), 0);
		assert_int_equal(vfs.f_flag & looked_at, steps[i].flags);
	}
	assert_int_equal(mnt_setattr(-1, &(struct mnt_attr){ .userns_fd = -1 }),
			 -EBADF);
	assert_int_equal(mnt_setattr(fd, &(struct mnt_attr){ .userns_fd = fd }),
			 -EBADF);
}

static void a_mount_is_placed_on_what_it_fits(void **state)
{
	static const struct {
		const char *on;
		int flags, code;
	} cases[] = {
		{ PLACE "/dir", O_DIRECTORY, 0 },
		{ PLACE "/file", 0, -ENOTDIR },
	};

	(void)state;
	assert_int_equal(mkdir(PLACE "/dir", 0755), 0);
	assert_int_equal(mknod(PLACE "/file", S_IFREG | 0644, 0), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_close int fd = mnt_new("tmpfs", NULL, 0, NULL);
		cleanup_close int at =
			open(cases[i].on, O_PATH | O_CLOEXEC | cases[i].flags);
		int r;

		assert_true(fd >= 0 && at >= 0);
		r = mnt_place(fd, at);
		assert_true(cases[i].code ? r < 0 : r == 0);
	}
	assert_true(mnt_place(-1, AT_FDCWD) < 0);
}

static void who_is_in_a_root_does_not_leave_it(void **state)
{
	static const struct {
		const char *path, *target; /* a link, and where it points */
		int code;
	} cases[] = {
		{ "etc/file", NULL, 0 },
		{ "/etc/file", NULL, 0 },
		{ "../../../etc/file", NULL, 0 },
		{ "absolute", "/etc/file", 0 },
		{ "relative", "../../../../etc/file", 0 },
		{ "outside", "/run/t/secret", -ENOENT },
		{ "climbing", "../secret", -ENOENT },
		{ "magic", "/proc/self/root/run/t/secret", -ENOENT },
		{ "loop", "loop", -ELOOP },
		{ "nosuch", NULL, -ENOENT },
		{ "etc/file/x", NULL, -ENOTDIR },
	};
	cleanup_close int root = -1;

	(void)state;
	assert_int_equal(mkdir(PLACE "/root", 0755), 0);
	assert_int_equal(mkdir(PLACE "/root/etc", 0755), 0);
	assert_int_equal(mknod(PLACE "/root/etc/file", S_IFREG | 0644, 0), 0);
	assert_int_equal(mknod(PLACE "/secret", S_IFREG | 0600, 0), 0);
	root = open(PLACE "/root", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_close int fd = -1;

		if (cases[i].target)
			assert_int_equal(
				symlinkat(cases[i].target, root, cases[i].path),
				0);
		fd = mnt_open_in(root, cases[i].path, O_PATH);
		if (cases[i].code ? fd != cases[i].code : fd < 0)
			fail_msg("%s: %d", cases[i].path, fd);
		if (fd >= 0)
			assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	}
}

static void a_path_of_the_host_goes_over_no_link_of_the_jails(void **state)
{
	static const struct {
		const char *path;
		int code;
	} cases[] = {
		{ PLACE "/root/etc", 0 },
		{ PLACE "/root/nosuch", -ENOENT },
		{ PLACE "/root/link", -EXDEV },
		{ PLACE "/root/link/x", -EXDEV },
		{ PLACE "/root/etc/../link", -EXDEV },
		{ PLACE "/root/../secret", -EXDEV },
		{ PLACE "/secret", 0 },
		/* the host's own links are the host's affair */
		{ PLACE "/byname/etc", 0 },
		{ PLACE "/byname/link", -EXDEV },
		{ PLACE "/aside", 0 },
	};

	(void)state;
	assert_int_equal(mkdir(PLACE "/root", 0755), 0);
	assert_int_equal(mkdir(PLACE "/root/etc", 0755), 0);
	assert_int_equal(mkdir(PLACE "/secret", 0755), 0);
	assert_int_equal(mkdir(PLACE "/secret/x", 0755), 0);
	assert_int_equal(symlink(PLACE "/secret", PLACE "/root/link"), 0);
	assert_int_equal(symlink("root", PLACE "/byname"), 0);
	assert_int_equal(symlink("root/link", PLACE "/aside"), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_close int fd =
			mnt_open_host(PLACE "/root", cases[i].path, O_PATH);
		cleanup_close int clone =
			mnt_clone_host(PLACE "/root", cases[i].path);

		if (cases[i].code ? fd != cases[i].code : fd < 0)
			fail_msg("%s: %d", cases[i].path, fd);
		if (cases[i].code ? clone != cases[i].code : clone < 0)
			fail_msg("%s: clone %d", cases[i].path, clone);
	}
}

#define T(name) cmocka_unit_test_setup_teardown(name, fresh_place, drop_place)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_are_told_from_those_of_the_type),
		cmocka_unit_test(a_file_system_is_made_with_its_options),
		cmocka_unit_test(a_refusal_is_told_in_the_kernels_words),
		T(mounts_are_listed_under_any_name),
		T(only_what_is_below_is_listed),
		T(a_source_may_be_empty),
		T(a_clone_has_what_is_mounted_below_if_asked),
		T(attributes_are_set_and_cleared),
		T(a_mount_is_placed_on_what_it_fits),
		T(who_is_in_a_root_does_not_leave_it),
		T(a_path_of_the_host_goes_over_no_link_of_the_jails),
	};

	inside_only();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
