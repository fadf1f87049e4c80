/* SPDX-License-Identifier: BSD-2-Clause */
/* file.c - Read and write whole small files, relative to a directory */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"

int file_read_fd(int fd, char **ret_text, size_t *ret_len)
{
	cleanup_free char *text = NULL;
	size_t len = 0, room = 0;

	for (;;) {
		ssize_t n;

		if (room - len < 2) {
			char *bigger = realloc(text, room ? 2 * room : 4096);

			if (!bigger)
				return -ENOMEM;
			text = bigger;
			room = room ? 2 * room : 4096;
		}
		n = read(fd, text + len, room - len - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		len += (size_t)n;
	}
	text[len] = '\0';
	*ret_text = TAKE_PTR(text);
	if (ret_len)
		*ret_len = len;
	return 0;
}

int file_read(int dirfd, const char *path, char **ret_text, size_t *ret_len,
	      struct errbuf *eb)
{
	cleanup_close int fd = openat(dirfd, path, O_RDONLY | O_CLOEXEC);
	int r;

	if (fd < 0)
		return errbuf_errno(eb, "%s", path);
	r = file_read_fd(fd, ret_text, ret_len);
	if (r < 0)
		return errbuf_set(eb, -r, "%s: %s", path, strerror(-r));
	return 0;
}

int file_write_fd(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

int file_write(int dirfd, const char *path, const char *text, struct errbuf *eb)
{
	cleanup_close int fd = openat(dirfd, path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		return errbuf_errno(eb, "%s", path);
	return 0;
}

int file_replace(int dirfd, const char *path, const char *text, mode_t mode,
		 struct errbuf *eb)
{
	return file_replace_n(dirfd, path, text, strlen(text), mode, eb);
}

int file_replace_n(int dirfd, const char *path, const char *data, size_t len,
		   mode_t mode, struct errbuf *eb)
{
	cleanup_free char *tmp = NULL;
	cleanup_close int fd = -1;
	int r;

	if (asprintf(&tmp, "%s.tmp", path) < 0)
		return errbuf_set(eb, ENOMEM, "%s: out of memory", path);
	fd = openat(dirfd, tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	if (fd < 0)
		return errbuf_errno(eb, "%s", tmp);
	r = file_write_fd(fd, data, len);
	if (r == 0 && renameat(dirfd, tmp, dirfd, path) < 0)
		r = -errno;
	if (r < 0) {
		(void)unlinkat(dirfd, tmp, 0);
		return errbuf_set(eb, -r, "%s: %s", path, strerror(-r));
	}
	return 0;
}
