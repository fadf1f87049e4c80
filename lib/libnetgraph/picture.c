/* SPDX-License-Identifier: BSD-2-Clause */
/* picture.c - Pictures of graphs, laid out by graphviz */

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/proc.h"
#include "libnetgraph/picture.h"

#define PROGRAM "dot"

static int memory_file(const char *name)
{
	int fd = memfd_create(name, MFD_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

/* fds: its input, output and complaints */
static int run(const char *type, const int fds[3], struct errbuf *eb)
{
	char option[64];
	char *argv[] = { (char[]){ PROGRAM }, option, NULL };
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int r = posix_spawn_file_actions_init(&actions);

	(void)snprintf(option, sizeof(option), "-T%s", type);
	for (int i = 0; r == 0 && i < 3; i++)
		r = posix_spawn_file_actions_adddup2(&actions, fds[i], i);
	if (r == 0)
		r = posix_spawnp(&pid, PROGRAM, &actions, NULL, argv, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	if (r == ENOENT)
		return errbuf_set(eb, r,
				  "no program `" PROGRAM "`: install graphviz");
	if (r)
		return errbuf_set(eb, r, PROGRAM ": %s", strerror(r));
	r = proc_wait(pid);
	return r < 0 ? r : proc_exit_code(r);
}

static int contents(int fd, char **ret, size_t *ret_len)
{
	return lseek(fd, 0, SEEK_SET) < 0 ? -errno
					  : file_read_fd(fd, ret, ret_len);
}

int picture_draw(const char *text, const char *type, char **ret,
		 size_t *ret_len, struct errbuf *eb)
{
	cleanup_close int in = memory_file("graph");
	cleanup_close int out = memory_file("picture");
	cleanup_close int err = memory_file("words");
	cleanup_free char *words = NULL;
	int r = in < 0 ? in : out < 0 ? out : err < 0 ? err : 0;

	if (r == 0)
		r = file_write_fd(in, text, strlen(text));
	if (r == 0 && lseek(in, 0, SEEK_SET) < 0)
		r = -errno;
	if (r < 0)
		return errbuf_set(eb, -r, "picture: %s", strerror(-r));
	r = run(type, (const int[]){ in, out, err }, eb);
	if (r < 0)
		return r;
	if (r > 0) {
		(void)contents(err, &words, NULL);
		return errbuf_set(eb, EINVAL, PROGRAM ": %.*s",
				  words ? (int)strcspn(words, "\n") : 0,
				  words ? words : "");
	}
	r = contents(out, ret, ret_len);
	return r < 0 ? errbuf_set(eb, -r, "picture: %s", strerror(-r)) : 0;
}

const char *picture_type(const char *path)
{
	const char *base = strrchr(path, '/');
	const char *dot = strrchr(base ? base : path, '.');

	return dot && dot[1] ? dot + 1 : NULL;
}

int picture_check(const char *path, bool overwrite, struct errbuf *eb)
{
	struct stat st;

	if (overwrite || stat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return 0;
	return errbuf_set(eb, EEXIST,
			  "%s: Already exists (use `-f' to overwrite)", path);
}

int picture_save(const char *path, const char *data, size_t len,
		 struct errbuf *eb)
{
	cleanup_close int fd = -1;
	struct stat st;
	int r;

	if (stat(path, &st) < 0 || S_ISREG(st.st_mode))
		return file_replace_n(AT_FDCWD, path, data, len, 0644, eb);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errbuf_errno(eb, "%s", path);
	r = file_write_fd(fd, data, len);
	return r < 0 ? errbuf_set(eb, -r, "%s: %s", path, strerror(-r)) : 0;
}
