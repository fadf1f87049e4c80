/* SPDX-License-Identifier: BSD-2-Clause */
/* file.h - Read and write whole small files, relative to a directory */
#pragma once

#include <stddef.h>
#include <sys/types.h>

struct errbuf;

/**
 * file_read() - Read a whole file, of any kind that can be read to its end
 * @dirfd:	What @path is relative to, or AT_FDCWD
 * @path:	The file
 * @ret_text:	NUL-terminated contents.  Caller frees; untouched on failure
 * @ret_len:	Length without the NUL, may be NULL
 * @eb:		Filled on failure with "PATH: why"
 *
 * Return: 0 or -errno
 */
int file_read(int dirfd, const char *path, char **ret_text, size_t *ret_len,
	      struct errbuf *eb);

/* file_read_fd() - The same for an open descriptor, which stays open; 0 or -errno */
int file_read_fd(int fd, char **ret_text, size_t *ret_len);

/**
 * file_write() - Write @text to a file that exists, in one write(2)
 *
 * For the files of /proc, /sys and cgroups.  Return: 0 or -errno
 */
int file_write(int dirfd, const char *path, const char *text,
	       struct errbuf *eb);

/**
 * file_replace() - Make @path hold @text, all of it or none (rename(2))
 * @mode:	Permissions of the new file
 *
 * One process at a time: a killed one's temporary file is the next one's.
 *
 * Return: 0 or -errno
 */
int file_replace(int dirfd, const char *path, const char *text, mode_t mode,
		 struct errbuf *eb);

/* file_replace_n() - The same for @len bytes that may hold any */
int file_replace_n(int dirfd, const char *path, const char *data, size_t len,
		   mode_t mode, struct errbuf *eb);

/* file_write_fd() - All of it to an open descriptor; 0 or -errno */
int file_write_fd(int fd, const char *data, size_t len);
