/* SPDX-License-Identifier: BSD-2-Clause */
/* fdpass.h - Send a descriptor, with some bytes, over a UNIX socket */
#pragma once

#include <stddef.h>

/* fd_send() - @fd -1: only the bytes.  0 or -errno */
int fd_send(int sock, int fd, const void *data, size_t len);

/* fd_receive() - One message.  Its length (0: the other end is closed) or
 * -errno; *@ret_fd is -1 where none came, else the caller closes it.  Of several
 * descriptors that somebody sends only the first one comes */
int fd_receive(int sock, int *ret_fd, void *data, size_t room);
