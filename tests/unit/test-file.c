/* SPDX-License-Identifier: BSD-2-Clause */
/* test-file.c - Whole files, read and replaced */

#include "test.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/util.h"

/* Descriptor of a fresh directory, which is the current one too */
static int here = -1;
static char place[] = "/tmp/test-file.XXXXXX";

static int enter(void **state)
{
	(void)state;
	if (!mkdtemp(place) || chdir(place) < 0)
		return -1;
	here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return here < 0 ? -1 : 0;
}

static int leave(void **state)
{
	DIR *d = fdopendir(here);
	struct dirent *e;

	(void)state;
	while (d && (e = readdir(d)) != NULL)
		if (unlinkat(here, e->d_name, 0) < 0)
			(void)unlinkat(here, e->d_name, AT_REMOVEDIR);
	if (d)
		(void)closedir(d);
	return rmdir(place);
}

static unsigned count_files(void)
{
	DIR *d = opendir(".");
	unsigned n = 0;

	while (readdir(d))
		n++;
	(void)closedir(d);
	return n - 2;
}

static void make(const char *name, const char *text, size_t len)
{
	cleanup_close int fd =
		open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	assert_int_equal(write(fd, text, len), len);
}

/* Around the sizes at which the buffer grows */
static void files_of_any_size_are_read_whole(void **state)
{
	static const size_t sizes[] = { 0,    1,    4094, 4095, 4096,
					4097, 8190, 8191, 8192, 100000 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		cleanup_free char *text = malloc(sizes[i] + 1);
		cleanup_free char *got = NULL;
		size_t len = 4711;

		for (size_t k = 0; k < sizes[i]; k++)
			text[k] = (char)('a' + k % 26);
		text[sizes[i]] = '\0';
		make("sized", text, sizes[i]);
		assert_int_equal(file_read(here, "sized", &got, &len, NULL), 0);
		assert_int_equal(len, sizes[i]);
		assert_string_equal(got, text);
	}
}

static void a_nul_byte_does_not_end_a_file(void **state)
{
	cleanup_free char *got = NULL;
	size_t len;

	(void)state;
	make("nul", "a\0b", 3);
	assert_int_equal(file_read(here, "nul", &got, &len, NULL), 0);
	assert_int_equal(len, 3);
	assert_memory_equal(got, "a\0b", 4);
}

static void the_length_need_not_be_asked_for(void **state)
{
	cleanup_free char *got = NULL;

	(void)state;
	make("plain", "text\n", 5);
	assert_int_equal(file_read(here, "plain", &got, NULL, NULL), 0);
	assert_string_equal(got, "text\n");
}

static void files_without_a_size_are_read_too(void **state)
{
	cleanup_free char *proc = NULL;
	cleanup_free char *piped = NULL;
	int ends[2];

	(void)state;
	assert_int_equal(
		file_read(AT_FDCWD, "/proc/self/status", &proc, NULL, NULL), 0);
	assert_non_null(strstr(proc, "\nCapBnd:"));
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	assert_int_equal(write(ends[1], "one", 3), 3);
	assert_int_equal(write(ends[1], "two", 3), 3);
	close(ends[1]);
	assert_int_equal(file_read_fd(ends[0], &piped, NULL), 0);
	assert_string_equal(piped, "onetwo");
	assert_int_equal(fcntl(ends[0], F_GETFD), FD_CLOEXEC);
	close(ends[0]);
}

static void what_cannot_be_read_is_said_by_name(void **state)
{
	static const struct {
		const char *path;
		int code;
		const char *words;
	} cases[] = {
		{ "absent", ENOENT, "absent: No such file or directory" },
		{ "", ENOENT, ": No such file or directory" },
		{ "plain/x", ENOTDIR, "plain/x: Not a directory" },
		{ ".", EISDIR, ".: Is a directory" },
		{ "loop", ELOOP, "loop: Too many levels of symbolic links" },
	};
	char *untouched = place;
	size_t len = 4711;

	(void)state;
	make("plain", "", 0);
	assert_int_equal(symlink("loop", "loop"), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct errbuf eb;

		assert_int_equal(
			file_read(here, cases[i].path, &untouched, &len, &eb),
			-cases[i].code);
		assert_string_equal(eb.msg, cases[i].words);
		assert_ptr_equal(untouched, place);
		assert_int_equal(len, 4711);
	}
	assert_int_equal(file_read_fd(-1, &untouched, NULL), -EBADF);
}

static void only_what_exists_is_written(void **state)
{
	cleanup_free char *got = NULL;
	struct errbuf eb;

	(void)state;
	make("known", "12345", 5);
	assert_int_equal(file_write(here, "known", "abc", &eb), 0);
	assert_int_equal(file_read(here, "known", &got, NULL, NULL), 0);
	assert_string_equal(got, "abc45"); /* as for files of /proc */
	assert_int_equal(file_write(here, "unknown", "abc", &eb), -ENOENT);
	assert_string_equal(eb.msg, "unknown: No such file or directory");
	assert_int_equal(access("unknown", F_OK), -1);
	assert_int_equal(file_write(AT_FDCWD, "/dev/full", "x", &eb), -ENOSPC);
	assert_string_equal(eb.msg, "/dev/full: No space left on device");
}

static void a_file_is_replaced_with_its_mode(void **state)
{
	static const struct {
		mode_t mode, umask, want;
	} cases[] = {
		{ 0644, 022, 0644 },
		{ 0600, 022, 0600 },
		{ 0666, 077, 0600 },
		{ 0755, 0, 0755 },
	};
	unsigned before = count_files();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		mode_t old = umask(cases[i].umask);
		struct stat st;

		assert_int_equal(file_replace(here, "replaced", "text",
					      cases[i].mode, NULL),
				 0);
		(void)umask(old);
		assert_int_equal(stat("replaced", &st), 0);
		assert_int_equal(st.st_mode & 07777, cases[i].want);
		assert_int_equal(st.st_size, 4);
	}
	assert_int_equal(count_files(), before + 1);
}

static void who_reads_the_old_one_keeps_it(void **state)
{
	cleanup_close int old = -1;
	cleanup_free char *was = NULL;
	cleanup_free char *is = NULL;

	(void)state;
	assert_int_equal(file_replace(here, "r", "old", 0644, NULL), 0);
	old = open("r", O_RDONLY | O_CLOEXEC);
	assert_int_equal(file_replace(here, "r", "new", 0644, NULL), 0);
	assert_int_equal(file_read_fd(old, &was, NULL), 0);
	assert_int_equal(file_read(here, "r", &is, NULL, NULL), 0);
	assert_string_equal(was, "old");
	assert_string_equal(is, "new");
}

static void a_replacement_that_fails_leaves_nothing(void **state)
{
	unsigned before;
	struct errbuf eb;

	(void)state;
	assert_int_equal(mkdir("dir", 0755), 0);
	before = count_files();
	assert_int_equal(file_replace(here, "dir", "x", 0644, &eb), -EISDIR);
	assert_string_equal(eb.msg, "dir: Is a directory");
	assert_int_equal(file_replace(here, "no/x", "x", 0644, &eb), -ENOENT);
	assert_non_null(strstr(eb.msg, "no/x"));
	assert_int_equal(count_files(), before);
}

/* Readers see the one or the other, at any moment */
static void nobody_sees_half_a_file(void **state)
{
	char texts[2][5001];
	int status;
	pid_t pid;

	(void)state;
	for (int i = 0; i < 2; i++) {
		memset(texts[i], 'a' + i, 5000);
		texts[i][5000] = '\0';
	}
	assert_int_equal(file_replace(here, "busy", texts[0], 0644, NULL), 0);
	pid = fork();
	if (pid == 0) {
		for (int i = 0; i < 300; i++)
			if (file_replace(here, "busy", texts[i % 2], 0644,
					 NULL) < 0)
				_exit(1);
		_exit(0);
	}
	for (;;) {
		cleanup_free char *got = NULL;

		assert_int_equal(file_read(here, "busy", &got, NULL, NULL), 0);
		assert_true(streq(got, texts[0]) || streq(got, texts[1]));
		if (waitpid(pid, &status, WNOHANG) == pid)
			break;
	}
	assert_int_equal(status, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_of_any_size_are_read_whole),
		cmocka_unit_test(a_nul_byte_does_not_end_a_file),
		cmocka_unit_test(the_length_need_not_be_asked_for),
		cmocka_unit_test(files_without_a_size_are_read_too),
		cmocka_unit_test(what_cannot_be_read_is_said_by_name),
		cmocka_unit_test(only_what_exists_is_written),
		cmocka_unit_test(a_file_is_replaced_with_its_mode),
		cmocka_unit_test(who_reads_the_old_one_keeps_it),
		cmocka_unit_test(a_replacement_that_fails_leaves_nothing),
		cmocka_unit_test(nobody_sees_half_a_file),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
