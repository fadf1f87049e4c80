/* SPDX-License-Identifier: BSD-2-Clause */
/* remote.c - A session of somebody who may not touch the graph himself */

#include <errno.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/fdpass.h"
#include "base/paths.h"
#include "libnetgraph/remote.h"

/* Without an argument it fails in any case: how, tells. */
bool remote_needed(void)
{
	union bpf_attr attr = { 0 };

	return syscall(SYS_bpf, BPF_OBJ_GET, &attr, sizeof(attr)) < 0 &&
	       (errno == EPERM || errno == ENOSYS);
}

/* Any user of the jail can take the name where nobody has it; but one of the
 * host's programs has no number among the jail's. */
static bool is_hosts(int sock)
{
	struct ucred who;
	socklen_t len = sizeof(who);

	return getsockopt(sock, SOL_SOCKET, SO_PEERCRED, &who, &len) == 0 &&
	       who.pid == 0;
}

int remote_not_root(struct errbuf *eb)
{
	return errbuf_set(eb, EPERM, "%s", strerror(EPERM));
}

int remote_connect(struct errbuf *eb)
{
	static const struct sockaddr_un sun = { .sun_family = AF_UNIX,
						.sun_path = "\0" VJAIL_DOOR };
	cleanup_close int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return errbuf_errno(eb, "socket");
	if (connect(fd, (const struct sockaddr *)&sun,
		    offsetof(struct sockaddr_un, sun_path) +
			    sizeof(VJAIL_DOOR)) == 0 &&
	    is_hosts(fd))
		return TAKE_FD(fd);
	if (geteuid() != 0)
		return remote_not_root(eb);
	return errbuf_set(
		eb, EPERM,
		"a jail's netgraph is changed from the host: use `ngctl -j JAIL` there, or make the jail with vjail.netgraph; if it was, any command for the jail there mends it");
}

int remote_read(int sock, void *buf, size_t len)
{
	while (len > 0) {
		ssize_t n = recv(sock, buf, len, MSG_WAITALL);

		if (n < 0 && errno != EINTR)
			return -errno;
		if (n == 0)
			return -ENOTCONN;
		if (n > 0) {
			buf = (char *)buf + n;
			len -= (size_t)n;
		}
	}
	return 0;
}

int remote_write(int sock, const void *buf, size_t len)
{
	while (len > 0) {
		ssize_t n = send(sock, buf, len, MSG_NOSIGNAL);

		if (n < 0 && errno != EINTR)
			return errno == EPIPE ? -ENOTCONN : -errno;
		if (n > 0) {
			buf = (const char *)buf + n;
			len -= (size_t)n;
		}
	}
	return 0;
}

static int ask_for(int sock, struct remote_ask *ask,
		   const struct remote_part *parts, int fd)
{
	int r;

	for (int i = 0; i < REMOTE_PARTS; i++) {
		ask->len[i] = parts ? (uint32_t)parts[i].len : 0;
		if (ask->len[i] > REMOTE_PART_MAX)
			return -E2BIG;
	}
	r = fd_send(sock, fd, ask, sizeof(*ask));
	for (int i = 0; r == 0 && parts && i < REMOTE_PARTS; i++)
		r = remote_write(sock, parts[i].p, parts[i].len);
	return r == -EPIPE ? -ENOTCONN : r;
}

int remote_call(int sock, struct remote_ask *ask,
		const struct remote_part *parts, int fd,
		struct remote_back *ret)
{
	int r = ask_for(sock, ask, parts, fd);

	if (r == 0)
		r = fd_receive(sock, &ret->fd, &ret->head, sizeof(ret->head));
	if (r < 0)
		return r;
	if (r != sizeof(ret->head))
		return -ENOTCONN;
	ret->data = calloc(1, (size_t)ret->head.len + 1);
	if (!ret->data)
		return -ENOMEM;
	r = remote_read(sock, ret->data, ret->head.len);
	return r < 0 ? r : ret->head.result;
}

void remote_back_done(struct remote_back *b)
{
	free(b->data);
	close_fd(&b->fd);
}
