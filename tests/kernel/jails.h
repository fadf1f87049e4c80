/* SPDX-License-Identifier: BSD-2-Clause */
/* jails.h - Jails for a test: their root, their parameters, what they say */
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/proc.h"
#include "libjail/core.h"
#include "unit/test.h"

#define JAILS_ROOT "/run/root"

/* jails_write() - A file of a root, with its text */
static inline void jails_write(const char *path, const char *text, mode_t mode)
{
	cleanup_close int fd =
		open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0 || write(fd, text, strlen(text)) < 0 || fchmod(fd, mode) < 0)
		abort();
}

static inline void jails_busybox(const char *path)
{
	cleanup_close int from = open("/bin/busybox", O_RDONLY | O_CLOEXEC);
	cleanup_close int to =
		open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
	struct stat st;
	off_t at = 0;

	if (from < 0 || to < 0 || fstat(from, &st) < 0)
		abort();
	while (at < st.st_size)
		if (sendfile(to, from, &at, (size_t)st.st_size) <= 0)
			abort();
}

/* jails_make_root() - A root at JAILS_ROOT with a static busybox and users */
static inline int jails_make_root(void **state)
{
	static const char *const dirs[] = { "",	     "/bin", "/etc",
					    "/dev",  "/tmp", "/root",
					    "/home", "/mnt", "/proc" };
	static const char *const names[] = {
		"sh",	"cat",	 "echo", "id",	     "sleep",	 "env", "pwd",
		"true", "false", "stty", "hostname", "readlink", "tty", "kill"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(dirs) / sizeof(*dirs); i++) {
		char path[64];

		(void)snprintf(path, sizeof(path), JAILS_ROOT "%s", dirs[i]);
		if (mkdir(path, 0755) < 0)
			return -1;
	}
	jails_busybox(JAILS_ROOT "/bin/busybox");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char path[64];

		(void)snprintf(path, sizeof(path), JAILS_ROOT "/bin/%s",
			       names[i]);
		if (link(JAILS_ROOT "/bin/busybox", path) < 0)
			return -1;
	}
	jails_write(JAILS_ROOT "/etc/passwd",
		    "root:x:0:0:root:/root:/bin/sh\n"
		    "alice:x:1001:1001:Alice:/home:/bin/sh\n"
		    "bob:x:1002:100::/nowhere:/bin/nosuch\n"
		    "plain:x:1003:1003:::\n",
		    0644);
	jails_write(JAILS_ROOT "/etc/group",
		    "root:x:0:\n"
		    "wheel:x:10:root,alice\n"
		    "users:x:100:alice,bob\n"
		    "alice:x:1001:alice\n",
		    0644);
	return 0;
}

/* jails_params() - "name=value;name" as parameters */
static inline int jails_params(const char *text, struct jail_params *ret,
			       struct errbuf *eb)
{
	cleanup_strv struct strv all = { 0 };
	int r = strv_split(&all, text, ";");

	for (size_t i = 0; i < all.n && r == 0; i++) {
		cleanup_strv struct strv value = { 0 };
		char *eq = strchr(all.v[i], '=');

		if (eq) {
			*eq = '\0';
			r = strv_add(&value, eq + 1);
		}
		if (r == 0)
			r = jail_params_put(ret, all.v[i], &value, eb);
	}
	return r;
}

/* jails_create() - A jail with the parameters @text on JAILS_ROOT; its number
 * or -errno */
static inline int jails_create(const char *text, struct errbuf *eb)
{
	cleanup_jail_params struct jail_params ps = { 0 };
	int r = jails_params("path=" JAILS_ROOT, &ps, eb);

	if (r == 0)
		r = jails_params(text, &ps, eb);
	return r < 0 ? r : jail_create(&ps, eb);
}

/* jails_destroy_all() - Between tests */
static inline int jails_destroy_all(void **state)
{
	int jid;

	(void)state;
	while ((jid = jail_next(0, true, NULL)) > 0) {
		int r = jail_destroy(jid, NULL);

		if (r < 0 && r != -ENOENT) /* its watcher may be quicker */
			return -1;
	}
	return jid;
}

/* jails_run() - Run @x, whose consolelog may be 0 for none; what it prints, caller frees, and the exit code of a
 * shell.  NULL: it did not start, *@ret_code is -errno */
static inline char *jails_run(struct jail_exec *x, int *ret_code,
			      struct errbuf *eb)
{
	char *text = NULL;
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		abort();
	x->stdio[0] = -1;
	x->pty_like = -1;
	if (x->consolelog == 0)
		x->consolelog = -1;
	x->stdio[1] = ends[1];
	x->stdio[2] = ends[1];
	*ret_code = jail_spawn(x, &pid, NULL, eb);
	(void)close(ends[1]);
	if (*ret_code == 0) {
		if (file_read_fd(ends[0], &text, NULL) < 0)
			abort();
		*ret_code = proc_exit_code(proc_wait(pid));
	}
	(void)close(ends[0]);
	return text;
}

/* jails_must_create() - The same for a test that cannot go on without */
static inline int jails_must_create(const char *text)
{
	struct errbuf eb = { "" };
	int jid = jails_create(text, &eb);

	if (jid < 0)
		fail_msg("%s: %s", text, eb.msg);
	return jid;
}

/* jails_assert_gone() - Nobody knows it any more */
static inline void jails_assert_gone(int jid)
{
	struct jail_info info;
	struct errbuf eb;
	char want[32];

	(void)snprintf(want, sizeof(want), "jail %d not found", jid);
	assert_int_equal(jail_info_get(jid, &info, &eb), -ENOENT);
	assert_string_equal(eb.msg, want);
}
