/* SPDX-License-Identifier: BSD-2-Clause */
/* test-mounts.c - Mounts behave in user namespaces as jails rely on */

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "libjail/mnt.h"
#include "unit/test.h"

#define ID_BASE 1000000
#define WORK "/run/test-mounts"

/* write_text() - A whole small file in /proc */
static bool write_text(const char *path, const char *text)
{
	cleanup_close int fd = open(path, O_WRONLY | O_CLOEXEC);

	return fd >= 0 &&
	       write(fd, text, strlen(text)) == (ssize_t)strlen(text);
}

/* in_child() - Run @f in a child: the exit code it returns, or -1 */
static int in_child(int (*f)(void *), void *arg)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(f(arg));
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

/* userns_new() - A descriptor of a user namespace whose root is ID_BASE here */
static int userns_new(void)
{
	char path[64], map[64];
	int fd, ready[2];
	char c;
	pid_t pid;

	if (pipe2(ready, O_CLOEXEC) < 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		c = unshare(CLONE_NEWUSER) == 0 ? 'y' : 'n';
		if (write(ready[1], &c, 1) == 1)
			(void)pause();
		_exit(1);
	}
	(void)close(ready[1]);
	if (pid < 0 || read(ready[0], &c, 1) != 1 || c != 'y')
		return -1;
	(void)close(ready[0]);

	(void)snprintf(map, sizeof(map), "0 %d 65536", ID_BASE);
	(void)snprintf(path, sizeof(path), "/proc/%d/uid_map", pid);
	if (!write_text(path, map))
		abort();
	(void)snprintf(path, sizeof(path), "/proc/%d/gid_map", pid);
	if (!write_text(path, map))
		abort();
	(void)snprintf(path, sizeof(path), "/proc/%d/ns/user", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	(void)kill(pid, SIGKILL);
	(void)waitpid(pid, NULL, 0);
	return fd;
}

/* become_root_of() - Root in the user namespace, with a mount namespace that
 * it owns, a copy of the caller's */
static int become_root_of(int userns)
{
	if (setns(userns, CLONE_NEWUSER) < 0 || setgid(0) < 0 ||
	    setuid(0) < 0 || unshare(CLONE_NEWNS) < 0)
		return -errno;
	return 0;
}

static int setup(void **state)
{
	(void)state;
	if (mkdir(WORK, 0755) < 0 || mkdir(WORK "/at", 0755) < 0)
		return -1;
	return mount("tmpfs", WORK "/at", "tmpfs", 0, "mode=755");
}

static int teardown(void **state)
{
	(void)state;
	(void)umount2(WORK "/at", MNT_DETACH);
	(void)rmdir(WORK "/at");
	return rmdir(WORK);
}

/* Makes a file in an id-mapped clone of WORK/at, as the namespace's root. */
static int make_file(void *arg)
{
	int userns = *(int *)arg;
	cleanup_close int fd = -1;

	if (become_root_of(userns) < 0)
		return 2;
	fd = open(WORK "/at/made", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	return fd < 0 ? 3 : 0;
}

static void files_keep_their_owner_through_an_id_mapped_mount(void **state)
{
	cleanup_close int userns = userns_new();
	cleanup_close int tree = mnt_clone(AT_FDCWD, WORK "/at", false);
	const struct mnt_attr map = { .set = MOUNT_ATTR_IDMAP,
				      .userns_fd = userns };
	struct stat st;

	(void)state;
	assert_true(userns >= 0 && tree >= 0);
	/* Without the mapping the namespace's root is a stranger here. */
	assert_int_equal(in_child(make_file, &userns), 3);

	assert_int_equal(mnt_setattr(tree, &map), 0);
	assert_int_equal(syscall(SYS_move_mount, tree, "", AT_FDCWD, WORK "/at",
				 MOVE_MOUNT_F_EMPTY_PATH),
			 0);
	assert_int_equal(in_child(make_file, &userns), 0);
	assert_int_equal(umount2(WORK "/at", MNT_DETACH), 0);

	/* Below it the file is root's, on disk. */
	assert_int_equal(stat(WORK "/at/made", &st), 0);
	assert_int_equal(st.st_uid, 0);
	assert_int_equal(st.st_gid, 0);
}

static int remount_writable(void *arg)
{
	int userns = *(int *)arg;

	if (become_root_of(userns) < 0)
		return 2;
	if (mount(NULL, WORK "/at", NULL, MS_REMOUNT | MS_BIND, NULL) == 0)
		return 0;
	return errno == EPERM ? 1 : 3;
}

static void a_copied_mount_namespace_locks_read_only(void **state)
{
	cleanup_close int userns = userns_new();

	(void)state;
	assert_true(userns >= 0);
	assert_int_equal(mount(NULL, WORK "/at", NULL,
			       MS_REMOUNT | MS_BIND | MS_RDONLY, NULL),
			 0);
	assert_int_equal(in_child(remount_writable, &userns), 1);
	/* Its owner may, so that the test above can fail. */
	assert_int_equal(
		mount(NULL, WORK "/at", NULL, MS_REMOUNT | MS_BIND, NULL), 0);
	assert_int_equal(in_child(remount_writable, &userns), 0);
}

static int unmount_it(void *arg)
{
	int userns = *(int *)arg;

	if (become_root_of(userns) < 0)
		return 2;
	if (umount2(WORK "/at", MNT_DETACH) == 0)
		return 0;
	return errno == EINVAL ? 1 : 3;
}

static void a_copied_mount_cannot_be_taken_off(void **state)
{
	cleanup_close int userns = userns_new();

	(void)state;
	assert_true(userns >= 0);
	assert_int_equal(in_child(unmount_it, &userns), 1);
}

static int read_outside(void *arg)
{
	int root = *(int *)arg;
	cleanup_close int link = mnt_open_in(root, "link", O_RDONLY);
	cleanup_close int up = mnt_open_in(root, "../../etc/passwd", O_RDONLY);

	/* Both mean the root's own etc/passwd, which does not exist. */
	return link < 0 && up < 0 ? 0 : 1;
}

static void links_in_a_root_do_not_lead_out_of_it(void **state)
{
	cleanup_close int root = -1;
	cleanup_close int fd = -1;

	(void)state;
	assert_int_equal(symlink("/etc/passwd", WORK "/at/link"), 0);
	root = open(WORK "/at", O_PATH | O_DIRECTORY | O_CLOEXEC);
	assert_true(root >= 0);
	assert_int_equal(in_child(read_outside, &root), 0);

	assert_int_equal(mkdir(WORK "/at/etc", 0755), 0);
	fd = open(WORK "/at/etc/passwd", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	assert_true(fd >= 0);
	assert_int_equal(in_child(read_outside, &root), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			files_keep_their_owner_through_an_id_mapped_mount,
			setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_copied_mount_namespace_locks_read_only, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			a_copied_mount_cannot_be_taken_off, setup, teardown),
		cmocka_unit_test_setup_teardown(
			links_in_a_root_do_not_lead_out_of_it, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
